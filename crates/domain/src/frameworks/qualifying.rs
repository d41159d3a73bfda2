//! Facts together with the frameworks in use: whether a party is qualified.

use super::{Framework, Frameworks};
use crate::facts::{Criterion, Fact, Facts, Finding, Moment};
use crate::kind::built_in as k;
use crate::rules::Lookup;
use crate::time::Timestamp;

/// Facts and the frameworks by which they qualify a party.
#[derive(Clone, Copy, Debug)]
pub struct Qualifying<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The frameworks.
    pub frameworks: &'a Frameworks,
}

impl<'a> Qualifying<'a> {
    /// Whether the party is qualified at `now` (`None`: before everything dated).
    pub fn is_qualified(&self, now: Option<Timestamp>) -> bool {
        self.is_accepted() || self.frameworks.all().iter().any(|one| self.is_assessed(one, now))
    }

    /// The frameworks by whose criteria the party is qualified at `now`.
    pub fn assessed(&self, now: Option<Timestamp>) -> impl Iterator<Item = &'a Framework> {
        self.frameworks.all().iter().filter(move |one| self.is_assessed(one, now))
    }

    /// By criteria: the gate holds, and nothing later than what it rests on speaks against it.
    fn is_assessed(&self, framework: &Framework, now: Option<Timestamp>) -> bool {
        let against = self.facts.last(k::SALES_REJECTED).max(self.facts.unlifted());
        framework.holds_from(self.facts, now).is_some_and(|place| Some(place) > against)
    }

    /// By decision: accepted or converted, and nothing later speaks against it.
    pub fn is_accepted(&self) -> bool {
        let accepted = self.facts.last(k::SALES_ACCEPTED).max(self.facts.last(k::CONVERTED));
        let refused = self.facts.last(k::SALES_REJECTED).max(self.facts.unlifted());
        accepted > refused && accepted > self.last_not_met()
    }

    /// The place of the last `not_met` of a criterion that a gate asks about.
    fn last_not_met(&self) -> Option<u32> {
        let all = self.frameworks.all().iter().flat_map(Framework::gate_criteria);
        all.filter_map(|criterion| self.facts.not_met_at(criterion)).max()
    }
}

impl Lookup for Qualifying<'_> {
    fn number(&self, fact: Fact) -> i64 {
        self.facts.number(fact)
    }

    fn moment(&self, fact: Fact) -> Option<Moment> {
        self.facts.moment(fact)
    }

    fn truth(&self, fact: Fact, now: Option<Timestamp>) -> bool {
        match fact {
            Fact::Qualified => self.is_qualified(now),
            other => self.facts.truth(other),
        }
    }

    fn finding(&self, criterion: Criterion, now: Option<Timestamp>) -> Finding {
        self.facts.finding(criterion, now)
    }

    fn next_change(&self, fact: Fact, now: Option<Timestamp>) -> Option<Timestamp> {
        match fact {
            Fact::Criterion(criterion) => self.facts.expires_after(criterion, now),
            Fact::Qualified if self.facts.may_expire() => {
                let gates = self.frameworks.all().iter().flat_map(Framework::gate_criteria);
                gates.filter_map(|criterion| self.facts.expires_after(criterion, now)).min()
            }
            _ => None,
        }
    }
}
