//! The two database handles, and what is asked of each database before it is used.

mod metrics;

use std::time::Duration;

use migration::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, Statement,
};

/// Where content is read and where it is written.
///
/// On SQLite, `read` is a pool of readers and `write` the one connection that writes. On
/// PostgreSQL, `read` may be a replica.
#[derive(Clone, Debug)]
pub struct Database {
    /// For readers.
    pub read: DatabaseConnection,
    /// For writers, and for whatever must see its own write.
    pub write: DatabaseConnection,
    /// Whether the two are one pool.
    one_pool: bool,
}

/// How to reach a database.
#[derive(Clone, Debug)]
pub struct Location {
    /// `sqlite://…` or `postgres://…`
    pub url: String,
    /// A PostgreSQL replica for reads.
    pub replica_url: Option<String>,
    /// Connections of the pool of readers, and of the PostgreSQL pool of writers.
    pub connections: u32,
}

/// Why a database cannot be used, in words for whoever starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither SQLite nor PostgreSQL.
    #[error("the database URL must begin with sqlite:// or postgres://")]
    UnknownKind,
    /// Not there, not reachable, not allowed, not a database.
    #[error("cannot open the database {url}")]
    Connect {
        /// Without its password.
        url: String,
        /// What the driver said.
        source: DbErr,
    },
    /// Migrations have to run first.
    #[error(
        "the database lacks {pending} migrations: run `congtin migrate up`, or `serve --migrate`"
    )]
    Behind {
        /// How many.
        pending: usize,
    },
    /// A later version of this program has migrated it.
    #[error("the database is newer than this program: it has the unknown migration {name}")]
    Ahead {
        /// The first migration that this program does not know.
        name: String,
    },
    /// A migration failed.
    #[error("cannot migrate the database {url}")]
    Migrate {
        /// Without its password.
        url: String,
        /// What the driver said.
        source: DbErr,
    },
}

impl Database {
    /// Opens both handles. A SQLite file that is not there yet is created.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        let url = &location.url;
        if url.starts_with("sqlite:") {
            let read = connect(sqlite(url, location.connections)).await?;
            let write = connect(sqlite(url, 1)).await?;
            return Ok(Self { read, write, one_pool: false });
        }
        if !is_postgres(url) {
            return Err(OpenError::UnknownKind);
        }
        let write = connect(postgres(url, location.connections)).await?;
        let read = match &location.replica_url {
            Some(replica) if is_postgres(replica) => {
                connect(postgres(replica, location.connections)).await?
            }
            Some(_) => return Err(OpenError::UnknownKind),
            None => write.clone(),
        };
        Ok(Self { read, write, one_pool: location.replica_url.is_none() })
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

    /// Whether exactly the migrations of this program have run.
    pub async fn check_migrations(&self) -> Result<(), OpenError> {
        let applied = self.applied_migrations().await?;
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

    /// The names of the migrations that have run; none where there is no table of them yet.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, OpenError> {
        let failed = |source| OpenError::Connect { url: "in use".to_owned(), source };
        let backend = self.write.get_database_backend();
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
        if self.write.query_one_raw(table).await.map_err(failed)?.is_none() {
            return Ok(Vec::new());
        }
        let names = "SELECT version FROM seaql_migrations ORDER BY version";
        let names = Statement::from_string(backend, names);
        let rows = self.write.query_all_raw(names).await.map_err(failed)?;
        rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>().map_err(failed)
    }

    /// Closes all connections; SQLite then folds its log into the file.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.read.close_by_ref().await?;
        self.write.close_by_ref().await
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, OpenError> {
    let url = masked(options.get_url());
    sea_orm::Database::connect(options).await.map_err(|source| OpenError::Connect { url, source })
}

/// WAL with `synchronous=FULL`: with NORMAL, a power cut loses writes that were acknowledged.
fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = pool(url, connections);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "1073741824")
    });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = pool(url, connections);
    options.set_application_name("congtin").statement_timeout(Duration::from_secs(10));
    options
}

fn pool(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .connect_timeout(Duration::from_secs(5))
        .acquire_timeout(Duration::from_secs(5))
        // A ping before each statement would double the round trips; a dead connection shows
        // itself by failing, and is replaced.
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

/// A database URL that may be shown: without its password.
pub fn masked(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            // Only addresses without a host refuse a password, and they cannot have one.
            match parsed.set_password(Some("***")) {
                Ok(()) => parsed.to_string(),
                Err(()) => "(hidden)".to_owned(),
            }
        }
        Ok(_) => url.to_owned(),
        Err(_) => "(not a URL)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            masked("postgres://editor:s3cret@db.example.vn:5433/congtin?sslmode=require"),
            "postgres://editor:***@db.example.vn:5433/congtin?sslmode=require"
        );
        assert_eq!(masked("sqlite://congtin.db"), "sqlite://congtin.db");
        assert_eq!(masked("post gres//a:b@c"), "(not a URL)");
    }
}
