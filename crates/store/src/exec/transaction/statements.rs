//! The statements of a transaction: one, many, and many at once.

use std::pin::{Pin, pin};

use deadpool_postgres::Object;
use futures_util::future::{join, join_all};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Row as PgRow, RowStream, Statement};

use super::{Transaction, begin_on, copy};
use crate::error::{Error, Result};
use crate::exec::batch::Step;
use crate::exec::postgres_error::classify;
use crate::exec::value::Value;
use crate::exec::{Batch, Row, insert_text};

/// Up to so many rows, one `INSERT` is faster than starting a COPY.
const ROWS_PER_INSERT: usize = 4;
/// Statements in flight at once on one connection.
const PIPELINE: usize = 128;
/// Statements of a batch in flight at once: so many futures are started strictly one after the other.
const IN_ORDER: usize = 30;
/// Rows that are fetched before they are handed on.
const ROWS_PER_FETCH: usize = 256;

/// Waits for statements that were sent one behind the other. Once one has failed the others do too, and which of the
/// answers is noticed first is a matter of chance: the error is that of the one that failed first.
async fn all<T, F>(runs: impl IntoIterator<Item = F>) -> Result<Vec<T>, tokio_postgres::Error>
where
    F: Future<Output = Result<T, tokio_postgres::Error>>,
{
    let is_cause = |one: &Result<T, tokio_postgres::Error>| {
        let code = one.as_ref().err().map(tokio_postgres::Error::code);
        code.is_some_and(|code| code != Some(&SqlState::IN_FAILED_SQL_TRANSACTION))
    };
    let mut done = join_all(runs).await;
    if let Some(place) = done.iter().position(is_cause) {
        done.swap(0, place);
    }
    done.into_iter().collect()
}

impl Transaction {
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

    pub(in crate::exec) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        check(values)?;
        self.begun()?;
        self.wait(async {
            let (client, statement) = self.prepare(sql, values.len()).await?;
            client.execute_raw(&statement, values).await.map_err(|error| classify(&error))
        })
    }

    pub(in crate::exec) fn execute_many(&self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<u64> {
        check(values)?;
        self.begun()?;
        let width = width.max(1);
        self.wait(async {
            let mut touched = 0;
            let (client, statement) = self.prepare(sql, width).await?;
            for group in values.chunks(width * PIPELINE) {
                let runs = group.chunks(width).map(|row| client.execute_raw(&statement, row));
                let done = all(runs).await.map_err(|error| classify(&error))?;
                touched += done.iter().sum::<u64>();
            }
            Ok(touched)
        })
    }

    pub(in crate::exec) fn insert_many(
        &self,
        table: &str,
        columns: &[&str],
        values: &[Value<'_>],
    ) -> Result<()> {
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
            let mut sink = pin!(sink);
            for part in copy::parts(values, &types) {
                sink.send(part?).await.map_err(|error| classify(&error))?;
            }
            sink.finish().await.map(|_| ()).map_err(|error| classify(&error))
        })
    }

    /// Sends consecutive statements without waiting for each; many rows are sent by COPY in between.
    pub(in crate::exec) fn run(&self, batch: &Batch<'_>) -> Result<()> {
        self.run_and(batch, None)
    }

    pub(super) fn run_and(&self, batch: &Batch<'_>, end: Option<&'static str>) -> Result<()> {
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
                // Sent after the last statement without waiting for it. If that failed, this rolls back.
                match end.filter(|_| groups.peek().is_none()) {
                    Some(end) => {
                        self.is_ending.set(true);
                        let (ran, ended) = join(runs, self.client()?.batch_execute(end)).await;
                        ran.and(ended)
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
        Ok(all(prepared))
    }

    /// Hands the rows of an answer to `take`. What must be done before is sent with the query.
    pub(in crate::exec) fn for_each(
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
            // A query changes nothing, so no harm is done if it runs and the beginning fails.
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

    pub(in crate::exec) fn for_each_key(
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
                all(runs).await.map_err(|error| classify(&error))
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

/// The rows of an answer that have not been fetched yet.
type Answer = Pin<Box<RowStream>>;

async fn more_of(stream: &mut Answer) -> Result<Vec<PgRow>> {
    stream.as_mut().take(ROWS_PER_FETCH).try_collect().await.map_err(|error| classify(&error))
}

fn check(values: &[Value<'_>]) -> Result<()> {
    values.iter().try_for_each(Value::check)
}
