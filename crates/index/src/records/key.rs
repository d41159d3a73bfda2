//! The keys by which records are grouped: a column, and what of its values is compared.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use casebook_domain::ids::PartyId;
use casebook_domain::records::{FieldKind, GroupKey, Grouping, Step};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::{self, Zone};
use serde_json::Value as Json;

use super::column::{Cell, Column, is_numbered};
use super::groups::GroupingNeeds;
use super::table::Table;
use crate::group_keys::GroupKeys;

/// A value of a key as it is compared; none for records without one.
pub type Part = Option<Cell>;

/// A key with its column.
pub struct KeyColumn<'k> {
    /// The key.
    pub key: &'k GroupKey,
    column: Arc<Column>,
    of_parties: Option<OfParties<'k>>,
    days: Days<'k>,
}

/// The values of a field of parties, spellings of one of them under one number.
struct OfParties<'k> {
    keys: &'k GroupKeys,
    /// The folded values, by the number of each value.
    folded: HashMap<u32, (u32, String)>,
    /// What was found for a party. Few parties are in many records.
    known: RefCell<HashMap<i64, Option<u32>>>,
}

/// The days of times in a zone. Few days have many records.
struct Days<'k> {
    zone: &'k Zone,
    known: RefCell<HashMap<i64, i64>>,
}

impl<'k> KeyColumn<'k> {
    /// The columns of all keys of a grouping.
    pub fn all(table: &Table, grouping: &'k Grouping, needs: &'k GroupingNeeds) -> Vec<Self> {
        let of_parties = needs.of_parties.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        let keys = grouping.by.iter().zip(of_parties);
        keys.map(|(key, of_parties)| Self::of(table, key, of_parties, &needs.zone)).collect()
    }

    /// The column of a key, with the values of parties if they are grouped by a field of theirs.
    pub fn of(table: &Table, key: &'k GroupKey, of_parties: Option<&'k GroupKeys>, zone: &'k Zone) -> Self {
        let of_parties = of_parties.filter(|_| key.of_party.is_some()).map(OfParties::of);
        let days = Days { zone, known: RefCell::default() };
        Self { key, column: table.column(&key.field.name), of_parties, days }
    }

    /// The values of a record, each once, with the places of the first of them; a single one if there is none.
    pub fn parts(&self, slot: u32, into: &mut Vec<(Part, usize)>) {
        into.clear();
        for (place, cell) in self.column.at(slot).all().iter().enumerate() {
            let part = self.part(*cell);
            if part.is_some() && !into.iter().any(|(known, _)| *known == part) {
                into.push((part, place));
            }
        }
        if into.is_empty() {
            into.push((None, 0));
        }
    }

    fn part(&self, (unit, value): Cell) -> Part {
        if let Some(of_parties) = &self.of_parties {
            return of_parties.number(value).map(|number| (0, i64::from(number)));
        }
        if self.key.of_party.is_some() {
            return None;
        }
        Some(match (self.key.step, self.key.field.kind) {
            (Some(step), FieldKind::Instant) => (unit, step.begin(self.days.of(value))),
            (Some(step), _) => (unit, step.begin(value)),
            (None, _) => (unit, value),
        })
    }

    /// Whether [`KeyColumn::name_of`] has a value's name; else that of a record has to be read.
    pub fn is_named(&self) -> bool {
        self.key.step.is_some() || self.of_parties.is_some()
    }

    /// The name of a span of time, or of a value of parties.
    pub fn name_of(&self, (_, value): Cell) -> Json {
        match &self.of_parties {
            Some(of_parties) => {
                u32::try_from(value).ok().and_then(|number| of_parties.keys.value(number)).into()
            }
            None => self.key.step.map(|step: Step| step.name(value)).into(),
        }
    }

    /// The order of two values.
    pub fn compare(&self, one: Cell, other: Cell) -> Ordering {
        if let Some(of_parties) = &self.of_parties {
            return of_parties.text(one.1).cmp(&of_parties.text(other.1));
        }
        if is_numbered(self.key.field.kind) {
            return self.column.text_of(one.1).cmp(self.column.text_of(other.1));
        }
        one.cmp(&other)
    }
}

impl<'k> OfParties<'k> {
    fn of(keys: &'k GroupKeys) -> Self {
        let mut first: HashMap<String, u32> = HashMap::new();
        let mut folded = HashMap::new();
        for (number, value) in keys.named() {
            let text = fold(value);
            // What folds to nothing is no value to filters either.
            if !text.is_empty() {
                folded.insert(number, (*first.entry(text.clone()).or_insert(number), text));
            }
        }
        Self { keys, folded, known: RefCell::default() }
    }

    /// The number under which the value of a party is counted.
    fn number(&self, party: i64) -> Option<u32> {
        let find = || Some(self.folded.get(&self.keys.number(PartyId(party))?)?.0);
        *self.known.borrow_mut().entry(party).or_insert_with(find)
    }

    fn text(&self, number: i64) -> Option<&str> {
        let number = u32::try_from(number).ok()?;
        self.folded.get(&number).map(|(_, text)| text.as_str())
    }
}

impl Days<'_> {
    /// The day of a time, as a number such as 20260303.
    fn of(&self, time: i64) -> i64 {
        let day = self.zone.day_of(Timestamp(time));
        *self.known.borrow_mut().entry(day.0).or_insert_with(|| {
            let digits: String = zone::written(day).chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("UTC", "2017-03-31T23:30:00-02:00", 20_170_401)]
    #[case("Europe/Berlin", "2017-03-31T21:59:59Z", 20_170_331)]
    #[case("Europe/Berlin", "2017-03-31T22:00:00Z", 20_170_401)]
    #[case("America/New_York", "2017-04-01T03:59:59Z", 20_170_331)]
    fn a_time_is_of_the_day_that_it_has_in_the_zone(
        #[case] zone: &str,
        #[case] time: &str,
        #[case] day: i64,
    ) {
        let zone = Zone::named(zone).unwrap();
        let days = Days { zone: &zone, known: RefCell::default() };
        assert_eq!(days.of(Timestamp::parse_rfc3339(time).unwrap().0), day);
    }
}
