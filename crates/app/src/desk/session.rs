//! A session: somebody who works in a casebook, in one way, perhaps for one request. No use case can be called without
//! one, and nothing of the store or the index is reached past it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use casebook_domain::access::{self, Noun, Principal, Scope, Subject};
use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeSetId, JobId, PartyId, UploadId};
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;
use casebook_index::{Index, Reader, RecordIndex};
use casebook_store::definitions::{Definitions, GENERATION, generation};
use casebook_store::{Cancel, Connection, Ids, Steadiness, Store, setting};

use super::casebook::Casebook;
use super::requests::RequestKey;
use crate::error::{Error, Result};

/// Somebody who works in a casebook. Cheap to clone; every clone is of the same principal.
#[derive(Clone)]
pub struct Session {
    casebook: Casebook,
    /// The database, on behalf of whoever waits for an answer.
    store: Store,
    principal: Principal,
    /// How what this clone records comes in.
    via: Via,
    /// The request that the next write carries out, if it has a key.
    request: Option<Arc<Request>>,
    /// The change set that was written last, 0 before the first.
    written: Arc<AtomicI64>,
}

/// Who is recorded as having done what somebody did with a link.
const BY_LINK: &str = "link";

struct Request {
    key: RequestKey,
    /// Whether it is carried out: later writes for the same request are its continuation.
    begun: AtomicBool,
}

impl Session {
    pub(super) fn begin(casebook: Casebook, principal: Principal, via: Via) -> Self {
        let store = casebook.store().clone();
        Self { casebook, store, principal, via, request: None, written: Arc::default() }
    }

    /// Refuses what the principal may not do. A party that one does not see is not there.
    pub fn may(&self, subject: Subject) -> Result<()> {
        if access::may(&self.principal, subject) {
            return Ok(());
        }
        Err(match subject {
            Subject::Party(party) => Error::not_found("party", party.to_string()),
            Subject::NewParty | Subject::Workspace => Error::Forbidden,
        })
    }

    /// What the principal sees of a noun.
    pub fn scope(&self, noun: Noun) -> Scope {
        access::scope(&self.principal, noun)
    }

    /// Whether the principal sees a party.
    pub(crate) fn sees(&self, party: PartyId) -> bool {
        self.scope(Noun::Party).sees(party)
    }

    /// Whether the principal sees what belongs to the whole workspace.
    pub fn sees_workspace(&self) -> bool {
        self.scope(Noun::Workspace).is_all()
    }

    /// The workspace's time zone.
    pub fn zone(&self) -> Result<Zone> {
        self.read(|_, definitions| Ok(definitions.zone.clone()))
    }

    /// Who works.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// An error, if damage of the database was found since it was opened; from then on nothing is written.
    pub fn ensure_sound(&self) -> Result<()> {
        Ok(self.store.ensure_sound()?)
    }

    /// The same session for carrying out a request under its key: the first write stores the key with it, and
    /// fails with [`crate::Error::Repeated`] if the key is there.
    #[must_use]
    pub fn for_request(&self, key: RequestKey) -> Self {
        let request = Request { key, begun: AtomicBool::new(false) };
        Self { request: Some(Arc::new(request)), ..self.clone() }
    }

    /// The same session on behalf of somebody who may leave: from then on nothing is begun for it, and what only
    /// reads ends.
    #[must_use]
    pub fn cancelled_by(&self, cancel: Cancel) -> Self {
        Self { store: self.store.cancelled_by(cancel), ..self.clone() }
    }

    /// Fails if nobody waits for the answer any more. Long loops ask it.
    pub(crate) fn check_wanted(&self) -> Result<()> {
        Ok(self.store.cancel().check()?)
    }

    /// The same session for what is no part of the request that it carries out.
    pub(crate) fn without_request(&self) -> Self {
        Self { request: None, ..self.clone() }
    }

    /// Whether it carries out a request under a key.
    pub(crate) fn has_request(&self) -> bool {
        self.request.is_some()
    }

    /// The key of its request, unless an earlier write has begun to carry it out.
    pub(super) fn request_to_begin(&self) -> Option<&RequestKey> {
        let request = self.request.as_ref()?;
        (!request.begun.load(Ordering::Acquire)).then_some(&request.key)
    }

    /// Its request is being carried out from now on.
    pub(super) fn request_has_begun(&self) {
        if let Some(request) = &self.request {
            request.begun.store(true, Ordering::Release);
        }
    }

    /// The same session for one answer, of which [`Session::change_set`] says what it wrote.
    #[must_use]
    pub fn for_answer(&self) -> Self {
        Self { written: Arc::default(), ..self.clone() }
    }

