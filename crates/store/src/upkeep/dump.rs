//! Exporting and importing whole tables: for copies that fit either engine.

use super::catalogue::{Class, Table};
use super::checksums;
use super::integrity::{RowCheck, Verdict};
use crate::error::{Error, Result};
use crate::exec::Connection;
use crate::exec::checksum::{self, Checksums};
use crate::exec::value::Value;

/// A row in any of these tables is someone's work.
const WORK: [&str; 6] = ["party", "evidence", "record", "evidence_kind", "import_run", "change_set"];

/// Whether a database holds nothing but what every new one has.
pub fn is_untouched(connection: &mut Connection<'_>) -> Result<bool> {
    for table in WORK {
        if connection.query_one(&format!("SELECT 1 FROM {table} LIMIT 1"), &[], |_| Ok(()))?.is_some() {
            return Ok(false);
        }
    }
    let versions = "SELECT 1 FROM vocabulary WHERE version > 1 LIMIT 1";
    Ok(connection.query_one(versions, &[], |_| Ok(()))?.is_none())
}

/// Whether every row has its checksum.
pub fn has_all_checksums(connection: &mut Connection<'_>) -> Result<bool> {
    checksums::is_complete(connection)
}

/// Hands every row of a table to `take`, in bounded memory, in whatever order. A row whose checksum fails is an error
/// that names it; `complete` says that each row must have one.
pub fn rows<E: From<Error>>(
    connection: &mut Connection<'_>,
    table: &Table,
    complete: bool,
    mut take: impl FnMut(Vec<Value<'static>>) -> Result<(), E>,
) -> Result<(), E> {
    let check = RowCheck::new(table, complete);
    let sql = format!("SELECT {} FROM {}", table.column_names().join(", "), table.name);
    connection.for_each(&sql, &[], |row| {
        if let Some(check) = &check
            && let Verdict::Damaged(what) = check.what(row)?
        {
            let name = check.name(row);
            return Err(Error::Corrupt(format!("in `{}` the row {name}: {what}", table.name)).into());
        }
        let mut values = Vec::with_capacity(table.columns.len());
        for (place, column) in table.columns.iter().enumerate() {
            values.push(match column.class {
                Class::Int => row.opt_int(place)?.into(),
                Class::Text => row.opt_string(place)?.into(),
                Class::Bytes => row.opt_bytes(place)?.map(<[u8]>::to_vec).into(),
            });
        }
        take(values)
    })
}

/// Removes every row of a table.
pub fn clear(connection: &mut Connection<'_>, table: &Table) -> Result<()> {
    connection.execute(&format!("DELETE FROM {}", table.name), &[]).map(|_| ())
}

/// Inserts rows, given as one flat list of values in the order of the table's columns.
pub fn insert(connection: &mut Connection<'_>, table: &Table, flat: &[Value<'_>]) -> Result<()> {
    connection.insert_as_given(&table.name, &table.column_names(), flat)
}

/// Compares rows that are not stored with the checksums that come with them.
pub struct Comparison {
    checksums: Option<(usize, Checksums)>,
}

impl Comparison {
    /// For rows of a table that are given by these columns.
    pub fn new(table: &str, columns: &[&str]) -> Self {
        let place = columns.iter().position(|name| *name == checksum::COLUMN);
        Self { checksums: place.map(|place| (place, Checksums::new(table, columns))) }
    }

    /// Whether a row matches its checksum, or has none.
    pub fn holds(&self, row: &[Value<'_>]) -> bool {
        self.checksums.as_ref().is_none_or(|(place, checksums)| match row.get(*place) {
            Some(Value::Int(stored)) => *stored == checksums.of_values(row),
            Some(Value::Null) => true,
            _ => false,
        })
    }
}
