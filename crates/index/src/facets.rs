//! Facets: how the parties of a filter are distributed over kinds, stages, standings, shared and custom fields.

use std::collections::HashMap;

use casebook_domain::Unknown;
use casebook_domain::filter::Filter;
use casebook_domain::lifecycle::funnel::GroupField;
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::{PartyKind, SHARED_FIELDS};
use casebook_domain::spellings::grouped;

use crate::bitmap::Bitmap;
use crate::columns::{Columns, NONE};
use crate::dictionary::ABSENT;
use crate::error::{Error, Result};
use crate::group_keys::{Needed, SlotKeys};
use crate::lookup::answered;
use crate::own_fields::{self, PREFIX};
use crate::select::select;
use crate::vocabularies::vocabulary_of;
use crate::{Index, Reader};

/// The most fields that are counted by at once.
pub const MOST_FIELDS: usize = 50;
/// What stands before a field of the account.
const ACCOUNT: &str = "account.";
/// The most values of a field that are listed.
const MOST_VALUES: usize = 50;

/// How many parties have which value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The field as requested.
    pub field: String,
    /// The values with their counts, `None` for parties without one. Kinds, standings and stages in their own order,
    /// fields by frequency and at most fifty values.
    pub counts: Vec<(Option<String>, u64)>,
    /// How many parties have a value that is not listed.
    pub others: u64,
}

impl Index {
    /// Counts the parties that fit by each of these fields: `kind`, `standing`, `stage.VOCABULARY`, `source`,
    /// `owner`, `country`, `region`, `city`, `language`, `title`, `more.FIELD`, or `account.` before a field. Every count is
    /// exact.
    pub fn facets(&self, reader: &Reader<'_>, filter: &Filter, fields: &[&str]) -> Result<Vec<Facet>> {
        if fields.len() > MOST_FIELDS {
            return Err(Error::argument("fields", format!("give at most {MOST_FIELDS} fields")));
        }
        let filter = answered(self, reader, filter)?;
        let own: Vec<&str> = fields.iter().filter_map(|field| field.strip_prefix(PREFIX)).collect();
        let of_accounts = self.of_accounts(reader, fields)?;
        let (facets, parties) = self.read(reader, |columns, now| {
            let slots = select(reader, columns, &filter, now)?;
            let wanted = |field: &&str| {
                reader.check_wanted()?;
                // Those of custom fields follow.
                match of_accounts.get(*field) {
                    Some((by, needed)) => {
                        let keys = SlotKeys::of(columns, Some(by), needed, (reader, now));
                        Ok(Some(grouped_by(columns, &slots, field, &keys)))
                    }
                    None if field.starts_with(PREFIX) => Ok(None),
                    None => facet(columns, &slots, field).map(Some),
                }
            };
            let facets = fields.iter().map(wanted).collect::<Result<Vec<_>>>()?;
            Ok((facets, if own.is_empty() { Vec::new() } else { columns.parties(&slots) }))
        })?;
        let mut own = own_fields::facets(reader, &own, parties)?.into_iter();
        Ok(facets.into_iter().filter_map(|facet| facet.or_else(|| own.next())).collect())
    }
}

impl Index {
    /// Those of the fields that are of accounts, with what counting by them needs.
    fn of_accounts<'f>(
        &self,
        reader: &Reader<'_>,
        fields: &[&'f str],
    ) -> Result<HashMap<&'f str, (GroupField, Needed)>> {
        let mut all = HashMap::new();
        for field in fields.iter().copied().filter(|field| field.starts_with(ACCOUNT)) {
            let unknown = |unknown: Unknown| Unknown { what: "field to count by", ..unknown };
            let by = GroupField::read(field).map_err(unknown)?;
            let needed = self.needed(reader, Some(&by)).map_err(|error| match error {
                Error::Unknown(named) => unknown(named).into(),
                other => other,
            })?;
            all.insert(field, (by, needed));
        }
        Ok(all)
    }
}

