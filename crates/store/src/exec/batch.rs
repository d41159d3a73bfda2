//! Statements that need no answer of each other, so that a server can be sent all of them at once.

use super::insert_text;
use crate::value::Value;

/// Statements to be run in their order. On PostgreSQL they share one wait for the network.
#[derive(Debug, Default)]
pub struct Batch<'v> {
    pub(super) steps: Vec<Step<'v>>,
}

/// One of them.
#[derive(Debug)]
pub(super) enum Step<'v> {
    Execute(String, Vec<Value<'v>>),
    Insert { table: &'static str, columns: &'static [&'static str], values: Vec<Value<'v>> },
}

impl<'v> Batch<'v> {
    /// Adds a statement.
    pub fn execute(&mut self, sql: impl Into<String>, values: Vec<Value<'v>>) {
        self.steps.push(Step::Execute(sql.into(), values));
    }

    /// Adds rows to be inserted, given as one flat list; none is nothing to do.
    pub fn insert(&mut self, table: &'static str, columns: &'static [&'static str], values: Vec<Value<'v>>) {
        if !values.is_empty() {
            self.steps.push(Step::Insert { table, columns, values });
        }
    }
}

impl<'v> Step<'v> {
    /// The statement as text, if it is one that is quicker sent so than by other means.
    pub(super) fn as_statement(&self, most_rows: usize) -> Option<(String, &[Value<'v>])> {
        match self {
            Self::Execute(sql, values) => Some((sql.clone(), values)),
            Self::Insert { table, columns, values } => {
                let rows = values.len() / columns.len().max(1);
                (rows <= most_rows).then(|| (insert_text(table, columns, rows), values.as_slice()))
            }
        }
    }
}
