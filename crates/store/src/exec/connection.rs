//! The connection that work inside a transaction is given.

use super::batch::Step;
use super::cancel::Cancel;
use super::value::Value;
use super::{Batch, Row, Transaction, checksum, dialect, sqlite};
use crate::engine::Engine;
use crate::error::{Error, Result};

/// Up to so many inserted rows wait for other statements.
const FEW: usize = 4;

/// A transaction, or a snapshot for reading. Statements name their values `$1`, `$2`, … on both engines.
///
/// A failed statement aborts the transaction, on SQLite as on PostgreSQL: whatever the work returns, nothing of it is
/// kept. Use [`Connection::attempt`] around statements that may fail.
///
/// Insertions and batches need no answer. On PostgreSQL they wait until the next query or the commit, and then go out
/// together; so a later call, or the commit, may report their failure.
pub struct Connection<'c> {
    link: Link<'c>,
    waiting: Batch<'static>,
    failed: Option<Error>,
    depth: u32,
    /// How many queries are still allowed, if their answers would not be of one snapshot.
    left_to_ask: Option<u32>,
    /// Ends long answers that no one waits for any more.
    cancel: Cancel,
}

enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c Transaction),
}

impl<'c> Connection<'c> {
    pub(crate) fn sqlite(connection: &'c rusqlite::Connection) -> Self {
        Self {
            link: Link::Sqlite(connection),
            waiting: Batch::default(),
            failed: None,
            depth: 0,
            left_to_ask: None,
            cancel: Cancel::default(),
        }
    }

    pub(crate) fn postgres(transaction: &'c Transaction) -> Self {
        Self {
            link: Link::Postgres(transaction),
            waiting: Batch::default(),
            failed: None,
            depth: 0,
            left_to_ask: None,
            cancel: Cancel::default(),
        }
    }

    /// From now on answers end when no one waits for them any more.
    pub(crate) fn end_with(&mut self, cancel: &Cancel) {
        self.cancel = cancel.clone();
    }

    /// From now on one query is allowed, because there is no transaction around it.
    pub(crate) fn limit_to_one_question(&mut self) {
        self.left_to_ask = Some(1);
    }

    fn count_question(&mut self) -> Result<()> {
        let Some(left) = &mut self.left_to_ask else { return Ok(()) };
        let counted = left.checked_sub(1).ok_or_else(|| {
            Error::Other("a second question would not be answered from the same snapshot".to_owned())
        });
        counted.map(|fewer| *left = fewer)
    }

