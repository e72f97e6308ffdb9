//! The keys that sign access tokens: one at a time signs, and each verifies until the last of its
//! tokens has ended, so that a change of keys signs nobody out.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::TimeDelta;
use sea_orm::prelude::Uuid;

use super::{
    store::signing_keys,
    token::{LEEWAY, LIFE, SigningPair},
};
use crate::platform::{error::Result, id, scope::Scope, time::Instant};

/// How long a key signs: our choice, four times a year.
const TERM: TimeDelta = TimeDelta::days(90);
/// How long after a reading the keys are not read again for a name that nobody knows.
const PATIENCE: TimeDelta = TimeDelta::seconds(5);

/// The keys of the database, as far as this process has met them.
#[derive(Debug, Default)]
pub struct SigningKeys(RwLock<Known>);

#[derive(Clone, Debug, Default)]
struct Known {
    keys: Vec<Arc<SigningKey>>,
    read_at: Option<Instant>,
}

/// A key with its times.
#[derive(Debug)]
pub struct SigningKey {
    /// The key.
    pub pair: SigningPair,
    created_at: Instant,
    retires_at: Instant,
}

impl SigningKey {
    fn signs(&self, now: Instant) -> bool {
        self.created_at <= now && now < self.retires_at
    }

    fn verifies(&self, now: Instant) -> bool {
        now < self.retires_at + LIFE + LEEWAY
    }
}

impl SigningKeys {
    /// The key that signs now, made if there is none. It is permanent before anything is signed by
    /// it, so this must not be called within a write.
    pub async fn signing(&self, scope: &Scope) -> Result<Arc<SigningKey>> {
        let newest = |keys: Vec<Arc<SigningKey>>| {
            keys.into_iter().filter(|key| key.signs(scope.now)).max_by_key(|key| key.pair.id)
        };
        if let Some(key) = newest(self.known().keys) {
            return Ok(key);
        }
        if let Some(key) = newest(self.read(scope).await?) {
            return Ok(key);
        }
        let txn = scope.begin().await?;
        let (now, id) = (scope.now, id::new(scope.now));
        signing_keys::insert(&*txn, id, SigningPair::generate()?, (now, now + TERM)).await?;
        // Their last tokens ended long ago.
        signing_keys::forget(&*txn, now - TimeDelta::days(1)).await?;
        txn.commit().await?;
        let made = newest(self.read(scope).await?);
        made.ok_or(crate::platform::error::Error::Broken("a key that was just made is not there"))
    }

    /// The key of this name, if its tokens may still be good.
    pub async fn verifying(&self, scope: &Scope, id: Uuid) -> Result<Option<Arc<SigningKey>>> {
        let find = |keys: Vec<Arc<SigningKey>>| keys.into_iter().find(|key| key.pair.id == id);
        let known = self.known();
        let found = match find(known.keys) {
            None if is_due(known.read_at, scope.now) => find(self.read(scope).await?),
            found => found,
        };
        Ok(found.filter(|key| key.verifies(scope.now)))
    }

    /// All keys whose tokens may be good.
    pub async fn all(&self, scope: &Scope) -> Result<Vec<Arc<SigningKey>>> {
        let known = self.known();
        let keys = match is_due(known.read_at, scope.now) {
            true => self.read(scope).await?,
            false => known.keys,
        };
        Ok(keys.into_iter().filter(|key| key.verifies(scope.now)).collect())
    }

    fn known(&self) -> Known {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read(&self, scope: &Scope) -> Result<Vec<Arc<SigningKey>>> {
        let rows = signing_keys::all(&scope.latest()).await?;
        let keys = rows.into_iter().map(|row| {
            let pair = SigningPair::read(row.id, &row.private_key.0)?;
            Ok(Arc::new(SigningKey {
                pair,
                created_at: row.created_at,
                retires_at: row.retires_at,
            }))
        });
        let keys = keys.collect::<Result<Vec<_>>>()?;
        let known = Known { keys: keys.clone(), read_at: Some(scope.now) };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(keys)
    }
}

/// Whether keys may be read again: a stranger who invents names must not keep the database busy.
fn is_due(read_at: Option<Instant>, now: Instant) -> bool {
    read_at.is_none_or(|read_at| (now - read_at).abs() >= PATIENCE)
}
