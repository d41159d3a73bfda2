//! What a write changes, as it is noted on the way: entries of the journal, counts, and what the feed says.

use casebook_domain::change::{Action, State, What};
use casebook_domain::ids::{ChangeId, ChangeSetId, PartyId};
use casebook_domain::time::Timestamp;
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::change_set::{self, ChangeSetRow};
use casebook_store::feed::{self, Change};
use serde::{Deserialize, Serialize};

use super::session::Session;
use super::work::Work;
use crate::error::{Error, Result};

/// How much of what a change set did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Parties that appeared.
    pub parties_added: u64,
    /// Parties whose fields changed.
    pub parties_edited: u64,
    /// Parties that were hidden.
    pub parties_hidden: u64,
    /// Hidden parties that were brought back.
    pub parties_restored: u64,
    /// Pieces of evidence that were appended, retractions too.
    pub evidence: u64,
    /// Links that were made, ended or removed.
    pub links: u64,
    /// Records that were added, changed, hidden or restored.
    pub records: u64,
}

impl Counts {
    /// Reads what a change set has stored.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, more: &Self) {
        self.parties_added += more.parties_added;
        self.parties_edited += more.parties_edited;
        self.parties_hidden += more.parties_hidden;
        self.parties_restored += more.parties_restored;
        self.evidence += more.evidence;
        self.links += more.links;
        self.records += more.records;
    }

    /// Counts what an entry of the journal says.
    pub(crate) fn note(&mut self, action: Action) {
        match action {
            Action::PartyAdded | Action::RowAdded => self.parties_added += 1,
            Action::PartyEdited | Action::PartyImported | Action::PartyTakenBack => self.parties_edited += 1,
            Action::PartyHidden => self.parties_hidden += 1,
            Action::PartyRestored | Action::RowRevived => self.parties_restored += 1,
            Action::LinkAdded | Action::LinkEnded | Action::LinkTakenBack | Action::LinkRestored => {
                self.links += 1;
            }
            Action::RecordAdded
            | Action::RecordEdited
            | Action::RecordHidden
            | Action::RecordRestored
            | Action::RecordTakenBack => self.records += 1,
            action if action.is_of_quote() => self.records += 1,
            _ => {}
        }
    }
}

/// What is noted of one write.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    set: Option<Set>,
    entries: Vec<ChangeEntry>,
    counts: Counts,
    feed: Vec<Change>,
}

/// How much a journal had noted at some moment.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    set: Option<Set>,
    entries: usize,
    counts: Counts,
    feed: usize,
}

impl Journal {
    /// How much is noted now.
    pub(super) fn mark(&self) -> Mark {
        Mark { set: self.set, entries: self.entries.len(), counts: self.counts, feed: self.feed.len() }
    }

    /// Forgets what was noted since.
    pub(super) fn go_back_to(&mut self, mark: Mark) {
        (self.set, self.counts) = (mark.set, mark.counts);
        self.entries.truncate(mark.entries);
        self.feed.truncate(mark.feed);
    }
}

/// The change set that a write belongs to.
#[derive(Clone, Copy, Debug)]
struct Set {
    id: ChangeSetId,
    /// Whether it is there already, because it takes more than one transaction.
    is_stored: bool,
}

/// What an entry is about.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// The party or link, as a number.
    pub record: Option<i64>,
    /// The row of a file, or the name of what is no record.
    pub row_key: Option<String>,
    /// The party in whose log the entry stands.
    pub party: Option<PartyId>,
    /// What was before and after, as JSON.
    pub detail: String,
}

impl About {
    /// A party, in whose log it stands.
    pub fn party(party: PartyId, detail: String) -> Self {
        Self { record: Some(party.0), party: Some(party), detail, row_key: None }
    }

    /// The entry of a change set that says so.
    pub fn entry(self, session: &Session, at: Timestamp, set: ChangeSetId, action: Action) -> ChangeEntry {
        let Self { record, row_key, party, detail } = self;
        ChangeEntry {
            change_set: set,
            id: ChangeId(session.next_id()),
            at,
            action,
            record,
            row_key,
            party,
            detail,
        }
    }
}

