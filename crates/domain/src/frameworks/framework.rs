//! A framework: its criteria with their questions, its gate and its reasons.

use std::sync::LazyLock;

use serde::Serialize;

use super::{FrameworkProblem, Gate, read};
use crate::facts::{Criterion, Finding};

/// A framework of qualification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Framework {
    /// Its name in commands and URLs: `bant`.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// Its description; may be empty.
    pub description: String,
    /// The reasons for which a party is rejected or disqualified, as words: `no_budget`.
    pub reasons: Vec<String>,
    /// What has to be found for a party to be qualified.
    pub gate: Gate,
    /// What is asked about, in the order in which it is shown.
    pub criteria: Vec<Question>,
}

/// A criterion with the question that is asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The criterion.
    #[serde(rename = "name")]
    pub criterion: Criterion,
    /// Its title for people.
    pub title: String,
    /// The question.
    pub question: String,
    /// How much it counts: from 0 to 100.
    pub weight: u32,
    /// Suggested answers; may be empty.
    pub answers: Vec<Answer>,
}

/// A suggested answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What it says.
    pub text: String,
    /// The finding that it stands for.
    pub finding: Finding,
}

static BUILT_IN: LazyLock<Vec<Framework>> = LazyLock::new(|| {
    [
        include_str!("journey.toml"),
        include_str!("bant.toml"),
        include_str!("champ.toml"),
        include_str!("meddic.toml"),
        include_str!("gpct.toml"),
    ]
    .into_iter()
    // A test holds that each of them parses.
    .filter_map(|text| Framework::read(text).ok())
    .collect()
});

impl Framework {
    /// Reads a file.
    pub fn read(text: &str) -> Result<Self, Vec<FrameworkProblem>> {
        read::read(text)
    }

    /// The file that reads back as this framework.
    pub fn to_toml(&self) -> String {
        // Text, numbers and lists of them have a form in TOML whatever they hold, so there is no error to hand on.
        toml::to_string(self).unwrap_or_default()
    }

    /// The frameworks that come with Casebook; the first is in use in every new workspace.
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.clone()
    }

    /// Whether a framework of this name comes with Casebook.
    pub fn is_built_in(name: &str) -> bool {
        BUILT_IN.iter().any(|one| one.name == name)
    }

    /// Its criteria.
    pub fn criteria(&self) -> impl Iterator<Item = Criterion> {
        self.criteria.iter().map(|one| one.criterion)
    }

    /// What is asked about a criterion.
    pub fn question(&self, criterion: Criterion) -> Option<&Question> {
        self.criteria.iter().find(|one| one.criterion == criterion)
    }
}
