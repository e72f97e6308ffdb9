//! One connection for reading, and how the database is told to stop what runs on it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI32, Ordering},
};

use sea_orm::{ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbErr, sqlx};

/// Steps of SQLite's machine after which it asks whether to go on; some tenths of a millisecond.
const STEPS: i32 = 10_000;

/// A connection, and how to stop what runs on it.
#[derive(Debug)]
pub struct Lane {
    /// A pool of one.
    pub connection: DatabaseConnection,
    /// To be used when it comes back before the answer.
    pub stop: Stop,
}

/// How to stop what runs on a connection.
#[derive(Clone, Debug)]
pub enum Stop {
    /// SQLite asks whether its statement is wanted.
    Sqlite {
        /// Whether somebody waits for the answer.
        wanted: Arc<AtomicBool>,
    },
    /// PostgreSQL is told by another connection to stop the process that serves this one.
    Postgres {
        /// The process that serves this connection.
        process: Arc<AtomicI32>,
        /// The other connection.
        teller: DatabaseConnection,
    },
}

impl Lane {
    /// A SQLite connection.
    pub async fn sqlite(mut options: ConnectOptions) -> Result<Self, DbErr> {
        let wanted = Arc::new(AtomicBool::new(true));
        let (asked, taken) = (wanted.clone(), wanted.clone());
        options.max_connections(1).map_sqlx_sqlite_pool_opts(move |pool| {
            let (asked, taken) = (asked.clone(), taken.clone());
            pool.after_connect(move |connection, _| {
                let asked = asked.clone();
                Box::pin(async move {
                    asked.store(true, Ordering::Relaxed);
                    let go_on = move || asked.load(Ordering::Relaxed);
                    connection.lock_handle().await?.set_progress_handler(STEPS, go_on);
                    Ok(())
                })
            })
            // The driver hands a connection out only when its last statement has ended.
            .before_acquire(move |_, _| {
                taken.store(true, Ordering::Relaxed);
                Box::pin(std::future::ready(Ok(true)))
            })
        });
        let connection = sea_orm::Database::connect(options).await?;
        Ok(Self { connection, stop: Stop::Sqlite { wanted } })
    }

    /// A PostgreSQL connection; a lazy one is opened when it is needed.
    pub async fn postgres(
        mut options: ConnectOptions,
        teller: DatabaseConnection,
        lazy: bool,
    ) -> Result<Self, DbErr> {
        let process = Arc::new(AtomicI32::new(0));
        let connected = process.clone();
        options.max_connections(1).min_connections(0).connect_lazy(lazy);
        options.map_sqlx_postgres_pool_opts(move |pool| {
            let connected = connected.clone();
            pool.after_connect(move |connection, _| {
                let connected = connected.clone();
                Box::pin(async move {
                    let process = sqlx::query_scalar("SELECT pg_backend_pid()");
                    connected.store(process.fetch_one(connection).await?, Ordering::Relaxed);
                    Ok(())
                })
            })
        });
        let connection = sea_orm::Database::connect(options).await?;
        Ok(Self { connection, stop: Stop::Postgres { process, teller } })
    }

    /// Whether it is connected: lazy ones are not before they are used.
    pub fn is_open(&self) -> bool {
        let open = match self.stop {
            Stop::Sqlite { .. } => self.connection.get_sqlite_connection_pool().size(),
            Stop::Postgres { .. } => self.connection.get_postgres_connection_pool().size(),
        };
        open > 0
    }
}

/// Has a process of PostgreSQL stop what it does for this connection.
pub async fn cancel(process: i32, teller: &DatabaseConnection, connection: &DatabaseConnection) {
    let order = format!("SELECT pg_cancel_backend({process})");
    if let Err(error) = teller.execute_unprepared(&order).await {
        tracing::warn!(%error, "a statement that nobody waits for goes on");
    }
    // An order that comes late must not meet somebody else's statement.
    let _ = connection.execute_unprepared("SELECT 1").await;
}
