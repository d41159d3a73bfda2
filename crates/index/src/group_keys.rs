//! The values by which parties are grouped: a shared field is in memory, a custom one is read once.

use std::collections::HashMap;

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::funnel::GroupField;

use crate::columns::Columns;
use crate::dictionary::{ABSENT, Dictionary};
use crate::error::Result;
use crate::own_fields;
use crate::{Index, Reader};

/// The present value of a field of every party that has one.
#[derive(Default)]
pub struct GroupKeys {
    values: Dictionary,
    numbers: HashMap<PartyId, u32>,
}

impl GroupKeys {
    /// The value of a party.
    pub fn of(&self, party: PartyId) -> Option<&str> {
        self.values.value(self.numbers.get(&party).copied().unwrap_or(ABSENT))
    }
}

impl Index {
    /// The values of a field to group by. Refuses a custom field that the reader does not know of.
    pub fn group_keys(&self, reader: &Reader<'_>, field: &GroupField) -> Result<GroupKeys> {
        match field {
            GroupField::Own(name) => {
                own_fields::values(reader, name).map(|(values, numbers)| GroupKeys { values, numbers })
            }
            GroupField::Shared(place) => self.read(reader, |columns, _| Ok(in_memory(columns, *place))),
        }
    }
}

fn in_memory(columns: &Columns, place: usize) -> GroupKeys {
    let mut keys = GroupKeys::default();
    let Some(known) = columns.dictionaries.get(place) else { return keys };
    for slot in columns.alive.slots() {
        let value = known.value(columns.shared_value(slot, place));
        if let (Some(party), Some(value)) = (columns.ids.get(slot as usize), value) {
            keys.numbers.insert(*party, keys.values.enter(Some(value)));
        }
    }
    keys
}

/// The values of a field to group by, by the slot of a party.
pub(crate) enum SlotKeys {
    /// Nothing is grouped.
    None,
    /// In memory: the place of the shared field.
    Shared(usize),
    /// Read for these columns: the values, and the number of each slot's.
    Read(Dictionary, Vec<u32>),
}

impl SlotKeys {
    /// Those of a request, from what was read before if the field is not in memory.
    pub fn of(columns: &Columns, by: Option<&GroupField>, read: Option<GroupKeys>) -> Self {
        match (by, read) {
            (Some(GroupField::Shared(place)), _) => Self::Shared(*place),
            (Some(GroupField::Own(_)), Some(GroupKeys { values, numbers })) => {
                let mut by_slot = vec![ABSENT; columns.slots()];
                for (party, number) in numbers {
                    if let Some(slot) = columns.slot_of(party).and_then(|slot| by_slot.get_mut(slot as usize))
                    {
                        *slot = number;
                    }
                }
                Self::Read(values, by_slot)
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
        }
    }

    /// The value of a number.
    pub fn value<'k>(&'k self, columns: &'k Columns, number: u32) -> Option<&'k str> {
        match self {
            Self::None => None,
            Self::Shared(place) => columns.dictionaries.get(*place).and_then(|values| values.value(number)),
            Self::Read(values, _) => values.value(number),
        }
    }
}
