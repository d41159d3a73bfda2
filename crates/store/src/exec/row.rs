//! A row of an answer, read by the place of its columns.

use casebook_domain::time::Timestamp;
use rusqlite::types::ValueRef;
use tokio_postgres::types::Type;

use super::value::Value;
use crate::error::{Error, Result};

/// A row, valid while the answer is being read. Columns count from 0, in the order of the statement.
pub struct Row<'r>(Source<'r>);

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// The value of a column, whatever its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Raw<'r> {
    Null,
    Int(i64),
    /// Only SQLite files can hold such a number, and only damaged ones.
    Real(f64),
    /// The bytes of a text, which in a damaged file need not be UTF-8.
    Text(&'r [u8]),
    Bytes(&'r [u8]),
}

impl<'r> Raw<'r> {
    /// A value as it will be stored. Lists are bound in conditions; no column holds one.
    pub(crate) fn of(value: &'r Value<'_>) -> Self {
        match value {
            Value::Int(number) => Self::Int(*number),
            Value::Text(text) => Self::Text(text.as_bytes()),
            Value::Bytes(bytes) => Self::Bytes(bytes),
            Value::Null | Value::Ints(_) | Value::Texts(_) => Self::Null,
        }
    }

    /// The stored value, owned.
    pub(crate) fn to_value(self) -> Result<Value<'static>> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Int(number) => number.into(),
            Self::Real(_) => return Err(Error::Unreadable("a column holds a fraction".to_owned())),
            Self::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned().into(),
                Err(_) => return Err(Error::Unreadable("a column holds text that is not UTF-8".to_owned())),
            },
            Self::Bytes(bytes) => bytes.to_vec().into(),
        })
    }
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

    /// The value of a column, whatever its type.
    pub(crate) fn raw(&self, column: usize) -> Result<Raw<'_>> {
        let row = match &self.0 {
            Source::Sqlite(row) => {
                return Ok(match row.get_ref(column).map_err(|_| unlike(column, "value"))? {
                    ValueRef::Null => Raw::Null,
                    ValueRef::Integer(number) => Raw::Int(number),
                    ValueRef::Real(number) => Raw::Real(number),
                    ValueRef::Text(bytes) => Raw::Text(bytes),
                    ValueRef::Blob(bytes) => Raw::Bytes(bytes),
                });
            }
            Source::Postgres(row) => row,
        };
        let kind = row.columns().get(column).map(|column| column.type_().clone());
        Ok(match kind {
            Some(Type::INT8) => self.opt_int(column)?.map_or(Raw::Null, Raw::Int),
            Some(Type::BYTEA) => self.opt_bytes(column)?.map_or(Raw::Null, Raw::Bytes),
            _ => self.opt_text(column)?.map_or(Raw::Null, |text| Raw::Text(text.as_bytes())),
        })
    }

    /// A whole number or NULL.
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

    /// A whole number; NULL is an error.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| unlike(column, "whole number"))
    }

    /// A whole number that says yes (anything but 0) or no.
    pub fn flag(&self, column: usize) -> Result<bool> {
        self.int(column).map(|number| number != 0)
    }

    /// A time or NULL.
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>> {
        self.opt_int(column).map(|micros| micros.map(Timestamp))
    }

    /// A time; NULL is an error.
    pub fn time(&self, column: usize) -> Result<Timestamp> {
        self.int(column).map(Timestamp)
    }

    /// Text or NULL.
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

    /// Text; NULL is an error.
    pub fn text(&self, column: usize) -> Result<&str> {
        self.opt_text(column)?.ok_or_else(|| unlike(column, "text"))
    }

    /// Owned text.
    pub fn string(&self, column: usize) -> Result<String> {
        self.text(column).map(str::to_owned)
    }

    /// Owned text or NULL.
    pub fn opt_string(&self, column: usize) -> Result<Option<String>> {
        self.opt_text(column).map(|text| text.map(str::to_owned))
    }

    /// Bytes or NULL.
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

    /// Bytes; NULL is an error.
    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        self.opt_bytes(column)?.ok_or_else(|| unlike(column, "bytes"))
    }
}
