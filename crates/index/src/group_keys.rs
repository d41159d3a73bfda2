//! The values by which parties are grouped: a shared field is in the columns, a custom one is kept, and one of the account
//! is found by the account's slot.

use std::collections::HashMap;
use std::sync::Arc;

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::GroupField;
use casebook_domain::time::Timestamp;

use crate::accounts::{AccountSlots, Links};
use crate::columns::Columns;
use crate::dictionary::{ABSENT, Dictionary};
use crate::error::Result;
use crate::own_fields::OwnValues;
use crate::{Index, Reader};

/// The present value of a field of every party that has one, is visible and is not hidden.
#[derive(Default)]
pub struct GroupKeys {
    values: Dictionary,
    /// In the order of ids.
    numbers: Vec<(PartyId, u32)>,
}

impl GroupKeys {
    /// The value of a party.
    pub fn of(&self, party: PartyId) -> Option<&str> {
        self.value(self.number(party)?)
    }

    /// The number of a party's value.
    pub(crate) fn number(&self, party: PartyId) -> Option<u32> {
        let place = self.numbers.binary_search_by_key(&party, |(party, _)| *party).ok()?;
        self.numbers.get(place).map(|(_, number)| *number)
    }

    /// Every number with its value.
    pub(crate) fn named(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).map_while(|number| Some((number, self.value(number)?)))
    }

    /// The value of a number.
    pub(crate) fn value(&self, number: u32) -> Option<&str> {
        self.values.value(number)
    }
}

/// What is needed besides the columns to group by a field. It is read before they are locked.
#[derive(Default)]
pub(crate) struct Needed {
    own: Option<Arc<OwnValues>>,
    links: Option<Arc<Links>>,
}

impl Index {
    /// The values of a field to group by. Refuses a custom field that the reader does not know of.
    pub fn group_keys(&self, reader: &Reader<'_>, field: &GroupField) -> Result<GroupKeys> {
        let needed = self.needed(reader, Some(field))?;
        self.read(reader, |columns, now| {
            let keys = SlotKeys::of(columns, Some(field), &needed, (reader, now));
            Ok(by_party(columns, reader, &keys))
        })
    }

    /// What grouping by a field needs. Refuses a custom field that the reader does not know of.
    pub(crate) fn needed(&self, reader: &Reader<'_>, by: Option<&GroupField>) -> Result<Needed> {
        let Some(by) = by else { return Ok(Needed::default()) };
        let own = by.own_name().map(|name| self.kept_fields.values(reader, name, by)).transpose()?;
        let is_of_account = matches!(by, GroupField::Account(_));
        let links = is_of_account.then(|| self.accounts.current(reader)).transpose()?;
        Ok(Needed { own, links })
    }
}

fn by_party(columns: &Columns, reader: &Reader<'_>, keys: &SlotKeys<'_>) -> GroupKeys {
    let mut shown = columns.alive.clone();
    columns.keep_visible(&mut shown, &reader.scope);
    shown.without(&columns.hidden);
    let mut found = GroupKeys::default();
    let mut entered: HashMap<u32, u32> = HashMap::new();
    for slot in shown.slots() {
        let number = keys.number(columns, slot);
        if let (Some(party), Some(value)) = (columns.ids.get(slot as usize), keys.value(columns, number)) {
            let number = *entered.entry(number).or_insert_with(|| found.values.enter(Some(value)));
            found.numbers.push((*party, number));
        }
    }
    // In order already, but for those that arrived after one with a higher id.
    found.numbers.sort();
    found
}

/// The values of a field to group by, by the slot of a party.
pub(crate) enum SlotKeys<'n> {
    /// Nothing is grouped.
    None,
    /// In memory: the place of the shared field.
    Shared(usize),
    /// Read for these columns: the values, and the number of each slot's.
    Read(&'n Dictionary, Vec<u32>),
    /// Of the account.
    OfAccount(Box<Self>, AccountSlots),
}

impl<'n> SlotKeys<'n> {
    /// Those of a field, with what was read for it.
    pub fn of(
        columns: &Columns,
        by: Option<&GroupField>,
        needed: &'n Needed,
        (reader, now): (&Reader<'_>, Timestamp),
    ) -> Self {
        match (by, needed) {
            (Some(GroupField::Shared(place)), _) => Self::Shared(*place),
            (Some(GroupField::Own(_)), Needed { own: Some(own), .. }) => {
                let (values, numbers) = own.as_ref();
                Self::Read(values, in_slots(columns, numbers))
            }
            (Some(GroupField::Account(field)), Needed { links: Some(links), .. }) => {
                let of_accounts = Self::of(columns, Some(field), needed, (reader, now));
                Self::OfAccount(Box::new(of_accounts), links.by_slot(columns, &reader.scope, now))
            }
            _ => Self::None,
        }
    }

    /// The number of a slot's value.
    pub fn number(&self, columns: &Columns, slot: u32) -> u32 {
        match self {
            Self::None => ABSENT,
            Self::Shared(place) => columns.shared_value(slot, *place),
            Self::Read(_, by_slot) => by_slot.get(slot as usize).copied().unwrap_or(ABSENT),
            Self::OfAccount(keys, accounts) => {
                accounts.of(slot).map_or(ABSENT, |account| keys.number(columns, account))
            }
        }
    }

    /// The value of a number.
    pub fn value<'k>(&'k self, columns: &'k Columns, number: u32) -> Option<&'k str> {
        match self {
            Self::None => None,
            Self::Shared(place) => columns.dictionaries.get(*place).and_then(|values| values.value(number)),
            Self::Read(values, _) => values.value(number),
            Self::OfAccount(keys, _) => keys.value(columns, number),
        }
    }
}

fn in_slots(columns: &Columns, numbers: &HashMap<PartyId, u32>) -> Vec<u32> {
    let mut by_slot = vec![ABSENT; columns.slots()];
    for (party, number) in numbers {
        if let Some(slot) = columns.slot_of(*party).and_then(|slot| by_slot.get_mut(slot as usize)) {
            *slot = *number;
        }
    }
    by_slot
}
