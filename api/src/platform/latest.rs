//! A handle for reading what may have been written a moment ago, where a replica would be late.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use super::{database::Database, reader::Reader};

/// Reads the latest state. On SQLite every reader does, and the one connection that writes must not
/// be waited for; on PostgreSQL only the primary is sure to.
#[derive(Clone, Copy, Debug)]
pub enum Latest<'a> {
    /// A reader of the request.
    Reader(&'a Reader),
    /// The primary.
    Primary(&'a DatabaseConnection),
}

impl<'a> Latest<'a> {
    /// The handle of a request for this.
    pub fn of(db: &'a Database, reader: &'a Reader) -> Self {
        match db.is_embedded() {
            true => Self::Reader(reader),
            false => Self::Primary(&db.write),
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Latest<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Reader(reader) => reader.get_database_backend(),
            Self::Primary(primary) => primary.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Reader(reader) => reader.execute_raw(statement).await,
            Self::Primary(primary) => primary.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Reader(reader) => reader.execute_unprepared(sql).await,
            Self::Primary(primary) => primary.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Reader(reader) => reader.query_one_raw(statement).await,
            Self::Primary(primary) => primary.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Reader(reader) => reader.query_all_raw(statement).await,
            Self::Primary(primary) => primary.query_all_raw(statement).await,
        }
    }
}
