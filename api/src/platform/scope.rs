//! What one request may see and use.

use std::sync::Arc;

use sea_orm::{
    AccessMode, ConnectionTrait as _, DbBackend, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};

use super::{
    cursor::{Cursors, Seal},
    database::Database,
    error::Result,
    latest::Latest,
    origin::Origin,
    paging::Sorting,
    reader::Reader,
    readers::ReadTransaction,
    time::{self, Instant},
    transaction::{Author, Receipt, Transaction},
};

pub use super::viewer::Viewer;

/// What one request may see and use; the first argument of every service.
#[derive(Clone, Debug)]
pub struct Scope {
    db: Database,
    reader: Reader,
    seal: Seal,
    /// Who asks.
    pub viewer: Viewer,
    /// Read once, so that one request has one time.
    pub now: Instant,
    /// The request that all of this is for, if it is one.
    request: Option<Arc<str>>,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is noted that a write of it is done.
    receipt: Option<Receipt>,
}

impl Scope {
    /// A scope that begins now.
    pub fn new(db: Database, seal: Seal, viewer: Viewer, clock: &Clock) -> Self {
        let reader = Reader::new(db.read.clone());
        Self {
            db,
            reader,
            seal,
            viewer,
            now: clock.now(),
            request: None,
            origin: Origin::default(),
            receipt: None,
        }
    }

    /// The same scope for what writes: what it reads, it reads where it has written.
    pub fn for_writing(self) -> Self {
        Self { reader: Reader::new(self.db.fresh.clone()), ..self }
    }

    /// The same scope, of the request with this id.
    pub fn of_request(self, id: &str) -> Self {
        Self { request: Some(id.into()), ..self }
    }

    /// The id of the request; empty where there is none.
    pub fn request_id(&self) -> &str {
        self.request.as_deref().unwrap_or_default()
    }

    /// The same scope, of this viewer.
    pub fn of_viewer(self, viewer: Viewer) -> Self {
        Self { viewer, ..self }
    }

    /// The same scope, of a request that comes from there.
    pub fn from_origin(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// The same scope, of a mutation that is to be done once.
    pub fn with_receipt(self, receipt: Receipt) -> Self {
        Self { receipt: Some(receipt), ..self }
    }

    /// The handle for reading what may have been written a moment ago.
    pub fn latest(&self) -> Latest<'_> {
        Latest::of(&self.db, &self.reader)
    }

    /// The handle for reading.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Reads and writes the cursors of one order.
    pub fn cursors(&self, sorting: Sorting) -> Cursors {
        self.seal.cursors(sorting)
    }

    /// Begins a reading that sees one moment of the database, however long it takes.
    pub async fn snapshot(&self) -> Result<ReadTransaction> {
        // On SQLite every transaction sees one moment, from its first statement on.
        let options = match self.db.read.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        Ok(self.db.read.begin(options).await?)
    }

    /// Begins a write. On SQLite it takes the write lock at once: a transaction that reads first
    /// and asks for it later fails as soon as another one has written.
    pub async fn begin(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let turn = self.db.turn_to_write().await?;
        let inner = self.db.write.begin_with_options(options).await?;
        let author = Author {
            viewer: self.viewer,
            request: self.request.clone(),
            receipt: self.receipt.clone(),
        };
        Ok(Transaction::new(inner, (turn, self.db.erased()), self.now, author))
    }

    /// [`begin`](Self::begin) for what looks for content and creates what it does not find: one at a
    /// time, on every database.
    pub async fn begin_import(&self) -> Result<Transaction> {
        let txn = self.begin().await?;
        txn.wait_for_imports().await?;
        Ok(txn)
    }
}

/// Where the time comes from: the system, or a test that sets it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Instant + Send + Sync>);

impl Clock {
    /// The time of the machine.
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where the time is read")]
        Self(Arc::new(chrono::Utc::now))
    }

    /// A clock that says what the function says.
    pub fn from_fn(now: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, to the microsecond that both databases keep.
    pub fn now(&self) -> Instant {
        time::truncate((self.0)())
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
