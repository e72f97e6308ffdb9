//! Signing in, going on, and signing out.

use chrono::TimeDelta;
use entity::{account, refresh_token, session};
use sea_orm::{ActiveValue::Set, prelude::Uuid};
use serde_json::json;

use super::{
    Accounts,
    access::{goes_on, member},
    password::{MAX_BYTES, Verdict},
    service, store,
    throttle::Attempt,
    token::{self, Subject},
};
use crate::platform::{
    error::Result,
    hex,
    id::{self, Kind},
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    scope::{Scope, Viewer},
    time::Instant,
    transaction::Transaction,
};

/// How long a refresh token may wait for its use.
const REFRESH_LIFE: TimeDelta = TimeDelta::days(7);
/// How long a session lasts at most: NIST SP 800-63B-4 asks for a new login after 30 days.
const SESSION_LIFE: TimeDelta = TimeDelta::days(30);

/// Somebody who is signed in, with what proves it.
pub struct SignedIn {
    /// Who.
    pub account: account::Model,
    /// For the header of requests.
    pub access_token: String,
    /// When that ends.
    pub access_expires_at: Instant,
    /// For another access token, once.
    pub refresh_token: String,
    /// When that ends.
    pub refresh_expires_at: Instant,
}

/// Tokens are nobody's business.
impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("account", &self.account.id).finish_non_exhaustive()
    }
}

/// Signs somebody in, in a write of its own: an attempt that is refused counts as well.
pub async fn login(
    accounts: &Accounts,
    scope: &Scope,
    action: &str,
    login: &str,
    password: &str,
) -> Outcome<SignedIn> {
    let checked = check(accounts, scope, login, password, "input.password").await?;
    let key = accounts.signing.signing(scope).await?;
    let rehashed = match checked.verdict {
        Verdict::Outdated => Some(accounts.hasher.hash(&checked.turn, password).await?),
        _ => None,
    };
    let mut txn = scope.begin().await?;
    txn.audit(action);
    let account = match settle(&mut txn, &checked).await? {
        Ok(account) => account,
        Err(problem) => {
            txn.audit_details(json!({ "refused": problem.code.as_str() }));
            txn.commit().await?;
            return Err(problem.into());
        }
    };
    txn.viewer = Viewer::Account(member(&account));
    if let Some(password) = rehashed {
        let id = Set(account.id);
        let row = account::ActiveModel { id, password: Set(password), ..Default::default() };
        store::accounts::update(&*txn, row).await?;
    }
    let signed_in = begin(&txn, account, &key.pair).await?;
    txn.commit().await?;
    Ok(signed_in)
}

/// A password that has been compared, not yet with consequences.
struct Checked {
    account: Option<account::Model>,
    verdict: Verdict,
    attempt: Attempt,
    field: &'static str,
    /// Held until the attempt is counted, so that few are under way at once.
    turn: super::password::Turn,
}

/// Compares a password, unless there were too many attempts.
async fn check(
    accounts: &Accounts,
    scope: &Scope,
    login: &str,
    password: &str,
    field: &'static str,
) -> Outcome<Checked> {
    let too_long = |field: &str| {
        let problem = Problem::new(ProblemCode::TooLong, "This is longer than any that is taken");
        problem.at(field).limit(MAX_BYTES)
    };
    if password.len() > MAX_BYTES {
        return Err(too_long(field).into());
    }
    if login.len() > MAX_BYTES {
        return Err(too_long("input.login").into());
    }
    let login = service::login_key(login);
    let turn = accounts.hasher.turn().await?.ok_or_else(service::busy)?;
    let attempt = accounts.throttle.attempt(&login, scope.origin.network);
    if let Some(seconds) = attempt.wait(&scope.latest(), scope.now).await? {
        return Err(throttled(seconds).into());
    }
    // PostgreSQL refuses it as text, and no login has it.
    let findable = !login.contains('\0');
    let account = match findable {
        true => store::accounts::find_by_login(&scope.latest(), &login).await?,
        false => None,
    };
    let hash = account.as_ref().map(|account| &account.password);
    let verdict = accounts.hasher.verify(&turn, password, hash).await?;
    Ok(Checked { account, verdict, attempt, field, turn })
}

/// What follows from a compared password: the account as it is now, or why not.
async fn settle(
    txn: &mut Transaction,
    checked: &Checked,
) -> Result<Result<account::Model, Problem>> {
    let known = checked.account.as_ref();
    let attempt = &checked.attempt;
    if let Some(account) = known {
        txn.audit_on(Kind::Account, account.id, None);
    }
    // Somebody may have disabled it or changed its password while this one was hashed.
    let now = match known {
        Some(account) if checked.verdict != Verdict::Wrong => {
            let now = store::accounts::lock(&**txn, account.id).await?;
            now.filter(|now| now.password == account.password && now.disabled_at.is_none())
        }
        _ => None,
    };
    match now {
        Some(account) => match attempt.wait(&**txn, txn.now).await? {
            Some(seconds) => Ok(Err(throttled(seconds))),
            None => {
                attempt.forgive(txn).await?;
                Ok(Ok(account))
            }
        },
        None => Ok(Err(attempt.fail(txn).await?.map_or_else(|| wrong(checked.field), throttled))),
    }
}

