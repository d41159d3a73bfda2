//! Definitions: the kinds of evidence, the vocabularies, record types and pipelines as a transaction sees them.

use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::Unknown;
use casebook_domain::deals::{DEAL, DealRules, Pipelines};
use casebook_domain::draft::{Draft, DraftError, Known};
use casebook_domain::facts::Criterion;
use casebook_domain::frameworks::{DEFAULT_FRAMEWORK, Framework, Frameworks, criteria_of_built_in};
use casebook_domain::ids::VocabularyId;
use casebook_domain::kind::Kinds;
use casebook_domain::party::PartyKind;
use casebook_domain::records::RecordType;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_domain::zone::Zone;

use crate::error::{Error, Result};
use crate::exec::Connection;
use crate::tables::framework::{FrameworkRow, FrameworkState};
use crate::tables::record_type::RecordTypes;
use crate::tables::vocabulary::VocabularyState;
use crate::tables::{framework, kind, pipeline, record_type, setting, vocabulary};

/// The setting that is raised whenever one of the definitions changes. Its stored name is older than this module.
pub const GENERATION: &str = "words.generation";

/// The setting that names the workspace's time zone; UTC while there is none.
pub const TIME_ZONE: &str = "time.zone";

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
    /// Whether it is the active version; otherwise it is being built beside that one.
    pub active: bool,
}

/// The kinds of evidence, the kept versions of vocabularies, the record types and the time zone.
#[derive(Clone, Debug)]
pub struct Definitions {
    /// Changes whenever one of them does.
    pub generation: i64,
    /// Every kind of evidence.
    pub kinds: Kinds,
    /// The versions whose periods are kept, in the order of `compiled`.
    pub versions: Vec<Version>,
    /// The compiled vocabularies, each with the frameworks by which it is derived.
    pub compiled: Vec<CompiledVocabulary>,
    /// The frameworks in use.
    pub frameworks: Frameworks,
    /// The criteria that evidence may be about: those of the frameworks in use, and of the built-in ones.
    pub criteria: Vec<Criterion>,
    /// The workspace's time zone: where its days begin.
    pub zone: Zone,
    /// People and organizations, as types of what is no record.
    pub parties: Vec<Arc<RecordType>>,
    /// The record types.
    pub types: Vec<Arc<RecordType>>,
    /// The pipelines of deals.
    pub pipelines: Arc<Pipelines>,
}

impl Definitions {
    /// Reads the present definitions.
    fn load(connection: &mut Connection<'_>, generation: i64) -> Result<Self> {
        let kinds = kind::load(connection)?;
        let RecordTypes { parties, mut records } = record_type::load(connection)?;
        let pipelines = Arc::new(pipeline::in_force(connection)?);
        if let Some(deals) = records.iter_mut().find(|one| one.name == DEAL) {
            pipelines.declare_in(deals);
        }
        let [parties, types] = [parties, records].map(|types| types.into_iter().map(Arc::new).collect());
        let (versions, compiled) = (Vec::new(), Vec::new());
        let zone = setting::get(connection, TIME_ZONE)?;
        let zone = zone.and_then(|name| Zone::named(&name)).unwrap_or_default();
        let stored = framework::all(connection)?;
        let frameworks = in_use(&stored)?;
        let criteria = assessable(&frameworks);
        let mut definitions = Self {
            generation,
            kinds,
            versions,
            compiled,
            frameworks,
            criteria,
            zone,
            parties,
            types,
            pipelines,
        };
        for row in vocabulary::kept(connection)? {
            let vocabulary = Vocabulary::parse(&row.source).map_err(Error::Vocabulary)?;
            let frameworks = named(&stored, row.frameworks.as_deref())?;
            let compiled = vocabulary.compile(&definitions.kinds, &frameworks).map_err(Error::Vocabulary)?;
            definitions.versions.push(Version {
                id: row.id,
                number: row.version,
                active: row.state == VocabularyState::Active,
            });
            definitions.compiled.push(compiled);
        }
        Ok(definitions)
    }

