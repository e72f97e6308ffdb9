//! The few words that the two databases do not share.

use api::app::Database;
use sea_orm::{DbBackend, Statement};

#[derive(Clone, Copy)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub fn of(db: &Database) -> Self {
        if db.is_embedded() { Self::Sqlite } else { Self::Postgres }
    }

    /// Speeds up the filling; nothing here must survive a power cut, and all rows are known to fit
    /// together.
    pub fn before(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"],
            Self::Postgres => &[],
        }
    }

    pub fn begun(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => {
                &["SET LOCAL session_replication_role = replica", "SET LOCAL statement_timeout = 0"]
            }
        }
    }

    /// Takes the statistics that plans are made by.
    pub fn after(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &["ANALYZE"],
            Self::Postgres => &["VACUUM ANALYZE"],
        }
    }

    /// Names and definitions of the indexes that are no constraints.
    pub fn indexes(self) -> Statement {
        match self {
            Self::Sqlite => {
                let sql = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'idx_%'";
                Statement::from_string(DbBackend::Sqlite, sql)
            }
            Self::Postgres => {
                let sql = "SELECT indexname::text AS name, indexdef AS sql FROM pg_indexes \
                           WHERE indexname LIKE 'idx_%'";
                Statement::from_string(DbBackend::Postgres, sql)
            }
        }
    }

    pub fn uuid(self, kind: u16, number: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("unhex(printf('%012x7{kind:03x}8%015x', {number}, {number}))")
            }
            Self::Postgres => format!(
                "(lpad(to_hex(({number})::bigint), 12, '0') || '7{kind:03x}8' || \
                 lpad(to_hex(({number})::bigint), 15, '0'))::uuid"
            ),
        }
    }

    /// The id that stands where there is nobody.
    pub fn nil(self) -> &'static str {
        match self {
            Self::Sqlite => "zeroblob(16)",
            Self::Postgres => "'00000000-0000-0000-0000-000000000000'::uuid",
        }
    }

    /// Bytes that sort in no relation to the number they are made of, as long as a sort key is.
    pub fn key(self, number: &str) -> String {
        let hash = format!("(({number}) * 2654435761 % 4294967296)");
        let tail = "4b1d3f5c7a2e4f1b3d5c7e";
        match self {
            Self::Sqlite => format!("unhex(printf('%08x%012x{tail}', {hash}, {number}))"),
            Self::Postgres => format!(
                "decode(lpad(to_hex({hash}::bigint), 8, '0') || \
                 lpad(to_hex(({number})::bigint), 12, '0') || '{tail}', 'hex')"
            ),
        }
    }

    /// The bytes of a text.
    pub fn bytes(self, text: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST({text} AS BLOB)"),
            Self::Postgres => format!("convert_to({text}, 'UTF8')"),
        }
    }

    /// So many bytes that mean nothing.
    pub fn zeros(self, length: usize) -> String {
        match self {
            Self::Sqlite => format!("zeroblob({length})"),
            Self::Postgres => format!("decode(repeat('00', {length}), 'hex')"),
        }
    }

    pub fn time(self, seconds: &str) -> String {
        match self {
            Self::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {seconds}, 'unixepoch')"),
            Self::Postgres => format!("to_timestamp({seconds})"),
        }
    }

    pub fn day(self, seconds: &str) -> String {
        match self {
            Self::Sqlite => format!("date({seconds}, 'unixepoch')"),
            Self::Postgres => format!("(to_timestamp({seconds}) AT TIME ZONE 'UTC')::date"),
        }
    }

    pub fn month(self, seconds: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST(strftime('%Y%m', {seconds}, 'unixepoch') AS INTEGER)"),
            Self::Postgres => {
                format!("to_char(to_timestamp({seconds}) AT TIME ZONE 'UTC', 'YYYYMM')::int")
            }
        }
    }

    /// Text of so many syllables.
    pub fn text(self, syllables: u32) -> String {
        match self {
            Self::Sqlite => format!("replace(hex(zeroblob({syllables})), '00', 'chữ ')"),
            Self::Postgres => format!("repeat('chữ ', {syllables})"),
        }
    }
}
