//! Records of a filter, grouped by the values of fields.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casebook_domain::deals::{DEAL, DealState, Outcomes, state_of, weighted};
use casebook_domain::money::exchange::ExchangeRates;
use casebook_domain::records::{Choice, GroupKey, Grouping, Scalar, Values};
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;
use casebook_store::record::RecordRow;
use serde_json::Value as Json;

use super::by_part::ByPart;
use super::column::Column;
use super::exchange::{Exchange, ExchangedAmounts};
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
    /// Of deals, how they ended, and what they come to.
    pub deals: Option<DealGroup>,
}

/// What a group says of deals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DealGroup {
    /// How they ended.
    pub outcomes: Outcomes,
    /// The sums of those that were won.
    pub won: Sums,
    /// The sums of those that are worked on, each amount weighted by the probability of the deal's stage.
    pub weighted: Sums,
    /// The sums in the workspace's own currency, if amounts are added up and that is set.
    pub exchanged: Option<ExchangedAmounts>,
}

/// What grouping needs that is not in the table.
pub struct GroupingNeeds {
    /// For each key by a field of parties, its values.
    pub of_parties: Vec<Option<GroupKeys>>,
    /// The zone in which times are put together.
    pub zone: Zone,
    /// The rates by which amounts of deals are exchanged.
    pub rates: ExchangeRates,
}

/// Sums by the number of the currency; there are few.
#[derive(Default)]
pub(super) struct Adding(Vec<(u32, i128)>);

impl Adding {
    /// Adds the amounts of a slot.
    pub fn add(&mut self, amounts: Option<&Column>, slot: u32) {
        self.add_each(amounts, slot, |minor| minor);
    }

    /// Adds what is made of the amounts of a slot.
    pub fn add_each(&mut self, amounts: Option<&Column>, slot: u32, of: impl Fn(i64) -> i64) {
        for (currency, minor) in amounts.map_or(&[][..], |column| column.at(slot).all()) {
            let minor = i128::from(of(*minor));
            match self.0.iter_mut().find(|(known, _)| known == currency) {
                Some((_, sum)) => *sum += minor,
                None => self.0.push((*currency, minor)),
            }
        }
    }

    /// The sums, by currency.
    pub fn sums(self, amounts: Option<&Column>) -> Sums {
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
    weighted: Adding,
    exchanged: Option<ExchangedAmounts>,
}

/// What is counted and added up of each record.
struct Counted<'e> {
    amounts: Option<Arc<Column>>,
    /// Of deals: in which stages they are.
    stages: Option<Stages>,
    /// Of deals with amounts that are added up: how these are exchanged.
    exchange: Option<Exchange<'e>>,
}

/// In which stages deals are.
struct Stages {
    pipelines: Arc<Column>,
    column: Arc<Column>,
    /// The state that each stage stands for.
    states: Vec<DealState>,
    /// By pipeline and stage: how likely a deal is won, in percent.
    probabilities: Vec<Vec<u8>>,
}

impl Stages {
    fn of(table: &Table) -> Option<Self> {
        let choices = |name: &str| Some(&table.of.field(name)?.choices).filter(|_| table.of.name == DEAL);
        let (pipelines, stages) = (choices("pipeline")?, choices("stage")?);
        let of_pipeline = |pipeline: &Choice| {
            stages
                .iter()
                .map(|stage| table.deals.pipelines.probability(&pipeline.name, &stage.name))
                .collect()
        };
        Some(Self {
            pipelines: table.column("pipeline"),
            column: table.column("stage"),
            states: stages.iter().map(|choice| state_of(&choice.name)).collect(),
            probabilities: pipelines.iter().map(of_pipeline).collect(),
        })
    }

    /// The state of the deal in a slot, and how likely it is won.
    fn at(&self, slot: u32) -> (DealState, u8) {
        let place = |column: &Column| {
            column.at(slot).all().first().and_then(|(_, place)| usize::try_from(*place).ok())
        };
        let stage = place(&self.column);
        let ended = stage.and_then(|place| self.states.get(place)).copied().unwrap_or_default();
        let row = self.probabilities.get(place(&self.pipelines).unwrap_or_default());
        let probability = row.and_then(|row| row.get(stage?)).copied().unwrap_or_default();
        (ended, probability)
    }
}

