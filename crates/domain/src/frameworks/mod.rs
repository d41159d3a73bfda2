//! Frameworks of qualification: which criteria are asked about, and what has to be found for a party to be qualified.
//!
//! A framework is a TOML file. Its criteria are facts by their names alone (`criteria.budget`), so that two frameworks
//! with a criterion of one name ask about the same. The gates of the frameworks in use decide what `qualified` means.

mod framework;
mod gate;
mod hand_over;
mod qualification;
mod qualifying;
mod read;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::facts::{Criterion, Facts};

pub use crate::toml_file::FileProblem as FrameworkProblem;
pub use framework::{Answer, Framework, Question};
pub use gate::{Gate, GateState, Shortfall};
pub use hand_over::{HandOver, HandOverState, QualificationRefusal, Step, due, is_overdue};
pub use qualification::{CriterionState, FrameworkState, Qualification, qualification};
pub use qualifying::Qualifying;

/// The framework that every workspace begins with.
pub const DEFAULT_FRAMEWORK: &str = "journey";
/// The most frameworks in use at once.
pub const MOST_IN_USE: usize = 10;

/// The frameworks in use, in the order of their names. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frameworks(Arc<[Framework]>);

impl Default for Frameworks {
    /// The one that every workspace begins with, alone.
    fn default() -> Self {
        Framework::built_in().into_iter().filter(|one| one.name == DEFAULT_FRAMEWORK).collect()
    }
}

impl FromIterator<Framework> for Frameworks {
    fn from_iter<T: IntoIterator<Item = Framework>>(all: T) -> Self {
        let mut all: Vec<Framework> = all.into_iter().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all.dedup_by(|one, other| one.name == other.name);
        Self(all.into())
    }
}

impl Frameworks {
    /// Each of them.
    pub fn all(&self) -> &[Framework] {
        &self.0
    }

    /// The one of a name.
    pub fn named(&self, name: &str) -> Option<&Framework> {
        self.0.iter().find(|one| one.name == name)
    }

    /// These with another, in the place of the one of its name.
    #[must_use]
    pub fn with(&self, framework: Framework) -> Self {
        let others: Vec<Framework> =
            self.0.iter().filter(|one| one.name != framework.name).cloned().collect();
        others.into_iter().chain([framework]).collect()
    }

    /// These without the one of a name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        self.0.iter().filter(|one| one.name != name).cloned().collect()
    }

    /// The criteria of all of them, each once.
    pub fn criteria(&self) -> Vec<Criterion> {
        unique(self.0.iter().flat_map(Framework::criteria))
    }

    /// The criteria that a gate asks for, each once.
    pub fn gate_criteria(&self) -> Vec<Criterion> {
        unique(self.0.iter().flat_map(Framework::gate_criteria))
    }

    /// The reasons for which they turn a party down, each once.
    pub fn reasons(&self) -> Vec<&str> {
        unique(self.0.iter().flat_map(|one| one.reasons.iter().map(String::as_str)))
    }

    /// What has to be found so that a gate holds: `fit and need met`.
    pub fn gates_in_words(&self) -> String {
        match &*self.0 {
            [] => "no framework is in use".to_owned(),
            [only] => only.gate_in_words(),
            several => {
                let words = several.iter().map(|one| format!("{} ({})", one.gate_in_words(), one.title));
                words.collect::<Vec<_>>().join(", or ")
            }
        }
    }

    /// Facts together with these frameworks, as rules are asked of them.
    pub fn over<'a>(&'a self, facts: &'a Facts) -> Qualifying<'a> {
        Qualifying { facts, frameworks: self }
    }
}

/// The criteria of the built-in frameworks, each once: those that evidence may be about whatever is in use.
pub fn criteria_of_built_in() -> Vec<Criterion> {
    unique(Framework::built_in().iter().flat_map(Framework::criteria))
}

/// Each once, in the order of first appearance.
fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Words joined for reading: `fit, need and budget`.
fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
