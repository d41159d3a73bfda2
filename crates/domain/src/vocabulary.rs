//! Vocabularies: named, ordered lists of stages, each with a rule over facts.
//!
//! A vocabulary is a TOML file. Reading one reports every problem at once, each at its place in the file.

mod needs;
mod read;

use serde::Serialize;

use crate::facts::{Criterion, Fact, Facts};
use crate::frameworks::{Frameworks, Qualifying, criteria_of_built_in};
use crate::kind::{Family, Kinds};
use crate::rules::{Lookup, Rule};
use crate::time::Timestamp;
pub use crate::toml_file::FileProblem as VocabularyProblem;
use needs::Needs;
use read::Names;

/// The most stages that a vocabulary may have.
pub const MOST_STAGES: usize = 30;

/// An ordered list of stages: one team's view of a relationship.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Vocabulary {
    /// Its name in commands and URLs: `journey`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// Its description; may be empty.
    pub description: String,
    /// From the lowest to the highest.
    pub stages: Vec<Stage>,
}

/// How far a relationship has come, with the rule that decides when it applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Its name in commands and URLs: `prospect`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// Its definition.
    pub definition: String,
    /// The rule, as written.
    pub rule: String,
    /// The goal with someone in the stage; may be empty.
    pub goal: String,
    /// Suggested actions for someone in the stage; may be empty.
    pub actions: Vec<String>,
}

impl Vocabulary {
    /// The place of a stage in the order, by its name.
    pub fn place_of(&self, stage: &str) -> Option<u8> {
        self.stages.iter().position(|one| one.name == stage).map(|place| place as u8)
    }

    /// The names of its stages, in order.
    pub fn stage_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.stages.iter().map(|stage| stage.name.as_str())
    }

    /// Reads a file. Rules are checked as far as they can be without knowing the workspace's kinds: for
    /// their syntax. [`Vocabulary::read`] checks all of them.
    pub fn parse(text: &str) -> Result<Self, Vec<VocabularyProblem>> {
        read::read(text, None).map(|(vocabulary, _)| vocabulary)
    }

    /// Reads a file and compiles its rules, and reports the problems of both together. Rules may name the criteria of
    /// these frameworks.
    pub fn read(
        text: &str,
        kinds: &Kinds,
        frameworks: &Frameworks,
    ) -> Result<CompiledVocabulary, Vec<VocabularyProblem>> {
        Self::read_naming(text, Names { kinds, criteria: &frameworks.criteria() }, frameworks)
    }

    fn read_naming(
        text: &str,
        names: Names<'_>,
        frameworks: &Frameworks,
    ) -> Result<CompiledVocabulary, Vec<VocabularyProblem>> {
        read::read(text, Some(names)).map(|(vocabulary, rules)| {
            let needs = Needs::of(&rules, names.kinds);
            CompiledVocabulary { vocabulary, rules, frameworks: frameworks.clone(), needs }
        })
    }

    /// Compiles the rules. Besides the criteria of these frameworks they may name those of built-in ones, as rules of
    /// earlier programs do. Places in problems are those of [`Vocabulary::to_toml`], the file that this vocabulary makes;
    /// for the places in the original file use [`Vocabulary::read`].
    pub fn compile(
        &self,
        kinds: &Kinds,
        frameworks: &Frameworks,
    ) -> Result<CompiledVocabulary, Vec<VocabularyProblem>> {
        let mut criteria = frameworks.criteria();
        criteria.extend(criteria_of_built_in());
        Self::read_naming(&self.to_toml(), Names { kinds, criteria: &criteria }, frameworks)
    }

    /// The file that reads back as this vocabulary.
    pub fn to_toml(&self) -> String {
        // Text and lists of text have a form in TOML whatever they hold, so there is no error to hand on.
        toml::to_string(self).unwrap_or_default()
    }

    /// The built-in vocabularies of every workspace; the first is the default.
    pub fn built_in() -> [Self; 3] {
        [
            include_str!("vocabularies/journey.toml"),
            include_str!("vocabularies/zoho.toml"),
            include_str!("vocabularies/inbound.toml"),
        ]
        // A test holds that each of them parses.
        .map(|text| Self::parse(text).unwrap_or_default())
    }
}

/// A vocabulary whose rules can be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompiledVocabulary {
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// The rules of its stages, in their order.
    pub rules: Vec<Rule>,
    /// The frameworks by which a party is qualified.
    pub frameworks: Frameworks,
    needs: Needs,
}

impl CompiledVocabulary {
    /// The facts together with the frameworks, as rules are asked of them.
    pub fn lookup<'a>(&'a self, facts: &'a Facts) -> Qualifying<'a> {
        self.frameworks.over(facts)
    }

    /// The highest stage whose rule holds at `now`; an earlier one need not hold.
    pub fn highest(&self, facts: &Facts, now: Option<Timestamp>) -> Option<u8> {
        self.highest_by(&self.lookup(facts), now)
    }

    fn highest_by<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Option<u8> {
        let stage = self.rules.iter().rposition(|rule| rule.holds(facts, now))?;
        u8::try_from(stage).ok()
    }

    /// Whether the frameworks in use have a say in its stages: a rule asks whether a party is qualified.
    pub fn asks_whether_qualified(&self) -> bool {
        self.rules.iter().any(|rule| rule.facts().contains(&Fact::Qualified))
    }

    /// The criteria that its rules name, each once.
    pub fn named_criteria(&self) -> Vec<Criterion> {
        let mut named: Vec<Criterion> = self.rules.iter().flat_map(Rule::criteria).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// Whether another piece of a family can change the stage of a party that is known already; pieces that
    /// name a deal aside, which always can.
    pub fn depends_on(&self, family: Family, facts: &Facts) -> bool {
        self.needs.depends_on(family, facts)
    }

    /// Whether a rule asks how long ago something was.
    pub fn looks_back(&self) -> bool {
        self.needs.looks_back
    }

    /// The first instant after `now` at which time alone may change the stage.
    pub fn next_change(&self, facts: &Facts, now: Option<Timestamp>) -> Option<Timestamp> {
        self.next_change_by(&self.lookup(facts), now)
    }

    fn next_change_by<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Option<Timestamp> {
        self.rules.iter().filter_map(|rule| rule.next_change(facts, now)).min()
    }
}

#[cfg(test)]
mod tests;
