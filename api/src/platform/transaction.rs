//! A write: its statements, and the rows that it adds to the change log.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use entity::{audit_event, change, idempotent_answer};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityTrait as _, QueryFilter as _,
    Statement,
    prelude::Uuid,
    sea_query::Expr,
};
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;

use super::{
    audit::{self, Act, Actor, Version, Versioned},
    batch,
    error::Result,
    id::Kind,
    time::Instant,
    viewer::Viewer,
};

/// A key of PostgreSQL's advisory locks; any constant of this program's own does.
const CHANGE_LOG_LOCK: i64 = 0x0063_6f6e_6774_696e;
/// Another one.
const IMPORT_LOCK: i64 = 0x0063_6f6e_6774_696f;

/// One write to the database. Dropped without [`commit`](Self::commit), it leaves nothing.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    // Given up after the connection.
    _turn: OwnedSemaphorePermit,
    /// One time for all rows of the write.
    pub now: Instant,
    /// Who writes.
    pub viewer: Viewer,
    request: Option<Arc<str>>,
    receipt: Option<Receipt>,
    /// Whether something is erased here, and whom that is told.
    erases: (bool, Arc<AtomicBool>),
    changes: BTreeMap<(change::Node, Uuid), change::Action>,
    /// What is told of it in the audit log; none: it is no act of anybody's.
    act: Option<Act>,
}

/// Who writes, and in which request.
#[derive(Clone, Debug)]
pub struct Author {
    /// Who.
    pub viewer: Viewer,
    /// The id of the request, if it is one.
    pub request: Option<Arc<str>>,
    /// Where it is noted that the write is done, if anybody wants to know.
    pub receipt: Option<Receipt>,
}

/// The key under which somebody sent a mutation, so that it is done once however often it is sent.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The account or API key.
    pub actor_id: Uuid,
    /// As it was sent.
    pub key: Arc<str>,
}

impl Transaction {
    pub(super) fn new(
        inner: DatabaseTransaction,
        (turn, erased): (OwnedSemaphorePermit, Arc<AtomicBool>),
        now: Instant,
        author: Author,
    ) -> Self {
        let Author { viewer, request, receipt } = author;
        Self {
            inner,
            _turn: turn,
            now,
            viewer,
            request,
            receipt,
            erases: (false, erased),
            changes: BTreeMap::new(),
            act: None,
        }
    }

    /// Says what is done here: a mutation, or what else the audit log has a name for.
    pub fn audit(&mut self, action: &str) {
        self.act = Some(Act { action: action.to_owned(), ..Act::default() });
    }

    /// What is done here, as the audit log names it; empty if it is no act of anybody's.
    pub fn action(&self) -> &str {
        self.act.as_ref().map_or("", |act| &act.action)
    }

    /// Says what it is done to, and which version of that.
    pub fn audit_on(&mut self, kind: Kind, id: Uuid, from_version: Option<i32>) {
        if let Some(act) = &mut self.act {
            act.on = Some((kind, id));
            act.from_version = from_version;
        }
    }

    /// Adds facts to what is told; nothing about readers, and no secrets.
    pub fn audit_details(&mut self, details: Value) {
        if let (Some(act), Value::Object(details)) = (&mut self.act, details) {
            act.details.extend(details);
        }
    }

    /// Tells which fields of a row became different, from its version before on.
    pub fn changed<M: Versioned>(&mut self, old: &M, new: &M) {
        let fields = audit::differences(old, new);
        if !fields.is_empty() {
            self.note_change(old.present(), fields);
        }
    }

    /// Tells that something which belongs to a thing became different, and the thing with it.
    pub fn changed_part(&mut self, of: Version, part: &str) {
        self.note_change(of, [part.to_owned()]);
    }

    /// Tells which fields of this version became different.
    pub fn note_change(&mut self, of: Version, fields: impl IntoIterator<Item = String>) {
        if let Some(act) = &mut self.act {
            act.change(of, fields);
        }
    }

    /// Waits until no other import is under way, and keeps others waiting until the end: an import
    /// creates the units and authors that it does not find, and two that do not see each other would
    /// both create them. SQLite has one writer, who needs no lock.
    pub(super) async fn wait_for_imports(&self) -> Result<()> {
        self.lock(IMPORT_LOCK).await
    }

    /// Keeps others waiting who look for the same free name, until the end: two that do not see each
    /// other would both take it. SQLite has one writer, who needs no lock.
    pub async fn lock_name(&self, name: &str) -> Result<()> {
        if self.inner.get_database_backend() == DbBackend::Postgres {
            let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            let lock =
                Statement::from_sql_and_values(DbBackend::Postgres, lock, [name.to_owned().into()]);
            self.inner.execute_raw(lock).await?;
        }
        Ok(())
    }

    /// Waits until no other mutation writes things of this kind, and keeps others waiting until the
    /// end: what is looked up first (an address that nobody has, a place in a list, what stands above
    /// whom) is then still so when it is written. For kinds that are few and seldom written.
    pub async fn wait_for_others(&self, kind: Kind) -> Result<()> {
        self.lock_name(kind.prefix()).await
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

    /// Writes the audit log and the change log, and makes everything permanent.
    pub async fn commit(mut self) -> Result<()> {
        if let Some(act) = self.act.take() {
            self.append_act(act).await?;
        }
        if let Some(receipt) = self.receipt.take() {
            self.note_done(&receipt).await?;
        }
        if !self.changes.is_empty() {
            self.append_changes().await?;
        }
        self.inner.commit().await?;
        let (erases, erased) = self.erases;
        if erases {
            erased.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Has what is deleted from here on overwritten as well, until [`erase_no_more`](Self::erase_no_more).
    /// What the log of the database keeps of it is forgotten soon after the commit on SQLite; on
    /// PostgreSQL by its vacuum and as its log goes on.
    pub async fn erase(&mut self) -> Result<()> {
        self.erases.0 = true;
        self.overwrite("ON").await
    }

    /// Lets what is deleted from here on be deleted as usual.
    pub async fn erase_no_more(&self) -> Result<()> {
        self.overwrite("FAST").await
    }

    async fn overwrite(&self, whether: &str) -> Result<()> {
        if self.inner.get_database_backend() == DbBackend::Sqlite {
            self.inner.execute_unprepared(&format!("PRAGMA secure_delete = {whether}")).await?;
        }
        Ok(())
    }

    async fn note_done(&self, receipt: &Receipt) -> Result<()> {
        idempotent_answer::Entity::update_many()
            .col_expr(idempotent_answer::Column::Done, Expr::value(true))
            .filter(idempotent_answer::COLUMN.actor_id.eq(receipt.actor_id))
            .filter(idempotent_answer::COLUMN.key.eq(&*receipt.key))
            .exec(&self.inner)
            .await?;
        Ok(())
    }

    async fn append_act(&self, act: Act) -> Result<()> {
        let (account_id, api_key_id) = match self.viewer {
            Viewer::Account(member) => (Some(member.id), None),
            Viewer::Key(key) => (None, Some(key.id)),
            Viewer::Anonymous | Viewer::System => (None, None),
        };
        let request_id = self.request.as_deref().map(str::to_owned);
        let actor = Actor { at: self.now, account_id, api_key_id, request_id };
        batch::insert_all::<audit_event::Entity>(&self.inner, act.events(&actor)).await
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
        // Gathered first: what is lazy cannot be seen to move between threads.
        let rows: Vec<_> = rows.collect();
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
