//! An open casebook: the store, the clock, the source of ids, who acts, and the words in force.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeId, JobId, PartyId, UploadId, VocabularyId};
use casebook_domain::party::PartyKind;
use casebook_domain::text::hexadecimal;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::Vocabulary;
use casebook_store::change::{self, ChangeRow};
use casebook_store::feed::{self, Change};
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};
use casebook_store::{Cancel, Clock, ClockWatch, Connection, DatabaseUrl, Ids, Steadiness, Store, setting};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::index::Index;
use crate::requests::{self, RequestKey};
use crate::upgrade;
use crate::words::Words;

/// How often a write is decided anew because another stored the same at the same moment. Each time another has got on,
/// so that so many at once are let through one after the other.
const TRIES: u32 = 32;

/// How the number of the words in force is read, and what is locked by that.
type Generation = fn(&mut Connection<'_>, &str) -> casebook_store::Result<Option<String>>;

/// The vocabulary that is meant where none is named.
pub const DEFAULT_VOCABULARY: &str = "journey";

/// An open casebook. Cheap to clone; every clone acts for the same person.
#[derive(Clone)]
pub struct Casebook {
    inner: Arc<Inner>,
    /// The database, on behalf of whoever waits for an answer.
    store: Store,
    /// How what this clone records comes in.
    via: Via,
    /// The request that the next write carries out, if it has a key.
    request: Option<Arc<Request>>,
}

struct Request {
    key: RequestKey,
    /// Whether it is carried out: later writes for the same request are its continuation.
    begun: AtomicBool,
}

struct Inner {
    clock: Arc<dyn Clock>,
    watch: ClockWatch,
    /// None where it was opened for looking: then nothing can be written, and no id is stored.
    ids: Option<Ids>,
    actor: String,
    uploads: Option<PathBuf>,
    /// A digest of the address without its password.
    database: String,
    words: Mutex<Option<Arc<Words>>>,
    index: Index,
}

/// A write under way: one transaction, with the words in force and one time for all it records.
pub(crate) struct Work<'w, 'c> {
    /// The transaction.
    pub connection: &'w mut Connection<'c>,
    /// The words in force; they cannot change before the transaction ends.
    pub words: Arc<Words>,
    /// The time of everything that is recorded in it.
    pub now: Timestamp,
    /// The casebook it belongs to.
    pub casebook: &'w Casebook,
    /// What it changes: told to everybody who follows the feed once it is committed.
    pub changes: Vec<Change>,
    /// Parties that it has made and of which it has recorded nothing yet: nobody else knows of them.
    pub fresh: Vec<PartyId>,
}

impl Casebook {
    /// Opens a database, creating and migrating it as needed, on behalf of `actor`.
    pub fn open(url: &str, actor: &str, via: Via, clock: Arc<dyn Clock>) -> Result<Self> {
        let address = DatabaseUrl::parse(url)?;
        let store = Store::open(&address)?;
        store.migrate(clock.now())?;
        let ids = Ids::lease(&store, Arc::clone(&clock))?;
        let last = store.read(feed::last_at)?;
        let casebook = Self::of(store, (Some(ids), last), &address, actor, via, clock);
        casebook.ensure_vocabularies()?;
        upgrade::to_present_form(&casebook)?;
        Ok(casebook)
    }

    /// Opens a database that is there for looking alone: nothing in it or beside it is made or changed, and every write
    /// is refused. One at an older step is refused; a damaged one is opened, as far as that can be told already.
    pub fn inspect(url: &str, actor: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let address = DatabaseUrl::parse(url)?;
        let store = Store::inspect(&address)?;
        match store.check_schema() {
            Err(error) if error.as_damage().is_none() => return Err(error.into()),
            _ => {}
        }
        // What cannot be read is found by whoever looks for damage.
        let last = store.read(feed::last_at).unwrap_or_default();
        Ok(Self::of(store, (None, last), &address, actor, Via::Shell, clock))
    }

    fn of(
        store: Store,
        (ids, last): (Option<Ids>, Option<Timestamp>),
        address: &DatabaseUrl,
        actor: &str,
        via: Via,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (words, index) = (Mutex::new(None), Index::default());
        let (actor, uploads) = (actor.to_owned(), uploads_of(address));
        let database = hexadecimal(&Sha256::digest(address.without_password().as_bytes())[..8]);
        let watch = ClockWatch::begin(Arc::clone(&clock), last);
        let inner = Inner { clock, watch, ids, actor, uploads, database, words, index };
        Self { inner: Arc::new(inner), store, via, request: None }
    }

    /// An error, if damage of the database was found since it was opened; from then on nothing is written.
    pub fn ensure_sound(&self) -> Result<()> {
        Ok(self.store.ensure_sound()?)
    }

    /// The same casebook for carrying out a request under its key: the first write stores the key with it, and
    /// fails with [`crate::Error::Repeated`] if the key is there.
    #[must_use]
    pub fn for_request(&self, key: RequestKey) -> Self {
        let request = Request { key, begun: AtomicBool::new(false) };
        Self { request: Some(Arc::new(request)), ..self.clone() }
    }

    /// The same casebook on behalf of somebody who may leave: from then on nothing is begun for it, and what only
    /// reads ends.
    #[must_use]
    pub fn cancelled_by(&self, cancel: Cancel) -> Self {
        Self { store: self.store.cancelled_by(cancel), ..self.clone() }
    }

    /// The same casebook for what others wait for too.
    pub(crate) fn for_all(&self) -> Self {
        self.cancelled_by(Cancel::default())
    }

    /// Fails if nobody waits for the answer any more. Long loops ask it.
    pub(crate) fn check_wanted(&self) -> Result<()> {
        Ok(self.store.cancel().check()?)
    }

    /// The same casebook for what is no part of the request that it carries out.
    pub(crate) fn without_request(&self) -> Self {
        Self { request: None, ..self.clone() }
    }

    /// Whether it carries out a request under a key.
    pub(crate) fn has_request(&self) -> bool {
        self.request.is_some()
    }

    /// The same casebook for what comes in another way: a server also imports.
    #[must_use]
    pub fn coming_in_by(&self, via: Via) -> Self {
        Self { via, ..self.clone() }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The present, unless the clock shows what cannot be: nothing is stored under such a time.
    pub(crate) fn believed_now(&self) -> Result<Timestamp> {
        Ok(self.inner.watch.now()?)
    }

    /// How far the clock can be trusted with forgetting what is old.
    pub fn clock_steadiness(&self) -> Steadiness {
        self.inner.watch.steadiness()
    }

    /// Whether what is old by the clock may be forgotten.
    pub(crate) fn may_forget(&self) -> bool {
        self.clock_steadiness() == Steadiness::Steady
    }

    /// Lets time pass while another process is at it. Only for waiting for what cannot be waited for.
    pub(crate) fn pause(length: std::time::Duration) {
        // A lock of another process has no event to wait for on both engines.
        #[expect(
            clippy::disallowed_methods,
            reason = "another process's lock cannot be waited for otherwise"
        )]
        std::thread::sleep(length);
    }

    /// On whose behalf the casebook is open.
    pub fn actor(&self) -> &str {
        &self.inner.actor
    }

    /// How what is recorded comes in.
    pub fn via(&self) -> Via {
        self.via
    }

    /// The step of the schema that the database is at: the last, since opening it takes all.
    pub fn schema_step(&self) -> Result<i64> {
        Ok(self.store.migrate(self.now())?.to)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn picture(&self) -> &Index {
        &self.inner.index
    }

    /// An entry of the feed, by whoever has opened the casebook.
    fn entry(&self, at: Timestamp, changes: Vec<Change>) -> feed::Entry {
        feed::Entry { id: self.next_id(), at, actor: self.actor().to_owned(), via: self.via(), changes }
    }

    /// A new id for a file that is handed over.
    pub fn new_upload(&self) -> UploadId {
        UploadId(self.next_id())
    }

    /// A new id for work of this process.
    pub fn new_job(&self) -> JobId {
        JobId(self.next_id())
    }

    /// Where files that are handed over are kept, unless somebody says otherwise: beside the database, if it
    /// is a file of this machine.
    pub fn usual_uploads(&self) -> Option<&Path> {
        self.inner.uploads.as_deref()
    }

    /// The place in a folder of this user's for the files that are handed over for this database: servers of one
    /// machine may have databases of their own. The name tells nobody which one it is.
    pub fn uploads_within(&self, folder: &Path) -> PathBuf {
        folder.join(format!("uploads-{}", self.inner.database))
    }

    /// A new id for anything but a party.
    pub(crate) fn next_id(&self) -> i64 {
        self.inner.ids.as_ref().map_or(0, Ids::next)
    }

    /// A new id for a party.
    pub(crate) fn next_party(&self, kind: PartyKind) -> PartyId {
        self.inner.ids.as_ref().map_or(PartyId::new(0, kind), |ids| ids.party(kind))
    }

    /// Runs a read over one snapshot, with the words in force there.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Connection<'_>, &Words) -> Result<T>) -> Result<T> {
        self.store.read(|connection| {
            let generation = generation(setting::get(connection, GENERATION)?);
            let words = self.words_in(connection, generation)?;
            work(connection, &words)
        })
    }

    /// Runs a write in one transaction. It may run more than once: whoever looked for something that was not there,
    /// stored it, and finds that another did so at the same moment, looks again and decides anew.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Held until the end, so that no vocabulary can begin to be built behind this write's back.
        self.write_deciding_anew(setting::held, work)
    }

    /// [`Casebook::write`] for what changes the words in force: it waits for every other write and keeps new ones
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
        let casebook = self.clone();
        let answer = self.store.write(move |connection| -> Result<T> {
            let generation = generation(generation_of(connection, GENERATION)?);
            let words = casebook.words_in(connection, generation)?;
            let now = casebook.believed_now()?;
            let mut under_way = Work::begin(connection, words, now, &casebook);
            if let Some(request) = casebook.request.as_ref().filter(|one| !one.begun.load(Ordering::Acquire))
            {
                requests::remember(&mut under_way, &request.key)?;
            }
            let answer = work(&mut under_way)?;
            under_way.publish()?;
            Ok(answer)
        })?;
        if let Some(request) = &self.request {
            request.begun.store(true, Ordering::Release);
        }
        Ok(answer)
    }

    /// The words in force.
    pub(crate) fn words(&self) -> Result<Arc<Words>> {
        let present = generation(self.store.ask(|connection| setting::get(connection, GENERATION))?);
        match self.known_words(present) {
            Some(words) => Ok(words),
            None => self.store.read(|connection| {
                let generation = generation(setting::get(connection, GENERATION)?);
                self.words_in(connection, generation)
            }),
        }
    }

    /// The words as they were when this process read or wrote last.
    pub(crate) fn last_words(&self) -> Result<Arc<Words>> {
        self.kept_words().map_or_else(|| self.words(), Ok)
    }

    fn kept_words(&self) -> Option<Arc<Words>> {
        self.inner.words.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn known_words(&self, generation: i64) -> Option<Arc<Words>> {
        self.kept_words().filter(|words| words.generation == generation)
    }

    fn words_in(&self, connection: &mut Connection<'_>, generation: i64) -> Result<Arc<Words>> {
        if let Some(words) = self.known_words(generation) {
            return Ok(words);
        }
        let words = Arc::new(Words::load(connection, generation)?);
        *self.inner.words.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&words));
        Ok(words)
    }

    /// Puts the built-in vocabularies into a database that has none of that name.
    fn ensure_vocabularies(&self) -> Result<()> {
        if self.store.read(|connection| setting::get(connection, GENERATION))?.is_some() {
            return Ok(());
        }
        let casebook = self.clone();
        self.store.write(move |connection| -> Result<()> {
            // Whoever comes second waits here and then finds the work done.
            if !setting::insert(connection, GENERATION, "1")? {
                return Ok(());
            }
            for built_in in Vocabulary::built_in() {
                let row = VocabularyRow {
                    id: VocabularyId(casebook.next_id()),
                    name: built_in.name.clone(),
                    version: 1,
                    title: built_in.title.clone(),
                    source: built_in.to_toml(),
                    state: VocabularyState::Active,
                    created_at: casebook.now(),
                    recorded_by: PROGRAM.to_owned(),
                };
                vocabulary::insert(connection, &row)?;
            }
            Ok(())
        })
    }
}

