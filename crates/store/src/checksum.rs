//! A checksum in each row, over its other columns: by it damage is noticed that the engine does not see.
//!
//! It is the sum of a hash of each column that holds something, with the names of table and column. So it does not
//! depend on the order of the columns, an empty text differs from nothing, and a later step may add a column that is
//! empty at first without touching a row. A step that fills a column sets the checksums of its rows to NULL, and
//! removes the setting [`COMPLETE`], so that [`fill_in`] computes them anew.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use crate::catalogue::{self, Table};
use crate::dialect;
use crate::error::{Error, Result};
use crate::exec::{Connection, Raw, Row};
use crate::setting;
use crate::store::Store;
use crate::value::Value;

/// The column.
pub(crate) const COLUMN: &str = "checksum";
/// The setting that says that every row has one.
const COMPLETE: &str = "checksums.complete";
/// The tables that have it: all but what passes by itself (locks, leases, what waits for a number, keys of requests)
/// and the record of migrations, which has its own.
const TABLES: [&str; 19] = [
    "change_feed",
    "change_log",
    "deal",
    "evidence",
    "evidence_kind",
    "evidence_party",
    "import_effect",
    "import_reject",
    "import_row",
    "import_run",
    "own_field",
    "party",
    "party_facts",
    "party_key",
    "party_link",
    "setting",
    "stage_period",
    "standing_period",
    "vocabulary",
];
/// Rows that are filled in in one transaction.
const CHUNK: i64 = 1_000;

/// Computes the checksums of rows of one table, given as the values of certain columns.
pub(crate) struct Checksums(Vec<Option<SipHasher13>>);

impl Checksums {
    pub(crate) fn new(table: &str, columns: &[&str]) -> Self {
        let begun = |column: &&str| {
            let mut hasher = SipHasher13::new();
            for name in [table, column] {
                hasher.write(name.as_bytes());
                hasher.write_u8(0);
            }
            (*column != COLUMN).then_some(hasher)
        };
        Self(columns.iter().map(begun).collect())
    }

    /// The checksum of a row that is to be stored; its columns that are not given hold nothing.
    pub(crate) fn of_values(&self, values: &[Value<'_>]) -> i64 {
        self.sum(values.iter().map(Raw::of))
    }

    /// The checksum of a row as it is stored, whatever it holds.
    pub(crate) fn of_row(&self, row: &Row<'_>) -> Result<i64> {
        let raw = (0..self.0.len()).map(|place| row.raw(place)).collect::<Result<Vec<_>>>()?;
        Ok(self.sum(raw.into_iter()))
    }

    fn sum<'r>(&self, values: impl Iterator<Item = Raw<'r>>) -> i64 {
        let parts = self.0.iter().zip(values).filter_map(|(begun, value)| part(begun.as_ref()?, &value));
        // The highest bit is left out: a checksum is never negative.
        (parts.fold(0, u64::wrapping_add) & (u64::MAX >> 1)) as i64
    }
}

fn part(begun: &SipHasher13, value: &Raw<'_>) -> Option<u64> {
    let mut hasher = *begun;
    let (kind, bytes): (u8, &[u8]) = match value {
        Raw::Null => return None,
        Raw::Int(number) => (1, &number.to_le_bytes()),
        Raw::Text(bytes) => (2, bytes),
        Raw::Bytes(bytes) => (3, bytes),
        Raw::Real(number) => (4, &number.to_le_bytes()),
    };
    hasher.write_u8(kind);
    hasher.write(bytes);
    Some(hasher.finish())
}

/// Whether rows of a table that are given by these columns still need a checksum.
pub(crate) fn is_wanted(table: &str, columns: &[&str]) -> bool {
    TABLES.contains(&table) && !columns.contains(&COLUMN)
}

/// The columns of rows, and behind them the checksum.
pub(crate) fn and_checksum<'n>(columns: &[&'n str]) -> Vec<&'n str> {
    columns.iter().copied().chain([COLUMN]).collect()
}

/// The same rows, given as one flat list, each with its checksum behind it.
pub(crate) fn with_checksums<'v>(table: &str, columns: &[&str], flat: &'v [Value<'_>]) -> Vec<Value<'v>> {
    let checksums = Checksums::new(table, columns);
    let width = columns.len().max(1);
    let mut all = Vec::with_capacity(flat.len() + flat.len() / width);
    for row in flat.chunks(width) {
        all.extend(row.iter().map(Value::borrowed));
        all.push(Value::Int(checksums.of_values(row)));
    }
    all
}

/// [`with_checksums`] of rows that are one's own.
pub(crate) fn added<'v>(table: &str, columns: &[&str], flat: Vec<Value<'v>>) -> Vec<Value<'v>> {
    let checksums = Checksums::new(table, columns);
    let width = columns.len().max(1);
    let mut all = Vec::with_capacity(flat.len() + flat.len() / width);
    let mut begins = 0;
    for value in flat {
        all.push(value);
        if all.len() - begins == width {
            all.push(Value::Int(checksums.of_values(all.get(begins..).unwrap_or_default())));
            begins = all.len();
        }
    }
    all
}

/// Sets columns of rows of a table and keeps their checksums true; says how many rows were there. `rows` holds for
/// each the values of the columns `key`, then those of `set`; `columns` are all that the table has. A row whose checksum
/// fails is not changed: that would make the damage look sound.
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

/// `a = $1, b = $2, …`.
fn equals(columns: &[&str], first: usize, between: &str) -> String {
    let each = columns.iter().zip(first..).map(|(column, place)| format!("{column} = ${place}"));
    each.collect::<Vec<_>>().join(between)
}

fn ensure_sound(checksums: &Checksums, table: &str, columns: &[&str], row: &Row<'_>) -> Result<()> {
    let place = columns.iter().position(|column| *column == COLUMN).unwrap_or_default();
    match row.raw(place)? {
        // Not filled in yet.
        Raw::Null => Ok(()),
        Raw::Int(stored) if stored == checksums.of_row(row)? => Ok(()),
        _ => Err(Error::Corrupt(format!("the checksum of a row of `{table}` does not fit what it holds"))),
    }
}

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

/// Fills in the next rows after a key, or the first ones; answers with the last key, if there may be more.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::NULL;

    #[test]
    fn a_checksum_stays_what_it_is_and_tells_nothing_from_empty() {
        let of = |columns: &[&str], values: &[Value<'_>]| Checksums::new("party", columns).of_values(values);
        let known = of(&["id", "name"], &[7.into(), "Ada".into()]);
        // Stored in every database: another number here would make all of them look damaged.
        assert_eq!(known, 5_870_642_694_805_627_857);
        assert_eq!(of(&["name", "checksum", "id"], &["Ada".into(), 3.into(), 7.into()]), known);
        assert_eq!(of(&["id", "name", "note"], &[7.into(), "Ada".into(), NULL]), known);
        assert_ne!(of(&["id", "name", "note"], &[7.into(), "Ada".into(), "".into()]), known);
        assert_ne!(of(&["id", "title"], &[7.into(), "Ada".into()]), known);
        assert_ne!(Checksums::new("deal", &["id", "name"]).of_values(&[7.into(), "Ada".into()]), known);
    }
}