    /// What has not been sent yet; it is sent with the commit.
    pub(crate) fn left(&mut self) -> Batch<'static> {
        std::mem::take(&mut self.waiting)
    }

    /// Sends what waits.
    fn flush(&mut self) -> Result<()> {
        if self.waiting.steps.is_empty() {
            return Ok(());
        }
        let waiting = self.left();
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::run(connection, &waiting),
            Link::Postgres(transaction) => transaction.run(&waiting),
        };
        self.noted(outcome)
    }

    /// The first error of a statement that no [`Connection::attempt`] has caught.
    pub(crate) fn failure(&mut self) -> Option<Error> {
        self.failed.take()
    }

    fn noted<T>(&mut self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome {
            self.failed.get_or_insert_with(|| error.clone());
        }
        outcome
    }

    /// Which engine this is. Only [`crate::exec::dialect`] may act on it.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement without an answer; returns how many rows it touched.
    pub fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        self.flush()?;
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Link::Postgres(transaction) => transaction.execute(sql, values),
        };
        self.noted(outcome)
    }

    /// Takes a shared lock on a table until this transaction ends: waits for an exclusive lock, and keeps others from
    /// taking one.
    pub fn hold(&mut self, table: &str) -> Result<()> {
        match (self.link.copy(), dialect::holding(self.engine(), table)) {
            (Link::Postgres(transaction), Some(sql)) => {
                let outcome = transaction.begin_with(&sql);
                self.noted(outcome)
            }
            _ => Ok(()),
        }
    }

    /// Takes an exclusive lock on a table until this transaction ends: waits for shared locks, and makes others wait.
    pub fn claim(&mut self, table: &str) -> Result<()> {
        match (self.link.copy(), dialect::claimed(self.engine(), table)) {
            (Link::Postgres(transaction), Some(sql)) => {
                let outcome = transaction.begin_with(&sql);
                self.noted(outcome)
            }
            _ => Ok(()),
        }
    }

    /// Aborts the transaction for an error that no statement reported: whatever the work returns, nothing is kept.
    pub(crate) fn give_up<T>(&mut self, why: Error) -> Result<T> {
        self.noted(Err(why))
    }

    /// Runs several statements without values, separated by `;`.
    pub fn execute_script(&mut self, sql: &str) -> Result<()> {
        self.flush()?;
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::script(connection, sql),
            Link::Postgres(transaction) => transaction.script(sql),
        };
        self.noted(outcome)
    }

    /// Runs one statement once for each `width` values; returns how many rows were touched in total.
    pub fn execute_many(&mut self, sql: &str, width: usize, values: &[Value<'_>]) -> Result<u64> {
        self.flush()?;
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::execute_many(connection, sql, width, values),
            Link::Postgres(transaction) => transaction.execute_many(sql, width, values),
        };
        self.noted(outcome)
    }

    /// Inserts rows, given as one flat list of `columns.len()` values each. The fastest way to insert.
    pub fn insert_many(&mut self, table: &str, columns: &[&str], values: &[Value<'_>]) -> Result<()> {
        if checksum::is_wanted(table, columns) {
            let values = checksum::with_checksums(table, columns, values);
            return self.insert_as_given(table, &checksum::and_checksum(columns), &values);
        }
        self.insert_as_given(table, columns, values)
    }

    /// [`Connection::insert_many`] without adding checksums.
    pub(crate) fn insert_as_given(
        &mut self,
        table: &str,
        columns: &[&str],
        values: &[Value<'_>],
    ) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        if columns.is_empty() || !values.len().is_multiple_of(columns.len()) {
            return Err(Error::Other(format!("{} values do not fill rows of `{table}`", values.len())));
        }
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::insert_many(connection, table, columns, values),
            Link::Postgres(_) if values.len() / columns.len() <= FEW => {
                let mut batch = Batch::default();
                batch.insert_as_given(table, columns, values.to_vec());
                return self.run(&batch);
            }
            Link::Postgres(transaction) => {
                self.flush()?;
                transaction.insert_many(table, columns, values)
            }
        };
        self.noted(outcome)
    }

    /// Runs a batch; the first failure ends it.
    pub fn run(&mut self, batch: &Batch<'_>) -> Result<()> {
        match self.link {
            Link::Sqlite(connection) => {
                let outcome = sqlite::run(connection, batch);
                self.noted(outcome)
            }
            Link::Postgres(_) => batch.steps.iter().try_for_each(|step| match step {
                // Many rows are not copied to wait: they are sent by themselves anyway.
                Step::Insert { table, columns, values } if step.inserts_more_than(FEW) => {
                    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                    self.insert_as_given(table, &columns, values)
                }
                _ => {
                    self.waiting.steps.push(step.owned());
                    Ok(())
                }
            }),
        }
    }

    /// Hands every row of an answer to `take`, in bounded memory. An error of `take` ends it and is passed on.
    pub fn for_each<E: From<Error>>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.count_question()?;
        let mut stopped = None;
        let cancel = self.cancel.clone();
        let mut step = |row: &Row<'_>| match cancel.check().map_err(E::from).and_then(|()| take(row)) {
            Ok(()) => true,
            Err(error) => {
                stopped = Some(error);
                false
            }
        };
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::for_each(connection, sql, values, &mut step),
            Link::Postgres(transaction) => transaction.for_each(&self.waiting, sql, values, &mut step),
        };
        // They went out with the question.
        self.waiting.steps.clear();
        self.noted(outcome)?;
        stopped.map_or(Ok(()), Err)
    }

    /// All rows of an answer, each as `read` reads it.
    pub fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.for_each(sql, values, |row| {
            rows.push(read(row)?);
            Ok::<(), Error>(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer, if it has one.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.query(sql, values, read).map(|rows| rows.into_iter().next())
    }

    /// Runs one query once for each `width` values and hands its rows to `take` with the number of the run.
    /// For lookups by keys of several columns.
    pub fn for_each_key(
        &mut self,
        sql: &str,
        width: usize,
        values: &[Value<'_>],
        mut take: impl FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.flush()?;
        let outcome = match self.link {
            Link::Sqlite(connection) => sqlite::for_each_key(connection, sql, width, values, &mut take),
            Link::Postgres(transaction) => transaction.for_each_key(sql, width, values, &mut take),
        };
        self.noted(outcome)
    }

    /// Looks up the rows of a table whose two key columns are one of `pairs`, and hands each to `take` with the
    /// place of its pair. The columns asked for count from 1.
    pub fn for_each_pair(
        &mut self,
        columns: &str,
        table: &str,
        keys: [&str; 2],
        pairs: &[(&str, &str)],
        mut take: impl FnMut(usize, &Row<'_>) -> Result<()>,
    ) -> Result<()> {
        if pairs.is_empty() {
            return Ok(());
        }
        if let Some(sql) = dialect::by_pairs(self.engine(), columns, table, keys) {
            let (first, second): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
            let lists = [Value::Texts(first), Value::Texts(second)];
            return self.for_each(&sql, &lists, |row| take((row.int(0)? - 1) as usize, row));
        }
        let [first, second] = keys;
        let sql = format!("SELECT 0, {columns} FROM {table} WHERE {first} = $1 AND {second} = $2");
        let flat: Vec<Value<'_>> =
            pairs.iter().flat_map(|(first, second)| [(*first).into(), (*second).into()]).collect();
        self.for_each_key(&sql, 2, &flat, take)
    }

    /// Runs `work` so that its failure undoes `work` alone and leaves the transaction usable.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let name = format!("attempt_{}", self.depth);
        self.execute_script(&format!("SAVEPOINT {name}"))?;
        let mut inner = Connection {
            link: self.link.copy(),
            waiting: Batch::default(),
            failed: None,
            depth: self.depth + 1,
            left_to_ask: None,
            cancel: Cancel::default(),
        };
        let mut outcome = work(&mut inner);
        // Waiting statements belong to the attempt; their failure is noted like any other.
        let _ = inner.flush();
        if let (Ok(_), Some(error)) = (&outcome, inner.failure()) {
            outcome = Err(error.into());
        }
        if outcome.is_err() {
            self.execute_script(&format!("ROLLBACK TO SAVEPOINT {name}"))?;
        }
        self.execute_script(&format!("RELEASE SAVEPOINT {name}"))?;
        outcome
    }
}

impl Link<'_> {
    fn copy(&self) -> Self {
        match self {
            Self::Sqlite(connection) => Self::Sqlite(connection),
            Self::Postgres(transaction) => Self::Postgres(transaction),
        }
    }
}
