//! Tests of the rules, over a stand-in for the facts.

mod answers;
mod errors;
mod properties;
mod sentences;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::facts::{Facts, Group};
use crate::frameworks::Frameworks;
use crate::kind::{Family, built_in};
use crate::time::DAY;

/// Facts set by hand.
#[derive(Clone, Debug, Default)]
struct StubFacts {
    numbers: BTreeMap<Fact, i64>,
    moments: BTreeMap<Fact, Moment>,
    truths: BTreeSet<Fact>,
    findings: BTreeMap<Criterion, Finding>,
    changes: BTreeMap<Fact, Timestamp>,
}

impl Lookup for StubFacts {
    fn number(&self, fact: Fact) -> i64 {
        self.numbers.get(&fact).copied().unwrap_or(0)
    }

    fn moment(&self, fact: Fact) -> Option<Moment> {
        self.moments.get(&fact).copied()
    }

    fn truth(&self, fact: Fact, _now: Option<Timestamp>) -> bool {
        self.truths.contains(&fact)
    }

    fn finding(&self, criterion: Criterion, _now: Option<Timestamp>) -> Finding {
        self.findings.get(&criterion).copied().unwrap_or_default()
    }

    fn next_change(&self, fact: Fact, now: Option<Timestamp>) -> Option<Timestamp> {
        self.changes.get(&fact).copied().filter(|change| now.is_none_or(|now| *change > now))
    }
}

const INTEREST: Group = Group::Family(Family::Interest);
const DIALOGUE: Group = Group::Family(Family::Dialogue);
const DEMO_REQUESTED: Group = Group::Kind(built_in::DEMO_REQUESTED);

fn day(number: i64) -> Timestamp {
    Timestamp(number * DAY)
}

/// The criteria of the framework that every workspace begins with.
fn criteria() -> Vec<Criterion> {
    Frameworks::default().criteria()
}

fn criterion(name: &str) -> Criterion {
    Criterion::from_word(name).unwrap()
}

fn rule(text: &str) -> Rule {
    Rule::compile(text, &Kinds::default(), &criteria()).unwrap()
}

/// Three pieces of interest on days 1 to 10, a talk on day 5, one open deal, a budget half confirmed.
fn stub_facts() -> StubFacts {
    StubFacts {
        numbers: BTreeMap::from([
            (Fact::Count(Group::Any), 4),
            (Fact::Count(INTEREST), 3),
            (Fact::Count(DIALOGUE), 1),
            (Fact::DealsOpen, 1),
            (Fact::PurchasesNet, -500),
        ]),
        moments: BTreeMap::from([
            (Fact::First(INTEREST), Moment { place: 0, at: None }),
            (Fact::Last(INTEREST), Moment { place: 7, at: Some(day(10)) }),
            (Fact::First(DIALOGUE), Moment { place: 3, at: Some(day(5)) }),
            (Fact::Last(DIALOGUE), Moment { place: 3, at: Some(day(5)) }),
        ]),
        truths: BTreeSet::from([Fact::SalesAccepted]),
        findings: BTreeMap::from([(criterion("budget"), Finding::Partly)]),
        changes: BTreeMap::from([(Fact::Qualified, day(40))]),
    }
}