fn uploads_of(address: &DatabaseUrl) -> Option<PathBuf> {
    let mut beside = address.file()?.as_os_str().to_owned();
    beside.push("-uploads");
    Some(beside.into())
}

/// Who brought in the vocabularies that a casebook begins with.
const PROGRAM: &str = "casebook";

/// The setting that is raised whenever a kind or a vocabulary changes.
pub(crate) const GENERATION: &str = "words.generation";

fn generation(value: Option<String>) -> i64 {
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

impl<'w, 'c> Work<'w, 'c> {
    /// A write in which nothing has happened yet.
    pub fn begin(
        connection: &'w mut Connection<'c>,
        words: Arc<Words>,
        now: Timestamp,
        casebook: &'w Casebook,
    ) -> Self {
        Self { connection, words, now, casebook, changes: Vec::new(), fresh: Vec::new() }
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
        let entry = self.casebook.entry(self.now, std::mem::take(&mut self.changes));
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
            id: ChangeId(self.casebook.next_id()),
            at: self.now,
            actor: self.casebook.actor().to_owned(),
            via: self.casebook.via(),
            action: action.to_owned(),
            party: Some(party),
            evidence: None,
            detail,
        };
        let entries: Vec<ChangeRow> = all.into_iter().map(entry).collect();
        Ok(change::insert_many(self.connection, &entries)?)
    }
}
