//! Signing in, going on, and signing out.

use async_graphql::{Context, InputObject, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use super::{payload, state};
use crate::{
    features::accounts::{
        service,
        session::{self, SignedIn},
        types::Session,
    },
    platform::{
        access::{AccountRole, access, public},
        error::{Error, Result as OurResult},
        graphql::ContextExt as _,
        outcome::{Outcome, Refusal, mutate, user_errors},
        problem::Problem,
    },
};

/// Root fields about being signed in.
#[derive(Debug, Default)]
pub struct SessionMutations;

/// Who signs in. Send it in variables, so that no document holds a password.
#[derive(InputObject)]
pub struct AccountLoginInput {
    /// What the account is called for this; capitals do not matter.
    login: String,
    /// Its password.
    password: String,
}

/// The session to go on with.
#[derive(InputObject)]
pub struct AccountRefreshInput {
    /// The latest refresh token of the session.
    refresh_token: String,
}

/// The password in place of another.
#[derive(InputObject)]
pub struct AccountChangePasswordInput {
    /// The one that the account has.
    current_password: String,
    /// The one that it shall have: 15 to 256 characters of any kind that nobody guesses.
    new_password: String,
}

payload! {
    /// What came of signing in.
    AccountLogin [CredentialsInvalid, TooLong, RateLimited] -> AccountLoginPayload {
        /// The session that begins; null if none does.
        session: Session,
    }
}

payload! {
    /// What came of going on.
    AccountRefresh [SessionInvalid] -> AccountRefreshPayload {
        /// The session with new tokens; null if it is over.
        session: Session,
    }
}

payload! {
    /// What came of signing out.
    AccountLogout [NotFound] -> AccountLogoutPayload {
        /// True if the session has ended.
        done: bool,
    }
}

payload! {
    /// What came of signing out everywhere.
    AccountLogoutEverywhere [NotFound] -> AccountLogoutEverywherePayload {
        /// True if all sessions have ended.
        done: bool,
    }
}

payload! {
    /// What came of changing a password.
    AccountChangePassword [
        CredentialsInvalid, TooLong, TooShort, PasswordGuessable, RateLimited, NotFound
    ] -> AccountChangePasswordPayload {
        /// The session that begins; all others of the account have ended. Null if the password stays.
        session: Session,
    }
}

#[Object]
impl SessionMutations {
    /// Signs an account in. Wrong passwords are counted: after ten for one account from one network,
    /// or thirty from one network, `RATE_LIMITED` says how long to wait. An operation can sign in
    /// once.
    #[graphql(directive = public::apply())]
    async fn account_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: AccountLoginInput,
    ) -> Option<Result<AccountLoginPayload>> {
        let AccountLoginInput { login, password } = input;
        let action = ctx.field().name();
        let done = session::login(state(ctx), ctx.scope(), action, &login, &password);
        Some(told(done.boxed().await).and_then(|(session, problems)| {
            Ok(AccountLoginPayload { session, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Trades a refresh token for the next session. Send no `Authorization` with it: the access
    /// token may have ended.
    #[graphql(directive = public::apply())]
    async fn account_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session to go on with.")] input: AccountRefreshInput,
    ) -> Option<Result<AccountRefreshPayload>> {
        let (token, action) = (&input.refresh_token, ctx.field().name());
        let done = session::refresh(state(ctx), ctx.scope(), action, token);
        Some(told(done.boxed().await).and_then(|(session, problems)| {
            Ok(AccountRefreshPayload { session, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Ends the session that the access token belongs to, at once.
    #[graphql(directive = access::apply(AccountRole::Contributor, None))]
    async fn account_logout(&self, ctx: &Context<'_>) -> Option<Result<AccountLogoutPayload>> {
        let (account, session) = (own(ctx), ctx.scope().origin.session);
        let done = mutate(ctx, move |txn| {
            let work = async move {
                let session = session.ok_or(Error::Broken("an account asks without a session"))?;
                session::logout(txn, account?, session).await
            };
            work.boxed()
        });
        Some(ended(done.await).and_then(|(done, problems)| {
            Ok(AccountLogoutPayload { done, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Ends all sessions of the account, at once.
    #[graphql(directive = access::apply(AccountRole::Contributor, None))]
    async fn account_logout_everywhere(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<AccountLogoutEverywherePayload>> {
        let account = own(ctx);
        let done = mutate(ctx, move |txn| {
            async move { service::end_sessions(txn, account?).await }.boxed()
        });
        Some(ended(done.await).and_then(|(done, problems)| {
            Ok(AccountLogoutEverywherePayload { done, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Gives the account that asks another password. All of its sessions end, and a new one begins.
    #[graphql(directive = access::apply(AccountRole::Contributor, None))]
    async fn account_change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Both passwords.")] input: AccountChangePasswordInput,
    ) -> Option<Result<AccountChangePasswordPayload>> {
        let (action, scope) = (ctx.field().name(), ctx.scope());
        let passwords = (input.current_password.as_str(), input.new_password.as_str());
        let done = async {
            session::change_password(state(ctx), scope, action, own(ctx)?, passwords).await
        };
        Some(told(done.boxed().await).and_then(|(session, problems)| {
            Ok(AccountChangePasswordPayload { session, user_errors: user_errors(ctx, problems)? })
        }))
    }
}

/// The account that asks.
fn own(ctx: &Context<'_>) -> OurResult<Uuid> {
    let account = ctx.scope().viewer.account();
    account.ok_or(Error::Broken("a field for accounts was asked for by nobody"))
}

/// A session, or what is in its way.
fn told(done: Outcome<SignedIn>) -> Result<(Option<Session>, Vec<Problem>)> {
    match done {
        Ok(signed_in) => Ok((Some(signed_in.into()), Vec::new())),
        Err(Refusal::Problems(problems)) => Ok((None, problems)),
        Err(Refusal::Failed(error)) => Err(error.into()),
    }
}

fn ended(done: OurResult<Result<(), Vec<Problem>>>) -> Result<(Option<bool>, Vec<Problem>)> {
    Ok(match done? {
        Ok(()) => (Some(true), Vec::new()),
        Err(problems) => (None, problems),
    })
}