    /// The change set that was written last in this session and its clones.
    pub fn change_set(&self) -> Option<ChangeSetId> {
        Some(self.written.load(Ordering::Acquire)).filter(|id| *id != 0).map(ChangeSetId)
    }

    pub(super) fn note_change_set(&self, id: ChangeSetId) {
        self.written.store(id.0, Ordering::Release);
    }

    /// The same session for what comes in another way: a server also imports.
    #[must_use]
    pub fn coming_in_by(&self, via: Via) -> Self {
        Self { via, ..self.clone() }
    }

    /// The same session on behalf of whoever holds a link that gives a right: what is behind the link is in scope.
    pub(crate) fn by_link(&self) -> Self {
        Self { principal: Principal::owner(BY_LINK), ..self.clone() }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.casebook.now()
    }

    /// The present, unless the clock shows what cannot be: nothing is stored under such a time.
    pub(crate) fn believed_now(&self) -> Result<Timestamp> {
        self.casebook.believed_now()
    }

    /// How far the clock can be trusted with forgetting what is old.
    pub fn clock_steadiness(&self) -> Steadiness {
        self.casebook.clock_steadiness()
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

    /// Who works, by name.
    pub fn actor(&self) -> &str {
        self.principal.name()
    }

    /// How what is recorded comes in.
    pub fn via(&self) -> Via {
        self.via
    }

    /// The step of the schema that the database is at: the last, since opening it takes all.
    pub fn schema_step(&self) -> Result<i64> {
        Ok(self.store.migrate(self.now())?.to)
    }

    pub(super) fn casebook(&self) -> &Casebook {
        &self.casebook
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Loads the index, unless it is there and current: it would be when it is read first.
    pub fn load_index(&self) -> Result<()> {
        Ok(self.index().load(&self.reader())?)
    }

    /// Where the index came from when it was loaded last; nothing before.
    pub fn index_source(&self) -> Option<casebook_index::Source> {
        self.index().source()
    }

    /// Keeps the snapshot of the index in a folder of this user's, unless it is kept beside the database. To be
    /// called before anything is asked.
    pub fn keep_index_within(&self, folder: &Path) {
        self.casebook.keep_index_within(folder);
    }

    /// Writes a snapshot of the index as it was loaded, so that the next program that starts has it at once, unless
    /// there are few parties, or few have changed since the last one. Says whether one was written.
    pub fn save_index(&self) -> Result<bool> {
        Ok(self.index().save(&self.reader())?)
    }

    /// The index in memory. It is loaded when it is read first.
    pub(crate) fn index(&self) -> &Index {
        self.casebook.index()
    }

    /// The records in memory. They are loaded when they are read first.
    pub(crate) fn records(&self) -> &RecordIndex {
        self.casebook.records()
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
        self.casebook.usual_uploads()
    }

    /// The place in a folder of this user's for the files that are handed over for this database: servers of one
    /// machine may have databases of their own. The name says nothing of which one it is.
    pub fn uploads_within(&self, folder: &Path) -> PathBuf {
        self.casebook.uploads_within(folder)
    }

    /// A new id for anything but a party.
    pub(crate) fn next_id(&self) -> i64 {
        self.casebook.ids().map_or(0, Ids::next)
    }

    /// A new id for a party.
    pub(crate) fn next_party(&self, kind: PartyKind) -> PartyId {
        self.casebook.ids().map_or(PartyId::new(0, kind), |ids| ids.party(kind))
    }

    /// Whoever reads the index in this session.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader {
            store: self.store.clone(),
            clock: self.casebook.clock(),
            definitions: self.casebook.words(),
            scope: self.scope(Noun::Party),
        }
    }

    /// Runs a read over one snapshot, with the words in force there.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Connection<'_>, &Definitions) -> Result<T>,
    ) -> Result<T> {
        self.store.read(|connection| {
            let words = self.words_of(connection)?;
            work(connection, &words)
        })
    }

    /// The words in force in a snapshot.
    pub(super) fn words_of(&self, connection: &mut Connection<'_>) -> Result<Arc<Definitions>> {
        Ok(self.casebook.words().read(connection)?)
    }

    /// The words in force.
    pub(crate) fn words(&self) -> Result<Arc<Definitions>> {
        let present = generation(self.store.ask(|connection| setting::get(connection, GENERATION))?);
        match self.casebook.words().of(present) {
            Some(words) => Ok(words),
            None => self.store.read(|connection| self.words_of(connection)),
        }
    }

    /// The words as they were when this process read or wrote last.
    pub(crate) fn last_words(&self) -> Result<Arc<Definitions>> {
        self.casebook.words().last().map_or_else(|| self.words(), Ok)
    }
}
