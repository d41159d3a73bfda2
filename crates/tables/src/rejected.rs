//! Rejected rows, and why.

/// A row that cannot be imported; those around it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its number among the rows of data, from 1.
    pub number: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The column at fault, if it is one column.
    pub column: Option<String>,
    /// Its value, or the beginning of it.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
    /// Its cells, as far as they could be read.
    pub cells: Vec<String>,
}

/// The columns in which a table of rejected rows says why each was rejected. They are never a row's own, so that
/// the table can be corrected and read again.
pub const REJECTED_COLUMNS: [&str; 4] =
    ["rejected line", "rejected column", "rejected value", "rejected because"];
