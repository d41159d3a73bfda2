//! An open casebook: the store, the clock, the source of ids, who acts, and the words in force.

use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::evidence::Via;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::Vocabulary;
use casebook_store::{Clock, Connection, DatabaseUrl, Ids, Store, setting, vocabulary};

use crate::error::Result;
use crate::words::Words;

/// The vocabulary that is meant where none is named.
pub const DEFAULT_VOCABULARY: &str = "journey";

/// An open casebook. Cheap to clone; every clone acts for the same person in the same way.
#[derive(Clone)]
pub struct Casebook(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Ids,
    actor: String,
    via: Via,
    words: Mutex<Option<Arc<Words>>>,
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
}

impl Casebook {
    /// Opens a database, creating and migrating it as needed, on behalf of `actor`.
    pub fn open(url: &str, actor: &str, via: Via, clock: Arc<dyn Clock>) -> Result<Self> {
        let store = Store::open(&DatabaseUrl::parse(url)?)?;
        store.migrate(clock.now())?;
        let ids = Ids::lease(&store, Arc::clone(&clock))?;
        let actor = actor.to_owned();
        let casebook = Self(Arc::new(Inner { store, clock, ids, actor, via, words: Mutex::new(None) }));
        casebook.ensure_vocabularies()?;
        Ok(casebook)
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// On whose behalf the casebook is open.
    pub fn actor(&self) -> &str {
        &self.0.actor
    }

    /// How what is recorded comes in.
    pub fn via(&self) -> Via {
        self.0.via
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn next_id(&self) -> Result<i64> {
        Ok(self.0.ids.next()?)
    }

    /// Runs a read over one snapshot, with the words in force there.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&mut Connection<'_>, &Words) -> Result<T>,
    ) -> Result<T> {
        self.0.store.read(|connection| {
            let words = self.words_in(connection, setting::generation(connection)?)?;
            work(connection, &words)
        })
    }

    /// Runs a write in one transaction. It may run more than once if engines collide.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut Work<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let casebook = self.clone();
        self.0.store.write(move |connection| {
            // Held until the end, so that no vocabulary can begin to be built behind this write's back.
            let generation = setting::generation_held(connection)?;
            let words = casebook.words_in(connection, generation)?;
            let now = casebook.now();
            work(&mut Work { connection, words, now, casebook: &casebook })
        })
    }

    fn words_in(&self, connection: &mut Connection<'_>, generation: i64) -> Result<Arc<Words>> {
        let known = self.0.words.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(words) = known.filter(|words| words.generation == generation) {
            return Ok(words);
        }
        let words = Arc::new(Words::load(connection, generation)?);
        *self.0.words.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&words));
        Ok(words)
    }

    /// Puts the built-in vocabularies into a database that has none of that name.
    fn ensure_vocabularies(&self) -> Result<()> {
        if self.0.store.read(|connection| vocabulary::has_any(connection))? {
            return Ok(());
        }
        let casebook = self.clone();
        self.0.store.write(move |connection| -> Result<()> {
            setting::generation_raised(connection)?;
            if vocabulary::has_any(connection)? {
                return Ok(());
            }
            for built_in in Vocabulary::built_in() {
                let row = vocabulary::VocabularyRow::first(
                    casebook_domain::ids::VocabularyId(casebook.next_id()?),
                    &built_in,
                    casebook.now(),
                );
                vocabulary::insert(connection, &row)?;
            }
            Ok(())
        })
    }
}
