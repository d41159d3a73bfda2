//! The accounts: which organization each person belongs to. They are read when they are first asked for, and follow the
//! feed of changes from then on.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use casebook_domain::access::Scope;
use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::covers;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_store::definitions::GENERATION;
use casebook_store::feed;
use casebook_store::index_row::{self as stored, Mark};
use casebook_store::link::{Belonging, belongings};

use crate::Reader;
use crate::columns::Columns;
use crate::error::Result;
use crate::news::changed_since;
use crate::single_flight::SingleFlight;

/// People read in one statement.
const AT_ONCE: usize = 1_000;
/// So many sets of nobody are kept, however few people there are.
const MOST_UNUSED: usize = 10_000;
/// The slot of no account.
const NONE: u32 = u32::MAX;

/// The links of people to organizations, of one database.
#[derive(Default)]
pub(crate) struct Accounts {
    loaded: RwLock<Option<Loaded>>,
    refreshing: SingleFlight,
}

struct Loaded {
    mark: Mark,
    links: Arc<Links>,
}

/// An organization that people belong to, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Link {
    organization: PartyId,
    from_at: Option<Timestamp>,
    to_at: Option<Timestamp>,
}

/// The links of every person. Those who belong to the same organizations share a set of them.
#[derive(Clone, Default)]
pub(crate) struct Links {
    sets: Vec<Arc<[Link]>>,
    numbers: HashMap<Arc<[Link]>, u32>,
    /// The number of each person's set, in the order of people.
    people: Vec<(PartyId, u32)>,
}

impl Accounts {
    /// The links with everything that was committed before the call.
    pub(crate) fn current(&self, reader: &Reader<'_>) -> Result<Arc<Links>> {
        let for_all = reader.for_all();
        loop {
            self.refreshing.run(|| self.bring_up_to_date(&for_all))?;
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(loaded) = loaded.as_ref() {
                return Ok(Arc::clone(&loaded.links));
            }
        }
    }

    fn bring_up_to_date(&self, reader: &Reader<'_>) -> Result<()> {
        let before = {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            loaded.as_ref().map(|loaded| (loaded.mark.clone(), Arc::clone(&loaded.links)))
        };
        let Some((mark, mut links)) = before else { return self.load(reader) };
        if reader.store.ask(|connection| stored::mark(connection, GENERATION))? == mark {
            return Ok(());
        }
        let Some((mark, people, read)) = news(reader, &mark)? else { return self.load(reader) };
        if !people.is_empty() {
            Arc::make_mut(&mut links).replace(&people, read);
        }
        if links.is_mostly_unused() {
            return self.load(reader);
        }
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded { mark, links });
        Ok(())
    }

    fn load(&self, reader: &Reader<'_>) -> Result<()> {
        feed::number_all(&reader.store)?;
        let (mark, links) = reader.read(|connection, _| {
            let mark = stored::mark(connection, GENERATION)?;
            let mut links = Links::default();
            let mut last = Vec::new();
            belongings(connection, None, |one| links.follow(&mut last, one))?;
            links.enter(&last);
            Ok((mark, links))
        })?;
        let links = Arc::new(links);
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded { mark, links });
        Ok(())
    }
}

type News = (Mark, Vec<PartyId>, Vec<Belonging>);

/// The people that have changed since a mark, and their links; `None` if everything has to be read again.
fn news(reader: &Reader<'_>, before: &Mark) -> Result<Option<News>> {
    reader.read(|connection, _| {
        let Some((mark, changed)) = changed_since(connection, before)? else { return Ok(None) };
        let people: Vec<PartyId> =
            changed.into_iter().filter(|party| party.kind() == PartyKind::Person).collect();
        let mut read = Vec::new();
        for some in people.chunks(AT_ONCE) {
            belongings(connection, Some(some), |one| read.push(one))?;
        }
        Ok(Some((mark, people, read)))
    })
}

impl Links {
    /// Takes the next link in the order of people; `last` holds those of the person before.
    fn follow(&mut self, last: &mut Vec<Belonging>, one: Belonging) {
        if last.first().is_some_and(|before| before.person != one.person) {
            self.enter(last);
            last.clear();
        }
        last.push(one);
    }

    /// Adds a person with these links, after all others.
    fn enter(&mut self, links: &[Belonging]) {
        if let Some(first) = links.first() {
            let number = self.number(links);
            self.people.push((first.person, number));
        }
    }

    fn number(&mut self, links: &[Belonging]) -> u32 {
        let link =
            |one: &Belonging| Link { organization: one.organization, from_at: one.from_at, to_at: one.to_at };
        let set: Arc<[Link]> = links.iter().map(link).collect();
        if let Some(number) = self.numbers.get(&set) {
            return *number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(Arc::clone(&set));
        self.numbers.insert(set, number);
        number
    }

    /// Puts these links, in the order of people, in the place of those of these people.
    fn replace(&mut self, people: &[PartyId], read: Vec<Belonging>) {
        self.people.retain(|(person, _)| people.binary_search(person).is_err());
        let mut last = Vec::new();
        for one in read {
            self.follow(&mut last, one);
        }
        self.enter(&last);
        // Two runs in order, which this sort merges.
        self.people.sort();
    }

    /// Whether most sets are of nobody any more, after many changes.
    fn is_mostly_unused(&self) -> bool {
        self.sets.len() > 2 * self.people.len() + MOST_UNUSED
    }

    /// The slot of the account of each slot: of a person, the first of those organizations that it belongs to now, can be
    /// seen and are not hidden; an organization's own.
    pub(crate) fn by_slot(&self, columns: &Columns, scope: &Scope, now: Timestamp) -> AccountSlots {
        let mut shown = columns.alive.clone();
        columns.keep_visible(&mut shown, scope);
        shown.without(&columns.hidden);
        let slot = |link: &Link| columns.slot_of(link.organization).filter(|slot| shown.has(*slot));
        let in_force = |link: &&Link| covers(link.from_at, link.to_at, now);
        let of_set = |set: &Arc<[Link]>| set.iter().filter(in_force).find_map(slot).unwrap_or(NONE);
        let of_sets: Vec<u32> = self.sets.iter().map(of_set).collect();
        let mut by_slot = vec![NONE; columns.slots()];
        let people = columns.slots_along(self.people.iter().map(|(person, _)| *person));
        for (person, (_, number)) in people.zip(&self.people) {
            let place = person.and_then(|slot| by_slot.get_mut(slot as usize));
            if let (Some(place), Some(account)) = (place, of_sets.get(*number as usize)) {
                *place = *account;
            }
        }
        shown.and(&columns.organizations);
        for slot in shown.slots() {
            by_slot.get_mut(slot as usize).into_iter().for_each(|place| *place = slot);
        }
        AccountSlots(by_slot)
    }
}

/// The account of each slot.
pub(crate) struct AccountSlots(Vec<u32>);

impl AccountSlots {
    /// The slot of the account of a slot.
    pub(crate) fn of(&self, slot: u32) -> Option<u32> {
        self.0.get(slot as usize).copied().filter(|account| *account != NONE)
    }

    /// The slots whose account is one of these.
    pub(crate) fn with(&self, accounts: &crate::bitmap::Bitmap) -> crate::bitmap::Bitmap {
        crate::bitmap::Bitmap::of_column(&self.0, |account| accounts.has(*account))
    }
}
