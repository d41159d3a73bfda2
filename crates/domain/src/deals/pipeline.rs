//! Pipelines: the stages that deals go through. A pipeline is a declaration, in TOML.

mod read;
mod set;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::state::{DealState, LOST, WON, state_of};
use crate::records::RecordType;
use crate::text::fold;

pub use set::{MOST_PIPELINES, Pipelines};

/// A problem in a pipeline's file, and where.
pub type PipelineProblem = crate::toml_file::FileProblem;

/// The most stages of a pipeline, won and lost included. The stages of one place are counted in sets of 64.
pub const MOST_STAGES: usize = 30;

/// The most items of a checklist.
pub const MOST_ITEMS: usize = 30;

/// The stages that deals go through, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// Its name in commands, URLs and evidence: `sales`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// Its description; may be empty.
    pub description: String,
    /// The stages of open deals, in their order, then `won` and `lost`.
    pub stages: Vec<PipelineStage>,
    /// The usual reasons for which deals are lost. Others can be given in one's own words.
    pub lost_reasons: Vec<String>,
    /// Whether a deal is won by a quote that is accepted.
    pub quote_wins: bool,
    /// What there is to do once a deal is won, in order.
    pub checklist: Vec<ChecklistItem>,
    /// Stages that it had once, each with the stage that has taken its place.
    pub moved: BTreeMap<String, String>,
    /// The place of the stage that a folded text names.
    words: BTreeMap<String, usize>,
}

/// Something to do once a deal is won.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChecklistItem {
    /// What to do.
    pub title: String,
    /// How many days after the deal is won it is due.
    pub due_after: u32,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipelineStage {
    /// Its name: what is stored and sent.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// How likely a deal in it is won, in whole percent: 100 for `won`, 0 for `lost`.
    pub probability: u8,
    /// The fields that a deal needs to enter it.
    pub required: Vec<String>,
    /// After how many days in it a deal rots; `None` if it never does.
    pub rots_after: Option<u32>,
    /// Names that it has in other systems.
    pub aliases: Vec<String>,
}

impl PipelineStage {
    /// The state of a deal in this stage.
    pub fn state(&self) -> DealState {
        state_of(&self.name)
    }

    /// One of the stages that every pipeline ends with.
    fn closing(name: &str, title: &str) -> Self {
        let probability = if name == WON { 100 } else { 0 };
        Self { name: name.to_owned(), title: title.to_owned(), probability, ..Self::default() }
    }
}

impl Pipeline {
    /// Reads a file; every problem is reported, each at its place. Required fields have to be fields of deals.
    pub fn read(text: &str, deals: &RecordType) -> Result<Self, Vec<PipelineProblem>> {
        read::read(text, Some(deals))
    }

    /// Reads a file that was checked before: fields that have gone since are no problem.
    pub fn parse(text: &str) -> Result<Self, Vec<PipelineProblem>> {
        read::read(text, None)
    }

    /// The file of the pipeline that comes with Casebook.
    pub const BUILT_IN: &'static str = include_str!("pipelines/sales.toml");

    /// The pipeline that comes with Casebook.
    pub fn built_in() -> Self {
        // A test holds that it parses.
        Self::parse(Self::BUILT_IN).unwrap_or_default()
    }

    /// The first stage, in which deals are opened.
    pub fn first(&self) -> &str {
        self.stages.first().map_or("", |stage| stage.name.as_str())
    }

    /// A stage by its name.
    pub fn stage(&self, name: &str) -> Option<&PipelineStage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// The names of its stages, in order.
    pub fn stage_names(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.stages.iter().map(|stage| stage.name.as_str())
    }

    /// The stages through which a deal goes to be won, in order: those of open deals, then `won`.
    pub fn ladder(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.stage_names().filter(|name| *name != LOST)
    }

    /// The stage that a text names: by its name, the name of one whose place it took, an alias, or its title. Case,
    /// accents and spaces around it do not count.
    pub fn named(&self, text: &str) -> Option<&PipelineStage> {
        self.words.get(&fold(text)).and_then(|place| self.stages.get(*place))
    }

    /// The same among the stages of open deals.
    pub fn named_open(&self, text: &str) -> Option<&PipelineStage> {
        self.named(text).filter(|stage| stage.state() == DealState::Open)
    }

    /// Whether evidence says the same by this pipeline as by another version of it.
    pub fn reads_as(&self, other: &Self) -> bool {
        let named = |one: &Self, word: &str| one.named(word).map(|stage| stage.name.clone());
        let words = self.words.keys().chain(other.words.keys());
        self.title == other.title
            && self.first() == other.first()
            && words.clone().all(|word| named(self, word) == named(other, word))
    }

    /// Makes the index of [`Pipeline::named`]. What comes first in the order of its description wins.
    fn indexed(mut self) -> Self {
        let place = |name: &str| self.stages.iter().position(|stage| stage.name == name);
        let stages = || self.stages.iter().enumerate();
        let names = stages().map(|(place, stage)| (fold(&stage.name), place));
        let moved = self.moved.iter().filter_map(|(old, new)| Some((fold(old), place(new)?)));
        let aliases =
            stages().flat_map(|(place, stage)| stage.aliases.iter().map(move |alias| (fold(alias), place)));
        let titles = stages().map(|(place, stage)| (fold(&stage.title), place));
        let mut words = BTreeMap::new();
        for (word, place) in names.chain(moved).chain(aliases).chain(titles) {
            words.entry(word).or_insert(place);
        }
        self.words = words;
        self
    }
}
