//! Batches of statements that do not depend on each other's results, so that a server can be sent all at once.

use super::value::Value;
use super::{checksum, insert_text};

/// Statements to be run in order. On PostgreSQL they share one network round trip.
#[derive(Debug, Default)]
pub struct Batch<'v> {
    pub(super) steps: Vec<Step<'v>>,
}

/// One of them.
#[derive(Debug)]
pub(super) enum Step<'v> {
    Execute(String, Vec<Value<'v>>),
    Insert { table: String, columns: Vec<String>, values: Vec<Value<'v>> },
}

impl<'v> Batch<'v> {
    /// Adds a statement.
    pub fn execute(&mut self, sql: impl Into<String>, values: Vec<Value<'v>>) {
        self.steps.push(Step::Execute(sql.into(), values));
    }

    /// Adds one statement for each `width` values.
    pub fn execute_each(&mut self, sql: &str, width: usize, values: &[Value<'v>]) {
        self.steps.extend(values.chunks(width.max(1)).map(|row| Step::Execute(sql.to_owned(), row.to_vec())));
    }

    /// Adds rows to be inserted, given as one flat list; an empty list does nothing.
    pub fn insert(&mut self, table: &str, columns: &[&str], values: Vec<Value<'v>>) {
        if checksum::is_wanted(table, columns) {
            let values = checksum::added(table, columns, values);
            return self.insert_as_given(table, &checksum::and_checksum(columns), values);
        }
        self.insert_as_given(table, columns, values);
    }

    /// [`Batch::insert`] without adding checksums.
    pub(super) fn insert_as_given(&mut self, table: &str, columns: &[&str], values: Vec<Value<'v>>) {
        if !values.is_empty() {
            let columns = columns.iter().map(|column| (*column).to_owned()).collect();
            self.steps.push(Step::Insert { table: table.to_owned(), columns, values });
        }
    }

    /// The same statements with owned values: for preparing them on one thread and running them on another.
    #[must_use]
    pub fn into_owned(self) -> Batch<'static> {
        Batch { steps: self.steps.into_iter().map(Step::into_owned).collect() }
    }
}

impl<'v> Step<'v> {
    fn into_owned(self) -> Step<'static> {
        let owned = |values: Vec<Value<'v>>| values.into_iter().map(Value::into_owned).collect();
        match self {
            Self::Execute(sql, values) => Step::Execute(sql, owned(values)),
            Self::Insert { table, columns, values } => Step::Insert { table, columns, values: owned(values) },
        }
    }

    /// Whether it inserts more rows than this.
    pub(super) fn inserts_more_than(&self, rows: usize) -> bool {
        matches!(self, Self::Insert { columns, values, .. } if values.len() > rows * columns.len())
    }

    pub(super) fn owned(&self) -> Step<'static> {
        let owned = |values: &[Value<'_>]| values.iter().map(Value::owned).collect();
        match self {
            Self::Execute(sql, values) => Step::Execute(sql.clone(), owned(values)),
            Self::Insert { table, columns, values } => {
                Step::Insert { table: table.clone(), columns: columns.clone(), values: owned(values) }
            }
        }
    }

    /// The statement as text, if it is faster to send as one.
    pub(super) fn as_statement(&self, most_rows: usize) -> Option<(String, &[Value<'v>])> {
        match self {
            Self::Execute(sql, values) => Some((sql.clone(), values)),
            Self::Insert { table, columns, values } => {
                let rows = values.len() / columns.len().max(1);
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                (rows <= most_rows).then(|| (insert_text(table, &columns, rows), values.as_slice()))
            }
        }
    }
}
