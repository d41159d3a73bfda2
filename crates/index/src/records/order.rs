//! The order of a list of records, and where its pages begin.

use std::cmp::Ordering;
use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casebook_domain::ids::RecordId;
use casebook_domain::records::{FieldKind, RecordSort};

use super::column::{Cell, Column, is_numbered};
use super::table::Table;
use crate::bitmap::Bitmap;
use crate::error::{Error, Result};

/// What a record is sorted by in one column: the place of a currency and the amount, or the value. Nothing comes last in
/// either direction.
type Key = Option<(i64, i64)>;

/// The sort keys of a list.
pub struct Order<'t> {
    table: &'t Table,
    keys: Vec<OneKey>,
}

struct OneKey {
    column: std::sync::Arc<Column>,
    descending: bool,
    /// The places of texts, or of currencies, in their order.
    ranks: Option<HashMap<i64, i64>>,
    is_money: bool,
}

impl OneKey {
    fn of(&self, slot: u32) -> Key {
        let cells = self.column.at(slot).all();
        let rank = |number: i64| self.ranks.as_ref().and_then(|ranks| ranks.get(&number)).copied();
        // Of several values, the one that comes first.
        let keys = cells.iter().map(|(unit, value)| match (&self.ranks, self.is_money) {
            (Some(_), true) => (rank(i64::from(*unit)).unwrap_or_default(), *value),
            (Some(_), false) => (0, rank(*value).unwrap_or_default()),
            (None, _) => (0, *value),
        });
        if self.descending { keys.max() } else { keys.min() }
    }
}

impl<'t> Order<'t> {
    /// The order by these keys; the id decides in the end. Without keys, records are in the order of their names.
    pub fn of(table: &'t Table, sorts: &[RecordSort], found: &Bitmap) -> Self {
        let by_name = [RecordSort { by: "name".into(), kind: FieldKind::Text, descending: false }];
        let sorts = if sorts.is_empty() { &by_name } else { sorts };
        let key = |sort: &RecordSort| {
            let column = table.column(&sort.by);
            let is_money = sort.kind == FieldKind::Money;
            let ranks = (is_money || is_numbered(sort.kind)).then(|| ranks(&column, found, is_money));
            OneKey { column, descending: sort.descending, ranks, is_money }
        };
        Self { table, keys: sorts.iter().map(key).collect() }
    }

    fn compare(&self, one: u32, other: u32) -> Ordering {
        for key in &self.keys {
            let order = match (key.of(one), key.of(other)) {
                (Some(one), Some(other)) if key.descending => other.cmp(&one),
                (one, other) => match (one, other) {
                    (Some(one), Some(other)) => one.cmp(&other),
                    (one, other) => other.is_some().cmp(&one.is_some()),
                },
            };
            if order.is_ne() {
                return order;
            }
        }
        self.id(one).cmp(&self.id(other))
    }

    fn id(&self, slot: u32) -> i64 {
        self.table.row(slot).map_or(0, |row| row.id.0)
    }

    /// A page of the records found, after the record of a cursor; and the cursor of the next page.
    pub fn page(
        &self,
        found: &Bitmap,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<(Vec<u32>, Option<RecordId>)> {
        let after = match after {
            Some(id) => Some(self.table.slot_of(id).ok_or_else(|| gone(id))?),
            None => None,
        };
        let later = |slot: &u32| after.is_none_or(|after| self.compare(*slot, after).is_gt());
        let mut slots: Vec<u32> = found.slots().filter(later).collect();
        let more = slots.len() > limit;
        if more {
            slots.select_nth_unstable_by(limit, |one, other| self.compare(*one, *other));
            slots.truncate(limit);
        }
        slots.sort_unstable_by(|one, other| self.compare(*one, *other));
        let next = slots.last().filter(|_| more).and_then(|slot| self.table.row(*slot)).map(|row| row.id);
        Ok((slots, next))
    }
}

/// The places of the texts that are found, or of their currencies, in the order of the texts.
fn ranks(column: &Column, found: &Bitmap, is_money: bool) -> HashMap<i64, i64> {
    let number = |cell: &Cell| if is_money { i64::from(cell.0) } else { cell.1 };
    let mut numbers: Vec<i64> =
        found.slots().flat_map(|slot| column.at(slot).all().iter().map(number)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.sort_by(|one, other| column.text_of(*one).cmp(column.text_of(*other)));
    numbers.into_iter().zip(0..).collect()
}

fn gone(id: RecordId) -> Error {
    Error::argument("cursor", format!("the record {id} is no longer there; begin the list again"))
}

/// The text of a cursor: the order, and the last record of the page before.
pub fn cursor_text(sorts: &[RecordSort], last: RecordId) -> String {
    let mut bytes = signature(sorts).into_bytes();
    bytes.push(0);
    bytes.extend(last.0.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads [`cursor_text`] of the same order.
pub fn read_cursor(sorts: &[RecordSort], text: &str) -> Result<RecordId> {
    let read = || {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let rest = bytes.strip_prefix(signature(sorts).as_bytes())?.strip_prefix(&[0])?;
        Some(RecordId(i64::from_be_bytes(rest.try_into().ok()?)))
    };
    read().ok_or_else(|| {
        let short: String = text.chars().take(80).collect();
        let advice = "is not a cursor of this list; start without one, and use the same sort for every page";
        Error::argument("cursor", format!("`{short}` {advice}"))
    })
}

fn signature(sorts: &[RecordSort]) -> String {
    let one = |sort: &RecordSort| format!("{}{}", if sort.descending { "-" } else { "" }, sort.by);
    sorts.iter().map(one).collect::<Vec<_>>().join(",")
}
