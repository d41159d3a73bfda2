//! A row of an answer, read by the place of its columns.

use casebook_domain::time::Timestamp;
use rusqlite::types::ValueRef;

use crate::error::{Error, Result};

/// A row, valid while the answer is being read. Columns count from 0, in the order of the statement.
pub struct Row<'r>(Source<'r>);

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

fn unlike(column: usize, wanted: &str) -> Error {
    Error::Unreadable(format!("column {column} of an answer holds no {wanted}"))
}

impl<'r> Row<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self(Source::Sqlite(row))
    }

    pub(crate) fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self(Source::Postgres(row))
    }

    /// A whole number or nothing.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        match &self.0 {
            Source::Sqlite(row) => match row.get_ref(column) {
                Ok(ValueRef::Integer(number)) => Ok(Some(number)),
                Ok(ValueRef::Null) => Ok(None),
                _ => Err(unlike(column, "whole number")),
            },
            Source::Postgres(row) => row.try_get(column).map_err(|_| unlike(column, "whole number")),
        }
    }

    /// A whole number; nothing is an error.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| unlike(column, "whole number"))
    }

    /// A whole number that says yes (anything but 0) or no.
    pub fn flag(&self, column: usize) -> Result<bool> {
        self.int(column).map(|number| number != 0)
    }

    /// A time or nothing.
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>> {
        self.opt_int(column).map(|micros| micros.map(Timestamp))
    }

    /// A time; nothing is an error.
    pub fn time(&self, column: usize) -> Result<Timestamp> {
        self.int(column).map(Timestamp)
    }

    /// Text or nothing.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        match &self.0 {
            Source::Sqlite(row) => match row.get_ref(column) {
                Ok(ValueRef::Text(bytes)) => {
                    std::str::from_utf8(bytes).map(Some).map_err(|_| unlike(column, "text in UTF-8"))
                }
                Ok(ValueRef::Null) => Ok(None),
                _ => Err(unlike(column, "text")),
            },
            Source::Postgres(row) => row.try_get(column).map_err(|_| unlike(column, "text")),
        }
    }

    /// Text; nothing is an error.
    pub fn text(&self, column: usize) -> Result<&str> {
        self.opt_text(column)?.ok_or_else(|| unlike(column, "text"))
    }

    /// Text of one's own.
    pub fn string(&self, column: usize) -> Result<String> {
        self.text(column).map(str::to_owned)
    }

    /// Text of one's own, or nothing.
    pub fn opt_string(&self, column: usize) -> Result<Option<String>> {
        self.opt_text(column).map(|text| text.map(str::to_owned))
    }

    /// Bytes or nothing.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match &self.0 {
            Source::Sqlite(row) => match row.get_ref(column) {
                Ok(ValueRef::Blob(bytes)) => Ok(Some(bytes)),
                Ok(ValueRef::Null) => Ok(None),
                _ => Err(unlike(column, "bytes")),
            },
            Source::Postgres(row) => row.try_get(column).map_err(|_| unlike(column, "bytes")),
        }
    }

    /// Bytes; nothing is an error.
    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        self.opt_bytes(column)?.ok_or_else(|| unlike(column, "bytes"))
    }
}
