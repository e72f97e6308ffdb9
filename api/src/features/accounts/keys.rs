//! API keys: what programs of others show instead of a password.

use entity::api_key;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    prelude::Uuid,
};
use subtle::ConstantTimeEq as _;

use super::{store::api_keys as store, token};
use crate::platform::{
    error::{Error, Result},
    hex,
    id::{self, Kind},
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    scope::Scope,
    text,
    time::Instant,
    transaction::Transaction,
    viewer::{KeyHolder, KeyScope, Scopes},
};

/// What every key begins with, so that scanners for lost secrets know it.
const MARK: &str = "ctk_";
/// Digits of the part that is shown.
const PREFIX: usize = 8;
/// Digits of the part that is secret.
const SECRET: usize = 64;
/// Longest name, in characters.
const MAX_NAME: usize = 200;
/// Most keys that are listed.
const LISTED: u64 = 1_000;

/// The scopes under their stored names.
const SCOPES: [(KeyScope, &str); 5] = [
    (KeyScope::ReadPublished, "READ_PUBLISHED"),
    (KeyScope::ReadAll, "READ_ALL"),
    (KeyScope::Write, "WRITE"),
    (KeyScope::Sync, "SYNC"),
    (KeyScope::Vote, "VOTE"),
];

/// A key as a request brings it.
pub struct Presented {
    /// The part by which it is found.
    pub prefix: String,
    hash: Vec<u8>,
}

impl Presented {
    /// Reads what looks like a key.
    pub fn read(token: &str) -> Option<Self> {
        let (prefix, secret) = token.strip_prefix(MARK)?.split_once('_')?;
        let digits =
            |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let whole = prefix.len() == PREFIX && secret.len() == SECRET;
        (whole && digits(prefix) && digits(secret))
            .then(|| Self { prefix: prefix.to_owned(), hash: token::digest(token) })
    }

    /// Whether it is this one. Takes as long whether it is or not.
    pub fn is(&self, key: &api_key::Model) -> bool {
        self.hash.ct_eq(&key.hash).into()
    }
}

/// Whether a key may be used now.
pub fn is_good(key: &api_key::Model, now: Instant) -> bool {
    key.revoked_at.is_none() && key.expires_at.is_none_or(|end| now < end)
}

/// What a key was made for, in the order of the schema.
pub fn scopes(key: &api_key::Model) -> Vec<KeyScope> {
    let names: Vec<&str> = key.scopes.split(' ').collect();
    SCOPES.into_iter().filter(|(_, name)| names.contains(name)).map(|(scope, _)| scope).collect()
}

/// A key as far as its rights depend on it.
pub fn holder(key: &api_key::Model) -> KeyHolder {
    KeyHolder { id: key.id, scopes: scopes(key).into_iter().collect() }
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<KeyScope>,
    /// When it ends; none: when it is revoked. What cannot be read is told with all else that is
    /// wrong.
    pub expires_at: Result<Option<Instant>, Problem>,
}

/// Makes a key. The second part is the key itself, which is nowhere to be found afterwards.
pub async fn create(txn: &mut Transaction, new: NewKey) -> Outcome<(api_key::Model, String)> {
    let (name, expires_at) = check(&new, txn.now)?;
    let wanted: Scopes = new.scopes.into_iter().collect();
    let names = SCOPES.iter().filter(|(scope, _)| wanted.has(*scope)).map(|(_, name)| *name);
    let prefix = hex::encode(&token::random()?[..PREFIX / 2]);
    let key = format!("{MARK}{prefix}_{}", hex::encode(&token::random()?));
    let row = api_key::ActiveModel {
        id: Set(id::new(txn.now)),
        name: Set(name),
        prefix: Set(prefix),
        hash: Set(token::digest(&key)),
        scopes: Set(names.collect::<Vec<_>>().join(" ")),
        created_by: Set(txn.viewer.account()),
        created_at: Set(txn.now),
        expires_at: Set(expires_at),
        last_used_at: NotSet,
        revoked_at: NotSet,
    };
    let row = store::insert(&**txn, row).await?;
    txn.audit_on(Kind::ApiKey, row.id, None);
    Ok((row, key))
}

/// The name of a key, and when it ends.
fn check(new: &NewKey, now: Instant) -> Result<(String, Option<Instant>), Vec<Problem>> {
    let mut problems = Vec::new();
    let name = super::service::check_name(&new.name, MAX_NAME);
    let name = name.map_err(|problem| problems.push(problem)).unwrap_or_default();
    if new.scopes.is_empty() {
        let message = "A key is for something: give at least one scope";
        problems.push(Problem::new(ProblemCode::Required, message).at("input.scopes"));
    }
    let expires_at = new.expires_at.clone();
    let expires_at = expires_at.map_err(|problem| problems.push(problem)).unwrap_or_default();
    if expires_at.is_some_and(|end| end <= now) {
        let problem = Problem::new(ProblemCode::TimeInvalid, "The key would have ended already");
        problems.push(problem.at("input.expiresAt"));
    }
    match problems.is_empty() {
        true => Ok((text::nfc(&name).into_owned(), expires_at)),
        false => Err(problems),
    }
}

/// Ends a key for good. One that was ended before stays as it is.
pub async fn revoke(txn: &mut Transaction, id: Uuid) -> Outcome<api_key::Model> {
    let Some(key) = store::lock(&**txn, id).await? else {
        let problem = Problem::new(ProblemCode::NotFound, "There is no such key");
        return Err(problem.at("input.id").into());
    };
    txn.audit_on(Kind::ApiKey, id, None);
    if key.revoked_at.is_some() {
        return Ok(key);
    }
    let ended =
        api_key::ActiveModel { id: Set(id), revoked_at: Set(Some(txn.now)), ..Default::default() };
    Ok(store::update(&**txn, ended).await?)
}

/// The key with this id.
pub async fn find(scope: &Scope, id: Uuid) -> Result<api_key::Model> {
    let key = store::find(&scope.latest(), id).await?;
    key.ok_or(Error::Broken("the key that asks is not there"))
}

/// All keys, the latest first.
pub async fn all(scope: &Scope) -> Result<Vec<api_key::Model>> {
    store::all(scope.reader(), LISTED).await
}
