//! Updating columns of rows so that their checksums stay correct.

use super::checksum::{COLUMN, Checksums, and_checksum};
use super::value::Value;
use super::{Connection, Raw, Row, dialect};
use crate::error::{Error, Result};

/// Sets columns of rows of a table and keeps their checksums correct; returns how many rows existed. `rows` holds for
/// each the values of the columns `key`, then those of `set`; `columns` are all columns of the table. A row whose
/// checksum fails is not changed: that would hide the damage.
pub(crate) fn update_many(
    connection: &mut Connection<'_>,
    (table, columns): (&str, &[&str]),
    key: &[&str],
    set: &[&str],
    rows: &[Value<'_>],
) -> Result<u64> {
    let width = key.len() + set.len();
    let keys: Vec<Value<'_>> =
        rows.chunks(width).flat_map(|row| row.iter().take(key.len()).map(Value::borrowed)).collect();
    let names = and_checksum(columns);
    let checksums = Checksums::new(table, &names);
    let sql = format!(
        "SELECT {} FROM {table} WHERE {}{}",
        names.join(", "),
        equals(key, 1, " AND "),
        dialect::locked(connection.engine())
    );
    let mut updates: Vec<Value<'_>> = Vec::new();
    connection.for_each_key(&sql, key.len(), &keys, |run, row| {
        ensure_sound(&checksums, table, &names, row)?;
        let given = rows.get(run * width..(run + 1) * width).unwrap_or_default();
        let changed = set.iter().zip(given.iter().skip(key.len()));
        let value = |(place, name): (usize, &&str)| match changed.clone().find(|(column, _)| *column == name)
        {
            Some((_, value)) => Ok(Raw::of(value)),
            None => row.raw(place),
        };
        let whole = names.iter().enumerate().map(value).collect::<Result<Vec<_>>>()?;
        updates.extend(given.iter().map(Value::borrowed));
        updates.push(Value::Int(checksums.sum(whole.into_iter())));
        Ok(())
    })?;
    let sql = format!(
        "UPDATE {table} SET {}, {COLUMN} = ${} WHERE {}",
        equals(set, key.len() + 1, ", "),
        width + 1,
        equals(key, 1, " AND ")
    );
    connection.execute_many(&sql, width + 1, &updates)
}

/// [`update_many`] of everything but the columns `fixed`, where the version is still the given one, which is then
/// incremented. Each row is its id, its version and the values of all columns.
pub(crate) fn update_versions<'v, const COUNT: usize>(
    connection: &mut Connection<'_>,
    (table, columns): (&str, &[&str; COUNT]),
    fixed: &[&str],
    rows: impl Iterator<Item = (i64, i64, [Value<'v>; COUNT])>,
) -> Result<u64> {
    let is_set = |name: &str| !fixed.contains(&name);
    let set: Vec<&str> =
        ["version"].into_iter().chain(columns.iter().copied().filter(|name| is_set(name))).collect();
    let flat: Vec<Value<'v>> = rows
        .flat_map(|(id, version, values)| {
            let changed = columns.iter().zip(values).filter(|(name, _)| is_set(name)).map(|(_, value)| value);
            [id.into(), version.into(), (version + 1).into()].into_iter().chain(changed).collect::<Vec<_>>()
        })
        .collect();
    update_many(connection, (table, columns), &["id", "version"], &set, &flat)
}

/// `a = $1, b = $2, …`.
pub(crate) fn equals(columns: &[&str], first: usize, between: &str) -> String {
    let each = columns.iter().zip(first..).map(|(column, place)| format!("{column} = ${place}"));
    each.collect::<Vec<_>>().join(between)
}

fn ensure_sound(checksums: &Checksums, table: &str, columns: &[&str], row: &Row<'_>) -> Result<()> {
    let place = columns.iter().position(|column| *column == COLUMN).unwrap_or_default();
    match row.raw(place)? {
        // Not filled in yet.
        Raw::Null => Ok(()),
        Raw::Int(stored) if stored == checksums.of_row(row)? => Ok(()),
        _ => Err(Error::Corrupt(format!("a row of `{table}` does not match its checksum"))),
    }
}
