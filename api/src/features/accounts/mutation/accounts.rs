//! What administrators decide about accounts.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use entity::account;
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use super::{payload, read_id, state};
use crate::{
    features::accounts::{
        service::{self, Change, NewAccount},
        types::Account,
    },
    platform::{
        access::{AccountRole, access},
        error::Result as OurResult,
        graphql::ContextExt as _,
        id::Kind,
        outcome::{Outcome, Refusal, mutate, user_errors},
        problem::Problem,
    },
};

/// Root fields about accounts.
#[derive(Debug, Default)]
pub struct AccountMutations;

/// An account to be made. Send it in variables, so that no document holds a password.
#[derive(InputObject)]
pub struct AccountCreateInput {
    /// What is typed to sign in: 3 to 100 letters without marks, digits and `. - _ @ +`. It is kept in
    /// lower case and never changes.
    login: String,
    /// What others see, at most 200 characters.
    name: String,
    /// What it may do.
    role: AccountRole,
    /// In whose name it writes. An editor without a unit has nothing but what is their own.
    unit_id: Option<ID>,
    /// Its first password: 15 to 256 characters of any kind that nobody guesses.
    password: String,
}

/// What becomes different about an account. What is left out stays as it is.
#[derive(InputObject)]
pub struct AccountUpdateInput {
    /// Which one.
    id: ID,
    /// The version that the change is meant for.
    version: i32,
    /// What others see, at most 200 characters.
    name: Option<String>,
    /// What it may do. A new role ends all of its sessions. Nobody changes their own.
    role: Option<AccountRole>,
    /// In whose name it writes; null: in that of no unit. A new unit ends all of its sessions.
    unit_id: MaybeUndefined<ID>,
}

/// The account to shut out.
#[derive(InputObject)]
pub struct AccountDisableInput {
    /// Which one; not the one that asks.
    id: ID,
}

/// The account to let in again.
#[derive(InputObject)]
pub struct AccountEnableInput {
    /// Which one.
    id: ID,
}

/// The password of somebody who has lost theirs.
#[derive(InputObject)]
pub struct AccountResetPasswordInput {
    /// Whose.
    id: ID,
    /// The one that the account shall have: 15 to 256 characters of any kind that nobody guesses.
    password: String,
}

payload! {
    /// What came of making an account.
    AccountCreate [
        Required, TooShort, TooLong, Invalid, Taken, PasswordGuessable, IdInvalid,
        ReferenceNotFound, RateLimited
    ] -> AccountCreatePayload {
        /// The new account; null if none was made.
        account: Account,
    }
}

payload! {
    /// What came of changing an account.
    AccountUpdate [
        IdInvalid, NotFound, VersionConflict, Required, TooLong, Invalid, ReferenceNotFound,
        Forbidden
    ] -> AccountUpdatePayload {
        /// The account as it is now; null if nothing was changed.
        account: Account,
    }
}

payload! {
    /// What came of shutting an account out.
    AccountDisable [IdInvalid, NotFound, Forbidden] -> AccountDisablePayload {
        /// The account as it is now; null if nothing was changed.
        account: Account,
    }
}

payload! {
    /// What came of letting an account in again.
    AccountEnable [IdInvalid, NotFound] -> AccountEnablePayload {
        /// The account as it is now; null if nothing was changed.
        account: Account,
    }
}

payload! {
    /// What came of giving an account another password.
    AccountResetPassword [
        IdInvalid, NotFound, TooShort, TooLong, PasswordGuessable, RateLimited
    ] -> AccountResetPasswordPayload {
        /// The account as it is now; null if nothing was changed.
        account: Account,
    }
}

