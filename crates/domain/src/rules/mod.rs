//! Rules: yes-or-no questions over a party's facts, written in a closed subset of CEL.
//!
//! The text is parsed by the `cel` crate and compiled to a typed tree of our own, so that a wrong name or
//! type is an error when the rule is saved, never a surprise when it is asked. Negation is pushed down to
//! the leaves while compiling: `!(a && b)` becomes `!a || !b`. That way every part of the tree speaks of
//! what has to hold, and "why" and "what is missing" are plain walks.

mod check;
mod guard;
mod leaf;
mod mistakes;
mod names;
mod phrases;
mod reasons;
mod rule_text;
mod ways;

use crate::facts::{Criterion, Fact, Finding, Moment};
use crate::kind::Kinds;
use crate::time::Timestamp;

pub use leaf::{Comparison, Leaf, Operand, Test};
pub use ways::Way;

/// The longest rule, in bytes.
pub const MOST_BYTES: usize = 10_000;
/// How deep parentheses may nest.
pub const MOST_DEPTH: usize = 64;

/// Where a rule reads the values of its names. [`crate::frameworks::Qualifying`] is the real one.
pub trait Lookup {
    /// The value of a count or a sum of money (minor units); 0 for facts of other types.
    fn number(&self, fact: Fact) -> i64;
    /// The moment of a `first` or `last`; `None` if there is none, and for facts of other types.
    fn moment(&self, fact: Fact) -> Option<Moment>;
    /// Whether a yes-or-no fact holds at `now` (`None`: before everything dated).
    fn truth(&self, fact: Fact, now: Option<Timestamp>) -> bool;
    /// The finding about a criterion at `now`.
    fn finding(&self, criterion: Criterion, now: Option<Timestamp>) -> Finding;
    /// The first instant after `now` at which time alone can change `fact`.
    fn next_change(&self, fact: Fact, now: Option<Timestamp>) -> Option<Timestamp>;
}

/// Why a text is not a rule, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct RuleError {
    /// Where the offending token begins, in bytes from the start of the text.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What is expected there, if known.
    pub expected: Option<String>,
}

impl RuleError {
    fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let (line, column) = line_and_column(text, offset);
        Self { offset: offset.min(text.len()), line, column, message: message.into(), expected: None }
    }

    fn expecting(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

/// Line and column, both from 1 and the column in characters, of a byte offset.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// A rule's tree. Negation sits in the leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Every branch has to hold.
    All(Vec<Node>),
    /// One branch has to hold.
    Any(Vec<Node>),
    /// A single question.
    Leaf(Leaf),
}

impl Node {
    /// Whether the tree holds at `now`.
    pub fn holds<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> bool {
        match self {
            Self::All(branches) => branches.iter().all(|branch| branch.holds(facts, now)),
            Self::Any(branches) => branches.iter().any(|branch| branch.holds(facts, now)),
            Self::Leaf(leaf) => leaf.holds(facts, now),
        }
    }

    /// Hands every leaf to `see`, from left to right.
    pub fn each_leaf<'n>(&'n self, see: &mut impl FnMut(&'n Leaf)) {
        match self {
            Self::All(branches) | Self::Any(branches) => {
                for branch in branches {
                    branch.each_leaf(see);
                }
            }
            Self::Leaf(leaf) => see(leaf),
        }
    }
}

/// A compiled rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    node: Node,
    facts: Vec<Fact>,
}

impl Rule {
    /// Compiles a text whose names are facts, the given kinds and the given criteria. Never panics, whatever the text.
    pub fn compile(text: &str, kinds: &Kinds, criteria: &[Criterion]) -> Result<Self, RuleError> {
        let plain = guard::checked(text)?;
        let node = check::compiled(&plain, kinds, criteria)?;
        let mut facts = Vec::new();
        node.each_leaf(&mut |leaf| facts.extend(leaf.test.facts()));
        facts.sort_unstable();
        facts.dedup();
        Ok(Self { node, facts })
    }

    /// Checks the syntax of a text, whatever its names stand for.
    pub fn check_syntax(text: &str) -> Result<(), RuleError> {
        check::parsed(&guard::checked(text)?).map(drop)
    }

    /// The tree, for walking.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The facts that the rule reads, sorted, each once.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The criteria that it names, each once.
    pub fn criteria(&self) -> impl Iterator<Item = Criterion> {
        self.facts.iter().filter_map(|fact| match fact {
            Fact::Criterion(criterion) => Some(*criterion),
            _ => None,
        })
    }

    /// Whether the rule holds at `now` (`None`: before everything dated).
    pub fn holds<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> bool {
        self.node.holds(facts, now)
    }

    /// The first instant after `now` at which time alone may change the answer.
    pub fn next_change<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Option<Timestamp> {
        let mut next: Option<Timestamp> = None;
        self.node.each_leaf(&mut |leaf| {
            let change = leaf.next_change(facts, now);
            next = next.into_iter().chain(change).min();
        });
        next
    }

    /// The leaves that make the rule hold: of alternatives those that hold, of conjunctions all. Empty
    /// when the rule does not hold.
    pub fn support<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Vec<&Leaf> {
        reasons::support(&self.node, facts, now)
    }

    /// A smallest list of leaves that must change for the rule to hold. Empty when it holds.
    pub fn missing<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Vec<&Leaf> {
        reasons::missing(&self.node, facts, now)
    }
}

#[cfg(test)]
mod tests;
