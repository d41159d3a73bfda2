//! PostgreSQL: one connection with an open transaction, and the statements in it.

use std::cell::{Cell, OnceCell, RefCell};
use std::pin::{Pin, pin};
use std::sync::Arc;

use deadpool_postgres::Object;
use futures_util::future::{join, try_join, try_join_all};
use futures_util::{StreamExt, TryStreamExt};
use tokio::runtime::Handle;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::{Row as PgRow, RowStream, SimpleQueryMessage, Statement};

use super::batch::Step;
use super::circuit::Circuit;
use super::postgres::classify;
use super::{Batch, Row, insert_text};
use crate::error::{Error, Result};
use crate::migrate;
use crate::value::Value;

/// Up to so many rows, one `INSERT` is quicker than starting a COPY.
const ROWS_PER_INSERT: usize = 4;
/// Statements that are under way at once on one connection.
const PIPELINE: usize = 128;
/// Statements of a batch that are under way at once: so many futures are begun strictly one after the other.
const IN_ORDER: usize = 30;
/// Rows that are fetched before they are handed on.
const ROWS_PER_FETCH: usize = 256;

/// A connection with a transaction. Dropped without an end, it is closed, which undoes everything.
///
/// The statement that begins the transaction goes out with the first question, so that both share one wait. Every
/// wait has an end, after which the connection is closed and never used again.
pub(crate) struct Session {
    client: Option<Object>,
    handle: Handle,
    /// What begins the transaction, as long as it has not gone out.
    begin: RefCell<Option<String>>,
    /// Takes the place of a connection that turns out to have died while it was idle.
    second: OnceCell<Object>,
    circuit: Arc<Circuit>,
    /// Whether another connection may take the place of this one.
    may_replace: bool,
    /// Whether an answer did not come, or the server has closed the connection.
    is_lost: Cell<bool>,
    /// Whether the end of the transaction has been sent.
    is_ending: Cell<bool>,
}

impl Session {
    /// A session whose transaction `begin` begins; nothing, if it is empty: then each question stands alone.
    /// Connections of the pool that died while they were idle are passed over, unseen by the work.
    pub(super) fn of_pool(circuit: &Arc<Circuit>, handle: Handle, begin: &str) -> Result<Self> {
        let client = handle.block_on(circuit.connection())?;
        Ok(Self::new(client, Arc::clone(circuit), handle, Some(begin)))
    }

