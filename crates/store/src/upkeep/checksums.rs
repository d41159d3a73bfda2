//! Adding missing checksums to rows: those of a database older than checksums, or of a migration that filled a column.

use super::catalogue::{self, Table};
use crate::error::{Error, Result};
use crate::exec::checksum::{COLUMN, Checksums, TABLES};
use crate::exec::update::equals;
use crate::exec::value::Value;
use crate::exec::{Connection, dialect};
use crate::store::Store;
use crate::tables::setting;

/// The setting that says that every row has one.
const COMPLETE: &str = "checksums.complete";
/// Rows per transaction.
const CHUNK: i64 = 1_000;

/// Whether every row has been given its checksum.
pub(crate) fn is_complete(connection: &mut Connection<'_>) -> Result<bool> {
    setting::get(connection, COMPLETE).map(|found| found.is_some())
}

impl Store {
    /// Gives every row that has no checksum yet its own, in transactions of a thousand rows, so that others can
    /// write in between. Does nothing where that was done before.
    pub fn fill_in_checksums(&self) -> Result<()> {
        if self.read(is_complete)? {
            return Ok(());
        }
        for table in
            self.read(catalogue::tables)?.into_iter().filter(|one| TABLES.contains(&one.name.as_str()))
        {
            let mut last: Option<Vec<Value<'static>>> = Some(Vec::new());
            while let Some(after) = last {
                let table = table.clone();
                last = self.write(move |connection| fill_in(connection, &table, &after))?;
            }
        }
        self.write(|connection| setting::set(connection, COMPLETE, "1"))
    }
}

/// Fills in the next rows after a key, or the first ones; returns the last key if there may be more.
fn fill_in(
    connection: &mut Connection<'_>,
    table: &Table,
    after: &[Value<'static>],
) -> Result<Option<Vec<Value<'static>>>> {
    let key: Vec<&str> = table.key.iter().map(String::as_str).collect();
    let names = table.column_names();
    let places: Vec<String> = (1..=after.len()).map(|place| format!("${place}")).collect();
    let beyond = if after.is_empty() {
        String::new()
    } else {
        format!(" AND ({}) > ({})", key.join(", "), places.join(", "))
    };
    let sql = format!(
        "SELECT {names}, {key} FROM {table} WHERE {COLUMN} IS NULL{beyond} ORDER BY {key} LIMIT {CHUNK}{lock}",
        names = names.join(", "),
        key = key.join(", "),
        table = table.name,
        lock = dialect::locked(connection.engine())
    );
    let checksums = Checksums::new(&table.name, &names);
    let mut updates: Vec<Value<'static>> = Vec::new();
    connection.for_each(&sql, after, |row| {
        for place in 0..key.len() {
            updates.push(row.raw(names.len() + place)?.to_value()?);
        }
        updates.push(Value::Int(checksums.of_row(row)?));
        Ok::<(), Error>(())
    })?;
    let width = key.len() + 1;
    let last = updates.chunks(width).last().map(|row| row.iter().take(key.len()).cloned().collect());
    let sql = format!("UPDATE {} SET {COLUMN} = ${width} WHERE {}", table.name, equals(&key, 1, " AND "));
    connection.execute_many(&sql, width, &updates)?;
    Ok(last.filter(|_| updates.len() == width * CHUNK as usize))
}
