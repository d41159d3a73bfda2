//! PostgreSQL: one connection with an open transaction, from its beginning to its end.

mod copy;
mod statements;

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use deadpool_postgres::Object;
use tokio::runtime::Handle;
use tokio_postgres::SimpleQueryMessage;

use crate::error::{Error, Result};
use crate::exec::Batch;
use crate::exec::circuit::Circuit;
use crate::exec::postgres_error::classify;
use crate::schema;

/// A connection with a transaction. Dropped without a commit, it is closed, which rolls everything back.
///
/// The statement that begins the transaction is sent with the first query, so that both share one round trip. Every
/// wait is bounded; after it the connection is closed and never used again.
pub(crate) struct Transaction {
    client: Option<Object>,
    handle: Handle,
    /// The statement that begins the transaction, until it is sent.
    begin: RefCell<Option<String>>,
    /// Provides a replacement for a connection that died while it was idle.
    second: OnceCell<Object>,
    circuit: Arc<Circuit>,
    /// Whether another connection may replace this one.
    may_replace: bool,
    /// Whether an answer did not come, or the server has closed the connection.
    is_lost: Cell<bool>,
    /// Whether the end of the transaction has been sent.
    is_ending: Cell<bool>,
}

impl Transaction {
    /// One that starts with `begin`; if that is empty, each query stands alone.
    /// Connections of the pool that died while they were idle are skipped, unseen by the work.
    pub(in crate::exec) fn of_pool(circuit: &Arc<Circuit>, handle: Handle, begin: &str) -> Result<Self> {
        let client = handle.block_on(circuit.connection())?;
        Ok(Self::new(client, Arc::clone(circuit), handle, Some(begin)))
    }

    /// A lasting one that has begun, on a connection of its own.
    pub(in crate::exec) fn lasting(client: Object, circuit: Arc<Circuit>, handle: Handle) -> Result<Self> {
        let transaction = Self::new(client, circuit, handle, None);
        transaction.script(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = 0",
        )?;
        Ok(transaction)
    }

    fn new(client: Object, circuit: Arc<Circuit>, handle: Handle, begin: Option<&str>) -> Self {
        Self {
            client: Some(client),
            handle,
            may_replace: begin.is_some(),
            begin: RefCell::new(begin.map(str::to_owned)),
            second: OnceCell::new(),
            circuit,
            is_lost: Cell::new(false),
            is_ending: Cell::new(false),
        }
    }

    /// Waits for an answer, for a bounded time.
    fn wait<T>(&self, answer: impl Future<Output = Result<T>>) -> Result<T> {
        let outcome = self.handle.block_on(self.circuit.within(answer));
        if matches!(outcome, Err(Error::Unavailable(_))) {
            self.is_lost.set(true);
        }
        outcome
    }

    fn client(&self) -> Result<&Object> {
        let client = self.second.get().or(self.client.as_ref());
        client.ok_or_else(|| Error::Other("a transaction was used after its end".to_owned()))
    }

    /// The connection, to be returned; the pool discards a dead one.
    fn take(&mut self) -> Option<Object> {
        let first = self.client.take();
        self.second.take().or(first)
    }

    /// Whether the server knows nothing of the transaction yet.
    fn is_untouched(&self) -> bool {
        self.begin.borrow().is_some()
    }

    /// Also runs `sql` when the transaction begins, or now, if it has begun.
    pub(in crate::exec) fn begin_with(&self, sql: &str) -> Result<()> {
        if let Some(begin) = self.begin.borrow_mut().as_mut() {
            begin.push_str("; ");
            begin.push_str(sql);
            return Ok(());
        }
        self.script(sql)
    }

    /// Begins the transaction now, if that has not happened: writes are never sent with a `BEGIN` that may fail.
    fn begun(&self) -> Result<()> {
        let Some(begin) = self.begin.take() else { return Ok(()) };
        self.wait(async {
            match begin_on(self.client()?, &begin).await {
                Err(error @ Error::Unavailable(_)) => self.replace(&begin, error).await,
                other => other,
            }
        })
    }

    /// Begins again on another connection, because this one died while it was idle.
    async fn replace(&self, begin: &str, why: Error) -> Result<()> {
        let mut why = why;
        let tries = if self.may_replace { self.circuit.connections() + 1 } else { 0 };
        for _ in 0..tries {
            let client = self.circuit.connection().await?;
            match begin_on(&client, begin).await {
                Ok(()) => return self.second.set(client).map_err(|_| why),
                Err(error @ Error::Unavailable(_)) => why = error,
                Err(error) => return Err(error),
            }
        }
        Err(why)
    }

    /// Commits or rolls back, and returns the connection.
    pub(in crate::exec) fn end(mut self, end: &str) -> Result<()> {
        let outcome = if self.is_untouched() || self.is_lost.get() { Ok(()) } else { self.script(end) };
        self.give_back(outcome.is_ok());
        outcome
    }

    /// Returns the connection after its transaction has ended.
    pub(in crate::exec) fn let_go_ended(mut self) {
        self.give_back(true);
    }

    /// Returns the connection, or closes it.
    fn give_back(&mut self, is_usable: bool) {
        let is_usable = is_usable && !self.is_lost.get();
        if let Some(client) = self.take().filter(|_| !is_usable) {
            drop(Object::take(client));
        }
    }

    pub(in crate::exec) fn undo<T, E>(self, error: E) -> Result<T, E> {
        // A connection that is closed, because it is lost or the rollback fails, is rolled back too.
        let _ = self.end("ROLLBACK");
        Err(error)
    }

    /// Ends a transaction that wrote nothing, without waiting for the server.
    pub(in crate::exec) fn let_go(mut self) {
        if self.is_untouched() || self.is_lost.get() {
            self.give_back(true);
            return;
        }
        let Some(client) = self.take() else { return };
        let circuit = Arc::clone(&self.circuit);
        self.handle.spawn(async move {
            let ended = async { client.batch_execute("ROLLBACK").await.map_err(|error| classify(&error)) };
            if circuit.within(ended).await.is_err() {
                drop(Object::take(client));
            }
        });
    }

    /// Whether the server still holds the connection, and with it the locks of its transaction.
    pub(crate) fn is_alive(&self) -> bool {
        self.script("SELECT 1").is_ok()
    }

    pub(in crate::exec) fn script(&self, sql: &str) -> Result<()> {
        self.begun()?;
        let client = self.client()?;
        self.wait(async { client.batch_execute(sql).await.map_err(|error| classify(&error)) })
    }

    /// Runs a batch and commits, waiting once for both where no rows are many.
    pub(crate) fn commit(self, batch: &Batch<'_>) -> Result<()> {
        match self.run_and(batch, Some("COMMIT")) {
            Ok(()) => {
                self.let_go_ended();
                Ok(())
            }
            // Closing the connection rolls back what was not committed; whether it was is unknown.
            Err(Error::Unavailable(text)) if self.is_ending.get() => Err(Error::OutcomeUnknown(text)),
            Err(error) => self.undo(error),
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(client) = self.take() {
            drop(Object::take(client));
        }
    }
}

/// Begins a transaction. If its beginning asks for a number, that is the last migration, and must be right.
async fn begin_on(client: &Object, begin: &str) -> Result<()> {
    let answers = client.simple_query(begin).await.map_err(|error| classify(&error))?;
    let number = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => Some(row.get(0).and_then(|number| number.parse().ok())),
        _ => None,
    });
    match number {
        None => Ok(()),
        Some(step) => schema::ensure_is_last(step.unwrap_or_default()),
    }
}
