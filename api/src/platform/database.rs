//! The two database handles, and what is asked of each database before it is used.

mod error;
mod metrics;
mod url;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use entity::change;
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr,
    EntityTrait as _, RuntimeErr, Statement,
    sqlx::{self, ConnectOptions as _, Connection as _, postgres::PgConnectOptions},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::readers::Readers;

pub use self::{
    error::OpenError,
    url::{is_postgres, masked, sqlite_file},
};

/// How long a server may take to answer before it counts as out of reach.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a write waits for those ahead of it: longer than for a server that does not answer, which
/// is not found out before a connection is asked for.
const QUEUE: Duration = Duration::from_secs(30);
/// How long SQLite waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Where content is read and where it is written.
///
/// On SQLite, `read` are the readers and `write` the one connection that writes. On
/// PostgreSQL, `read` may be a replica.
#[derive(Clone, Debug)]
pub struct Database {
    /// For readers.
    pub read: Readers,
    /// For whoever has just written: never a replica.
    pub fresh: Readers,
    /// For writers.
    pub write: DatabaseConnection,
    /// A place for each write that can be under way.
    writers: Arc<Semaphore>,
    /// Whether SQLite's log may still have something that was erased: by a process that was killed, too.
    erased: Arc<AtomicBool>,
}

/// How to reach a database.
#[derive(Clone, Debug)]
pub struct Location {
    /// `sqlite://…` or `postgres://…`
    pub url: String,
    /// A PostgreSQL replica for reads.
    pub replica_url: Option<String>,
    /// Connections for reading, and as many for writing on PostgreSQL.
    pub connections: u32,
    /// How long PostgreSQL lets one statement run.
    pub statement_timeout: Duration,
}

