//! Why a database cannot be opened.

use sea_orm::DbErr;

/// Why a database cannot be used, in words for whoever starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither SQLite nor PostgreSQL.
    #[error("the database URL must begin with sqlite:// or postgres://")]
    UnknownKind,
    /// SQLite without a file: two handles on memory would be two databases.
    #[error("the database URL must name a file, as sqlite://congtin.db")]
    NoFile,
    /// There is no place for the file.
    #[error("cannot open the database {url}: {reason}")]
    NoPlace {
        /// The database.
        url: String,
        /// What is in the way.
        reason: String,
    },
    /// Nobody answers.
    #[error("cannot reach the database server of {url}")]
    Unreachable {
        /// Without its password.
        url: String,
        /// Why not.
        source: std::io::Error,
    },
    /// Not there, not allowed, not a database.
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
