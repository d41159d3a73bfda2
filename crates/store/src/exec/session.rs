//! PostgreSQL: one connection with an open transaction, and the statements in it.

use std::pin::pin;

use deadpool_postgres::Object;
use futures_util::future::{try_join, try_join_all};
use futures_util::{StreamExt, TryStreamExt};
use tokio::runtime::Handle;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::{Row as PgRow, Statement};

use super::batch::Step;
use super::postgres::classify;
use super::{Batch, Row, insert_text};
use crate::error::{Error, Result};
use crate::value::Value;

/// Up to so many rows, one `INSERT` is quicker than starting a COPY.
const ROWS_PER_INSERT: usize = 4;
/// Statements that are under way at once on one connection.
const PIPELINE: usize = 128;
/// Statements of a batch that are under way at once: so many futures are begun strictly one after the other.
const IN_ORDER: usize = 30;
/// Rows that are fetched before they are handed on.
const ROWS_PER_FETCH: usize = 256;

/// A connection with an open transaction. Dropped without an end, it is closed, which undoes everything.
pub(crate) struct Session {
    client: Option<Object>,
    handle: Handle,
}

impl Session {
    pub(super) fn new(client: Object, handle: Handle) -> Self {
        Self { client: Some(client), handle }
    }

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
    pub(super) fn end(self, end: &str) -> Result<()> {
        self.finish(end)
    }

    /// Gives the connection back after its transaction has ended.
    fn let_go_ended(mut self) {
        drop(self.client.take());
    }

    pub(super) fn undo<T, E>(self, error: E) -> Result<T, E> {
        // A rollback that fails closes the connection, which rolls back too.
        let _ = self.finish("ROLLBACK");
        Err(error)
    }

    /// Ends a transaction that wrote nothing, without waiting for the server.
    pub(super) fn let_go(mut self) {
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

    /// Runs a batch and commits, waiting once for both where no rows are many.
    pub(super) fn commit(self, batch: &Batch<'_>) -> Result<()> {
        match self.run_and(batch, Some("COMMIT")) {
            Ok(()) => {
                self.let_go_ended();
                Ok(())
            }
            // Whether the end was reached can no longer be told; closing the connection undoes what was not.
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
        self.handle.block_on(async {
            let mut groups = statements.chunks(IN_ORDER).peekable();
            if let (None, Some(end)) = (groups.peek(), end) {
                self.client()?.batch_execute(end).await.map_err(|error| classify(&error))?;
            }
            while let Some(group) = groups.next() {
                // All are known to the server before the first is sent, so that none overtakes another.
                let mut prepared = Vec::with_capacity(group.len());
                for (sql, values) in group {
                    prepared.push((self.prepare(sql, values.len()).await?, *values));
                }
                let runs = prepared
                    .iter()
                    .map(|((client, statement), values)| client.execute_raw(statement, *values));
                let runs = try_join_all(runs);
                // Sent behind the last statement without waiting for it. Had that failed, this would undo.
                match end.filter(|_| groups.peek().is_none()) {
                    Some(end) => try_join(runs, self.client()?.batch_execute(end)).await.map(|_| ()),
                    None => runs.await.map(|_| ()),
                }
                .map_err(|error| classify(&error))?;
            }
            Ok(())
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
