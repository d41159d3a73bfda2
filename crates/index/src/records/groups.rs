//! Records of a filter, grouped by the values of fields.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casebook_domain::records::{FieldKind, GroupKey, Grouping, Scalar, Values};
use casebook_domain::time::Timestamp;
use casebook_store::record::RecordRow;
use serde_json::Value as Json;

use super::column::{Cell, Column, is_numbered};
use super::table::Table;
use crate::bitmap::Bitmap;

/// The most groups that are answered.
pub const MOST_GROUPS: usize = 1_000;

/// A group of records.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordGroup {
    /// The values that its records have in common, one for each key; null for none.
    pub values: Vec<Json>,
    /// How many records.
    pub count: u64,
    /// The sums, by currency.
    pub sums: BTreeMap<String, i128>,
}

/// A value of a key: where it is compared, and where one like it stands.
type Part = Option<Cell>;

#[derive(Default)]
struct Found {
    /// The first record in it, and the places of its values.
    example: Option<(u32, Vec<usize>)>,
    count: u64,
    /// By currency; there are few.
    sums: Vec<(u32, i128)>,
}

impl Found {
    fn add(&mut self, slot: u32, places: impl FnOnce() -> Vec<usize>, amounts: Option<&Column>) {
        self.example.get_or_insert_with(|| (slot, places()));
        self.count += 1;
        for (currency, minor) in amounts.map_or(&[][..], |column| column.at(slot).all()) {
            let minor = i128::from(*minor);
            match self.sums.iter_mut().find(|(known, _)| known == currency) {
                Some((_, sum)) => *sum += minor,
                None => self.sums.push((*currency, minor)),
            }
        }
    }
}

/// The groups, in the order of their values; `None` if there are too many.
pub fn group(table: &Table, found: &Bitmap, grouping: &Grouping) -> Option<Vec<RecordGroup>> {
    let columns: Vec<Arc<Column>> = grouping.by.iter().map(|key| table.column(&key.field.name)).collect();
    let amounts = grouping.sum.as_ref().map(|name| table.column(name));
    let mut groups = match (grouping.by.as_slice(), columns.as_slice()) {
        ([key], [column]) => by_one(key, column, found, amounts.as_deref())?,
        (keys, columns) => by_many(keys, columns, found, amounts.as_deref())?,
    };
    groups.sort_by(|(one, _), (other, _)| compare(&grouping.by, &columns, one, other));
    let answered =
        |(parts, found): (Vec<Part>, Found)| shown(table, &grouping.by, amounts.as_deref(), &parts, found);
    Some(groups.into_iter().map(answered).collect())
}

/// Groups by one key, as a board has them: nothing is made for a record but its group.
fn by_one(
    key: &GroupKey,
    column: &Column,
    found: &Bitmap,
    amounts: Option<&Column>,
) -> Option<Vec<(Vec<Part>, Found)>> {
    let mut groups: HashMap<Part, Found> = HashMap::new();
    for slot in found.slots() {
        let cells = column.at(slot).all();
        if cells.is_empty() {
            groups.entry(None).or_default().add(slot, || vec![0], amounts);
        }
        for (place, cell) in cells.iter().enumerate() {
            groups.entry(Some(stepped(key, *cell))).or_default().add(slot, || vec![place], amounts);
        }
        if groups.len() > MOST_GROUPS {
            return None;
        }
    }
    Some(groups.into_iter().map(|(part, found)| (vec![part], found)).collect())
}

fn by_many(
    keys: &[GroupKey],
    columns: &[Arc<Column>],
    found: &Bitmap,
    amounts: Option<&Column>,
) -> Option<Vec<(Vec<Part>, Found)>> {
    let mut groups: HashMap<Vec<Part>, Found> = HashMap::new();
    for slot in found.slots() {
        for (parts, places) in combinations(keys, columns, slot) {
            groups.entry(parts).or_default().add(slot, || places, amounts);
        }
        if groups.len() > MOST_GROUPS {
            return None;
        }
    }
    Some(groups.into_iter().collect())
}