/// Begins a session. The account is locked or new.
async fn begin(
    txn: &Transaction,
    account: account::Model,
    key: &token::SigningPair,
) -> Result<SignedIn> {
    store::sessions::forget(&**txn, account.id, txn.now).await?;
    let (id, until) = (id::new(txn.now), txn.now + SESSION_LIFE);
    let session = session::ActiveModel {
        id: Set(id),
        account_id: Set(account.id),
        created_at: Set(txn.now),
        expires_at: Set(until),
    };
    store::sessions::insert(&**txn, session).await?;
    go_on(txn, account, (id, until), key).await
}

/// Gives a session that lasts until then its next tokens.
async fn go_on(
    txn: &Transaction,
    account: account::Model,
    (session, until): (Uuid, Instant),
    key: &token::SigningPair,
) -> Result<SignedIn> {
    let refresh_token = hex::encode(&token::random()?);
    let refresh_expires_at = until.min(txn.now + REFRESH_LIFE);
    let row = refresh_token::ActiveModel {
        id: Set(id::new(txn.now)),
        session_id: Set(session),
        hash: Set(token::digest(&refresh_token)),
        created_at: Set(txn.now),
        expires_at: Set(refresh_expires_at),
        used_at: Set(None),
    };
    store::sessions::insert_token(&**txn, row).await?;
    let (access_token, access_expires_at) =
        key.sign(Subject { account: account.id, session }, txn.now)?;
    Ok(SignedIn { account, access_token, access_expires_at, refresh_token, refresh_expires_at })
}

/// Goes on with a session. A token that was used before is in the wrong hands, now or then: it ends
/// the session for both.
pub async fn refresh(
    accounts: &Accounts,
    scope: &Scope,
    action: &str,
    refresh_token: &str,
) -> Outcome<SignedIn> {
    let hash = token::digest(refresh_token);
    // Whoever invents tokens does not get as far as the one who writes.
    if store::sessions::find_token(&scope.latest(), &hash).await?.is_none() {
        return Err(over().into());
    }
    let key = accounts.signing.signing(scope).await?;
    let mut txn = scope.begin().await?;
    txn.audit(action);
    let Some(token) = store::sessions::find_token(&*txn, &hash).await? else {
        return Err(over().into());
    };
    let found = store::sessions::find(&*txn, token.session_id).await?;
    let Some((session, account)) = found.filter(|(session, account)| {
        goes_on(session, account, txn.now) && txn.now < token.expires_at
    }) else {
        return Err(over().into());
    };
    txn.viewer = Viewer::Account(member(&account));
    txn.audit_on(Kind::Account, account.id, None);
    if !store::sessions::use_token(&*txn, token.id, txn.now).await? {
        store::sessions::end(&*txn, session.id).await?;
        txn.audit_details(json!({ "refused": "REUSED" }));
        txn.commit().await?;
        return Err(over().into());
    }
    store::sessions::forget_tokens(&*txn, session.id, txn.now).await?;
    let signed_in = go_on(&txn, account, (session.id, session.expires_at), &key.pair).await?;
    txn.commit().await?;
    Ok(signed_in)
}

/// Ends one session.
pub async fn logout(txn: &mut Transaction, account: Uuid, session: Uuid) -> Outcome<()> {
    txn.audit_on(Kind::Account, account, None);
    Ok(store::sessions::end(&**txn, session).await?)
}

/// Gives whoever asks another password. All of their sessions end, and one begins.
pub async fn change_password(
    accounts: &Accounts,
    scope: &Scope,
    action: &str,
    account: Uuid,
    (current, new): (&str, &str),
) -> Outcome<SignedIn> {
    let account = service::find(scope, account).await?;
    // First, so that it tells nothing about the current one.
    service::check_password(&account, new, "input.newPassword")?;
    let checked = check(accounts, scope, &account.login, current, "input.currentPassword").await?;
    let key = accounts.signing.signing(scope).await?;
    let hash = match checked.verdict {
        Verdict::Wrong => None,
        _ => Some(accounts.hasher.hash(&checked.turn, new).await?),
    };
    let mut txn = scope.begin().await?;
    txn.audit(action);
    match (settle(&mut txn, &checked).await?, hash) {
        (Ok(account), Some(hash)) => {
            let account = service::set_password(&mut txn, account.id, hash).await?;
            let signed_in = begin(&txn, account, &key.pair).await?;
            txn.commit().await?;
            Ok(signed_in)
        }
        (settled, _) => {
            let problem = settled.err().unwrap_or_else(|| wrong(checked.field));
            txn.audit_details(json!({ "refused": problem.code.as_str() }));
            txn.commit().await?;
            Err(problem.into())
        }
    }
}

fn wrong(field: &str) -> Problem {
    let message = "Login and password do not belong together, or the account is disabled";
    let problem = Problem::new(ProblemCode::CredentialsInvalid, message);
    match field {
        "input.password" => problem,
        field => problem.at(field),
    }
}

fn throttled(seconds: i64) -> Problem {
    let message = format!("There were too many attempts: try again in {seconds} s");
    Problem::new(ProblemCode::RateLimited, message).retry_after(seconds)
}

fn over() -> Problem {
    let message = "The session is over: sign in again";
    Problem::new(ProblemCode::SessionInvalid, message).at("input.refreshToken")
}
