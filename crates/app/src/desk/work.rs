//! A write under way: one transaction, with the words in force and one time for all it records, decided anew where
//! another stored the same at the same moment.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::time::Timestamp;
use casebook_store::definitions::{Definitions, GENERATION, generation};
use casebook_store::{Connection, setting};

use super::derivations::Derivations;
use super::journal::{Journal, Mark};
use super::requests;
use super::session::Session;
use super::waiting::{Counts, Waiting};
use crate::error::{Error, Result};

/// How often a write is decided anew because another stored the same at the same moment. Each time another has got on,
/// so that so many at once are let through one after the other.
const TRIES: u32 = 32;

/// What a write notes on the way, as it goes into a part of it and comes back.
#[derive(Default)]
struct Noted {
    journal: Journal,
    fresh: Vec<PartyId>,
    made: Vec<PartyId>,
    waiting: Option<Waiting>,
    locked: BTreeSet<PartyId>,
}

/// How much a write had noted before a part of it. Lists only grow but for `fresh`, which is taken by what is appended.
struct Before {
    journal: Mark,
    fresh: Vec<PartyId>,
    made: usize,
    waiting: Option<Counts>,
}

/// How the number of the words in force is read, and what is locked by that.
type Generation = fn(&mut Connection<'_>, &str) -> casebook_store::Result<Option<String>>;

/// A write under way: one transaction, with the words in force and one time for all it records.
pub(crate) struct Work<'w, 'c> {
    /// The transaction.
    pub connection: &'w mut Connection<'c>,
    /// The words in force; they cannot change before the transaction ends.
    pub words: Arc<Definitions>,
    /// The time of everything that is recorded in it.
    pub now: Timestamp,
    /// The session it belongs to.
    pub session: &'w Session,
    /// What it changes, as far as it is noted.
    pub journal: Journal,
    /// Parties that it has made and of which it has recorded nothing yet: nobody else knows of them.
    pub fresh: Vec<PartyId>,
    /// All the parties that it has made, which are its own to write about.
    pub made: Vec<PartyId>,
    /// Derivations of parties of this database.
    pub derivations: Derivations,
    /// Parties whose derivations it has carried on and kept.
    pub carried_on: Vec<PartyId>,
    /// What is stored together, when all of it is there; nothing where everything is stored at once.
    pub waiting: Option<Waiting>,
    /// Parties that were locked together, so that they need not be one by one.
    pub locked: BTreeSet<PartyId>,
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

    /// Runs a write and rolls it back; answers with what it came to.
    pub(crate) fn rehearse<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let found = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&found);
        let ended = self.write(move |under_way| {
            let answer = work(under_way)?;
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            // An error is what takes a transaction back.
            Err::<Infallible, _>(Error::Stopped("nothing was stored".to_owned()))
        });
        match found.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(answer) => Ok(answer),
            None => match ended? {},
        }
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
        let (answer, set) = self.store().write(move |connection| -> Result<(T, Option<ChangeSetId>)> {
            let generation = generation(generation_of(connection, GENERATION)?);
            let words = session.casebook().words().get(connection, generation)?;
            let now = session.believed_now()?;
            let mut under_way = Work::begin(connection, words, now, &session);
            if let Some(key) = session.request_to_begin() {
                requests::remember(&mut under_way, key)?;
            }
            let answer = work(&mut under_way).inspect_err(|_| under_way.forget_derivations())?;
            Ok((answer, under_way.publish()?))
        })?;
        if let Some(set) = set {
            self.note_change_set(set);
        }
        self.request_has_begun();
        Ok(answer)
    }
}

impl<'w, 'c> Work<'w, 'c> {
    /// A write in which nothing has happened yet.
    pub fn begin(
        connection: &'w mut Connection<'c>,
        words: Arc<Definitions>,
        now: Timestamp,
        session: &'w Session,
    ) -> Self {
        let derivations = session.casebook().derivations().clone();
        Self {
            connection,
            words,
            now,
            session,
            journal: Journal::default(),
            fresh: Vec::new(),
            made: Vec::new(),
            derivations,
            carried_on: Vec::new(),
            waiting: None,
            locked: BTreeSet::new(),
        }
    }
}

impl Work<'_, '_> {
    /// Runs a part of this write so that its failure undoes that part alone.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Work<'_, '_>) -> Result<T>) -> Result<T> {
        let (words, now, session) = (self.words.clone(), self.now, self.session);
        let before = self.mark();
        let mut noted = self.take_noted();
        let answer = self.connection.attempt(|connection| {
            let mut inner = Work::begin(connection, words, now, session);
            inner.put_noted(std::mem::take(&mut noted));
            let answer = part(&mut inner).inspect_err(|_| inner.forget_derivations());
            noted = inner.take_noted();
            answer
        });
        self.put_noted(noted);
        if answer.is_err() {
            self.go_back_to(before);
        }
        answer
    }

    fn take_noted(&mut self) -> Noted {
        Noted {
            journal: std::mem::take(&mut self.journal),
            fresh: std::mem::take(&mut self.fresh),
            made: std::mem::take(&mut self.made),
            waiting: self.waiting.take(),
            locked: std::mem::take(&mut self.locked),
        }
    }

    fn put_noted(&mut self, noted: Noted) {
        let Noted { journal, fresh, made, waiting, locked } = noted;
        (self.journal, self.fresh, self.made) = (journal, fresh, made);
        (self.waiting, self.locked) = (waiting, locked);
    }

    fn mark(&self) -> Before {
        Before {
            journal: self.journal.mark(),
            fresh: self.fresh.clone(),
            made: self.made.len(),
            waiting: self.waiting.as_ref().map(Waiting::counts),
        }
    }

    fn go_back_to(&mut self, before: Before) {
        self.journal.go_back_to(before.journal);
        self.fresh = before.fresh;
        self.made.truncate(before.made);
        if let (Some(waiting), Some(counts)) = (&mut self.waiting, before.waiting) {
            waiting.go_back_to(counts);
        }
    }

    /// Forgets the derivations that this write has carried on: what it did is undone. Whoever asks for them notices
    /// anyway, but would have to read everything each time.
    pub fn forget_derivations(&self) {
        self.derivations.forget(&self.carried_on);
    }

    /// Tells every process that the words in force have changed. Waits for writes that go by the old ones.
    pub fn raise_generation(&mut self) -> Result<()> {
        let next = self.words.generation + 1;
        Ok(setting::change(self.connection, GENERATION, &next.to_string())?)
    }
}
