//! Rules about accounts: who there is, what they may do, and when their sessions end.

use entity::account::{self, PasswordHash, Role};
use sea_orm::{ActiveEnum as _, ActiveValue::Set, prelude::Uuid};
use serde_json::json;

use super::{
    Accounts,
    password::{self, Owner},
    store,
};
use crate::{
    features::units,
    platform::{
        audit::{Versioned as _, versioned},
        error::{Error, Result},
        id::{self, Kind},
        outcome::Outcome,
        paging::{Page, Range, Sorting},
        problem::{Problem, ProblemCode},
        scope::Scope,
        text,
        transaction::Transaction,
    },
};

versioned!(account::Model: Account);

/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Shortest and longest login, in characters.
const MIN_LOGIN: usize = 3;
const MAX_LOGIN: usize = 100;

/// The one order of accounts.
pub const LATEST: Sorting = Sorting { name: "account.created:desc", descending: true };

/// The account with this id.
pub async fn find(scope: &Scope, id: Uuid) -> Result<account::Model> {
    let account = store::accounts::find(&scope.latest(), id).await?;
    account.ok_or(Error::Broken("the account that asks is not there"))
}

/// The account of this login.
pub async fn find_by_login(scope: &Scope, login: &str) -> Result<Option<account::Model>> {
    store::accounts::find_by_login(&scope.latest(), &login_key(login)).await
}

/// All accounts, by login.
pub async fn all(scope: &Scope) -> Result<Vec<account::Model>> {
    store::accounts::all(scope.reader()).await
}

/// One page of all accounts.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<account::Model>> {
    store::accounts::page(scope, range).await
}

/// How many accounts there are, counted up to a cap.
pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    store::accounts::count(scope, up_to).await
}

/// The form in which a login is kept: nobody has to remember its capitals.
pub(super) fn login_key(login: &str) -> String {
    text::nfc(login.trim()).to_lowercase()
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What is typed to sign in.
    pub login: String,
    /// What others see.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// In whose name.
    pub unit_id: Option<Uuid>,
}

/// An account to be made whose password has been checked and hashed: no write waits for that.
#[derive(Clone, Debug)]
pub struct PreparedAccount {
    new: NewAccount,
    password: PasswordHash,
}

/// Checks a new account as far as that needs no write, and hashes its password. What was wrong already
/// when it was read is told with the rest.
pub async fn prepare(
    accounts: &Accounts,
    scope: &Scope,
    (new, mut problems): (NewAccount, Vec<Problem>),
    password: &str,
) -> Outcome<PreparedAccount> {
    let login = check_login(&new.login).map_err(|problem| problems.push(problem));
    if let Ok(login) = &login
        && store::accounts::find_by_login(&scope.latest(), login).await?.is_some()
    {
        problems.push(taken());
    }
    let name = check_name(&new.name, MAX_NAME).map_err(|problem| problems.push(problem));
    problems.extend(check_unit(scope, new.unit_id).await?);
    let owner = Owner { login: &new.login, name: &new.name };
    problems.extend(password::check(password, owner, "input.password").err());
    let (Ok(login), Ok(name), true) = (login, name, problems.is_empty()) else {
        return Err(problems.into());
    };
    let password = hash(accounts, password).await?;
    Ok(PreparedAccount { new: NewAccount { login, name, ..new }, password })
}

/// Makes an account.
pub async fn create(txn: &mut Transaction, prepared: PreparedAccount) -> Outcome<account::Model> {
    let PreparedAccount { new: NewAccount { login, name, role, unit_id }, password } = prepared;
    // Somebody may have been faster.
    if store::accounts::find_by_login(&**txn, &login).await?.is_some() {
        return Err(taken().into());
    }
    let account = account::ActiveModel {
        id: Set(id::new(txn.now)),
        login: Set(login),
        name: Set(name),
        role: Set(role),
        unit_id: Set(unit_id),
        password: Set(password),
        disabled_at: Set(None),
        sessions_from: Set(txn.now),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
    };
    let account = store::accounts::insert(&**txn, account).await?;
    txn.audit_on(Kind::Account, account.id, None);
    Ok(account)
}

