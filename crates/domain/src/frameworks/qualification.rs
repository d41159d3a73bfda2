//! The qualification of a party at one time: every framework in use with its gate and findings, and what to ask next.

use super::{Framework, Frameworks, GateState, HandOver};
use crate::facts::{Criterion, Facts, Finding};
use crate::ids::EvidenceId;
use crate::kind::built_in as k;
use crate::lifecycle::derive::Rules;
use crate::lifecycle::explain::explain_in_order;
use crate::lifecycle::history::Since;
use crate::lifecycle::order::Placed;
use crate::party::PartyKind;
use crate::time::Timestamp;
use crate::vocabulary::{CompiledVocabulary, Vocabulary};

/// How far a party is qualified.
#[derive(Clone, Debug, PartialEq)]
pub struct Qualification {
    /// Whether it is qualified, as rules have it.
    pub qualified: bool,
    /// Since when; none if it is not, or if evidence of unknown time says so.
    pub since: Option<Since>,
    /// Until when, as far as is known.
    pub until: Option<Timestamp>,
    /// The frameworks in use.
    pub frameworks: Vec<FrameworkState>,
    /// The framework, by its place in the list, whose question is the next to be asked.
    pub next: Option<usize>,
    /// The hand-over to sales.
    pub hand_over: HandOver,
}

/// A framework and how a party stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkState {
    /// The framework.
    pub framework: Framework,
    /// How its gate stands.
    pub gate: GateState,
    /// What is known of its criteria, in its order.
    pub criteria: Vec<CriterionState>,
    /// What to ask next: of what is not known, what the gate asks for first, the weightiest first.
    pub next: Option<Criterion>,
}

/// What is known of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CriterionState {
    /// The criterion.
    pub criterion: Criterion,
    /// The finding at that time.
    pub finding: Finding,
    /// The latest assessment.
    pub assessed: Option<EvidenceId>,
    /// When that expires.
    pub expires: Option<Timestamp>,
    /// Whether it has expired.
    pub expired: bool,
    /// How often it was assessed.
    pub count: usize,
}

/// The qualification of a party at `now`, from its live pieces that count, given in the order in which they fold.
pub fn qualification(
    ordered: &[Placed<'_>],
    rules: Rules<'_>,
    frameworks: &Frameworks,
    now: Timestamp,
) -> Qualification {
    let known = ordered.iter().take_while(|placed| placed.place.at.is_none_or(|at| at <= now)).count();
    let (past, ahead) = ordered.split_at(known);
    let mut facts = Facts::default();
    fold(&mut facts, past, rules);
    let states: Vec<FrameworkState> =
        frameworks.all().iter().map(|one| state_of(one, past, &facts, now)).collect();
    let askable = states.iter().enumerate().filter(|(_, state)| state.next.is_some());
    let next = askable.min_by_key(|(_, state)| state.gate.missing.len()).map(|(place, _)| place);
    let explained =
        whether_qualified(rules, frameworks).map(|compiled| explain_in_order(ordered, rules, &compiled, now));
    fold(&mut facts, ahead, rules);
    Qualification {
        qualified: explained.as_ref().is_some_and(|one| one.stage.is_some()),
        since: explained.as_ref().and_then(|one| one.since),
        until: explained.and_then(|one| one.until).map(|(at, _)| at),
        frameworks: states,
        next,
        hand_over: HandOver::of(&facts),
    }
}

fn fold(facts: &mut Facts, pieces: &[Placed<'_>], rules: Rules<'_>) {
    for placed in pieces {
        facts.fold(placed.piece, placed.place.at, rules.kinds, rules.party == PartyKind::Person);
    }
}

/// A vocabulary that asks nothing else, so that its one stage has the periods of being qualified.
fn whether_qualified(rules: Rules<'_>, frameworks: &Frameworks) -> Option<CompiledVocabulary> {
    const TEXT: &str = "name = \"qualified\"\ntitle = \"Qualified\"\n[[stages]]\nname = \"qualified\"\n\
                        title = \"Qualified\"\ndefinition = \"Qualified.\"\nrule = \"qualified\"\n";
    let mut compiled = Vocabulary::read(TEXT, rules.kinds, frameworks).ok()?;
    // No judgement can name it.
    compiled.vocabulary.name.clear();
    Some(compiled)
}

fn state_of(framework: &Framework, past: &[Placed<'_>], facts: &Facts, now: Timestamp) -> FrameworkState {
    let gate = framework.stand(|criterion| facts.finding(criterion, Some(now)));
    let criteria: Vec<CriterionState> =
        framework.criteria().map(|criterion| criterion_state(criterion, past, facts, now)).collect();
    let mut unknown: Vec<_> = framework.criteria.iter().zip(&criteria).collect();
    unknown.retain(|(_, state)| state.finding == Finding::Unknown);
    let is_missing = |criterion: Criterion| gate.missing.iter().any(|one| one.criterion == criterion);
    unknown.sort_by_key(|(one, _)| (!is_missing(one.criterion), std::cmp::Reverse(one.weight)));
    let next = unknown.first().map(|(one, _)| one.criterion);
    FrameworkState { framework: framework.clone(), gate, criteria, next }
}

fn criterion_state(
    criterion: Criterion,
    past: &[Placed<'_>],
    facts: &Facts,
    now: Timestamp,
) -> CriterionState {
    let is_about = |placed: &&Placed<'_>| {
        placed.piece.kind == k::CRITERION_ASSESSED
            && placed.piece.detail.text("criterion") == Some(criterion.word())
    };
    let assessments = || past.iter().filter(is_about);
    let latest = assessments().next_back().map(|placed| placed.piece);
    let expires = latest.and_then(|piece| piece.detail.time("expires"));
    CriterionState {
        criterion,
        finding: facts.finding(criterion, Some(now)),
        assessed: latest.map(|piece| piece.id),
        expires,
        expired: expires.is_some_and(|end| end <= now),
        count: assessments().count(),
    }
}
