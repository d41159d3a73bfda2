//! The gate of a framework: a least finding for some criteria, a weighted total, or both.

use serde::{Serialize, Serializer};

use super::{Framework, joined};
use crate::facts::{Criterion, Facts, Finding};
use crate::time::Timestamp;

/// What has to be found for a party to be qualified. Everything that it asks for has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// The points that the findings have to come to. A criterion that is met counts its weight, one that is partly met
    /// half of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// The least finding for each of these criteria, `partly` or `met`, in the order of the framework's criteria.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_table")]
    pub minimum: Vec<(Criterion, Finding)>,
}

fn as_table<S: Serializer>(minimum: &[(Criterion, Finding)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(minimum.iter().map(|(criterion, finding)| (criterion, finding.word())))
}

/// How a party stands before a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateState {
    /// Whether it holds.
    pub holds: bool,
    /// What is missing, the weightiest first; empty if it holds.
    pub missing: Vec<Shortfall>,
    /// The points reached, in halves.
    pub halves: u32,
}

/// A criterion that keeps a gate closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The criterion.
    pub criterion: Criterion,
    /// What is found about it.
    pub found: Finding,
    /// What it needs, as a phrase: `budget has to be met`.
    pub needs: String,
}

/// How many halves of its weight a finding counts.
fn halves(finding: Finding) -> u32 {
    match finding {
        Finding::Met => 2,
        Finding::Partly => 1,
        Finding::NotMet | Finding::Unknown => 0,
    }
}

impl Framework {
    /// The least finding that the gate asks for of a criterion, if it asks for one.
    pub fn minimum(&self, criterion: Criterion) -> Option<Finding> {
        self.gate.minimum.iter().find(|(one, _)| *one == criterion).map(|(_, least)| *least)
    }

    /// Whether the gate asks about a criterion.
    pub fn is_in_gate(&self, criterion: Criterion) -> bool {
        let counts = |weight: u32| self.gate.total.is_some() && weight > 0;
        self.minimum(criterion).is_some() || self.question(criterion).is_some_and(|one| counts(one.weight))
    }

    /// The criteria that the gate asks about.
    pub fn gate_criteria(&self) -> impl Iterator<Item = Criterion> {
        self.criteria().filter(|criterion| self.is_in_gate(*criterion))
    }

    /// All points that there are.
    pub fn most_points(&self) -> u32 {
        self.criteria.iter().map(|one| one.weight).sum()
    }

    /// The gate in words: `fit, need, authority and budget met`.
    pub fn gate_in_words(&self) -> String {
        let mut parts = Vec::new();
        for (least, words) in [(Finding::Met, "met"), (Finding::Partly, "at least partly met")] {
            let named = self.gate.minimum.iter().filter(|(_, one)| *one == least);
            let named: Vec<String> = named.map(|(criterion, _)| criterion.in_words()).collect();
            if !named.is_empty() {
                parts.push(format!("{} {words}", joined(&named)));
            }
        }
        parts.extend(self.gate.total.map(|total| format!("{total} of {} points", self.most_points())));
        joined(&parts)
    }

    /// How a party stands before the gate, by what is found about each criterion.
    pub fn stand(&self, found: impl Fn(Criterion) -> Finding) -> GateState {
        let halves: u32 = self.criteria.iter().map(|one| one.weight * halves(found(one.criterion))).sum();
        let short = self.gate.total.is_some_and(|total| halves < 2 * total);
        let mut asked: Vec<_> = self.criteria.iter().collect();
        asked.sort_by_key(|one| std::cmp::Reverse(one.weight));
        let missing: Vec<Shortfall> = asked
            .into_iter()
            .filter_map(|one| {
                let found = found(one.criterion);
                let words = one.criterion.in_words();
                let needs = match self.minimum(one.criterion) {
                    Some(Finding::Met) if found < Finding::Met => format!("{words} has to be met"),
                    Some(least) if found < least => format!("{words} has to be met at least partly"),
                    _ if short && one.weight > 0 && found < Finding::Met => {
                        format!("{words} can add {}", points(one.weight * (2 - self::halves(found))))
                    }
                    _ => return None,
                };
                Some(Shortfall { criterion: one.criterion, found, needs })
            })
            .collect();
        let least = self.gate.minimum.iter().all(|(criterion, least)| found(*criterion) >= *least);
        GateState { holds: least && !short, missing, halves }
    }

    /// The place in the history from which on the gate holds at `now`: that of the latest assessment that it rests on.
    /// None if it does not hold.
    pub(super) fn holds_from(&self, facts: &Facts, now: Option<Timestamp>) -> Option<u32> {
        let found = |criterion| facts.finding(criterion, now);
        let halves: u32 = self.criteria.iter().map(|one| one.weight * halves(found(one.criterion))).sum();
        let least = self.gate.minimum.iter().all(|(criterion, least)| found(*criterion) >= *least);
        if !least || self.gate.total.is_some_and(|total| halves < 2 * total) {
            return None;
        }
        let counts = |criterion: &Criterion| found(*criterion) >= Finding::Partly;
        self.gate_criteria().filter(counts).filter_map(|criterion| facts.assessed_at(criterion)).max()
    }
}

/// Points given in halves, in words: `1 point`, `2.5 points`.
fn points(halves: u32) -> String {
    match halves {
        2 => "1 point".to_owned(),
        even if even % 2 == 0 => format!("{} points", even / 2),
        odd => format!("{}.5 points", odd / 2),
    }
}