/// What becomes different about an account; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What others see.
    pub name: Option<String>,
    /// What it may do. A new role ends all sessions.
    pub role: Option<Role>,
    /// In whose name; `Some(None)`: of no unit. A new unit ends all sessions.
    pub unit_id: Option<Option<Uuid>>,
}

/// Changes an account that is in this version.
pub async fn update(
    scope: &Scope,
    txn: &mut Transaction,
    (id, version): (Uuid, i32),
    (change, mut problems): (Change, Vec<Problem>),
) -> Outcome<account::Model> {
    let old = lock(txn, id).await?;
    if old.version != version {
        problems.push(Problem::conflict(old.present(), version).at("input.version"));
    }
    let name = change.name.map(|name| check_name(&name, MAX_NAME)).transpose();
    let name = name.map_err(|problem| problems.push(problem)).ok().flatten();
    problems.extend(check_unit(scope, change.unit_id.flatten()).await?);
    let role = change.role.unwrap_or(old.role);
    if role != old.role && txn.viewer.account() == Some(id) {
        problems.push(not_oneself("Another administrator must change your role").at("input.role"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let unit_id = change.unit_id.unwrap_or(old.unit_id);
    let name = name.unwrap_or_else(|| old.name.clone());
    txn.audit_on(Kind::Account, id, Some(old.version));
    if (&name, role, unit_id) == (&old.name, old.role, old.unit_id) {
        return Ok(old);
    }
    let mut row = written(txn, &old);
    if (role, unit_id) != (old.role, old.unit_id) {
        row.sessions_from = Set(txn.now);
        store::sessions::end_of_account(&**txn, id).await?;
        txn.audit_details(json!({ "role": role.to_value(), "previousRole": old.role.to_value() }));
    }
    (row.name, row.role, row.unit_id) = (Set(name), Set(role), Set(unit_id));
    save(txn, &old, row).await
}

/// Shuts an account out, at once; what it wrote stays. Disabled twice, it is disabled once.
pub async fn disable(txn: &mut Transaction, id: Uuid) -> Outcome<account::Model> {
    let old = lock(txn, id).await?;
    if txn.viewer.account() == Some(id) {
        let problem = not_oneself("Another administrator must disable your account");
        return Err(problem.at("input.id").into());
    }
    txn.audit_on(Kind::Account, id, Some(old.version));
    if old.disabled_at.is_some() {
        return Ok(old);
    }
    store::sessions::end_of_account(&**txn, id).await?;
    let mut row = written(txn, &old);
    (row.disabled_at, row.sessions_from) = (Set(Some(txn.now)), Set(txn.now));
    save(txn, &old, row).await
}

/// Lets a disabled account in again.
pub async fn enable(txn: &mut Transaction, id: Uuid) -> Outcome<account::Model> {
    let old = lock(txn, id).await?;
    txn.audit_on(Kind::Account, id, Some(old.version));
    if old.disabled_at.is_none() {
        return Ok(old);
    }
    let mut row = written(txn, &old);
    row.disabled_at = Set(None);
    save(txn, &old, row).await
}

/// Whether an account may have this password, given as `field`.
pub(super) fn check_password(
    account: &account::Model,
    password: &str,
    field: &str,
) -> Result<(), Problem> {
    password::check(password, Owner { login: &account.login, name: &account.name }, field)
}

/// Checks and hashes another password for an account, ahead of [`set_password`].
pub async fn prepare_password(
    accounts: &Accounts,
    scope: &Scope,
    id: Uuid,
    password: &str,
) -> Outcome<PasswordHash> {
    let Some(account) = store::accounts::find(&scope.latest(), id).await? else {
        return Err(missing().into());
    };
    check_password(&account, password, "input.password")?;
    hash(accounts, password).await
}

/// Gives an account another password, which ends all of its sessions.
pub async fn set_password(
    txn: &mut Transaction,
    id: Uuid,
    password: PasswordHash,
) -> Outcome<account::Model> {
    let old = lock(txn, id).await?;
    txn.audit_on(Kind::Account, id, Some(old.version));
    store::sessions::end_of_account(&**txn, id).await?;
    let mut row = written(txn, &old);
    (row.password, row.sessions_from) = (Set(password), Set(txn.now));
    save(txn, &old, row).await
}

/// Ends all sessions of an account.
pub async fn end_sessions(txn: &mut Transaction, id: Uuid) -> Outcome<()> {
    lock(txn, id).await?;
    txn.audit_on(Kind::Account, id, None);
    store::sessions::end_of_account(&**txn, id).await?;
    // Not a change of the account that an administrator would be in conflict with.
    let from = Set(txn.now);
    let row = account::ActiveModel { id: Set(id), sessions_from: from, ..Default::default() };
    store::accounts::update(&**txn, row).await?;
    Ok(())
}

async fn lock(txn: &Transaction, id: Uuid) -> Outcome<account::Model> {
    let account = store::accounts::lock(&**txn, id).await?;
    account.ok_or_else(|| missing().into())
}

fn missing() -> Problem {
    Problem::new(ProblemCode::NotFound, "There is no such account").at("input.id")
}

/// The next version of an account.
fn written(txn: &Transaction, old: &account::Model) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(old.id),
        updated_at: Set(txn.now),
        version: Set(old.version + 1),
        ..Default::default()
    }
}

async fn save(
    txn: &mut Transaction,
    old: &account::Model,
    row: account::ActiveModel,
) -> Outcome<account::Model> {
    let new = store::accounts::update(&**txn, row).await?;
    txn.changed(old, &new);
    Ok(new)
}

async fn hash(accounts: &Accounts, password: &str) -> Outcome<PasswordHash> {
    let turn = accounts.hasher.turn().await?;
    let turn = turn.ok_or_else(busy)?;
    Ok(accounts.hasher.hash(&turn, password).await?)
}

/// Too many passwords wait for being hashed.
pub(super) fn busy() -> Problem {
    Problem::new(ProblemCode::RateLimited, "Many are signing in just now: try again in 1 s")
        .retry_after(1)
}

fn not_oneself(message: &str) -> Problem {
    Problem::new(ProblemCode::Forbidden, message)
}

fn taken() -> Problem {
    Problem::new(ProblemCode::Taken, "Another account has this login").at("input.login")
}

/// A login as it is kept.
fn check_login(login: &str) -> Result<String, Problem> {
    let login = login_key(login);
    let problem = |code, message: String| Problem::new(code, message).at("input.login");
    let taken = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '@' | '+')
    };
    match login.chars().count() {
        chars if chars < MIN_LOGIN => {
            let message = format!("A login has at least {MIN_LOGIN} characters");
            Err(problem(ProblemCode::TooShort, message).limit(MIN_LOGIN))
        }
        chars if chars > MAX_LOGIN => {
            let message = format!("A login has at most {MAX_LOGIN} characters");
            Err(problem(ProblemCode::TooLong, message).limit(MAX_LOGIN))
        }
        _ if !login.chars().all(taken) => {
            let message = "A login is made of letters without marks, digits and . - _ @ +";
            Err(problem(ProblemCode::Invalid, message.to_owned()))
        }
        _ => Ok(login),
    }
}

/// A name of somebody or something, given as `input.name`.
pub(super) fn check_name(name: &str, most: usize) -> Result<String, Problem> {
    let problem = |code, message: String| Problem::new(code, message).at("input.name");
    let name = name.trim();
    if name.is_empty() {
        return Err(problem(ProblemCode::Required, "A name is needed".to_owned()));
    }
    text::check_plain(name, most).map_err(|fault| match fault {
        text::TextFault::TooLong { max_chars, .. } => {
            problem(ProblemCode::TooLong, fault.to_string()).limit(max_chars)
        }
        text::TextFault::Character(_) => problem(ProblemCode::Invalid, fault.to_string()),
    })
}

async fn check_unit(scope: &Scope, unit: Option<Uuid>) -> Result<Option<Problem>> {
    let Some(unit) = unit else { return Ok(None) };
    let found = units::service::find_many(scope, &[unit]).await?;
    let problem = Problem::new(ProblemCode::ReferenceNotFound, "There is no such unit");
    Ok(found.is_empty().then(|| problem.at("input.unitId")))
}
