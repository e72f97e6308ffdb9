//! Who asks: from what a request brings along to a viewer.

use std::sync::Arc;

use chrono::TimeDelta;
use entity::account;
use sea_orm::{ConnectionTrait, prelude::Uuid};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    keys,
    password::Hasher,
    signing::SigningKeys,
    store,
    throttle::Throttle,
    token::{self, Subject},
};
use crate::platform::{
    error::Result,
    scope::{Scope, Viewer},
    secret::{self, Purpose},
    time::Instant,
    viewer::Member,
};

/// How long a key's latest use may go unnoted.
const USE_NOTED: TimeDelta = TimeDelta::minutes(1);

/// What signing in needs as long as the process lives.
#[derive(Debug)]
pub struct Accounts {
    pub(super) hasher: Hasher,
    pub(super) signing: SigningKeys,
    pub(super) throttle: Throttle,
    /// One use of a key is noted at a time; others are noted by the next request.
    noting: Arc<Semaphore>,
}

/// A public key that verifies access tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The `kid` of the tokens.
    pub id: Uuid,
    /// `x` of the JSON Web Key.
    pub x: String,
}

/// Who asks, and in which session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub viewer: Viewer,
    /// The session of an access token; none of an API key.
    pub session: Option<Uuid>,
}

impl Accounts {
    /// Loads what is kept in the database.
    pub async fn open(db: &impl ConnectionTrait, now: Instant) -> Result<Self> {
        let key = secret::key(db, Purpose::LoginFailures, now).await?;
        Ok(Self {
            hasher: Hasher::new()?,
            signing: SigningKeys::default(),
            throttle: Throttle::new(&key),
            noting: Arc::new(Semaphore::new(1)),
        })
    }

    /// Who brings this access token or API key; none if it is no good.
    pub async fn authenticate(&self, scope: &Scope, token: &str) -> Result<Option<Known>> {
        match keys::Presented::read(token) {
            Some(key) => self.key_holder(scope, &key).await,
            None => self.member(scope, token).await,
        }
    }

    /// The keys that verify access tokens now.
    pub async fn public_keys(&self, scope: &Scope) -> Result<Vec<PublicKey>> {
        let keys = self.signing.all(scope).await?;
        Ok(keys.iter().map(|key| PublicKey { id: key.pair.id, x: key.pair.public() }).collect())
    }

    async fn member(&self, scope: &Scope, token: &str) -> Result<Option<Known>> {
        let Some(key) = token::key_id(token) else { return Ok(None) };
        let Some(key) = self.signing.verifying(scope, key).await? else { return Ok(None) };
        let Some(Subject { account, session }) = key.pair.verify(token, scope.now) else {
            return Ok(None);
        };
        let Some((row, owner)) = store::sessions::find(&scope.latest(), session).await? else {
            return Ok(None);
        };
        let good = row.account_id == account && goes_on(&row, &owner, scope.now);
        let viewer = Viewer::Account(member(&owner));
        Ok(good.then_some(Known { viewer, session: Some(session) }))
    }

    async fn key_holder(&self, scope: &Scope, key: &keys::Presented) -> Result<Option<Known>> {
        let row = store::api_keys::find_by_prefix(&scope.latest(), &key.prefix).await?;
        let Some(row) = row.filter(|row| key.is(row) && keys::is_good(row, scope.now)) else {
            return Ok(None);
        };
        if row.last_used_at.is_none_or(|last| last < scope.now - USE_NOTED)
            && let Ok(turn) = self.noting.clone().try_acquire_owned()
        {
            note_use(scope.clone(), row.id, turn);
        }
        Ok(Some(Known { viewer: Viewer::Key(keys::holder(&row)), session: None }))
    }
}

/// Beside the request: it need not wait for a writer, and leaving early must not cut a write off.
fn note_use(scope: Scope, key: Uuid, turn: OwnedSemaphorePermit) {
    tokio::spawn(async move {
        let _turn = turn;
        let noted = async {
            let txn = scope.begin().await?;
            store::api_keys::touch(&*txn, key, scope.now, scope.now - USE_NOTED).await?;
            txn.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "use of a key is not noted");
        }
    });
}

/// Whether a session is not over and its account may be signed in by it.
pub(super) fn goes_on(
    session: &entity::session::Model,
    account: &account::Model,
    now: Instant,
) -> bool {
    now < session.expires_at
        && account.disabled_at.is_none()
        && session.created_at >= account.sessions_from
}

/// The account, as far as its rights depend on it.
pub(super) fn member(account: &account::Model) -> Member {
    Member { id: account.id, role: account.role, unit_id: account.unit_id }
}
