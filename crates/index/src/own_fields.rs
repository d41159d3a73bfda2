//! Custom fields. Those by which is grouped are [kept](crate::kept_fields); whoever asks about another reads those of all
//! parties once.

use std::collections::{BTreeSet, HashMap, HashSet};

use casebook_domain::Unknown;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::GroupField;
use casebook_domain::party::{Fields, is_standard};
use casebook_domain::text::fold;
use casebook_store::matching;

use crate::Reader;
use crate::dictionary::Dictionary;
use crate::error::Result;
use crate::facets::{Facet, by_frequency};

/// What stands before the name of a custom field where those of parties stand beside it.
pub(crate) const PREFIX: &str = "more.";

/// The longest value that is counted by, in bytes: beyond, it is one of the others.
const LONGEST_VALUE: usize = 400;

/// Hands the custom fields of every party that has some to `take`. Returns the names of those that the reader may know of:
/// which are declared, or which a visible party has.
pub(crate) fn each(reader: &Reader<'_>, mut take: impl FnMut(PartyId, &Fields)) -> Result<BTreeSet<String>> {
    reader.read(|connection, definitions| {
        let declared = definitions.parties.iter().flat_map(|of| of.fields.iter().map(|field| &field.name));
        let mut names: BTreeSet<String> = declared.filter(|name| !is_standard(name)).cloned().collect();
        matching::own_fields(connection, |party, more| {
            let own: Fields = serde_json::from_str(more).unwrap_or_default();
            take(party, &own);
            if reader.scope.sees(party) {
                names.extend(own.into_keys().filter(|name| !is_standard(name)));
            }
        })?;
        Ok(names)
    })
}

/// The values of a custom field, and the number of the value of every party that has one.
pub(crate) type OwnValues = (Dictionary, HashMap<PartyId, u32>);

/// The values of the custom field of this name, by which `by` groups.
pub(crate) fn values(reader: &Reader<'_>, name: &str, by: &GroupField) -> Result<OwnValues> {
    let (mut values, mut numbers) = (Dictionary::default(), HashMap::new());
    let known = each(reader, |party, own| {
        if let Some(value) = own.get(name).filter(|value| is_value(value)) {
            numbers.insert(party, values.enter(Some(value)));
        }
    })?;
    if known.contains(name) {
        return Ok((values, numbers));
    }
    Err(GroupField::unknown(&by.to_string(), known.iter().map(String::as_str)).into())
}

/// Whether a text is a value: what folds to nothing is none to filters either.
pub(crate) fn is_value(text: &str) -> bool {
    !fold(text).is_empty()
}

/// How many of these parties have which value of each of these fields.
pub(crate) fn facets(reader: &Reader<'_>, names: &[&str], parties: Vec<PartyId>) -> Result<Vec<Facet>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let parties: HashSet<PartyId> = parties.into_iter().collect();
    let mut tallies: Vec<Tally> = names.iter().map(|_| Tally::default()).collect();
    let known = each(reader, |party, own| {
        if parties.contains(&party) {
            let values =
                tallies.iter_mut().zip(names).filter_map(|(tally, name)| Some((tally, own.get(*name)?)));
            values.for_each(|(tally, value)| tally.add(value));
        }
    })?;
    if let Some(unknown) = names.iter().find(|name| !known.contains(**name)) {
        let all: Vec<String> = known.iter().map(|name| format!("{PREFIX}{name}")).collect();
        let given = format!("{PREFIX}{unknown}");
        return Err(Unknown::among("field to count by", &given, all.iter().map(String::as_str)).into());
    }
    let facet = |(tally, name): (Tally, &&str)| tally.facet(name, parties.len() as u64);
    Ok(tallies.into_iter().zip(names).map(facet).collect())
}

/// Parties counted by the values of a field.
#[derive(Default)]
struct Tally {
    counts: HashMap<String, u64>,
    filled: u64,
}

impl Tally {
    fn add(&mut self, value: &str) {
        self.filled += 1;
        if value.len() > LONGEST_VALUE {
            return;
        }
        match self.counts.get_mut(value) {
            Some(count) => *count += 1,
            None => _ = self.counts.insert(value.to_owned(), 1),
        }
    }

    fn facet(self, name: &str, parties: u64) -> Facet {
        let empty = parties - self.filled;
        let named = self.counts.into_iter().map(|(value, count)| (Some(value), count));
        let counts = named.chain((empty > 0).then_some((None, empty))).collect();
        by_frequency(&format!("{PREFIX}{name}"), counts, parties)
    }
}