    /// What the evidence of deals is read by.
    pub fn deal_rules(&self) -> DealRules<'_> {
        DealRules { kinds: &self.kinds, pipelines: &self.pipelines, zone: &self.zone }
    }

    /// Whether this version of a vocabulary is active.
    pub fn is_active(&self, id: VocabularyId) -> bool {
        self.versions.iter().any(|version| version.id == id && version.active)
    }

    /// Checks a draft against what these definitions know.
    pub fn check(&self, draft: Draft, recorded_at: Timestamp) -> Result<Draft, DraftError> {
        let stage = |vocabulary: &str, stage: &str| self.has_stage(vocabulary, stage);
        draft.check(recorded_at, &self.kinds, Known { stage: &stage, criteria: &self.criteria })
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

    /// The record type of a name, or of a name for several.
    pub fn record_type(&self, name: &str) -> Result<&Arc<RecordType>, Unknown> {
        let found = self.types.iter().find(|one| one.name == name || one.plural == name);
        found.ok_or_else(|| {
            Unknown::among("record type", name, self.types.iter().map(|one| one.name.as_str()))
        })
    }

    /// The type of a name, or of a name for several: people, organizations, or a record type.
    pub fn any_type(&self, name: &str) -> Result<&Arc<RecordType>, Unknown> {
        let party = self.parties.iter().find(|one| one.name == name || one.plural == name);
        party.map_or_else(|| self.record_type(name), Ok)
    }

    /// The type of people or of organizations.
    pub fn party_type(&self, kind: PartyKind) -> Option<&Arc<RecordType>> {
        self.parties.iter().find(|one| one.name == kind.word())
    }

    /// Whether an active vocabulary has such a stage.
    pub fn has_stage(&self, vocabulary: &str, stage: &str) -> bool {
        self.active(vocabulary).is_ok_and(|(_, compiled)| compiled.vocabulary.place_of(stage).is_some())
    }
}

/// The frameworks in use.
fn in_use(stored: &[FrameworkRow]) -> Result<Frameworks> {
    let mut active = stored.iter().filter(|row| row.state == FrameworkState::Active).peekable();
    // A database that was migrated has none until whoever did so has stored those that come with Casebook.
    if active.peek().is_none() { Ok(Frameworks::default()) } else { active.map(read).collect() }
}

fn assessable(frameworks: &Frameworks) -> Vec<Criterion> {
    let mut criteria = frameworks.criteria();
    for one in criteria_of_built_in() {
        if !criteria.contains(&one) {
            criteria.push(one);
        }
    }
    criteria
}

/// The frameworks that a version of a vocabulary names, as `journey/1 bant/2`.
fn named(stored: &[FrameworkRow], names: Option<&str>) -> Result<Frameworks> {
    let first = format!("{DEFAULT_FRAMEWORK}/1");
    let mut found = Vec::new();
    for name in names.unwrap_or(&first).split(' ').filter(|name| !name.is_empty()) {
        match stored.iter().find(|row| row.key() == name) {
            Some(row) => found.push(read(row)?),
            None if name == first => found.extend(Frameworks::default().all().iter().cloned()),
            None => return Err(Error::Unreadable(format!("the framework {name} of a vocabulary"))),
        }
    }
    Ok(found.into_iter().collect())
}

fn read(row: &FrameworkRow) -> Result<Framework> {
    Framework::read(&row.source).map_err(|_| Error::Unreadable(format!("the framework {}", row.key())))
}

/// The definitions as last read: compiled once for each generation.
#[derive(Debug, Default)]
pub struct DefinitionsCache(Mutex<Option<Arc<Definitions>>>);

impl DefinitionsCache {
    /// The definitions as last read.
    pub fn last(&self) -> Option<Arc<Definitions>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The definitions of a generation, if they were the last ones read.
    pub fn of(&self, generation: i64) -> Option<Arc<Definitions>> {
        self.last().filter(|definitions| definitions.generation == generation)
    }

    /// The definitions of a generation, which must be that of this transaction.
    pub fn get(&self, connection: &mut Connection<'_>, generation: i64) -> Result<Arc<Definitions>> {
        if let Some(definitions) = self.of(generation) {
            return Ok(definitions);
        }
        let definitions = Arc::new(Definitions::load(connection, generation)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&definitions));
        Ok(definitions)
    }

    /// The definitions in this snapshot.
    pub fn read(&self, connection: &mut Connection<'_>) -> Result<Arc<Definitions>> {
        let generation = generation(setting::get(connection, GENERATION)?);
        self.get(connection, generation)
    }
}
