//! A checksum in each row over its other columns: it reveals damage that the engine does not see.
//!
//! It is the sum of a hash of each column that is not NULL, with the names of table and column. So it does not
//! depend on the order of the columns, an empty text differs from NULL, and a later migration may add a column that is
//! NULL at first without touching a row. A migration that fills a column sets the checksums of its rows to NULL, and
//! removes the setting that says that all are there, so that opening the database computes them again.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use super::value::Value;
use super::{Raw, Row};
use crate::error::Result;

/// The column.
pub(crate) const COLUMN: &str = "checksum";
/// The tables that have it: all but short-lived ones (locks, leases, the outbox, request keys) and the record of
/// migrations, which has its own.
pub(crate) const TABLES: [&str; 26] = [
    "change_entry",
    "change_feed",
    "change_set",
    "deal_period",
    "evidence",
    "evidence_kind",
    "evidence_party",
    "framework",
    "import_reject",
    "import_row",
    "import_run",
    "own_field",
    "party",
    "party_facts",
    "party_key",
    "party_link",
    "pipeline",
    "quote",
    "record",
    "record_key",
    "record_party",
    "record_type",
    "setting",
    "stage_period",
    "standing_period",
    "vocabulary",
];
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

    /// The checksum of a row that is to be stored; columns that are not given are NULL.
    pub(crate) fn of_values(&self, values: &[Value<'_>]) -> i64 {
        self.sum(values.iter().map(Raw::of))
    }

    /// The checksum of a stored row, whatever it holds.
    pub(crate) fn of_row(&self, row: &Row<'_>) -> Result<i64> {
        let raw = (0..self.0.len()).map(|place| row.raw(place)).collect::<Result<Vec<_>>>()?;
        Ok(self.sum(raw.into_iter()))
    }

    pub(super) fn sum<'r>(&self, values: impl Iterator<Item = Raw<'r>>) -> i64 {
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

/// The columns of rows, followed by the checksum.
pub(crate) fn and_checksum<'n>(columns: &[&'n str]) -> Vec<&'n str> {
    columns.iter().copied().chain([COLUMN]).collect()
}

/// The same rows, given as one flat list, each followed by its checksum.
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

/// [`with_checksums`] of owned rows.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::value::NULL;

    #[test]
    fn a_checksum_is_stable_and_distinguishes_null_from_empty() {
        let of = |columns: &[&str], values: &[Value<'_>]| Checksums::new("party", columns).of_values(values);
        let known = of(&["id", "name"], &[7.into(), "Ada".into()]);
        // Stored in every database: another number here would make all of them look damaged.
        assert_eq!(known, 5_870_642_694_805_627_857);
        assert_eq!(of(&["name", "checksum", "id"], &["Ada".into(), 3.into(), 7.into()]), known);
        assert_eq!(of(&["id", "name", "note"], &[7.into(), "Ada".into(), NULL]), known);
        assert_ne!(of(&["id", "name", "note"], &[7.into(), "Ada".into(), "".into()]), known);
        assert_ne!(of(&["id", "title"], &[7.into(), "Ada".into()]), known);
        assert_ne!(Checksums::new("party_link", &["id", "name"]).of_values(&[7.into(), "Ada".into()]), known);
    }
}