/// A group as it is answered: its values as its first record has them.
fn shown(
    table: &Table,
    keys: &[GroupKey],
    amounts: Option<&Column>,
    parts: &[Part],
    found: Found,
) -> RecordGroup {
    let (slot, places) = found.example.unwrap_or_default();
    let row = table.row(slot);
    let value = |((key, part), place): ((&GroupKey, &Part), &usize)| match (part, row) {
        (Some((_, day)), _) if key.step.is_some() => key.step.map(|step| step.name(*day)).into(),
        (Some(_), Some(row)) => value_of(key, row, *place),
        _ => Json::Null,
    };
    let values = keys.iter().zip(parts).zip(&places).map(value).collect();
    let currency =
        |number: u32| amounts.map_or_else(String::new, |column| column.text_of(i64::from(number)).to_owned());
    let sums = found.sums.into_iter().map(|(number, sum)| (currency(number), sum)).collect();
    RecordGroup { values, count: found.count, sums }
}

/// Every combination of a record's values, with their places; of a key without a value, none is one.
fn combinations(keys: &[GroupKey], columns: &[Arc<Column>], slot: u32) -> Vec<(Vec<Part>, Vec<usize>)> {
    let mut all: Vec<(Vec<Part>, Vec<usize>)> = vec![(Vec::new(), Vec::new())];
    for (key, column) in keys.iter().zip(columns) {
        let cells = column.at(slot).all();
        let mut parts: Vec<(Part, usize)> =
            cells.iter().enumerate().map(|(place, cell)| (Some(stepped(key, *cell)), place)).collect();
        if parts.is_empty() {
            parts.push((None, 0));
        }
        all = all
            .into_iter()
            .flat_map(|(before, places)| {
                let longer = |(part, place): &(Part, usize)| {
                    ([before.as_slice(), &[*part]].concat(), [places.as_slice(), &[*place]].concat())
                };
                parts.iter().map(longer).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

fn stepped(key: &GroupKey, (unit, value): Cell) -> Cell {
    match (key.step, key.field.kind) {
        (Some(step), FieldKind::Instant) => (unit, step.begin(day_of(Timestamp(value)))),
        (Some(step), _) => (unit, step.begin(value)),
        (None, _) => (unit, value),
    }
}

/// The day of a time in UTC, as a number such as 20260303.
fn day_of(at: Timestamp) -> i64 {
    let text = at.to_string();
    let day: String = text.chars().take_while(|c| *c != 'T').filter(char::is_ascii_digit).collect();
    day.parse().unwrap_or_default()
}

fn compare(keys: &[GroupKey], columns: &[Arc<Column>], one: &[Part], other: &[Part]) -> Ordering {
    let pairs = keys.iter().zip(columns).zip(one.iter().zip(other));
    pairs.fold(Ordering::Equal, |so_far, ((key, column), (one, other))| {
        so_far.then_with(|| match (one, other) {
            (Some(one), Some(other)) if is_numbered(key.field.kind) => {
                column.text_of(one.1).cmp(column.text_of(other.1))
            }
            (Some(one), Some(other)) => one.cmp(other),
            // Those without a value come last.
            (one, other) => other.is_some().cmp(&one.is_some()),
        })
    })
}

/// The value of a record's field at a place, as it is sent.
fn value_of(key: &GroupKey, row: &RecordRow, place: usize) -> Json {
    match key.field.name.as_str() {
        "name" => return row.name.clone().into(),
        "owner" => return row.owner.clone().into(),
        "state" => return row.state.clone().into(),
        _ => {}
    }
    let values = Values::stored_of(std::slice::from_ref(&key.field), &row.fields);
    let Some(value) = values.get(&key.field.name) else { return Json::Null };
    if let Some(party) = value.parties().get(place) {
        return party.party.to_string().into();
    }
    value.scalars().nth(place).map_or(Json::Null, Scalar::to_json)
}

#[cfg(test)]
mod tests {
    use casebook_domain::records::Step;

    use super::*;

    #[test]
    fn the_day_of_a_time_is_that_of_utc() {
        let at = Timestamp::parse_rfc3339("2017-03-31T23:30:00-02:00").unwrap();
        assert_eq!(day_of(at), 20_170_401);
        assert_eq!(Step::Quarter.name(Step::Quarter.begin(day_of(at))), "2017-Q2");
    }
}
