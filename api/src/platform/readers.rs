//! The connections for reading, and what becomes of a statement whose reader has left.
//!
//! A database goes on with a statement when nobody waits for its answer any more: SQLite on a thread
//! of the driver's, PostgreSQL in a process of its own. A few readers who leave early would keep
//! every connection busy. So each connection is a pool of one, lent to one statement at a time, and
//! when it comes back before the answer, the database is told to stop.

mod lane;

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::Duration,
};

use sea_orm::{
    ConnAcquireErr, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, QueryResult, Statement, TransactionOptions,
    TransactionTrait as _, metric,
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time,
};

use self::lane::{Lane, Stop, cancel};

/// How long a statement waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// The handle for reading: connections that are lent one by one.
#[derive(Clone, Debug)]
pub struct Readers {
    backend: DbBackend,
    /// As many as there are connections: whoever has a place finds one.
    places: Arc<Semaphore>,
    free: Free,
    most: u32,
}

/// How many connections a handle has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open, and free.
    pub idle: u32,
    /// At work.
    pub in_use: u32,
    /// How many there may be.
    pub most: u32,
}

type Free = Arc<Mutex<Vec<Lane>>>;

impl Readers {
    /// Opens as many SQLite connections as these options have at most.
    pub async fn sqlite(options: ConnectOptions) -> Result<Self, DbErr> {
        let mut lanes = Vec::new();
        for _ in 0..options.get_max_connections().unwrap_or(1) {
            lanes.push(Lane::sqlite(options.clone()).await?);
        }
        Ok(Self::new(DbBackend::Sqlite, lanes))
    }

    /// Opens one PostgreSQL connection; others follow when they are needed, as many as these
    /// options have at most, and one more that tells the server what to stop.
    pub async fn postgres(options: ConnectOptions) -> Result<Self, DbErr> {
        let mut teller = options.clone();
        teller.max_connections(1).min_connections(0).connect_lazy(true);
        let teller = sea_orm::Database::connect(teller).await?;
        let mut lanes = Vec::new();
        for lane in (0..options.get_max_connections().unwrap_or(1)).rev() {
            lanes.push(Lane::postgres(options.clone(), teller.clone(), lane > 0).await?);
        }
        Ok(Self::new(DbBackend::Postgres, lanes))
    }

    fn new(backend: DbBackend, lanes: Vec<Lane>) -> Self {
        let places = Arc::new(Semaphore::new(lanes.len()));
        let most = count(lanes.len());
        Self { backend, places, free: Arc::new(Mutex::new(lanes)), most }
    }

    /// How many connections there are now. The one that tells what to stop is none of them.
    pub fn connections(&self) -> Connections {
        let free = locked(&self.free);
        let idle = count(free.iter().filter(|lane| lane.is_open()).count());
        Connections { idle, in_use: self.most.saturating_sub(count(free.len())), most: self.most }
    }

    /// Calls back after every statement from now on; to be set before the first of them.
    pub fn on_statement(
        &mut self,
        callback: impl Fn(&metric::Info<'_>) + Clone + Send + Sync + 'static,
    ) {
        for lane in locked(&self.free).iter_mut() {
            lane.connection.set_metric_callback(callback.clone());
        }
    }

    /// Lends a connection to a transaction, whose statements see what these options say.
    pub async fn begin(&self, options: TransactionOptions) -> Result<ReadTransaction, DbErr> {
        let loan = self.lend().await?;
        Ok(ReadTransaction {
            transaction: loan.connection.begin_with_options(options).await?,
            loan,
        })
    }

    /// Closes all connections.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.places.close();
        let lanes = std::mem::take(&mut *locked(&self.free));
        for Lane { connection, stop } in lanes {
            connection.close().await?;
            if let Stop::Postgres { teller, .. } = stop {
                teller.close().await?;
            }
        }
        Ok(())
    }

    /// Lends a connection to one statement. The one that was used last goes out first, so that
    /// the others may rest.
    async fn lend(&self) -> Result<Loan, DbErr> {
        let fault = |kind| DbErr::ConnectionAcquire(kind);
        let place = time::timeout(PATIENCE, self.places.clone().acquire_owned()).await;
        let place = place.map_err(|_| fault(ConnAcquireErr::Timeout))?;
        let place = place.map_err(|_| fault(ConnAcquireErr::ConnectionClosed))?;
        let lane = locked(&self.free).pop().ok_or(fault(ConnAcquireErr::ConnectionClosed))?;
        let connection = lane.connection.clone();
        Ok(Loan { connection, held: Some((lane, place)), free: self.free.clone() })
    }
}

/// A transaction that only reads.
#[derive(Debug)]
pub struct ReadTransaction {
    // Dropped first: a connection is free again only without a transaction on it.
    transaction: DatabaseTransaction,
    loan: Loan,
}

impl ReadTransaction {
    /// Ends it. One that is dropped instead ends as well, with the statement that runs in it.
    pub async fn end(self) -> Result<(), DbErr> {
        let Self { transaction, loan } = self;
        let ended = transaction.rollback().await;
        loan.answered(ended)
    }
}

impl Deref for ReadTransaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

fn count(connections: usize) -> u32 {
    u32::try_from(connections).unwrap_or(u32::MAX)
}

fn locked(free: &Free) -> MutexGuard<'_, Vec<Lane>> {
    free.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection that is lent.
#[derive(Debug)]
struct Loan {
    connection: DatabaseConnection,
    held: Option<(Lane, OwnedSemaphorePermit)>,
    free: Free,
}

impl Loan {
    /// Gives the connection back, now that the answer is there.
    fn answered<T>(mut self, answer: T) -> T {
        if let Some((lane, place)) = self.held.take() {
            give_back(&self.free, lane, place);
        }
        answer
    }
}

/// Before the answer: nobody waits for it.
impl Drop for Loan {
    fn drop(&mut self) {
        let Some((lane, place)) = self.held.take() else { return };
        match &lane.stop {
            Stop::Sqlite { wanted } => {
                wanted.store(false, Ordering::Relaxed);
                give_back(&self.free, lane, place);
            }
            Stop::Postgres { process, teller } => {
                let (process, teller) = (process.load(Ordering::Relaxed), teller.clone());
                let free = self.free.clone();
                let stop = async move {
                    cancel(process, &teller, &lane.connection).await;
                    give_back(&free, lane, place);
                };
                if let Ok(runtime) = Handle::try_current() {
                    runtime.spawn(stop);
                }
            }
        }
    }
}

/// The place last, so that whoever gets it finds the connection.
fn give_back(free: &Free, lane: Lane, place: OwnedSemaphorePermit) {
    locked(free).push(lane);
    drop(place);
}

#[async_trait::async_trait]
impl ConnectionTrait for Readers {
    fn get_database_backend(&self) -> DbBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let loan = self.lend().await?;
        let answer = loan.connection.execute_raw(statement).await;
        loan.answered(answer)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let loan = self.lend().await?;
        let answer = loan.connection.execute_unprepared(sql).await;
        loan.answered(answer)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let loan = self.lend().await?;
        let answer = loan.connection.query_one_raw(statement).await;
        loan.answered(answer)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let loan = self.lend().await?;
        let answer = loan.connection.query_all_raw(statement).await;
        loan.answered(answer)
    }
}