#[Object]
impl AccountMutations {
    /// Makes an account.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn account_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account to make.")] input: AccountCreateInput,
    ) -> Option<Result<AccountCreatePayload>> {
        Some(told(create(ctx, input).boxed().await).and_then(|(account, problems)| {
            Ok(AccountCreatePayload { account, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Changes what an account is called, what it may do, or in whose name.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change, and in which version.")] input: AccountUpdateInput,
    ) -> Option<Result<AccountUpdatePayload>> {
        Some(told(update(ctx, input).boxed().await).and_then(|(account, problems)| {
            Ok(AccountUpdatePayload { account, user_errors: user_errors(ctx, problems)? })
        }))
    }

    /// Shuts an account out: all of its sessions end at once. What it wrote stays.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn account_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to shut out.")] input: AccountDisableInput,
    ) -> Option<Result<AccountDisablePayload>> {
        let id = read_id(Kind::Account, &input.id, "input.id");
        Some(
            told(flat(
                mutate(ctx, move |txn| async move { service::disable(txn, id?).await }.boxed())
                    .await,
            ))
            .and_then(|(account, problems)| {
                Ok(AccountDisablePayload { account, user_errors: user_errors(ctx, problems)? })
            }),
        )
    }

    /// Lets an account in again that was disabled.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn account_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to let in again.")] input: AccountEnableInput,
    ) -> Option<Result<AccountEnablePayload>> {
        let id = read_id(Kind::Account, &input.id, "input.id");
        Some(
            told(flat(
                mutate(ctx, move |txn| async move { service::enable(txn, id?).await }.boxed())
                    .await,
            ))
            .and_then(|(account, problems)| {
                Ok(AccountEnablePayload { account, user_errors: user_errors(ctx, problems)? })
            }),
        )
    }

    /// Gives an account another password, which ends all of its sessions.
    #[graphql(directive = access::apply(AccountRole::Admin, None))]
    async fn account_reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose password, and what it shall be.")] input: AccountResetPasswordInput,
    ) -> Option<Result<AccountResetPasswordPayload>> {
        Some(told(reset(ctx, input).boxed().await).and_then(|(account, problems)| {
            Ok(AccountResetPasswordPayload { account, user_errors: user_errors(ctx, problems)? })
        }))
    }
}

async fn create(ctx: &Context<'_>, input: AccountCreateInput) -> Outcome<account::Model> {
    let AccountCreateInput { login, name, role, unit_id, password } = input;
    let mut problems = Vec::new();
    let unit_id = unit_id.and_then(|id| keep(&mut problems, Kind::Unit, &id, "input.unitId"));
    let new = (NewAccount { login, name, role: role.into(), unit_id }, problems);
    let prepared = service::prepare(state(ctx), ctx.scope(), new, &password).await?;
    flat(mutate(ctx, move |txn| async move { service::create(txn, prepared).await }.boxed()).await)
}

async fn update(ctx: &Context<'_>, input: AccountUpdateInput) -> Outcome<account::Model> {
    let AccountUpdateInput { id, version, name, role, unit_id } = input;
    let mut problems = Vec::new();
    let id = keep(&mut problems, Kind::Account, &id, "input.id");
    let unit_id = match unit_id {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(id) => keep(&mut problems, Kind::Unit, &id, "input.unitId").map(Some),
    };
    let Some(id) = id else { return Err(problems.into()) };
    let change = (Change { name, role: role.map(Into::into), unit_id }, problems);
    let scope = ctx.scope().clone();
    flat(
        mutate(ctx, move |txn| {
            async move { service::update(&scope, txn, (id, version), change).await }.boxed()
        })
        .await,
    )
}

/// An id that was sent; what is wrong with it is noted.
fn keep(problems: &mut Vec<Problem>, kind: Kind, id: &ID, field: &str) -> Option<Uuid> {
    read_id(kind, id, field).map_err(|problem| problems.push(problem)).ok()
}

async fn reset(ctx: &Context<'_>, input: AccountResetPasswordInput) -> Outcome<account::Model> {
    let id = read_id(Kind::Account, &input.id, "input.id")?;
    let hash = service::prepare_password(state(ctx), ctx.scope(), id, &input.password).await?;
    flat(
        mutate(ctx, move |txn| async move { service::set_password(txn, id, hash).await }.boxed())
            .await,
    )
}

fn flat(done: OurResult<Result<account::Model, Vec<Problem>>>) -> Outcome<account::Model> {
    done?.map_err(Refusal::Problems)
}

/// An account, or what is in its way.
fn told(done: Outcome<account::Model>) -> Result<(Option<Account>, Vec<Problem>)> {
    match done {
        Ok(account) => Ok((Some(Account(account)), Vec::new())),
        Err(Refusal::Problems(problems)) => Ok((None, problems)),
        Err(Refusal::Failed(error)) => Err(error.into()),
    }
}
