//! The columns: what lists, search and funnels need of every party, one slot each.

use std::collections::HashMap;

use casebook_domain::access::Scope;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::{Standing, covers};
use casebook_domain::party::{PartyKind, SHARED_FIELDS};
use casebook_domain::time::Timestamp;
use casebook_store::index_row::IndexRow;

use crate::bitmap::Bitmap;
use crate::blocks::Blocks;
use crate::dictionary::Dictionary;
use crate::names::{Key, Names};
use crate::periods::{Unpacked, pack, unpack, unpack_ends};
use crate::schedule::Schedule;
use crate::signature::Signatures;
use crate::text;
use crate::vocabularies::ActiveVocabulary;

/// No stage, no standing.
pub const NONE: u8 = u8::MAX;

/// So many slots are looked at in their order before one is searched for.
const NEAR: usize = 16;

/// All columns: the place of a party in each is its slot.
#[derive(Default)]
pub struct Columns {
    /// The vocabularies whose stages are kept.
    pub vocabularies: Vec<ActiveVocabulary>,
    /// The parties, in the order of arrival.
    pub ids: Vec<PartyId>,
    /// Parties that arrived after one with a higher id.
    late: HashMap<PartyId, u32>,
    /// Slots up to which `ids` is sorted.
    sorted: usize,
    /// Slots of existing parties.
    pub alive: Bitmap,
    /// Organizations; the others are people.
    pub organizations: Bitmap,
    /// Hidden parties.
    pub hidden: Bitmap,
    /// Parties whose search text is only partly kept.
    pub cut: Bitmap,
    /// The stage at present, by vocabulary.
    pub present: Vec<Vec<u8>>,
    /// The highest stage so far, by vocabulary.
    pub furthest: Vec<Vec<u8>>,
    /// The place of the present standing among all.
    pub standing: Vec<u8>,
    /// The values of shared fields, by their place in [`SHARED_FIELDS`].
    pub dictionaries: [Dictionary; SHARED_FIELDS.len()],
    /// The reasons of standings.
    pub reasons: Dictionary,
    /// The numbers of values of shared fields, by their place in [`SHARED_FIELDS`].
    pub shared: [Vec<u32>; SHARED_FIELDS.len()],
    /// Which searched lines are filled.
    pub filled: Vec<u8>,
    /// When they were created.
    pub created: Vec<Timestamp>,
    /// When they were last changed.
    pub updated: Vec<Timestamp>,
    /// The search texts.
    pub texts: Blocks,
    /// Signatures that rule out blocks of texts.
    pub signatures: Signatures,
    /// The size of the texts beyond what is always kept.
    excess: usize,
    /// Periods.
    pub histories: Blocks,
    /// The order of names.
    pub names: Names,
    /// Changes that time will bring.
    pub schedule: Schedule,
}

impl Columns {
    /// Empty columns, with room for so many parties.
    pub fn of(vocabularies: Vec<ActiveVocabulary>, room: usize) -> Self {
        let stages = || vocabularies.iter().map(|_| Vec::with_capacity(room)).collect();
        Self {
            present: stages(),
            furthest: stages(),
            ids: Vec::with_capacity(room),
            standing: Vec::with_capacity(room),
            shared: [(); SHARED_FIELDS.len()].map(|()| Vec::with_capacity(room)),
            filled: Vec::with_capacity(room),
            created: Vec::with_capacity(room),
            updated: Vec::with_capacity(room),
            vocabularies,
            ..Self::default()
        }
    }

    /// How many slots there are.
    pub fn slots(&self) -> usize {
        self.ids.len()
    }

    /// The slot of a party.
    pub fn slot_of(&self, party: PartyId) -> Option<u32> {
        let sorted = self.ids.get(..self.sorted).unwrap_or_default();
        let found = sorted.binary_search(&party).ok().map(|slot| slot as u32);
        found.or_else(|| self.late.get(&party).copied())
    }

    /// The parties of these slots.
    pub fn parties(&self, slots: &Bitmap) -> Vec<PartyId> {
        slots.slots().filter_map(|slot| self.ids.get(slot as usize).copied()).collect()
    }

    /// The slots of people, of organizations, or of both.
    pub fn of_kind(&self, kind: Option<PartyKind>) -> Bitmap {
        match kind {
            None => self.alive.clone(),
            Some(PartyKind::Organization) => self.organizations.clone(),
            Some(PartyKind::Person) => self.organizations.complement(),
        }
    }

