//! Numbers of evidence: the pieces of a kind are read once and put together in memory.

use std::collections::{BTreeMap, HashMap};

use casebook_domain::evidence::Detail;
use casebook_domain::filter::EvidenceOf;
use casebook_domain::numbers::{NumberKey, Numbers, NumbersRequest, number_in};
use casebook_domain::records::Number;
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::{self, Zone};
use casebook_store::matching::{self, Detailed};

use crate::error::{Error, Result};
use crate::group_keys::GroupKeys;
use crate::lookup::{dead, kinds_of};
use crate::records::MOST_GROUPS;
use crate::{Index, Reader};

/// A group of pieces of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct NumbersGroup {
    /// What its pieces have in common, one for each key; none for those without a value.
    pub values: Vec<Option<String>>,
    /// What their numbers come to.
    pub numbers: Numbers,
}

/// A value of a key in the order of groups: those without one come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(Number),
    Text(String),
    None,
}

impl Index {
    /// Puts the numbers of evidence together, of live pieces whose subjects are visible, are not hidden and fit. Refuses
    /// more than a thousand groups.
    pub fn numbers(&self, reader: &Reader<'_>, request: &NumbersRequest) -> Result<Vec<NumbersGroup>> {
        let subjects = self.ids(reader, &request.filter)?;
        let keys = request.by.iter().map(|key| self.key(reader, key)).collect::<Result<Vec<_>>>()?;
        let (mut groups, mut too_many) = (BTreeMap::new(), false);
        reader.read(|connection, definitions| {
            let dead = dead(connection)?;
            for kind in kinds_of(definitions, &EvidenceOf::Kind(request.kind.clone()))? {
                matching::detailed(connection, kind, |piece| {
                    let counts = !dead.contains(&piece.evidence)
                        && subjects.binary_search(&piece.subject).is_ok()
                        && is_within(request, &piece, &definitions.zone);
                    if counts && !too_many {
                        add(&mut groups, request, &keys, &piece, &definitions.zone);
                        too_many = groups.len() > MOST_GROUPS;
                    }
                })?;
            }
            Ok(())
        })?;
        if too_many {
            let message = format!("there are more than {MOST_GROUPS} groups; filter, or group by less");
            return Err(Error::argument("by", message));
        }
        Ok(groups.into_values().collect())
    }

    fn key(&self, reader: &Reader<'_>, key: &NumberKey) -> Result<Option<Spelled>> {
        let NumberKey::Of(field) = key else { return Ok(None) };
        self.group_keys(reader, field).map(|keys| Some(Spelled::of(keys)))
    }
}

/// The values of a field, with the folded form of each.
struct Spelled {
    keys: GroupKeys,
    folded: HashMap<u32, String>,
}

impl Spelled {
    fn of(keys: GroupKeys) -> Self {
        let folded = keys.named().map(|(number, value)| (number, fold(value))).collect();
        Self { keys, folded }
    }
}

fn is_within(request: &NumbersRequest, piece: &Detailed<'_>, zone: &Zone) -> bool {
    if request.from.is_none() && request.to.is_none() {
        return true;
    }
    let begin = |at| if piece.precision.is_day() { zone.start_of(at) } else { at };
    piece.occurred_at.map(begin).is_some_and(|at: Timestamp| {
        request.from.is_none_or(|from| at >= from) && request.to.is_none_or(|to| at < to)
    })
}

fn add(
    groups: &mut BTreeMap<Vec<Part>, NumbersGroup>,
    request: &NumbersRequest,
    keys: &[Option<Spelled>],
    piece: &Detailed<'_>,
    zone: &Zone,
) {
    let number = number_in(&Detail::from_canonical(piece.detail), &request.number);
    let parts: Vec<Part> = request
        .by
        .iter()
        .zip(keys)
        .map(|(key, spelled)| part(key, spelled.as_ref(), piece, number, zone))
        .collect();
    let group = groups.entry(parts).or_insert_with_key(|parts| NumbersGroup {
        values: parts.iter().zip(keys).map(|(part, spelled)| shown(part, spelled.as_ref(), piece)).collect(),
        numbers: Numbers::default(),
    });
    group.numbers.add(number);
}

fn part(
    key: &NumberKey,
    spelled: Option<&Spelled>,
    piece: &Detailed<'_>,
    number: Option<Number>,
    zone: &Zone,
) -> Part {
    let text = match key {
        NumberKey::Itself => return number.map_or(Part::None, Part::Number),
        NumberKey::Time(step) => piece.occurred_at.map(|at| {
            // A day is a date of its own; an instant lies on one of the zone.
            let day = if piece.precision.is_day() { at } else { zone.day_of(at) };
            let digits: String = zone::written(day).chars().filter(char::is_ascii_digit).collect();
            step.name(step.begin(digits.parse().unwrap_or_default()))
        }),
        NumberKey::Of(_) => spelled.and_then(|spelled| {
            let number = spelled.keys.number(piece.subject)?;
            spelled.folded.get(&number).filter(|text| !text.is_empty()).cloned()
        }),
    };
    text.map_or(Part::None, Part::Text)
}

/// A value as its first piece has it.
fn shown(part: &Part, spelled: Option<&Spelled>, piece: &Detailed<'_>) -> Option<String> {
    match part {
        Part::None => None,
        Part::Number(number) => Some(number.to_json().to_string()),
        Part::Text(text) => {
            Some(spelled.and_then(|spelled| spelled.keys.of(piece.subject)).unwrap_or(text).to_owned())
        }
    }
}
