//! The pipelines of a workspace.

use super::super::state::{DealState, LOST, WON, state_of};
use super::{Pipeline, PipelineStage};
use crate::records::{Choice, RecordType};
use crate::text::fold;
use crate::unknown::Unknown;

/// The most pipelines of a workspace.
pub const MOST_PIPELINES: usize = 20;

/// The pipelines of a workspace, of which there is always one. The first is that of deals of which nothing says another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipelines {
    first: Pipeline,
    others: Vec<Pipeline>,
}

impl Default for Pipelines {
    fn default() -> Self {
        Self { first: Pipeline::built_in(), others: Vec::new() }
    }
}

impl Pipelines {
    /// These pipelines, or the built-in one if there are none.
    pub fn of(all: Vec<Pipeline>) -> Self {
        let mut all = all.into_iter();
        match all.next() {
            Some(first) => Self { first, others: all.collect() },
            None => Self::default(),
        }
    }

    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = &Pipeline> + Clone {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The pipeline of deals of which nothing says another.
    pub fn first(&self) -> &Pipeline {
        &self.first
    }

    /// A pipeline by its name.
    pub fn get(&self, name: &str) -> Result<&Pipeline, Unknown> {
        let found = self.all().find(|one| one.name == name);
        found.ok_or_else(|| Unknown::among("pipeline", name, self.all().map(|one| one.name.as_str())))
    }

    /// The pipeline of a name, else the first.
    pub fn get_or_first(&self, name: &str) -> &Pipeline {
        self.all().find(|one| one.name == name).unwrap_or(&self.first)
    }

    /// The pipeline that a text names, by name or title. Case, accents and spaces around it do not count.
    pub fn named(&self, text: &str) -> Option<&Pipeline> {
        let folded = fold(text);
        let by_name = self.all().find(|one| one.name == folded);
        by_name.or_else(|| self.all().find(|one| fold(&one.title) == folded))
    }

    /// A stage of a pipeline, both by name.
    pub fn stage(&self, pipeline: &str, stage: &str) -> Option<&PipelineStage> {
        self.all().find(|one| one.name == pipeline)?.stage(stage)
    }

    /// How likely a deal in a stage is won, in percent. A stage that is not there is none to count on.
    pub fn probability(&self, pipeline: &str, stage: &str) -> u8 {
        let otherwise = if state_of(stage) == DealState::Won { 100 } else { 0 };
        self.stage(pipeline, stage).map_or(otherwise, |stage| stage.probability)
    }

    /// Declares in the type of deals which pipelines and stages there are to choose from.
    pub fn declare_in(&self, deals: &mut RecordType) {
        for field in &mut deals.fields {
            match field.name.as_str() {
                "pipeline" => {
                    field.choices = self.all().map(|one| choice(&one.name, &one.title)).collect();
                    field.default = Some(self.first.name.as_str().into());
                }
                "stage" => {
                    field.choices = self.stage_choices();
                    field.default = Some(self.first.first().into());
                }
                _ => {}
            }
        }
    }

    /// Every stage of every pipeline, each name once, as the first that has it calls it; `won` and `lost` come last.
    pub fn stage_choices(&self) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        let stages = || self.all().flat_map(|pipeline| &pipeline.stages);
        let open = stages().filter(|stage| stage.state() == DealState::Open);
        let closing = [WON, LOST].into_iter().filter_map(|name| stages().find(|stage| stage.name == name));
        for stage in open.chain(closing) {
            if !choices.iter().any(|known| known.name == stage.name) {
                choices.push(choice(&stage.name, &stage.title));
            }
        }
        choices
    }
}

fn choice(name: &str, title: &str) -> Choice {
    Choice { name: name.to_owned(), title: title.to_owned() }
}
