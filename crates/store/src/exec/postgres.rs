//! PostgreSQL: the pool, transactions, errors.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime as Timers};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::Instant;

use super::cancel::Cancel;
use super::circuit::Circuit;
use super::connect::{CONNECTIONS, Connector};
use super::postgres_error::unpooled;
use super::{Connection, Transaction, dialect};
use crate::address::server::ServerAddress;
use crate::error::{Error, Result};

const PATIENCE: Duration = Duration::from_secs(30);
/// How long making a connection may take in all.
const CONNECTING: Duration = Duration::from_secs(15);
/// How often work is run again that lost a conflict, for at most [`PATIENCE`].
const TRIES: u32 = 10;
const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// A statement may last as long as its rows are consumed, and the consumer may pause; it holds no locks.
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; \
                       SET LOCAL idle_in_transaction_session_timeout = '10min'";

/// A pool of connections and the runtime that serves them.
pub(crate) struct PostgresStore {
    circuit: Arc<Circuit>,
    connector: Connector,
    // Only taken when dropped.
    runtime: Option<Runtime>,
    handle: Handle,
}

impl PostgresStore {
    pub(crate) fn open(address: &ServerAddress) -> Result<Self> {
        let connector = Connector::new(address)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("casebook-postgres")
            .enable_all()
            .build()
            .map_err(|error| Error::Other(format!("no runtime can be started: {error}")))?;
        let pool = pool_of(&connector, CONNECTIONS)?;
        let handle = runtime.handle().clone();
        // The first connection may be slow: a server may have to wake up.
        drop(handle.block_on(pool.get()).map_err(|error| unpooled(&error))?);
        let circuit = Arc::new(Circuit::new(pool, connector.clone()));
        let store = Self { circuit, connector, runtime: Some(runtime), handle };
        let transaction = store.transaction("BEGIN")?;
        transaction.script("SELECT 1")?;
        transaction.end("ROLLBACK")?;
        Ok(store)
    }

    /// Runs `work` in a transaction, again if it lost a conflict, and returns after the commit.
    pub(crate) fn write<T, E, F>(&self, cancel: &Cancel, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        self.write_begun_by(WRITING, cancel, work)
    }

    /// [`PostgresStore::write`], if the schema is this program's; it cannot be migrated before the end.
    pub(crate) fn write_checked<T, E, F>(&self, cancel: &Cancel, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        self.write_begun_by(&format!("{WRITING}; {}", dialect::step_held()), cancel, work)
    }

    fn write_begun_by<T, E, F>(&self, beginning: &str, cancel: &Cancel, mut work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            let transaction = self.transaction(beginning)?;
            // There may have been a wait for the connection.
            in_time(cancel)?;
            cancel.begin()?;
            let mut connection = Connection::postgres(&transaction);
            let outcome = work(&mut connection);
            let left = connection.left();
            let ended = match (connection.failure(), outcome) {
                // A lost race is tried again whatever the work made of its error.
                (Some(error), Ok(_)) | (Some(error @ Error::Busy(_)), Err(_)) => transaction.undo(error),
                (_, Err(error)) => return transaction.undo(error),
                (None, Ok(answer)) => transaction.commit(&left).map(|()| answer),
            };
            match ended {
                Err(Error::Busy(_))
                    if tries < TRIES && begun.elapsed() < PATIENCE && in_time(cancel).is_ok() =>
                {
                    wait_a_little(tries);
                }
                ended => return ended.map_err(E::from),
            }
            tries += 1;
        }
    }

    /// Runs `work` over one snapshot.
    pub(crate) fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.transaction(READING)?;
        let outcome = work(&mut Connection::postgres(&transaction));
        transaction.let_go();
        outcome
    }

    /// Runs `work`, which makes one query.
    pub(crate) fn ask<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.transaction("")?;
        let mut connection = Connection::postgres(&transaction);
        connection.limit_to_one_question();
        let outcome = work(&mut connection);
        transaction.let_go_ended();
        outcome
    }

    /// A connection outside the pool, with an open transaction, for a lock that lasts.
    pub(crate) fn lasting_transaction(&self) -> Result<Transaction> {
        self.circuit.check()?;
        let pool = pool_of(&self.connector, 1)?;
        let asked = async { pool.get().await.map_err(|error| unpooled(&error)) };
        let client = self.handle.block_on(self.circuit.within(asked))?;
        Transaction::lasting(client, Arc::clone(&self.circuit), self.handle.clone())
    }

    fn transaction(&self, begin: &str) -> Result<Transaction> {
        Transaction::of_pool(&self.circuit, self.handle.clone(), begin)
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        // The last handle may be dropped where blocking is forbidden, so the runtime ends by itself.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn pool_of(connector: &Connector, connections: usize) -> Result<Pool> {
    let recycle = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = Manager::from_connect(connector.config().clone(), connector.clone(), recycle);
    Pool::builder(manager)
        .max_size(connections)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(CONNECTING))
        .runtime(Timers::Tokio1)
        .build()
        .map_err(|error| Error::Other(error.to_string()))
}

/// Whether a write may still begin.
fn in_time(cancel: &Cancel) -> Result<()> {
    cancel.check()?;
    match cancel.begin_by() {
        Some(by) if Instant::now().into_std() >= by => {
            Err(Error::Busy("no connection was available in time".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Waits longer each time, with jitter, so that the same two do not collide again.
fn wait_a_little(tries: u32) {
    let spread = u64::from(std::process::id()) % 7 + u64::from(tries) * 3;
    crate::clock::pause(Duration::from_millis((1 << tries.min(7)) + spread));
}