fn grouped_by(columns: &Columns, slots: &Bitmap, field: &str, keys: &SlotKeys<'_>) -> Facet {
    let mut by_number: HashMap<u32, u64> = HashMap::new();
    slots.slots().for_each(|slot| *by_number.entry(keys.number(columns, slot)).or_default() += 1);
    let named = |(number, count): (u32, u64)| (keys.value(columns, number).map(str::to_owned), count);
    by_frequency(field, by_number.into_iter().map(named).collect(), slots.count())
}

fn facet(columns: &Columns, slots: &Bitmap, field: &str) -> Result<Facet> {
    if let Some(name) = field.strip_prefix("stage.") {
        let place = vocabulary_of(&columns.vocabularies, name)?;
        let names = columns.vocabularies.get(place).map(|one| one.stages.as_slice()).unwrap_or_default();
        let column = columns.present.get(place).map(Vec::as_slice).unwrap_or_default();
        return Ok(ordered(field, names.iter().map(String::as_str), &coded(slots, column)));
    }
    if let Some(place) = SHARED_FIELDS.iter().position(|known| *known == field) {
        return Ok(shared_field(columns, slots, field, place));
    }
    match field {
        "standing" => {
            let names = Standing::ALL.iter().map(|one| one.word());
            Ok(ordered(field, names, &coded(slots, &columns.standing)))
        }
        "kind" => {
            let mut counts = vec![0; usize::from(NONE) + 1];
            let mut organizations = columns.organizations.clone();
            organizations.and(slots);
            let found = [slots.count() - organizations.count(), organizations.count()];
            counts.iter_mut().zip(found).for_each(|(to, from)| *to = from);
            let names = [PartyKind::Person, PartyKind::Organization].map(PartyKind::word);
            Ok(ordered(field, names.into_iter(), &counts))
        }
        _ => {
            let stages: Vec<String> =
                columns.vocabularies.iter().map(|one| format!("stage.{}", one.name)).collect();
            let all = ["kind", "standing"]
                .into_iter()
                .chain(SHARED_FIELDS)
                .chain(stages.iter().map(String::as_str));
            Err(Unknown::among("field to count by", field, all).into())
        }
    }
}

/// The number of slots by code.
fn coded(slots: &Bitmap, column: &[u8]) -> Vec<u64> {
    let mut counts = vec![0; usize::from(NONE) + 1];
    for code in slots.slots().filter_map(|slot| column.get(slot as usize)) {
        counts.get_mut(usize::from(*code)).into_iter().for_each(|count| *count += 1);
    }
    counts
}

/// Values in their own order, including unused ones; parties without a value at the end.
fn ordered<'n>(field: &str, names: impl Iterator<Item = &'n str>, by_code: &[u64]) -> Facet {
    let mut counts: Vec<(Option<String>, u64)> =
        names.zip(by_code).map(|(name, count)| (Some(name.to_owned()), *count)).collect();
    let none = by_code.get(usize::from(NONE)).copied().unwrap_or_default();
    counts.extend((none > 0).then_some((None, none)));
    Facet { field: field.to_owned(), counts, others: 0 }
}

fn shared_field(columns: &Columns, slots: &Bitmap, field: &str, place: usize) -> Facet {
    let Some(dictionary) = columns.dictionaries.get(place) else {
        return Facet { field: field.to_owned(), counts: Vec::new(), others: 0 };
    };
    let mut by_code = vec![0_u64; dictionary.numbers()];
    for slot in slots.slots() {
        let code = columns.shared_value(slot, place);
        by_code.get_mut(code as usize).into_iter().for_each(|count| *count += 1);
    }
    let named = (ABSENT..).zip(by_code).filter(|(_, count)| *count > 0);
    let counts = named.map(|(code, count)| (dictionary.value(code).map(str::to_owned), count)).collect();
    by_frequency(field, counts, slots.count())
}

/// Values by frequency, the most frequent of them; `parties` is how many there are in all. Spellings that filters take for
/// one value are counted as one.
pub(crate) fn by_frequency(field: &str, counts: Vec<(Option<String>, u64)>, parties: u64) -> Facet {
    let mut counts = grouped(counts);
    counts.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(MOST_VALUES);
    let others = parties - counts.iter().map(|(_, count)| count).sum::<u64>();
    Facet { field: field.to_owned(), counts, others }
}