impl Database {
    /// Opens both handles. A SQLite file that is not there yet is created.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        let url = &location.url;
        if url.starts_with("sqlite:") {
            check_place(url)?;
            // The writer first: it creates the file.
            let write = connect(sqlite(url, 1)).await?;
            let read = Readers::sqlite(sqlite(url, location.connections)).await;
            let read = read.map_err(|source| refused(url, source))?;
            let writers = Arc::new(Semaphore::new(1));
            let erased = Arc::new(AtomicBool::new(true));
            return Ok(Self { fresh: read.clone(), read, write, writers, erased });
        }
        for url in [Some(url), location.replica_url.as_ref()].into_iter().flatten() {
            if !is_postgres(url) {
                return Err(OpenError::UnknownKind);
            }
            greet(url).await?;
        }
        let write = connect(postgres(url, location)).await?;
        let fresh = Readers::postgres(postgres(url, location)).await;
        let fresh = fresh.map_err(|source| refused(url, source))?;
        let read = match &location.replica_url {
            Some(replica) => {
                let read = Readers::postgres(postgres(replica, location)).await;
                read.map_err(|source| refused(replica, source))?
            }
            None => fresh.clone(),
        };
        let writers = Arc::new(Semaphore::new(location.connections as usize));
        Ok(Self { read, fresh, write, writers, erased: Arc::default() })
    }

    /// Waits until it is this write's turn to take a connection.
    pub async fn turn_to_write(&self) -> Result<OwnedSemaphorePermit, DbErr> {
        let fault = |kind| DbErr::ConnectionAcquire(kind);
        let turn = tokio::time::timeout(QUEUE, self.writers.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| fault(ConnAcquireErr::Timeout))?;
        turn.map_err(|_| fault(ConnAcquireErr::ConnectionClosed))
    }

    /// Whether this is the embedded database, which is migrated without being asked.
    pub fn is_embedded(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Sqlite
    }

    /// Runs the migrations that are missing. Refuses a database newer than this program.
    pub async fn migrate(&self, location: &Location) -> Result<(), OpenError> {
        let failed = |source| OpenError::Migrate { url: masked(&location.url), source };
        match self.check_migrations().await {
            Ok(()) => Ok(()),
            Err(OpenError::Ahead { name }) => Err(OpenError::Ahead { name }),
            Err(_) => Migrator::up(&self.write, None).await.map_err(failed),
        }
    }

    /// Whether both handles answer, each with exactly the migrations of this program.
    pub async fn check_ready(&self) -> Result<(), OpenError> {
        check_migrations(&self.write).await?;
        check_migrations(&self.read).await
    }

    /// Whether exactly the migrations of this program have run.
    pub async fn check_migrations(&self) -> Result<(), OpenError> {
        check_migrations(&self.write).await
    }

    /// Whether no migration has run that this program does not know.
    pub async fn check_not_ahead(&self) -> Result<(), OpenError> {
        match self.check_migrations().await {
            Ok(()) | Err(OpenError::Behind { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The names of the migrations that have run; none where there is no table of them yet.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, OpenError> {
        applied_migrations(&self.write).await
    }

    /// Prepares for a great many rows, and for no more reading: SQLite keeps more pages in memory and folds its log into the
    /// file less often, so that pages of indexes which many rows change are written once for all.
    pub async fn expect_bulk(&self) -> Result<(), DbErr> {
        if !self.is_embedded() {
            return Ok(());
        }
        self.set("cache_size = -262144").await?;
        self.set("wal_autocheckpoint = 32768").await?;
        if change::Entity::find().one(&self.write).await?.is_none() {
            self.leave_write_ahead_log().await?;
        }
        Ok(())
    }

    /// A first filling writes each page once, where a write-ahead log would write it twice. Readers
    /// and the writer then wait for each other, so this is for a file that nobody else has open;
    /// otherwise SQLite refuses. Whoever opens the file next turns the log on again.
    async fn leave_write_ahead_log(&self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.set("busy_timeout = 0").await?;
        let left = self.set("journal_mode = TRUNCATE").await;
        self.set(&format!("busy_timeout = {}", BUSY_TIMEOUT.as_millis())).await?;
        if let Err(error) = left {
            tracing::debug!(%error, "the write-ahead log stays");
        }
        Ok(())
    }

    async fn set(&self, pragma: &str) -> Result<(), DbErr> {
        self.write.execute_unprepared(&format!("PRAGMA {pragma}")).await.map(|_| ())
    }

    /// What a transaction tells by it that it has erased something.
    pub(super) fn erased(&self) -> Arc<AtomicBool> {
        self.erased.clone()
    }

    /// Folds SQLite's log into the file and empties it, if something was erased that is still in it.
    /// Where readers are in the way, the next call does it.
    pub async fn forget(&self) -> Result<(), DbErr> {
        if !self.is_embedded() || !self.erased.load(Ordering::Acquire) {
            return Ok(());
        }
        let _turn = self.turn_to_write().await?;
        self.set("busy_timeout = 100").await?;
        let checkpoint =
            Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let emptied = self.write.query_one_raw(checkpoint).await;
        self.set(&format!("busy_timeout = {}", BUSY_TIMEOUT.as_millis())).await?;
        let emptied =
            emptied.and_then(|row| row.map(|row| row.try_get::<i32>("", "busy")).transpose());
        // Nobody erases meanwhile: that is a write as well.
        if matches!(emptied, Ok(Some(0))) {
            self.erased.store(false, Ordering::Release);
        }
        emptied.map(|_| ())
    }

    /// Closes all connections; SQLite then folds its log into the file.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.fresh.close().await?;
        self.write.close_by_ref().await
    }
}

async fn check_migrations(handle: &impl ConnectionTrait) -> Result<(), OpenError> {
    let applied = applied_migrations(handle).await?;
    let known: Vec<String> =
        Migrator::get_migration_files().iter().map(|file| file.name().to_owned()).collect();
    if let Some(name) = applied.iter().find(|name| !known.contains(name)) {
        return Err(OpenError::Ahead { name: name.clone() });
    }
    match known.len() - applied.len() {
        0 => Ok(()),
        pending => Err(OpenError::Behind { pending }),
    }
}

async fn applied_migrations(handle: &impl ConnectionTrait) -> Result<Vec<String>, OpenError> {
    let failed = |source| OpenError::Connect { url: "in use".to_owned(), source };
    let backend = handle.get_database_backend();
    let table = match backend {
        DbBackend::Sqlite => {
            "SELECT 1 AS present FROM sqlite_master WHERE name = 'seaql_migrations'"
        }
        _ => {
            "SELECT 1 AS present FROM information_schema.tables \
             WHERE table_name = 'seaql_migrations' AND table_schema = current_schema()"
        }
    };
    let table = Statement::from_string(backend, table);
    if handle.query_one_raw(table).await.map_err(failed)?.is_none() {
        return Ok(Vec::new());
    }
    let names = "SELECT version FROM seaql_migrations ORDER BY version";
    let names = Statement::from_string(backend, names);
    let rows = handle.query_all_raw(names).await.map_err(failed)?;
    rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>().map_err(failed)
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, OpenError> {
    let url = options.get_url().to_owned();
    sea_orm::Database::connect(options).await.map_err(|source| refused(&url, source))
}

fn refused(url: &str, source: DbErr) -> OpenError {
    OpenError::Connect { url: masked(url), source }
}

/// WAL with `synchronous=FULL`: with NORMAL, a power cut loses writes that were acknowledged.
fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = pool(url, connections);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // Of a new file. An article of usual length fills two such pages, and five of 4 KiB: an
            // import took a fifth longer with those.
            .page_size(8192)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            // What is deleted is overwritten where that writes no page more; see `Transaction::erase`.
            .pragma("secure_delete", "FAST")
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "1073741824")
    });
    options
}

fn postgres(url: &str, location: &Location) -> ConnectOptions {
    let mut options = pool(url, location.connections);
    options.set_application_name("congtin").statement_timeout(location.statement_timeout);
    options
}

/// Whether a file can be opened or made where the URL says: the driver's own words name no reason.
fn check_place(url: &str) -> Result<(), OpenError> {
    let file = Path::new(sqlite_file(url).ok_or(OpenError::NoFile)?);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let reason = match folder {
        Some(folder) if !folder.is_dir() => format!("there is no folder {}", folder.display()),
        _ if file.is_dir() => format!("{} is a folder", file.display()),
        _ => return Ok(()),
    };
    Err(OpenError::NoPlace { url: masked(url), reason })
}

/// Connects once beside the pool, which takes a refused connection for a server that is about to
/// start, waits, and in the end knows no reason.
async fn greet(url: &str) -> Result<(), OpenError> {
    let unreachable = |source| OpenError::Unreachable { url: masked(url), source };
    let connected = async { url.parse::<PgConnectOptions>()?.connect().await?.close().await };
    match tokio::time::timeout(PATIENCE, connected).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(sqlx::Error::Io(error))) => Err(unreachable(error)),
        Ok(Err(error)) => {
            let source = DbErr::Conn(RuntimeErr::SqlxError(error.into()));
            Err(OpenError::Connect { url: masked(url), source })
        }
        Err(_) => Err(unreachable(std::io::ErrorKind::TimedOut.into())),
    }
}

fn pool(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .connect_timeout(PATIENCE)
        .acquire_timeout(PATIENCE)
        // A ping before each statement would double the round trips; a dead connection shows
        // itself by failing, and is replaced.
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}