impl Work<'_, '_> {
    /// The change set that this write belongs to: one of its own, unless it has joined another.
    pub fn change_set(&mut self) -> ChangeSetId {
        let next = || Set { id: ChangeSetId(self.session.next_id()), is_stored: false };
        self.journal.set.get_or_insert_with(next).id
    }

    /// Makes this write part of a change set that is stored already.
    pub fn join(&mut self, id: ChangeSetId) {
        self.journal.set = Some(Set { id, is_stored: true });
    }

    /// Notes an entry in the journal.
    pub fn enter(&mut self, action: Action, about: About) {
        let change_set = self.change_set();
        self.journal.counts.note(action);
        self.journal.entries.push(about.entry(self.session, self.now, change_set, action));
    }

    /// Notes a change of a party in its log and on the feed.
    pub fn note(&mut self, action: Action, party: PartyId, detail: String) {
        self.publish_later(Change::of(action, vec![party]));
        self.enter(action, About::party(party, detail));
    }

    /// Puts a change on the feed that is about something else than a party: a vocabulary, a kind, an import.
    pub fn announce(&mut self, action: Action, about: &str, parties: Vec<PartyId>) {
        let about = Some(about.to_owned());
        self.publish_later(Change { about, ..Change::of(action, parties) });
    }

    /// Puts a change on the feed.
    pub fn publish_later(&mut self, change: Change) {
        self.journal.feed.push(change);
    }

    /// Counts what was done as part of the change set and is in the journal by other means.
    pub fn count(&mut self, done: &Counts) {
        self.journal.counts.add(done);
    }

    /// Counts pieces of evidence that were appended as part of the change set.
    pub fn count_evidence(&mut self, pieces: usize) {
        self.journal.counts.evidence += pieces as u64;
    }

    /// Stores what was noted: the change set, its entries, and one entry of the feed. Answers with the set, if
    /// anything was changed.
    pub(super) fn publish(&mut self) -> Result<Option<ChangeSetId>> {
        let Journal { set, entries, counts, feed } = std::mem::take(&mut self.journal);
        let set = set.filter(|set| set.is_stored || !entries.is_empty() || !counts.is_nothing());
        match set {
            Some(set) if set.is_stored => self.add_to_set(set.id, &counts)?,
            Some(set) => self.store_set(set.id, what_of(&entries), &counts)?,
            None => {}
        }
        change_entry::insert_many(self.connection, &entries)?;
        if !feed.is_empty() {
            let entry = feed::Entry {
                id: self.session.next_id(),
                at: self.now,
                actor: self.session.actor().to_owned(),
                via: self.session.via(),
                changes: feed,
            };
            feed::append(self.connection, &entry)?;
        }
        Ok(set.map(|set| set.id))
    }

    fn store_set(&mut self, id: ChangeSetId, what: What, counts: &Counts) -> Result<()> {
        let finished_at = Some(self.now);
        let row = ChangeSetRow { counts: counts.text(), finished_at, ..self.new_set(id, what, State::Done) };
        Ok(change_set::insert(self.connection, &row)?)
    }

    /// A change set of this session's, which has done nothing yet.
    pub fn new_set(&self, id: ChangeSetId, what: What, state: State) -> ChangeSetRow {
        ChangeSetRow {
            id,
            at: self.now,
            actor: self.session.actor().to_owned(),
            via: self.session.via(),
            what,
            state,
            counts: Counts::default().text(),
            reverses: None,
            request: String::new(),
            finished_at: None,
        }
    }

    fn add_to_set(&mut self, id: ChangeSetId, more: &Counts) -> Result<()> {
        if more.is_nothing() {
            return Ok(());
        }
        let found = change_set::get(self.connection, id)?;
        let row = found.ok_or_else(|| Error::not_found("change set", id.to_string()))?;
        let mut counts = Counts::read(&row.counts);
        counts.add(more);
        change_set::update(self.connection, &ChangeSetRow { counts: counts.text(), ..row })?;
        Ok(())
    }
}

/// What a change set is: a conversion, if it holds one; else what its first entry makes it, or evidence if it has none.
fn what_of(entries: &[ChangeEntry]) -> What {
    let conversion = entries.iter().find(|entry| entry.action == Action::PartyConverted);
    conversion.or(entries.first()).map_or(What::Evidence, |entry| entry.action.makes())
}
