//! A write under way: one transaction, with the words in force and one time for all it records, decided anew where
//! another stored the same at the same moment.

use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::ids::{ChangeId, PartyId};
use casebook_domain::time::Timestamp;
use casebook_store::change::{self, ChangeRow};
use casebook_store::feed::{self, Change};
use casebook_store::words::{GENERATION, Words, generation};
use casebook_store::{Connection, setting};

use super::requests;
use super::session::Session;
use crate::error::{Error, Result};

/// How often a write is decided anew because another stored the same at the same moment. Each time another has got on,
/// so that so many at once are let through one after the other.
const TRIES: u32 = 32;

/// How the number of the words in force is read, and what is locked by that.
type Generation = fn(&mut Connection<'_>, &str) -> casebook_store::Result<Option<String>>;

/// A write under way: one transaction, with the words in force and one time for all it records.
pub(crate) struct Work<'w, 'c> {
    /// The transaction.
    pub connection: &'w mut Connection<'c>,
    /// The words in force; they cannot change before the transaction ends.
    pub words: Arc<Words>,
    /// The time of everything that is recorded in it.
    pub now: Timestamp,
    /// The session it belongs to.
    pub session: &'w Session,
    /// What it changes: told to everybody who follows the feed once it is committed.
    pub changes: Vec<Change>,
    /// Parties that it has made and of which it has recorded nothing yet: nobody else knows of them.
    pub fresh: Vec<PartyId>,
}

impl Session {
    /// Runs a write in one transaction. It may run more than once: whoever looked for something that was not there,
    /// stored it, and finds that another did so at the same moment, looks again and decides anew.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Held until the end, so that no vocabulary can begin to be built behind this write's back.
        self.write_deciding_anew(setting::held, work)
    }

    /// [`Session::write`] for what changes the words in force: it waits for every other write and keeps new ones
    /// waiting, from its beginning on, so that two such writes never wait for each other.
    pub(crate) fn write_words<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_deciding_anew(setting::claimed, work)
    }

    fn write_deciding_anew<T: Send + 'static>(
        &self,
        generation: Generation,
        work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let shared = Arc::new(Mutex::new(work));
        let mut tries = 1;
        loop {
            let work = Arc::clone(&shared);
            let run = move |under_way: &mut Work<'_, '_>| {
                let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
                work(under_way)
            };
            match self.write_once(generation, run) {
                Err(Error::Store(casebook_store::Error::Conflict { .. })) if tries < TRIES => tries += 1,
                other => return other,
            }
        }
    }

    fn write_once<T: Send + 'static>(
        &self,
        generation_of: Generation,
        mut work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let session = self.clone();
        let answer = self.store().write(move |connection| -> Result<T> {
            let generation = generation(generation_of(connection, GENERATION)?);
            let words = session.casebook().words().get(connection, generation)?;
            let now = session.believed_now()?;
            let mut under_way = Work::begin(connection, words, now, &session);
            if let Some(key) = session.request_to_begin() {
                requests::remember(&mut under_way, key)?;
            }
            let answer = work(&mut under_way)?;
            under_way.publish()?;
            Ok(answer)
        })?;
        self.request_has_begun();
        Ok(answer)
    }
}

impl<'w, 'c> Work<'w, 'c> {
    /// A write in which nothing has happened yet.
    pub fn begin(
        connection: &'w mut Connection<'c>,
        words: Arc<Words>,
        now: Timestamp,
        session: &'w Session,
    ) -> Self {
        Self { connection, words, now, session, changes: Vec::new(), fresh: Vec::new() }
    }
}

impl Work<'_, '_> {
    /// Tells every process that the words in force have changed. Waits for writes that go by the old ones.
    pub fn raise_generation(&mut self) -> Result<()> {
        let next = self.words.generation + 1;
        Ok(setting::change(self.connection, GENERATION, &next.to_string())?)
    }

    /// Tells those who follow the feed what this transaction changes.
    pub fn tell(&mut self, action: &str, parties: Vec<PartyId>) {
        self.changes.push(Change { action: action.to_owned(), parties, ..Change::default() });
    }

    /// Tells of a change that is about something else than a party: a vocabulary, a kind, an import.
    pub fn tell_about(&mut self, action: &str, about: &str, parties: Vec<PartyId>) {
        let about = Some(about.to_owned());
        self.changes.push(Change { action: action.to_owned(), parties, about, evidence: None });
    }

    /// Appends what was told to the feed, as one entry.
    fn publish(&mut self) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let entry = feed::Entry {
            id: self.session.next_id(),
            at: self.now,
            actor: self.session.actor().to_owned(),
            via: self.session.via(),
            changes: std::mem::take(&mut self.changes),
        };
        Ok(feed::append(self.connection, &entry)?)
    }

    /// Notes a change of a party in the change log, and tells of it.
    pub fn note(&mut self, action: &str, party: PartyId, detail: String) -> Result<()> {
        self.tell(action, vec![party]);
        self.log(action, [(party, detail)])
    }

    /// Notes changes of parties in the change log alone, where what tells of them is something larger.
    pub fn log(&mut self, action: &str, all: impl IntoIterator<Item = (PartyId, String)>) -> Result<()> {
        let entry = |(party, detail)| ChangeRow {
            id: ChangeId(self.session.next_id()),
            at: self.now,
            actor: self.session.actor().to_owned(),
            via: self.session.via(),
            action: action.to_owned(),
            party: Some(party),
            evidence: None,
            detail,
        };
        let entries: Vec<ChangeRow> = all.into_iter().map(entry).collect();
        Ok(change::insert_many(self.connection, &entries)?)
    }
}
