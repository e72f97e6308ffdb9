//! The handle for reading, which knows whether a statement is under way.
//!
//! Loaders run in waves: only when no statement of the request is under way any more have all
//! resolvers of a level named their keys. So the number of statements depends on the query alone,
//! never on which answer comes first.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tracing::{Instrument as _, Span};

use super::{readers::Readers, trace};

/// The handle for reading, and a count of the statements that one request has under way on it.
#[derive(Clone, Debug)]
pub struct Reader {
    pool: Readers,
    under_way: UnderWay,
}

/// How many statements of one request are under way.
#[derive(Clone, Debug, Default)]
pub struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    /// Whether the request waits for nothing.
    pub fn is_none(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }

    fn begin(&self) -> impl Drop + use<> {
        struct End(Arc<AtomicUsize>);
        impl Drop for End {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        self.0.fetch_add(1, Ordering::Relaxed);
        End(self.0.clone())
    }
}

impl Reader {
    /// A reader of one request.
    pub fn new(pool: Readers) -> Self {
        Self { pool, under_way: UnderWay::default() }
    }

    /// The count of statements under way.
    pub fn under_way(&self) -> UnderWay {
        self.under_way.clone()
    }

    async fn watch<T>(
        &self,
        span: Span,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let _under_way = self.under_way.begin();
        let result = statement.instrument(span.clone()).await;
        if result.is_err() {
            trace::fail(&span);
        }
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let span = trace::statement(&statement);
        self.watch(span, self.pool.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let _under_way = self.under_way.begin();
        self.pool.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = trace::statement(&statement);
        self.watch(span, self.pool.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = trace::statement(&statement);
        self.watch(span, self.pool.query_all_raw(statement)).await
    }
}
