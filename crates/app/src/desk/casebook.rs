//! An open casebook: the store, the clock, the source of ids and the words in force. Nothing can be asked of it or
//! done in it but in a [`Session`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook_domain::access::Principal;
use casebook_domain::evidence::Via;
use casebook_domain::frameworks::{DEFAULT_FRAMEWORK, Framework};
use casebook_domain::ids::{FrameworkId, VocabularyId};
use casebook_domain::text::hexadecimal;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::Vocabulary;
use casebook_index::{Index, RecordIndex};
use casebook_store::definitions::{DefinitionsCache, GENERATION};
use casebook_store::feed;
use casebook_store::framework::{self, FrameworkRow, FrameworkState};
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};
use casebook_store::{Clock, ClockWatch, Connection, DatabaseUrl, Ids, Steadiness, Store, setting};
use sha2::{Digest, Sha256};

use super::derivations::Derivations;
use super::session::Session;
use crate::error::Result;

/// The vocabulary that is meant where none is named.
pub const DEFAULT_VOCABULARY: &str = "journey";

/// An open casebook. Cheap to clone.
#[derive(Clone)]
pub struct Casebook {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    watch: ClockWatch,
    /// None where it was opened for looking: then nothing can be written, and no id is stored.
    ids: Option<Ids>,
    uploads: Option<PathBuf>,
    /// A digest of the address without its password.
    database: String,
    words: DefinitionsCache,
    index: Index,
    records: RecordIndex,
    derivations: Derivations,
}

impl Casebook {
    /// Opens a database, creating and migrating it as needed. What earlier programs derived is as they left it:
    /// [`crate::open`] sees to that too.
    pub(crate) fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let address = DatabaseUrl::parse(url)?;
        let store = Store::open(&address)?;
        store.migrate(clock.now())?;
        let ids = Ids::lease(&store, Arc::clone(&clock))?;
        let last = store.read(feed::last_at)?;
        let casebook = Self::of(store, (Some(ids), last), &address, clock);
        if let Some(file) = address.file() {
            casebook.index().keep_in(beside(file, "-index"));
        }
        casebook.ensure_vocabularies()?;
        casebook.ensure_frameworks()?;
        Ok(casebook)
    }

    /// Opens a database that is there for looking alone: nothing in it or beside it is made or changed, and every write
    /// is refused. One at an older step is refused; a damaged one is opened, as far as that can be seen already.
    pub fn inspect(url: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let address = DatabaseUrl::parse(url)?;
        let store = Store::inspect(&address)?;
        match store.check_schema() {
            Err(error) if error.as_damage().is_none() => return Err(error.into()),
            _ => {}
        }
        // What cannot be read is found by whoever looks for damage.
        let last = store.read(feed::last_at).unwrap_or_default();
        Ok(Self::of(store, (None, last), &address, clock))
    }

    fn of(
        store: Store,
        (ids, last): (Option<Ids>, Option<Timestamp>),
        address: &DatabaseUrl,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (words, index, uploads) = (DefinitionsCache::default(), Index::default(), uploads_of(address));
        let database = hexadecimal(&Sha256::digest(address.without_password().as_bytes())[..8]);
        let watch = ClockWatch::begin(Arc::clone(&clock), last);
        let (derivations, records) = (Derivations::default(), RecordIndex::default());
        let inner = Inner { store, clock, watch, ids, uploads, database, words, index, records, derivations };
        Self { inner: Arc::new(inner) }
    }

    /// A session in which somebody works, and whose work comes in by `via`.
    pub fn session(&self, principal: Principal, via: Via) -> Session {
        Session::begin(self.clone(), principal, via)
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The present, unless the clock shows what cannot be: nothing is stored under such a time.
    pub(super) fn believed_now(&self) -> Result<Timestamp> {
        Ok(self.inner.watch.now()?)
    }

    /// How far the clock can be trusted with forgetting what is old.
    pub(super) fn clock_steadiness(&self) -> Steadiness {
        self.inner.watch.steadiness()
    }

    pub(super) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(super) fn index(&self) -> &Index {
        &self.inner.index
    }

    pub(super) fn records(&self) -> &RecordIndex {
        &self.inner.records
    }

    /// The derivations that this process keeps.
    pub(super) fn derivations(&self) -> &Derivations {
        &self.inner.derivations
    }

    pub(super) fn ids(&self) -> Option<&Ids> {
        self.inner.ids.as_ref()
    }

    /// Where files that are handed over are kept, unless somebody says otherwise: beside the database, if it
    /// is a file of this machine.
    pub(super) fn usual_uploads(&self) -> Option<&Path> {
        self.inner.uploads.as_deref()
    }

    /// The place in a folder of this user's for the files that are handed over for this database: servers of one
    /// machine may have databases of their own. The name says nothing of which one it is.
    pub(super) fn uploads_within(&self, folder: &Path) -> PathBuf {
        folder.join(format!("uploads-{}", self.inner.database))
    }

    /// Keeps the snapshot of the index in a folder of this user's, unless it is kept beside the database.
    pub(super) fn keep_index_within(&self, folder: &Path) {
        self.index().keep_in(folder.join(format!("index-{}", self.inner.database)));
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// The words in force, as far as this process has read them.
    pub(super) fn words(&self) -> &DefinitionsCache {
        &self.inner.words
    }

    /// A new id for anything but a party.
    fn next_id(&self) -> i64 {
        self.ids().map_or(0, Ids::next)
    }

    /// Puts the built-in vocabularies into a database that has none of that name.
    fn ensure_vocabularies(&self) -> Result<()> {
        if self.store().read(|connection| setting::get(connection, GENERATION))?.is_some() {
            return Ok(());
        }
        let casebook = self.clone();
        self.store().write(move |connection| -> Result<()> {
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
                    frameworks: None,
                };
                vocabulary::insert(connection, &row)?;
            }
            Ok(())
        })
    }

    /// Puts the built-in frameworks into a database that has none of that name: the first in use, the others not.
    fn ensure_frameworks(&self) -> Result<()> {
        let missing = |connection: &mut Connection<'_>| -> Result<Vec<Framework>> {
            let stored = framework::all(connection)?;
            let is_missing = |one: &Framework| !stored.iter().any(|row| row.name == one.name);
            Ok(Framework::built_in().into_iter().filter(is_missing).collect())
        };
        if self.store().read(missing)?.is_empty() {
            return Ok(());
        }
        let casebook = self.clone();
        self.store().write(move |connection| -> Result<()> {
            // Whoever comes second waits here and then finds the work done.
            setting::claim(connection)?;
            for built_in in missing(connection)? {
                let is_first = built_in.name == DEFAULT_FRAMEWORK;
                let row = FrameworkRow {
                    id: FrameworkId(casebook.next_id()),
                    source: built_in.to_toml(),
                    name: built_in.name,
                    version: 1,
                    title: built_in.title,
                    state: if is_first { FrameworkState::Active } else { FrameworkState::Retired },
                    created_at: casebook.now(),
                    recorded_by: PROGRAM.to_owned(),
                };
                framework::insert(connection, &row)?;
            }
            Ok(())
        })
    }
}

fn uploads_of(address: &DatabaseUrl) -> Option<PathBuf> {
    Some(beside(address.file()?, "-uploads"))
}

/// What lies beside a file, under its name with an ending.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Who brought in the vocabularies that a casebook begins with.
const PROGRAM: &str = "casebook";
