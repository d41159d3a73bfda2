//! Leaves of a rule: single questions to the facts.

use crate::facts::{Criterion, Fact, Finding, Moment};
use crate::rules::Lookup;
use crate::time::{Micros, Timestamp};

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named as it is read aloud")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    /// Whether `left` and `right` compare so.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }

    /// The comparison that holds exactly where this one does not.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The same comparison with its sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

/// What a number is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A fixed number.
    Integer(i64),
    /// Another number among the facts.
    Fact(Fact),
}

/// A question to the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `true` or `false`, as the rule has it.
    Always(bool),
    /// A yes-or-no fact.
    Truth(Fact),
    /// A count or sum against another or a fixed number.
    Number(Fact, Comparison, Operand),
    /// Two moments by their place in the order; never holds when one of them is missing.
    Order(Fact, Comparison, Fact),
    /// The finding about a criterion; unknown < not met < partly < met.
    Criterion(Criterion, Comparison, Finding),
    /// A moment at most that long ago; never holds if it is missing or of unknown time. The window ends exactly at the
    /// moment plus its length.
    Within(Fact, Micros),
}

impl Test {
    fn holds<L: Lookup>(self, facts: &L, now: Option<Timestamp>) -> bool {
        match self {
            Self::Always(answer) => answer,
            Self::Truth(fact) => facts.truth(fact, now),
            Self::Number(left, comparison, Operand::Integer(right)) => {
                comparison.holds(&facts.number(left), &right)
            }
            Self::Number(left, comparison, Operand::Fact(right)) => {
                comparison.holds(&facts.number(left), &facts.number(right))
            }
            Self::Order(left, comparison, right) => match (facts.moment(left), facts.moment(right)) {
                (Some(left), Some(right)) => comparison.holds(&left.place, &right.place),
                _ => false,
            },
            Self::Criterion(criterion, comparison, finding) => {
                comparison.holds(&facts.finding(criterion, now), &finding)
            }
            Self::Within(fact, length) => match (end_of_window(facts.moment(fact), length), now) {
                (Some(end), Some(now)) => now < end,
                _ => false,
            },
        }
    }

    fn next_change<L: Lookup>(self, facts: &L, now: Option<Timestamp>) -> Option<Timestamp> {
        let later = |change: &Timestamp| now.is_none_or(|now| *change > now);
        let of_facts = self.facts().filter_map(|fact| facts.next_change(fact, now)).filter(later).min();
        let window = match self {
            Self::Within(fact, length) => end_of_window(facts.moment(fact), length).filter(later),
            _ => None,
        };
        of_facts.into_iter().chain(window).min()
    }

    /// The facts that the answer depends on, one or two, or none for a constant.
    pub fn facts(self) -> impl Iterator<Item = Fact> {
        let (left, right) = match self {
            Self::Always(_) => (None, None),
            Self::Truth(fact) | Self::Within(fact, _) | Self::Number(fact, _, Operand::Integer(_)) => {
                (Some(fact), None)
            }
            Self::Number(left, _, Operand::Fact(right)) | Self::Order(left, _, right) => {
                (Some(left), Some(right))
            }
            Self::Criterion(criterion, ..) => (Some(Fact::Criterion(criterion)), None),
        };
        left.into_iter().chain(right)
    }
}

fn end_of_window(moment: Option<Moment>, length: Micros) -> Option<Timestamp> {
    moment.and_then(|moment| moment.at).map(|at| at.plus(length))
}

/// A question and the answer to it that the rule wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The question.
    pub test: Test,
    /// Whether the rule wants the answer to be no.
    pub negated: bool,
}

impl Leaf {
    /// The leaf that wants the answer `wanted`. Where a question has an exact opposite that is asked instead.
    pub(super) fn new(test: Test, wanted: bool) -> Self {
        let (test, negated) = match test {
            _ if wanted => (test, false),
            Test::Always(answer) => (Test::Always(!answer), false),
            Test::Number(left, comparison, right) => {
                (Test::Number(left, comparison.opposite(), right), false)
            }
            Test::Criterion(criterion, comparison, finding) => {
                (Test::Criterion(criterion, comparison.opposite(), finding), false)
            }
            // A missing moment fails both `<` and `>=`, so these have no opposite of their own kind.
            Test::Truth(_) | Test::Order(..) | Test::Within(..) => (test, true),
        };
        Self { test, negated }
    }

    /// Whether the leaf has the answer that the rule wants at `now`.
    pub fn holds<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> bool {
        self.test.holds(facts, now) != self.negated
    }

    /// The first instant after `now` at which time alone may change the answer.
    pub fn next_change<L: Lookup>(&self, facts: &L, now: Option<Timestamp>) -> Option<Timestamp> {
        self.test.next_change(facts, now)
    }
}