impl<'e> Counted<'e> {
    fn of(table: &Table, grouping: &Grouping, rates: &'e ExchangeRates, now: Timestamp) -> Self {
        let amounts = grouping.sum.as_ref().map(|name| table.column(name));
        let stages = Stages::of(table);
        let of_deals = amounts.clone().filter(|_| stages.is_some() && rates.base().is_some());
        let exchange = of_deals.map(|amounts| Exchange::of(table, amounts, rates, now));
        Self { amounts, stages, exchange }
    }

    fn add(&self, found: &mut Found, slot: u32, places: impl FnOnce() -> Vec<usize>) {
        let amounts = self.amounts.as_deref();
        found.example.get_or_insert_with(|| (slot, places()));
        found.count += 1;
        found.sums.add(amounts, slot);
        if let Some(stages) = &self.stages {
            let (state, probability) = stages.at(slot);
            found.outcomes.add(state);
            if let Some(exchange) = &self.exchange {
                if found.exchanged.is_none() {
                    found.exchanged = exchange.nothing();
                }
                if let Some(sums) = &mut found.exchanged {
                    exchange.add(sums, state, probability, slot);
                }
            }
            match state {
                DealState::Won => found.won.add(amounts, slot),
                DealState::Open => {
                    found.weighted.add_each(amounts, slot, |minor| weighted(minor, probability));
                }
                DealState::Lost => {}
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
    now: Timestamp,
) -> Option<Vec<RecordGroup>> {
    let keys = KeyColumn::all(table, grouping, needs);
    let counted = Counted::of(table, grouping, &needs.rates, now);
    let mut groups = match keys.as_slice() {
        [key] => by_one(key, found, &counted)?,
        keys => by_many(keys, found, &counted)?,
    };
    groups.sort_by(|(one, _), (other, _)| compare(&keys, one, other));
    let answered = |(parts, found): (Vec<Part>, Found)| shown(table, &keys, &counted, &parts, found);
    Some(groups.into_iter().map(answered).collect())
}

/// Groups by one key, as a board has them: nothing is made for a record but its group.
fn by_one(key: &KeyColumn<'_>, found: &Bitmap, counted: &Counted<'_>) -> Option<Vec<(Vec<Part>, Found)>> {
    let mut groups: ByPart<Found> = ByPart::default();
    let mut parts = Vec::new();
    for slot in found.slots() {
        key.parts(slot, &mut parts);
        for (part, place) in &parts {
            counted.add(groups.of(*part), slot, || vec![*place]);
        }
        if groups.len() > MOST_GROUPS {
            return None;
        }
    }
    Some(groups.into_all().map(|(part, found)| (vec![part], found)).collect())
}

fn by_many(keys: &[KeyColumn<'_>], found: &Bitmap, counted: &Counted<'_>) -> Option<Vec<(Vec<Part>, Found)>> {
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
    counted: &Counted<'_>,
    parts: &[Part],
    found: Found,
) -> RecordGroup {
    let values = values_of(table, keys, parts, &found.example.unwrap_or_default());
    let amounts = counted.amounts.as_deref();
    let deals = counted.stages.as_ref().map(|_| DealGroup {
        outcomes: found.outcomes,
        won: found.won.sums(amounts),
        weighted: found.weighted.sums(amounts),
        exchanged: found.exchanged,
    });
    RecordGroup { values, count: found.count, sums: found.sums.sums(amounts), deals }
}

/// The values of a group, as the record of an example has them.
pub(super) fn values_of(
    table: &Table,
    keys: &[KeyColumn<'_>],
    parts: &[Part],
    (slot, places): &(u32, Vec<usize>),
) -> Vec<Json> {
    let row = table.row(*slot);
    let value = |((column, part), place): ((&KeyColumn<'_>, &Part), &usize)| match (part, row) {
        (Some(cell), _) if column.is_named() => column.name_of(*cell),
        (Some(_), Some(row)) => value_of(column.key, row, *place),
        _ => Json::Null,
    };
    keys.iter().zip(parts).zip(places).map(value).collect()
}

/// Every combination of a record's values, with their places; of a key without a value, none is one.
pub(super) fn combinations(keys: &[KeyColumn<'_>], slot: u32) -> Vec<(Vec<Part>, Vec<usize>)> {
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

/// The order of two groups by their values; those without a value come last.
pub(super) fn compare(keys: &[KeyColumn<'_>], one: &[Part], other: &[Part]) -> Ordering {
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
