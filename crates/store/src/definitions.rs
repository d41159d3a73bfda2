//! The words in force: the kinds of evidence and the vocabularies, as the store has them at this moment.

use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::Unknown;
use casebook_domain::ids::VocabularyId;
use casebook_domain::kind::Kinds;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};

use crate::error::{Error, Result};
use crate::exec::Connection;
use crate::tables::vocabulary::VocabularyState;
use crate::tables::{kind, setting, vocabulary};

/// The setting that is raised whenever a kind or a vocabulary changes.
pub const GENERATION: &str = "words.generation";

/// The generation that the value of [`GENERATION`] stands for.
pub fn generation(value: Option<String>) -> i64 {
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// A version of a vocabulary whose periods are kept.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its id.
    pub id: VocabularyId,
    /// Its number among the versions of its name, from 1.
    pub number: i64,
    /// Whether it answers questions; else it is being built beside the one that does.
    pub active: bool,
}

/// The kinds and the vocabularies in force.
#[derive(Clone, Debug)]
pub struct Words {
    /// Changes whenever a kind or a vocabulary does.
    pub generation: i64,
    /// Every kind of evidence.
    pub kinds: Kinds,
    /// The versions whose periods are kept, in the order of `compiled`.
    pub versions: Vec<Version>,
    /// The compiled vocabularies.
    pub compiled: Vec<CompiledVocabulary>,
}

impl Words {
    /// Reads the words in force.
    fn load(connection: &mut Connection<'_>, generation: i64) -> Result<Self> {
        let kinds = kind::load(connection)?;
        let mut words = Self { generation, kinds, versions: Vec::new(), compiled: Vec::new() };
        for row in vocabulary::kept(connection)? {
            let vocabulary = Vocabulary::parse(&row.source).map_err(Error::Vocabulary)?;
            let compiled = vocabulary.compile(&words.kinds).map_err(Error::Vocabulary)?;
            words.versions.push(Version {
                id: row.id,
                number: row.version,
                active: row.state == VocabularyState::Active,
            });
            words.compiled.push(compiled);
        }
        Ok(words)
    }

    /// Whether this version of a vocabulary answers questions.
    pub fn is_active(&self, id: VocabularyId) -> bool {
        self.versions.iter().any(|version| version.id == id && version.active)
    }

    /// The active version of a vocabulary by name.
    pub fn active(&self, name: &str) -> Result<(&Version, &CompiledVocabulary), Unknown> {
        let found = self
            .versions
            .iter()
            .zip(&self.compiled)
            .find(|(version, compiled)| version.active && compiled.vocabulary.name == name);
        found.ok_or_else(|| Unknown {
            what: "vocabulary",
            given: name.to_owned(),
            hint: format!("; available: {}", self.names().join(", ")),
        })
    }

    /// The names of the active vocabularies.
    pub fn names(&self) -> Vec<&str> {
        let active = self.versions.iter().zip(&self.compiled).filter(|(version, _)| version.active);
        active.map(|(_, compiled)| compiled.vocabulary.name.as_str()).collect()
    }

    /// Whether an active vocabulary has such a stage.
    pub fn has_stage(&self, vocabulary: &str, stage: &str) -> bool {
        self.active(vocabulary).is_ok_and(|(_, words)| words.vocabulary.place_of(stage).is_some())
    }
}

/// The words in force as they were read last: compiled once for each generation.
#[derive(Debug, Default)]
pub struct WordsCache(Mutex<Option<Arc<Words>>>);

impl WordsCache {
    /// The words as they were read last.
    pub fn last(&self) -> Option<Arc<Words>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The words of a generation, if those were read last.
    pub fn of(&self, generation: i64) -> Option<Arc<Words>> {
        self.last().filter(|words| words.generation == generation)
    }

    /// The words of a generation, which is that of this transaction.
    pub fn get(&self, connection: &mut Connection<'_>, generation: i64) -> Result<Arc<Words>> {
        if let Some(words) = self.of(generation) {
            return Ok(words);
        }
        let words = Arc::new(Words::load(connection, generation)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&words));
        Ok(words)
    }

    /// The words in force in this snapshot.
    pub fn read(&self, connection: &mut Connection<'_>) -> Result<Arc<Words>> {
        let generation = generation(setting::get(connection, GENERATION)?);
        self.get(connection, generation)
    }
}