    /// Removes parties out of the reader's scope, and empty slots; hidden parties stay.
    pub fn keep_visible(&self, found: &mut Bitmap, scope: &Scope) {
        found.and(&self.alive);
        if let Scope::Only(parties) = scope {
            found.and(&self.slots_of(parties.iter()));
        }
    }

    /// The slots of these parties.
    pub fn slots_of<'p>(&self, parties: impl IntoIterator<Item = &'p PartyId>) -> Bitmap {
        let mut found = Bitmap::none(self.slots());
        for slot in self.slots_along(parties.into_iter().copied()).flatten() {
            found.set(slot, true);
        }
        found
    }

    /// The slot of each of these parties: quickly, if they come in the order of ids and close to each other.
    pub fn slots_along(
        &self,
        parties: impl IntoIterator<Item = PartyId>,
    ) -> impl Iterator<Item = Option<u32>> {
        let sorted = self.ids.get(..self.sorted).unwrap_or_default();
        let mut next = 0;
        parties.into_iter().map(move |party| {
            let near = sorted.get(next..).unwrap_or_default().iter().take(NEAR);
            let beside = near.take_while(|id| **id <= party).position(|id| *id == party);
            let found = beside.map(|place| (next + place) as u32).or_else(|| self.slot_of(party));
            next = found.map_or(next, |slot| slot as usize + 1);
            found
        })
    }

    /// The sort key of a slot.
    pub fn key(&self, slot: u32) -> Key<'_> {
        let id = self.ids.get(slot as usize).map_or(0, |id| id.0);
        (text::name_of(self.texts.get(slot)), id)
    }

    /// Appends a new party, without adding it to the order of names.
    pub fn append(&mut self, row: &IndexRow, now: Timestamp) {
        let slot = self.ids.len() as u32;
        if self.sorted == self.ids.len() && self.ids.last().is_none_or(|last| *last < row.id) {
            self.sorted += 1;
        } else {
            self.late.insert(row.id, slot);
        }
        self.ids.push(row.id);
        for set in [&mut self.alive, &mut self.organizations, &mut self.hidden, &mut self.cut] {
            set.grow(slot as usize + 1);
        }
        self.organizations.set(slot, row.id.kind() == PartyKind::Organization);
        self.present.iter_mut().chain(&mut self.furthest).for_each(|column| column.push(NONE));
        self.standing.push(NONE);
        self.shared.iter_mut().for_each(|column| column.push(0));
        self.filled.push(0);
        self.created.push(row.created_at);
        self.updated.push(row.updated_at);
        self.texts.push(&[]);
        self.histories.push(&[]);
        self.fill(slot, row, now);
    }

    /// Stores the row of a party, known or new.
    pub fn put(&mut self, row: &IndexRow, now: Timestamp) {
        let Some(slot) = self.slot_of(row.id) else {
            self.append(row, now);
            return self.order(self.ids.len() as u32 - 1);
        };
        let renamed = text::name_of(self.texts.get(slot)) != text::name_of(row.search.as_bytes());
        let moved = renamed || !self.alive.has(slot);
        if moved {
            self.leave(slot);
        }
        self.fill(slot, row, now);
        if moved {
            self.order(slot);
        }
    }

    /// Removes a party that is no longer stored. Its slot stays empty.
    pub fn forget(&mut self, party: PartyId) {
        if let Some(slot) = self.slot_of(party) {
            self.leave(slot);
            self.alive.set(slot, false);
            self.cut.set(slot, false);
            self.excess -= text::excess(self.texts.get(slot));
            self.texts.set(slot, &[]);
        }
    }

    /// Removes parties from the order of names, whatever their present names, until they are stored or removed.
    pub fn unsettle(&mut self, parties: &[PartyId]) {
        let slots = self.slots_of(parties);
        self.names.retain(|slot| !slots.has(slot));
        self.alive.without(&slots);
    }

    /// Builds what follows from the other columns.
    pub fn complete(&mut self) {
        let rises = self.ids.windows(2).take_while(|two| matches!(two, [one, next] if one < next)).count();
        self.sorted = if self.ids.is_empty() { 0 } else { rises + 1 };
        let late = self.ids.iter().enumerate().skip(self.sorted);
        self.late = late.map(|(slot, id)| (*id, slot as u32)).collect();
        self.excess = (0..self.slots() as u32).map(|slot| text::excess(self.texts.get(slot))).sum();
    }

    /// Adds all parties to the order of names.
    pub fn order_all(&mut self) {
        self.names = Names::of(self.ids.len() as u32, |slot| self.key(slot));
    }

    fn order(&mut self, slot: u32) {
        let mut names = std::mem::take(&mut self.names);
        names.insert(slot, |slot| self.key(slot));
        self.names = names;
    }

    fn leave(&mut self, slot: u32) {
        let mut names = std::mem::take(&mut self.names);
        names.remove(slot, |slot| self.key(slot));
        self.names = names;
    }

    fn fill(&mut self, slot: u32, row: &IndexRow, now: Timestamp) {
        let place = slot as usize;
        let others = self.excess - text::excess(self.texts.get(slot));
        let kept = text::kept(row.search.as_bytes(), others);
        self.excess = others + text::excess(kept);
        self.texts.set(slot, kept);
        self.signatures.note(slot, kept);
        self.alive.set(slot, true);
        self.hidden.set(slot, row.hidden);
        self.cut.set(slot, kept.len() < row.search.len());
        put(&mut self.filled, place, row.filled);
        put(&mut self.created, place, row.created_at);
        put(&mut self.updated, place, row.updated_at);
        let fields = self.shared.iter_mut().zip(&mut self.dictionaries).zip(&row.shared);
        for ((column, dictionary), value) in fields {
            put(column, place, dictionary.enter(value.as_deref()));
        }
        let reasons: Vec<u32> =
            row.standings.iter().map(|one| self.reasons.enter(one.reason.as_deref())).collect();
        self.histories.set(slot, &pack(row, &reasons));
        self.set_present(slot, now, &mut Unpacked::default());
    }

    /// Computes the present of a slot from its periods.
    fn set_present(&mut self, slot: u32, now: Timestamp, unpacked: &mut Unpacked) {
        let place = slot as usize;
        unpack(self.histories.get(slot), self.vocabularies.len(), unpacked);
        let stages = self.present.iter_mut().zip(&mut self.furthest);
        for ((present, furthest), list) in stages.zip(&unpacked.stages) {
            let at_present = list.iter().find(|one| covers(one.entered_at, one.left_at, now));
            put(present, place, at_present.map_or(NONE, |one| one.stage));
            let begun = list.iter().filter(|one| one.entered_at.is_none_or(|entered| entered <= now));
            put(furthest, place, begun.map(|one| one.stage).max().unwrap_or(NONE));
        }
        let standing = unpacked.standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
        let standing = standing.and_then(|one| Standing::ALL.iter().position(|known| *known == one.standing));
        put(&mut self.standing, place, standing.map_or(NONE, |standing| standing as u8));
        self.schedule.note(slot, &unpacked.times, now);
    }

    /// Whether the present values were computed for `now`.
    pub fn is_present_at(&self, now: Timestamp) -> bool {
        self.schedule.is_current_at(now)
    }

    /// Computes the present values for `now`: those that time has changed, or all if the clock was set back.
    pub fn advance_to(&mut self, now: Timestamp) {
        let mut unpacked = Unpacked::default();
        // Every change of a party adds an entry; now and then the schedule is built again.
        if self.schedule.is_ahead_of(now) || self.schedule.noted() > 2 * self.slots() + 1_000 {
            self.schedule = Schedule::default();
            (0..self.slots() as u32).for_each(|slot| self.set_present(slot, now, &mut unpacked));
        }
        while let Some(slot) = self.schedule.due(now) {
            self.set_present(slot, now, &mut unpacked);
        }
    }

    /// The number of the value of a shared field, by its place in [`SHARED_FIELDS`].
    pub fn shared_value(&self, slot: u32, field: usize) -> u32 {
        self.shared.get(field).and_then(|column| column.get(slot as usize)).copied().unwrap_or_default()
    }

    /// Unpacks when the first and last evidence of a slot occurred.
    pub fn unpack_ends(&self, slot: u32, into: &mut Unpacked) {
        unpack_ends(self.histories.get(slot), into);
    }

    /// Unpacks the periods of a slot.
    pub fn unpack(&self, slot: u32, into: &mut Unpacked) {
        unpack(self.histories.get(slot), self.vocabularies.len(), into);
    }
}

fn put<T>(column: &mut [T], place: usize, value: T) {
    if let Some(cell) = column.get_mut(place) {
        *cell = value;
    }
}
