//! The words in force: the kinds of evidence and the vocabularies, as the store has them at this moment.

use casebook_domain::ids::VocabularyId;
use casebook_domain::kind::Kinds;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_store::Connection;
use casebook_store::vocabulary::VocabularyState;

use crate::error::{Error, Result};

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
    pub(crate) fn load(connection: &mut Connection<'_>, generation: i64) -> Result<Self> {
        let kinds = casebook_store::kind::load(connection)?;
        let mut words = Self { generation, kinds, versions: Vec::new(), compiled: Vec::new() };
        for row in casebook_store::vocabulary::kept(connection)? {
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
    pub(crate) fn is_active(&self, id: VocabularyId) -> bool {
        self.versions.iter().any(|version| version.id == id && version.active)
    }

    /// The active version of a vocabulary by name.
    pub fn active(&self, name: &str) -> Result<(&Version, &CompiledVocabulary)> {
        let found = self
            .versions
            .iter()
            .zip(&self.compiled)
            .find(|(version, compiled)| version.active && compiled.vocabulary.name == name);
        found.ok_or_else(|| Error::NotFound {
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
