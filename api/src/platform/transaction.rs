//! A write: its statements, and the rows that it adds to the change log.

use std::{collections::BTreeMap, ops::Deref};

use entity::change;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _,
    prelude::Uuid,
};

use super::{batch, error::Result, time::Instant};

/// A key of PostgreSQL's advisory locks; any constant of this program's own does.
const CHANGE_LOG_LOCK: i64 = 0x0063_6f6e_6774_696e;
/// Another one.
const IMPORT_LOCK: i64 = 0x0063_6f6e_6774_696f;

/// One write to the database. Dropped without [`commit`](Self::commit), it leaves nothing.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    /// One time for all rows of the write.
    pub now: Instant,
    changes: BTreeMap<(change::Node, Uuid), change::Action>,
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction, now: Instant) -> Self {
        Self { inner, now, changes: BTreeMap::new() }
    }

    /// Waits until no other import is under way, and keeps others waiting until the end: an import
    /// creates the units and authors that it does not find, and two that do not see each other would
    /// both create them. SQLite has one writer, who needs no lock.
    pub(super) async fn wait_for_imports(&self) -> Result<()> {
        self.lock(IMPORT_LOCK).await
    }

    async fn lock(&self, key: i64) -> Result<()> {
        if self.inner.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({key})");
            self.inner.execute_unprepared(&lock).await?;
        }
        Ok(())
    }

    /// Whether readers have never been shown anything: the change log has no row.
    pub async fn is_first(&self) -> Result<bool> {
        Ok(change::Entity::find().one(&self.inner).await?.is_none())
    }

    /// Notes that readers see something new or different. Noted twice, it is one change.
    pub fn upserted(&mut self, node: change::Node, id: Uuid) {
        self.changes.insert((node, id), change::Action::Upserted);
    }

    /// Notes that readers no longer see something.
    pub fn removed(&mut self, node: change::Node, id: Uuid) {
        self.changes.insert((node, id), change::Action::Removed);
    }

    /// Writes the change log and makes everything permanent.
    pub async fn commit(self) -> Result<()> {
        if !self.changes.is_empty() {
            self.append_changes().await?;
        }
        Ok(self.inner.commit().await?)
    }

    /// The lock is taken last and held until the commit, so that `seq` is handed out in commit
    /// order; a sequence alone would let a reader pass a row that is not committed yet. SQLite has
    /// one writer, who needs no lock.
    async fn append_changes(&self) -> Result<()> {
        self.lock(CHANGE_LOG_LOCK).await?;
        let rows = self.changes.iter().map(|(&(node, node_id), &action)| change::ActiveModel {
            seq: NotSet,
            at: Set(self.now),
            node: Set(node),
            node_id: Set(node_id),
            action: Set(action),
        });
        batch::insert_all::<change::Entity>(&self.inner, rows).await
    }
}

/// Stores run their statements on the transaction itself.
impl Deref for Transaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}
