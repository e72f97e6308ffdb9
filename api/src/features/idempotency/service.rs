//! Keys that were seen, and what was answered.

use chrono::TimeDelta;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{
    error::{Error, Result},
    scope::{Scope, Viewer},
    transaction::Receipt,
};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How long a mutation may be under way before it counts as broken off, if nothing of it was
/// committed: several times what an operation may take.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// Digest of an operation: document, name and variables.
pub type Fingerprint = [u8; 32];

/// What is known of a key.
#[derive(Clone, Debug)]
pub enum Known {
    /// Nothing: the mutation may be done.
    New(Receipt),
    /// The same mutation was answered like this.
    Answered(String),
    /// Another mutation was sent under it.
    Reused,
    /// The same mutation is under way.
    UnderWay,
    /// The same mutation was done, but its answer was lost when the process ended.
    Lost,
}

/// Looks a key up, and takes it if it is new.
pub async fn take(scope: &Scope, key: &str, fingerprint: Fingerprint) -> Result<Known> {
    let receipt = Receipt { actor_id: actor(scope.viewer)?, key: key.into() };
    let txn = scope.begin().await?;
    store::sweep(&*txn, scope.now - KEPT).await?;
    let before = scope.now - PATIENCE;
    let taken = store::take(&*txn, &receipt, fingerprint, scope.now, before).await?;
    let known = match taken {
        true => Known::New(receipt),
        false => match store::find(&*txn, &receipt).await? {
            None => return Err(Error::Broken("a key that is taken is not there")),
            Some(row) if row.fingerprint != fingerprint => Known::Reused,
            Some(row) => match (row.body, row.done) {
                (Some(body), _) => Known::Answered(body),
                (None, true) if row.created_at < before => Known::Lost,
                (None, _) => Known::UnderWay,
            },
        },
    };
    txn.commit().await?;
    Ok(known)
}

/// Keeps an answer.
pub async fn keep(scope: &Scope, receipt: &Receipt, body: &str) -> Result<()> {
    let txn = scope.begin().await?;
    store::keep(&*txn, receipt, body).await?;
    txn.commit().await
}

/// Gives a key back under which nothing was done.
pub async fn release(scope: &Scope, receipt: &Receipt) -> Result<()> {
    let txn = scope.begin().await?;
    store::release(&*txn, receipt).await?;
    txn.commit().await
}

fn actor(viewer: Viewer) -> Result<Uuid> {
    match viewer {
        Viewer::Account(member) => Ok(member.id),
        Viewer::Key(key) => Ok(key.id),
        Viewer::Anonymous | Viewer::System => {
            Err(Error::Broken("a key of idempotency belongs to an account or an API key"))
        }
    }
}
