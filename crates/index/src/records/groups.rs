//! Records of a filter, grouped by the values of fields.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casebook_domain::deals::{DEAL, DealState, Outcomes, Stage};
use casebook_domain::records::{GroupKey, Grouping, Scalar, Values};
use casebook_domain::zone::Zone;
use casebook_store::record::RecordRow;
use serde_json::Value as Json;

use super::column::Column;
use super::key::{KeyColumn, Part};
use super::table::Table;
use crate::bitmap::Bitmap;
use crate::group_keys::GroupKeys;

/// The most groups that are answered.
pub const MOST_GROUPS: usize = 1_000;

/// Sums of amounts in minor units, by currency.
pub type Sums = BTreeMap<String, i128>;

/// A group of records.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordGroup {
    /// The values that its records have in common, one for each key; null for none.
    pub values: Vec<Json>,
    /// How many records.
    pub count: u64,
    /// The sums.
    pub sums: Sums,
    /// Of deals, how they ended, and the sums of those that were won.
    pub outcomes: Option<(Outcomes, Sums)>,
}

/// What grouping needs that is not in the table.
pub struct GroupingNeeds {
    /// For each key by a field of parties, its values.
    pub of_parties: Vec<Option<GroupKeys>>,
    /// The zone in which times are put together.
    pub zone: Zone,
}

/// Sums by the number of the currency; there are few.
#[derive(Default)]
struct Adding(Vec<(u32, i128)>);

impl Adding {
    fn add(&mut self, amounts: Option<&Column>, slot: u32) {
        for (currency, minor) in amounts.map_or(&[][..], |column| column.at(slot).all()) {
            let minor = i128::from(*minor);
            match self.0.iter_mut().find(|(known, _)| known == currency) {
                Some((_, sum)) => *sum += minor,
                None => self.0.push((*currency, minor)),
            }
        }
    }

    fn sums(self, amounts: Option<&Column>) -> Sums {
        let currency = |number: u32| {
            amounts.map_or_else(String::new, |column| column.text_of(i64::from(number)).to_owned())
        };
        self.0.into_iter().map(|(number, sum)| (currency(number), sum)).collect()
    }
}

#[derive(Default)]
struct Found {
    /// The first record in it, and the places of its values.
    example: Option<(u32, Vec<usize>)>,
    count: u64,
    sums: Adding,
    outcomes: Outcomes,
    won: Adding,
}

/// What is counted and added up of each record.
struct Counted {
    amounts: Option<Arc<Column>>,
    /// Of deals: their stages, and the state that each stands for.
    stages: Option<(Arc<Column>, Vec<DealState>)>,
}

impl Counted {
    fn of(table: &Table, grouping: &Grouping) -> Self {
        let of_deals = table.of.field("stage").filter(|_| table.of.name == DEAL);
        let states = of_deals.map(|field| {
            let state_of = |name: &str| Stage::from_text(name).map_or(DealState::Open, Stage::state);
            field.choices.iter().map(|choice| state_of(&choice.name)).collect()
        });
        Self {
            amounts: grouping.sum.as_ref().map(|name| table.column(name)),
            stages: states.map(|states| (table.column("stage"), states)),
        }
    }

    fn add(&self, found: &mut Found, slot: u32, places: impl FnOnce() -> Vec<usize>) {
        let amounts = self.amounts.as_deref();
        found.example.get_or_insert_with(|| (slot, places()));
        found.count += 1;
        found.sums.add(amounts, slot);
        if let Some((stages, states)) = &self.stages {
            let place = stages.at(slot).all().first().and_then(|(_, place)| usize::try_from(*place).ok());
            let state = place.and_then(|place| states.get(place)).copied().unwrap_or(DealState::Open);
            found.outcomes.add(state);
            if state == DealState::Won {
                found.won.add(amounts, slot);
            }
        }
    }
}

/// The groups, in the order of their values; `None` if there are too many.
pub fn group(
    table: &Table,
    found: &Bitmap,
    grouping: &Grouping,
    needs: &GroupingNeeds,
) -> Option<Vec<RecordGroup>> {
    let of_parties = needs.of_parties.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    let keys = grouping.by.iter().zip(of_parties);
    let keys: Vec<KeyColumn<'_>> =
        keys.map(|(key, of_parties)| KeyColumn::of(table, key, of_parties, &needs.zone)).collect();
    let counted = Counted::of(table, grouping);
    let mut groups = match keys.as_slice() {
        [key] => by_one(key, found, &counted)?,
        keys => by_many(keys, found, &counted)?,
    };
    groups.sort_by(|(one, _), (other, _)| compare(&keys, one, other));
    let answered = |(parts, found): (Vec<Part>, Found)| shown(table, &keys, &counted, &parts, found);
    Some(groups.into_iter().map(answered).collect())
}

/// Groups by one key, as a board has them: nothing is made for a record but its group.
fn by_one(key: &KeyColumn<'_>, found: &Bitmap, counted: &Counted) -> Option<Vec<(Vec<Part>, Found)>> {
    let mut groups: HashMap<Part, Found> = HashMap::new();
    let mut parts = Vec::new();
    for slot in found.slots() {
        key.parts(slot, &mut parts);
        for (part, place) in &parts {
            counted.add(groups.entry(*part).or_default(), slot, || vec![*place]);
        }
        if groups.len() > MOST_GROUPS {
            return None;
        }
    }
    Some(groups.into_iter().map(|(part, found)| (vec![part], found)).collect())
}

fn by_many(keys: &[KeyColumn<'_>], found: &Bitmap, counted: &Counted) -> Option<Vec<(Vec<Part>, Found)>> {
    let mut groups: HashMap<Vec<Part>, Found> = HashMap::new();
    for slot in found.slots() {
        for (parts, places) in combinations(keys, slot) {
            counted.add(groups.entry(parts).or_default(), slot, || places);
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
    keys: &[KeyColumn<'_>],
    counted: &Counted,
    parts: &[Part],
    found: Found,
) -> RecordGroup {
    let (slot, places) = found.example.unwrap_or_default();
    let row = table.row(slot);
    let value = |((column, part), place): ((&KeyColumn<'_>, &Part), &usize)| match (part, row) {
        (Some(cell), _) if column.is_named() => column.name_of(*cell),
        (Some(_), Some(row)) => value_of(column.key, row, *place),
        _ => Json::Null,
    };
    let values = keys.iter().zip(parts).zip(&places).map(value).collect();
    let amounts = counted.amounts.as_deref();
    let outcomes = counted.stages.is_some().then(|| (found.outcomes, found.won.sums(amounts)));
    RecordGroup { values, count: found.count, sums: found.sums.sums(amounts), outcomes }
}

/// Every combination of a record's values, with their places; of a key without a value, none is one.
fn combinations(keys: &[KeyColumn<'_>], slot: u32) -> Vec<(Vec<Part>, Vec<usize>)> {
    let mut all: Vec<(Vec<Part>, Vec<usize>)> = vec![(Vec::new(), Vec::new())];
    let mut parts = Vec::new();
    for key in keys {
        key.parts(slot, &mut parts);
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

fn compare(keys: &[KeyColumn<'_>], one: &[Part], other: &[Part]) -> Ordering {
    let pairs = keys.iter().zip(one.iter().zip(other));
    pairs.fold(Ordering::Equal, |so_far, (key, (one, other))| {
        so_far.then_with(|| match (one, other) {
            (Some(one), Some(other)) => key.compare(*one, *other),
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
