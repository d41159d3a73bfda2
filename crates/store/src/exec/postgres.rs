//! PostgreSQL: the pool, transactions, errors.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime as Timers, TimeoutType,
};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::Instant;
use tokio_postgres::error::SqlState;

use super::circuit::Circuit;
use super::connect::Connector;
use super::{Connection, Session};
use crate::cancel::Cancel;
use crate::dialect;
use crate::error::{Error, Result};
use crate::server_address::ServerAddress;

const CONNECTIONS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(30);
/// How long making a connection may take in all.
const CONNECTING: Duration = Duration::from_secs(15);
/// How often work is run again that lost against a neighbour, for at most [`PATIENCE`].
const TRIES: u32 = 10;
const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// A statement may last as long as its rows are taken, and who takes them may pause; there are no locks to keep.
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
        // The first connection may take its time: a server may have to wake up.
        drop(handle.block_on(pool.get()).map_err(|error| unpooled(&error))?);
        let circuit = Arc::new(Circuit::new(pool, connector.clone()));
        let store = Self { circuit, connector, runtime: Some(runtime), handle };
        let session = store.session("BEGIN")?;
        session.script("SELECT 1")?;
        session.end("ROLLBACK")?;
        Ok(store)
    }

    /// Runs `work` in a transaction, again where it lost against a neighbour, and answers after the commit.
    pub(crate) fn write<T, E, F>(&self, cancel: &Cancel, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        self.write_begun_by(WRITING, cancel, work)
    }

    /// [`PostgresStore::write`], if the schema is this program's; nobody can migrate it before the end.
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
            let session = self.session(beginning)?;
            // There may have been a wait for the connection.
            in_time(cancel)?;
            cancel.begin()?;
            let mut connection = Connection::postgres(&session);
            let outcome = work(&mut connection);
            let left = connection.left();
            let ended = match (connection.failure(), outcome) {
                // A lost race is tried again whatever the work made of its error.
                (Some(error), Ok(_)) | (Some(error @ Error::Busy(_)), Err(_)) => session.undo(error),
                (_, Err(error)) => return session.undo(error),
                (None, Ok(answer)) => session.commit(&left).map(|()| answer),
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
        let session = self.session(READING)?;
        let outcome = work(&mut Connection::postgres(&session));
        session.let_go();
        outcome
    }

    /// Runs `work`, which asks one question.
    pub(crate) fn ask<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let session = self.session("")?;
        let mut connection = Connection::postgres(&session);
        connection.limit_to_one_question();
        let outcome = work(&mut connection);
        session.let_go_ended();
        outcome
    }

    /// A connection outside the pool, with an open transaction, for a lock that lasts.
    pub(crate) fn lasting_session(&self) -> Result<Session> {
        self.circuit.check()?;
        let pool = pool_of(&self.connector, 1)?;
        let asked = async { pool.get().await.map_err(|error| unpooled(&error)) };
        let client = self.handle.block_on(self.circuit.within(asked))?;
        Session::lasting(client, Arc::clone(&self.circuit), self.handle.clone())
    }

    fn session(&self, begin: &str) -> Result<Session> {
        Session::of_pool(&self.circuit, self.handle.clone(), begin)
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
            Err(Error::Busy("no connection was free in time".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Waits longer each time, and each process a little differently, so that the same two do not meet again.
fn wait_a_little(tries: u32) {
    let spread = u64::from(std::process::id()) % 7 + u64::from(tries) * 3;
    crate::pause::pause(Duration::from_millis((1 << tries.min(7)) + spread));
}

pub(super) fn unpooled(error: &PoolError) -> Error {
    match error {
        PoolError::Backend(error) => classify(error),
        PoolError::Timeout(TimeoutType::Wait) => {
            Error::Busy(format!("all {CONNECTIONS} connections are in use"))
        }
        PoolError::Timeout(_) => Error::Unavailable("the server does not answer".to_owned()),
        other => Error::Unavailable(other.to_string()),
    }
}

/// What an error of the driver means to us.
pub(crate) fn classify(error: &tokio_postgres::Error) -> Error {
    let Some(server) = error.as_db_error() else {
        return of_driver(error);
    };
    let text = server.message().to_owned();
    let state = server.code();
    match state.code().get(..2).unwrap_or_default() {
        "23" if *state == SqlState::UNIQUE_VIOLATION => Error::Conflict {
            table: server.table().unwrap_or_default().to_owned(),
            constraint: server.constraint().map_or(text, str::to_owned),
        },
        "40" | "55" => Error::Busy(text),
        // A statement that took too long, and a transaction in which nothing happened for too long.
        "57" if *state == SqlState::QUERY_CANCELED => Error::Busy(text),
        "25" if *state == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Error::Unavailable(text),
        "28" | "3D" | "3F" => Error::Refused(text),
        "53" if *state == SqlState::DISK_FULL => Error::DiskFull(text),
        "08" | "53" | "57" => Error::Unavailable(text),
        "25" if *state == SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly(text),
        "42" if *state == SqlState::INSUFFICIENT_PRIVILEGE => Error::Refused(text),
        // Of the class of internal errors, those that say what is wrong: the others may pass.
        "XX" if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(state) => Error::Corrupt(text),
        "XX" => Error::Unavailable(format!("it reports an error of its own ({text})")),
        _ => Error::Other(text),
    }
}

/// What an error means that no server has sent.
fn of_driver(error: &tokio_postgres::Error) -> Error {
    let cause = std::error::Error::source(error);
    let text = format!("{error}{}", cause.map(|cause| format!(": {cause}")).unwrap_or_default());
    let failure = cause.and_then(|cause| cause.downcast_ref::<std::io::Error>());
    let lost = failure.is_some_and(|failure| {
        !matches!(failure.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput)
    });
    // The driver has no other name for these than their texts.
    if !lost && text.starts_with("error performing TLS handshake") {
        return Error::Refused(format!(
            "{text}; name the authority of its certificate with sslrootcert=FILE, or choose by sslmode how far \
             the connection is protected"
        ));
    }
    if text.starts_with("authentication error") || text.starts_with("invalid configuration") {
        return Error::Refused(text);
    }
    if error.is_closed() || failure.is_some() { Error::Unavailable(text) } else { Error::Other(text) }
}