    /// A session on a connection that is nobody else's, whose transaction has begun and lasts.
    pub(super) fn lasting(client: Object, circuit: Arc<Circuit>, handle: Handle) -> Result<Self> {
        let session = Self::new(client, circuit, handle, None);
        session.script("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0")?;
        Ok(session)
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

    /// Waits for an answer, but not for ever.
    fn wait<T>(&self, answer: impl Future<Output = Result<T>>) -> Result<T> {
        let outcome = self.handle.block_on(self.circuit.within(answer));
        if matches!(outcome, Err(Error::Unavailable(_))) {
            self.is_lost.set(true);
        }
        outcome
    }

    fn client(&self) -> Result<&Object> {
        let client = self.second.get().or(self.client.as_ref());
        client.ok_or_else(|| Error::Other("a session was used after its end".to_owned()))
    }

    /// The connection, to be given back; one that died goes with it, and the pool throws that away.
    fn take(&mut self) -> Option<Object> {
        let first = self.client.take();
        self.second.take().or(first)
    }

    /// Whether the server knows nothing of the transaction yet.
    fn is_untouched(&self) -> bool {
        self.begin.borrow().is_some()
    }

    /// Also runs `sql` when the transaction begins, or now, if it has begun.
    pub(super) fn begin_with(&self, sql: &str) -> Result<()> {
        if let Some(begin) = self.begin.borrow_mut().as_mut() {
            begin.push_str("; ");
            begin.push_str(sql);
            return Ok(());
        }
        self.script(sql)
    }

    /// Begins the transaction now, if that has not happened: what writes never goes out with a `BEGIN` that may
    /// fail.
    fn begun(&self) -> Result<()> {
        let Some(begin) = self.begin.take() else { return Ok(()) };
        self.wait(async {
            match begin_on(self.client()?, &begin).await {
                Err(error @ Error::Unavailable(_)) => self.replace(&begin, error).await,
                other => other,
            }
        })
    }

    /// Begins anew on another connection, because this one died while nobody used it.
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

    /// Commits or rolls back, and gives the connection back.
    pub(super) fn end(mut self, end: &str) -> Result<()> {
        let outcome = if self.is_untouched() || self.is_lost.get() { Ok(()) } else { self.script(end) };
        self.give_back(outcome.is_ok());
        outcome
    }

    /// Gives the connection back after its transaction has ended.
    pub(super) fn let_go_ended(mut self) {
        self.give_back(true);
    }

    /// Gives the connection back, or closes it.
    fn give_back(&mut self, is_usable: bool) {
        let is_usable = is_usable && !self.is_lost.get();
        if let Some(client) = self.take().filter(|_| !is_usable) {
            drop(Object::take(client));
        }
    }

    pub(super) fn undo<T, E>(self, error: E) -> Result<T, E> {
        // A connection that is closed, because it is lost or the rollback fails, is rolled back too.
        let _ = self.end("ROLLBACK");
        Err(error)
    }

    /// Ends a transaction that wrote nothing, without waiting for the server.
    pub(super) fn let_go(mut self) {
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

    pub(super) fn script(&self, sql: &str) -> Result<()> {
        self.begun()?;
        let client = self.client()?;
        self.wait(async { client.batch_execute(sql).await.map_err(|error| classify(&error)) })
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
        self.begun()?;
        self.wait(async {
            let (client, statement) = self.prepare(sql, values.len()).await?;
            client.execute_raw(&statement, values).await.map_err(|error| classify(&error))
        })
    }

    pub(super) fn execute_many(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<u64> {
        check(values)?;
        self.begun()?;
        let width = width.max(1);
        self.wait(async {
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
        self.begun()?;
        let list = columns.join(", ");
        self.wait(async {
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

    /// Runs a batch and commits, waiting once for both where no rows are many.
    pub(super) fn commit(self, batch: &Batch<'_>) -> Result<()> {
        match self.run_and(batch, Some("COMMIT")) {
            Ok(()) => {
                self.let_go_ended();
                Ok(())
            }
            // Closing the connection undoes what has not reached its end; whether it has cannot be told.
            Err(Error::Unavailable(text)) if self.is_ending.get() => Err(Error::OutcomeUnknown(text)),
            Err(error) => self.undo(error),
        }
    }

    /// Sends neighbouring statements without waiting for each; rows that are many go by COPY in between.
    pub(super) fn run(&self, batch: &Batch<'_>) -> Result<()> {
        self.run_and(batch, None)
    }

    fn run_and(&self, batch: &Batch<'_>, end: Option<&'static str>) -> Result<()> {
        let mut waiting: Vec<(String, &[Value<'_>])> = Vec::new();
        for step in &batch.steps {
            match (step.as_statement(ROWS_PER_INSERT), step) {
                (Some(statement), _) => waiting.push(statement),
                (None, Step::Insert { table, columns, values }) => {
                    self.pipeline(&std::mem::take(&mut waiting), None)?;
                    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                    self.insert_many(table, &columns, values)?;
                }
                (None, Step::Execute(..)) => {}
            }
        }
        self.pipeline(&waiting, end)
    }

    fn pipeline(&self, statements: &[(String, &[Value<'_>])], end: Option<&'static str>) -> Result<()> {
        statements.iter().try_for_each(|(_, values)| check(values))?;
        if statements.is_empty() && end.is_none() {
            return Ok(());
        }
        self.begun()?;
        self.wait(async {
            let mut groups = statements.chunks(IN_ORDER).peekable();
            if let (None, Some(end)) = (groups.peek(), end) {
                self.is_ending.set(true);
                self.client()?.batch_execute(end).await.map_err(|error| classify(&error))?;
            }
            while let Some(group) = groups.next() {
                let runs = self.all_of(group).await?;
                // Sent behind the last statement without waiting for it. Had that failed, this would undo.
                match end.filter(|_| groups.peek().is_none()) {
                    Some(end) => {
                        self.is_ending.set(true);
                        try_join(runs, self.client()?.batch_execute(end)).await.map(|_| ())
                    }
                    None => runs.await.map(|_| ()),
                }
                .map_err(|error| classify(&error))?;
            }
            Ok(())
        })
    }

    /// Statements, to be sent one behind the other. All are known to the server before the first is sent, so
    /// that none overtakes another.
    async fn all_of<'s>(
        &'s self,
        statements: &'s [(String, &'s [Value<'s>])],
    ) -> Result<impl Future<Output = Result<Vec<u64>, tokio_postgres::Error>> + 's> {
        let mut prepared = Vec::with_capacity(statements.len());
        for (sql, values) in statements {
            let (client, statement) = self.prepare(sql, values.len()).await?;
            prepared.push(async move { client.execute_raw(&statement, *values).await });
        }
        Ok(try_join_all(prepared))
    }

    /// Hands the rows of an answer to `take`. What has to be done before goes out with the question.
    pub(super) fn for_each(
        &self,
        before: &Batch<'_>,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(&Row<'_>) -> bool,
    ) -> Result<()> {
        check(values)?;
        let few = before.steps.iter().map(|step| step.as_statement(ROWS_PER_INSERT));
        let few = few.collect::<Option<Vec<_>>>().filter(|few| few.len() <= IN_ORDER);
        if few.is_none() {
            self.run(before)?;
        }
        let few = few.unwrap_or_default();
        few.iter().try_for_each(|(_, values)| check(values))?;
        if !few.is_empty() {
            self.begun()?;
        }
        // Rows are handed on outside the runtime, so that `take` may use the store itself.
        let (mut stream, mut rows) = self.wait(self.first_rows(&few, sql, values))?;
        while rows.iter().all(|row| take(&Row::postgres(row))) && rows.len() == ROWS_PER_FETCH {
            rows = self.wait(more_of(&mut stream))?;
        }
        Ok(())
    }

    async fn first_rows(
        &self,
        before: &[(String, &[Value<'_>])],
        sql: &str,
        values: &[Value<'_>],
    ) -> Result<(Answer, Vec<PgRow>)> {
        if let Some(begin) = self.begin.take() {
            let begun = async {
                let client = self.client()?;
                if begin.is_empty() {
                    return Ok(());
                }
                begin_on(client, &begin).await
            };
            // A question changes nothing, so no harm is done where it is asked and the beginning fails.
            return match join(begun, self.asked(sql, values)).await {
                (Err(error @ Error::Unavailable(_)), _) | (Ok(()), Err(error @ Error::Unavailable(_))) => {
                    self.replace(&begin, error).await?;
                    self.asked(sql, values).await
                }
                (Err(error), _) => Err(error),
                (Ok(()), asked) => asked,
            };
        }
        let ahead = self.all_of(before).await?;
        let (ran, asked) = join(ahead, self.asked(sql, values)).await;
        ran.map_err(|error| classify(&error))?;
        asked
    }

    async fn asked(&self, sql: &str, values: &[Value<'_>]) -> Result<(Answer, Vec<PgRow>)> {
        let (client, statement) = self.prepare(sql, values.len()).await?;
        let stream = client.query_raw(&statement, values).await.map_err(|error| classify(&error))?;
        let mut stream = Box::pin(stream);
        let rows = more_of(&mut stream).await?;
        Ok((stream, rows))
    }

    pub(super) fn for_each_key(
        &self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        check(values)?;
        self.begun()?;
        let width = width.max(1);
        for (group, keys) in values.chunks(width * PIPELINE).enumerate() {
            let answers = self.wait(async {
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
        if let Some(client) = self.take() {
            drop(Object::take(client));
        }
    }
}

/// Begins a transaction. A number that its beginning asks for is that of the last step taken, and must be right.
async fn begin_on(client: &Object, begin: &str) -> Result<()> {
    let answers = client.simple_query(begin).await.map_err(|error| classify(&error))?;
    let number = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => Some(row.get(0).and_then(|number| number.parse().ok())),
        _ => None,
    });
    match number {
        None => Ok(()),
        Some(step) => migrate::ensure_is_last(step.unwrap_or_default()),
    }
}

/// The rows of an answer that have not been fetched yet.
type Answer = Pin<Box<RowStream>>;

async fn more_of(stream: &mut Answer) -> Result<Vec<PgRow>> {
    stream.as_mut().take(ROWS_PER_FETCH).try_collect().await.map_err(|error| classify(&error))
}

fn check(values: &[Value<'_>]) -> Result<()> {
    values.iter().try_for_each(Value::check)
}
