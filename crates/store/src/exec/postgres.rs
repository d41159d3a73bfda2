//! PostgreSQL: the pool, sessions, statements, errors.

use std::pin::pin;
use std::thread;
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime as Timers,
};
use futures_util::future::try_join_all;
use futures_util::{StreamExt, TryStreamExt};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls, Row as PgRow, Statement};

use super::{Connection, Row, insert_text};
use crate::error::{Error, Result};
use crate::value::Value;

const CONNECTIONS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(30);
/// How often work is run again that lost against a neighbour.
const TRIES: u32 = 10;
/// Up to so many rows, one `INSERT` is quicker than starting a COPY.
const ROWS_PER_INSERT: usize = 4;
/// Statements that are under way at once on one connection.
const PIPELINE: usize = 128;
/// Rows that are fetched before they are handed on.
const ROWS_PER_FETCH: usize = 256;

/// A pool of connections and the runtime that serves them.
pub(crate) struct PostgresStore {
    pool: Pool,
    config: Config,
    // Only taken when dropped.
    runtime: Option<Runtime>,
    handle: Handle,
}

/// A connection with an open transaction. Dropped without an end, it is closed, which undoes everything.
pub(crate) struct Session {
    client: Option<Object>,
    handle: Handle,
}

impl PostgresStore {
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let mut config = config.clone();
        let options = config.get_options().unwrap_or_default().to_owned();
        if !options.contains("synchronous_commit") {
            config.options(format!("{options} -c synchronous_commit=on").trim());
        }
        config.application_name("casebook");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("casebook-postgres")
            .enable_all()
            .build()
            .map_err(|error| Error::Other(format!("no runtime can be started: {error}")))?;
        let recycle = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config.clone(), NoTls, recycle))
            .max_size(CONNECTIONS)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .runtime(Timers::Tokio1)
            .build()
            .map_err(|error| Error::Other(error.to_string()))?;
        let handle = runtime.handle().clone();
        let store = Self { pool, config, runtime: Some(runtime), handle };
        store.session("BEGIN")?.end("ROLLBACK")?;
        Ok(store)
    }

    /// Runs `work` in a transaction, again where it lost against a neighbour, and answers after the commit.
    pub(crate) fn write<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        let mut tries = 1;
        loop {
            let session = self.session("BEGIN ISOLATION LEVEL READ COMMITTED")?;
            let mut connection = Connection::postgres(&session);
            let outcome = work(&mut connection);
            let ended = match (connection.failure(), outcome) {
                (Some(error @ Error::Busy(_)), _) => session.undo(error),
                (Some(error), Ok(_)) => session.undo(error),
                (_, Err(error)) => return session.undo(error),
                (None, Ok(answer)) => session.end("COMMIT").map(|()| answer),
            };
            match ended {
                Err(Error::Busy(_)) if tries < TRIES => wait_a_little(tries),
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
        let session = self.session("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let outcome = work(&mut Connection::postgres(&session));
        session.let_go();
        outcome
    }

    /// A connection outside the pool, with an open transaction, for a lock that lasts.
    pub(crate) fn lasting_session(&self) -> Result<Session> {
        let pool = Pool::builder(Manager::new(self.config.clone(), NoTls))
            .max_size(1)
            .build()
            .map_err(|error| Error::Other(error.to_string()))?;
        let client = self.handle.block_on(pool.get()).map_err(|error| unpooled(&error))?;
        let session = Session { client: Some(client), handle: self.handle.clone() };
        session.script("BEGIN")?;
        Ok(session)
    }

    /// A connection with a transaction begun. Connections that died while idle are passed over.
    fn session(&self, begin: &str) -> Result<Session> {
        let mut left = CONNECTIONS + 1;
        loop {
            let client = self.handle.block_on(self.pool.get()).map_err(|error| unpooled(&error))?;
            let session = Session { client: Some(client), handle: self.handle.clone() };
            match session.script(begin) {
                Ok(()) => return Ok(session),
                Err(Error::Unavailable(_)) if left > 0 => left -= 1,
                Err(error) => return Err(error),
            }
        }
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

/// Waits longer each time, and each process a little differently, so that the same two do not meet again.
fn wait_a_little(tries: u32) {
    let spread = u64::from(std::process::id()) % 7 + u64::from(tries) * 3;
    thread::sleep(Duration::from_millis((1 << tries.min(7)) + spread));
}

fn unpooled(error: &PoolError) -> Error {
    match error {
        PoolError::Backend(error) => classify(error),
        PoolError::Timeout(_) => Error::Busy(format!("all {CONNECTIONS} connections are in use")),
        other => Error::Unavailable(other.to_string()),
    }
}

/// What an error of the driver means to us.
pub(crate) fn classify(error: &tokio_postgres::Error) -> Error {
    let Some(server) = error.as_db_error() else {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
        let text = format!("{error}{cause}");
        let broken = error.is_closed()
            || std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>());
        return if broken { Error::Unavailable(text) } else { Error::Other(text) };
    };
    let text = server.message().to_owned();
    let state = server.code();
    match state.code().get(..2).unwrap_or_default() {
        "23" => Error::Conflict {
            table: server.table().unwrap_or_default().to_owned(),
            constraint: server.constraint().map_or(text, str::to_owned),
        },
        "40" => Error::Busy(text),
        "08" | "57" => Error::Unavailable(text),
        "28" | "3D" | "3F" => Error::Refused(text),
        "53" if *state == SqlState::DISK_FULL => Error::DiskFull(text),
        "53" => Error::Unavailable(text),
        "25" if *state == SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly(text),
        "55" => Error::Busy(text),
        "42" if *state == SqlState::INSUFFICIENT_PRIVILEGE => Error::Refused(text),
        "XX" => Error::Corrupt(text),
        _ => Error::Other(text),
    }
}

impl Session {
    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or_else(|| Error::Other("a session was used after its end".to_owned()))
    }

    fn finish(mut self, end: &str) -> Result<()> {
        let outcome = self.script(end);
        let client = self.client.take();
        if let (Err(_), Some(client)) = (&outcome, client) {
            drop(Object::take(client));
        }
        outcome
    }

    /// Commits or rolls back, and gives the connection back.
    fn end(self, end: &str) -> Result<()> {
        self.finish(end)
    }

    fn undo<T, E>(self, error: E) -> Result<T, E> {
        // A rollback that fails closes the connection, which rolls back too.
        let _ = self.finish("ROLLBACK");
        Err(error)
    }

    /// Ends a transaction that wrote nothing, without waiting for the server.
    fn let_go(mut self) {
        let Some(client) = self.client.take() else { return };
        self.handle.spawn(async move {
            if client.batch_execute("ROLLBACK").await.is_err() {
                drop(Object::take(client));
            }
        });
    }

    /// Whether the server still holds the connection, and with it the locks of its transaction.
    pub(crate) fn is_alive(&self) -> bool {
        self.script("SELECT 1").is_ok()
    }

    pub(super) fn script(&self, sql: &str) -> Result<()> {
        let client = self.client()?;
        self.handle.block_on(client.batch_execute(sql)).map_err(|error| classify(&error))
    }

    async fn prepare(&self, sql: &str, values: usize) -> Result<(&Object, Statement)> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await.map_err(|error| match classify(&error) {
            Error::Other(text) => Error::Other(format!("{text} in: {sql}")),
            other => other,
        })?;
        let wanted = statement.params().len();
        if wanted != values {
            return Err(Error::Other(format!(
                "a statement wants {wanted} values and was given {values}: {sql}"
            )));
        }
        Ok((client, statement))
    }

    pub(super) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        check(values)?;
        self.handle.block_on(async {
            let (client, statement) = self.prepare(sql, values.len()).await?;
            client.execute_raw(&statement, values).await.map_err(|error| classify(&error))
        })
    }

    pub(super) fn execute_many(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<u64> {
        check(values)?;
        let width = width.max(1);
        self.handle.block_on(async {
            let mut touched = 0;
            let (client, statement) = self.prepare(sql, width).await?;
            for group in values.chunks(width * PIPELINE) {
                let runs = group.chunks(width).map(|row| client.execute_raw(&statement, row));
                let done = try_join_all(runs).await.map_err(|error| classify(&error))?;
                touched += done.iter().sum::<u64>();
            }
            Ok(touched)
        })
    }

    pub(super) fn insert_many(&self, table: &str, columns: &[&str], values: &[Value<'_>]) -> Result<()> {
        let rows = values.len() / columns.len();
        if rows <= ROWS_PER_INSERT {
            return self.execute(&insert_text(table, columns, rows), values).map(|_| ());
        }
        check(values)?;
        let list = columns.join(", ");
        self.handle.block_on(async {
            let (client, shape) = self.prepare(&format!("SELECT {list} FROM {table}"), 0).await?;
            let types: Vec<_> = shape.columns().iter().map(|column| column.type_().clone()).collect();
            let copy = format!("COPY {table} ({list}) FROM STDIN BINARY");
            let copy = client.prepare_cached(&copy).await.map_err(|error| classify(&error))?;
            let sink = client.copy_in(&copy).await.map_err(|error| classify(&error))?;
            let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
            for row in values.chunks(columns.len()) {
                writer.as_mut().write_raw(row).await.map_err(|error| classify(&error))?;
            }
            writer.finish().await.map(|_| ()).map_err(|error| classify(&error))
        })
    }

    pub(super) fn for_each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        check(values)?;
        let stream = self.handle.block_on(async {
            let (client, statement) = self.prepare(sql, values.len()).await?;
            client.query_raw(&statement, values).await.map_err(|error| classify(&error))
        })?;
        let mut stream = pin!(stream);
        loop {
            // Rows are handed on outside the runtime, so that `take` may use the store itself.
            let rows: Vec<PgRow> = self
                .handle
                .block_on(stream.as_mut().take(ROWS_PER_FETCH).try_collect())
                .map_err(|error| classify(&error))?;
            if rows.iter().any(|row| !take(&Row::postgres(row))) || rows.len() < ROWS_PER_FETCH {
                return Ok(());
            }
        }
    }

    pub(super) fn for_each_key(
        &self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        check(values)?;
        let width = width.max(1);
        for (group, keys) in values.chunks(width * PIPELINE).enumerate() {
            let answers = self.handle.block_on(async {
                let (client, statement) = self.prepare(sql, width).await?;
                let runs = keys.chunks(width).map(|key| {
                    let statement = &statement;
                    async move { client.query_raw(statement, key).await?.try_collect::<Vec<PgRow>>().await }
                });
                try_join_all(runs).await.map_err(|error| classify(&error))
            })?;
            for (run, rows) in answers.iter().enumerate() {
                for row in rows {
                    take(group * PIPELINE + run, &Row::postgres(row))?;
                }
            }
        }
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

fn check(values: &[Value<'_>]) -> Result<()> {
    values.iter().try_for_each(Value::check)
}
