//! The active vocabularies, and their stages by name.

use casebook_domain::Unknown;
use casebook_domain::ids::VocabularyId;
use casebook_domain::zone::Zone;
use casebook_store::definitions::Definitions;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// An active vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveVocabulary {
    /// The version's id.
    pub id: VocabularyId,
    /// Its name.
    pub name: String,
    /// The names of its stages, in order.
    pub stages: Vec<String>,
    /// The name of the time zone in which its periods are derived.
    pub zone: String,
}

impl ActiveVocabulary {
    /// The time zone in which its periods are derived.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.zone).unwrap_or_default()
    }
}

/// The active vocabularies.
pub fn active_vocabularies(definitions: &Definitions) -> Vec<ActiveVocabulary> {
    let active = definitions.versions.iter().zip(&definitions.compiled).filter(|(version, _)| version.active);
    active
        .map(|(version, compiled)| ActiveVocabulary {
            id: version.id,
            name: compiled.vocabulary.name.clone(),
            stages: compiled.vocabulary.stage_names().map(str::to_owned).collect(),
            zone: definitions.zone.name().to_owned(),
        })
        .collect()
}

/// The place of a vocabulary by its name.
pub(crate) fn vocabulary_of(all: &[ActiveVocabulary], name: &str) -> Result<usize> {
    let names = || all.iter().map(|one| one.name.as_str());
    names().position(|known| known == name).ok_or_else(|| Unknown::among("vocabulary", name, names()).into())
}

/// The place of a stage by its name.
pub(crate) fn stage_of(vocabulary: &ActiveVocabulary, name: &str) -> Result<u8> {
    let names = || vocabulary.stages.iter().map(String::as_str);
    let place = names().position(|known| known == name);
    place.map(|place| place as u8).ok_or_else(|| Unknown::among("stage", name, names()).into())
}
