//! Qualification on the wire.

use casebook_app::domain::evidence::Evidence;
use casebook_app::domain::frameworks::{CriterionState, Framework, FrameworkState};
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::zone::Zone;
use casebook_app::qualification::{HandOverShown, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use super::day;
use crate::api::frameworks::{FrameworkAnswer, answers};
use crate::api::wire::{EvidenceIdText, FindingWord, HandOverWord, Moment, PartyIdText, at};

/// How far a party is qualified.
#[derive(Serialize, ToSchema)]
pub(crate) struct Qualification {
    /// The party.
    party: PartyIdText,
    /// Whether it is qualified, as rules have it.
    qualified: bool,
    /// Since when; null if it is not, or if evidence of unknown time says so.
    #[schema(required, value_type = Option<Moment>)]
    since: Option<String>,
    /// When that ends, as far as is known.
    #[schema(required, format = DateTime)]
    until: Option<String>,
    /// The frameworks in use.
    frameworks: Vec<QualificationByFramework>,
    /// The question to ask next; null if nothing is unknown.
    #[schema(required)]
    next: Option<NextQuestion>,
    /// The hand-over to sales.
    hand_over: HandOver,
}

/// A framework and how a party stands in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct QualificationByFramework {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
    /// How its gate stands.
    gate: GateAnswer,
    /// What is known of its criteria.
    criteria: Vec<CriterionAnswer>,
    /// The criterion to ask about next; null if none is unknown.
    #[schema(required)]
    next: Option<String>,
    /// The reasons for which it turns a party down.
    reasons: Vec<String>,
}

/// How a gate stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct GateAnswer {
    /// Whether it holds.
    holds: bool,
    /// What is missing, the weightiest first.
    missing: Vec<MissingCriterion>,
    /// The points reached; null where the gate asks for none.
    #[schema(required, minimum = 0)]
    total: Option<f64>,
    /// The points needed; null where the gate asks for none.
    #[schema(required, minimum = 1)]
    needed: Option<u32>,
    /// What it asks for, in words.
    words: String,
}

/// A criterion that keeps a gate closed.
#[derive(Serialize, ToSchema)]
pub(crate) struct MissingCriterion {
    /// The criterion.
    criterion: String,
    /// What it needs, in words.
    words: String,
}

/// What is known of a criterion.
#[derive(Serialize, ToSchema)]
pub(crate) struct CriterionAnswer {
    /// Its name.
    name: String,
    /// Its title.
    title: String,
    /// Its question.
    question: String,
    /// How much it counts.
    #[schema(minimum = 0, maximum = 100)]
    weight: u32,
    /// Whether the gate asks about it.
    in_gate: bool,
    /// Suggested answers.
    answers: Vec<FrameworkAnswer>,
    /// The finding now.
    value: FindingWord,
    /// The latest answer in words.
    #[schema(required)]
    answer: Option<String>,
    /// How sure somebody was: `low`, `medium` or `high`.
    #[schema(required)]
    confidence: Option<String>,
    /// The piece of evidence that the assessment rests on.
    #[schema(required)]
    evidence: Option<EvidenceIdText>,
    /// The latest assessment; null if there is none.
    #[schema(required)]
    assessment: Option<EvidenceIdText>,
    /// Who recorded it.
    #[schema(required)]
    by: Option<String>,
    /// When it was assessed; null if that is not known.
    #[schema(required, value_type = Option<Moment>)]
    at: Option<String>,
    /// When it expires.
    #[schema(required, format = DateTime)]
    expires: Option<String>,
    /// Whether it has expired.
    expired: bool,
    /// How often it was assessed.
    count: usize,
}

/// The question to ask next.
#[derive(Serialize, ToSchema)]
pub(crate) struct NextQuestion {
    /// The framework that asks it.
    framework: String,
    /// The criterion.
    criterion: String,
    /// Its title.
    title: String,
    /// The question.
    question: String,
}

/// How a hand-over from marketing to sales stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandOver {
    /// How it stands.
    state: HandOverWord,
    /// When it was handed over last.
    #[schema(required, value_type = Option<Moment>)]
    handed_over_at: Option<String>,
    /// By whom.
    #[schema(required)]
    handed_over_by: Option<String>,
    /// The last day on which it is to be answered, while it waits.
    #[schema(required, format = Date)]
    due: Option<String>,
    /// Whether that day is over.
    overdue: bool,
    /// When it was decided on: accepted, rejected, disqualified or requalified.
    #[schema(required, value_type = Option<Moment>)]
    decided_at: Option<String>,
    /// By whom.
    #[schema(required)]
    decided_by: Option<String>,
    /// Why.
    #[schema(required)]
    reason: Option<String>,
    /// More about it.
    #[schema(required)]
    words: Option<String>,
    /// The day on which a rejected lead comes back.
    #[schema(required, format = Date)]
    until: Option<String>,
    /// Whether that day has come.
    back: bool,
}

/// When a piece occurred, as text.
pub(super) fn occurred(piece: &Evidence) -> Option<String> {
    piece.occurred_at.map(|at| piece.precision.text(at))
}

impl HandOver {
    pub(crate) fn of(shown: &HandOverShown, zone: &Zone) -> Self {
        let decided = shown.decided.as_ref();
        let text = |name: &str| decided.and_then(|piece| piece.detail.text(name)).map(str::to_owned);
        Self {
            state: HandOverWord(shown.state),
            handed_over_at: shown.handed_over.as_ref().and_then(occurred),
            handed_over_by: shown.handed_over.as_ref().map(|piece| piece.recorded_by.clone()),
            due: shown.due.map(day),
            overdue: shown.overdue,
            decided_at: decided.and_then(occurred),
            decided_by: decided.map(|piece| piece.recorded_by.clone()),
            reason: text("reason"),
            words: text("words"),
            until: shown.until.map(|until| day(zone.day_of(until))),
            back: shown.back,
        }
    }
}

impl Qualification {
    pub(crate) fn of(shown: &Shown) -> Self {
        let found = &shown.qualification;
        let next = found.next.and_then(|place| found.frameworks.get(place)).and_then(NextQuestion::of);
        Self {
            party: PartyIdText(shown.party),
            qualified: found.qualified,
            since: found.since.map(Since::text),
            until: found.until.map(at),
            frameworks: found.frameworks.iter().map(|one| QualificationByFramework::of(one, shown)).collect(),
            next,
            hand_over: HandOver::of(&shown.hand_over, &shown.zone),
        }
    }
}

impl NextQuestion {
    fn of(state: &FrameworkState) -> Option<Self> {
        let asked = state.framework.question(state.next?)?;
        Some(Self {
            framework: state.framework.name.clone(),
            criterion: asked.criterion.to_string(),
            title: asked.title.clone(),
            question: asked.question.clone(),
        })
    }
}

impl QualificationByFramework {
    fn of(state: &FrameworkState, shown: &Shown) -> Self {
        let FrameworkState { framework, gate, criteria, next } = state;
        let missing = gate
            .missing
            .iter()
            .map(|one| MissingCriterion { criterion: one.criterion.to_string(), words: one.needs.clone() });
        Self {
            name: framework.name.clone(),
            title: framework.title.clone(),
            gate: GateAnswer {
                holds: gate.holds,
                missing: missing.collect(),
                total: framework.gate.total.map(|_| f64::from(gate.halves) / 2.0),
                needed: framework.gate.total,
                words: framework.gate_in_words(),
            },
            criteria: criteria.iter().filter_map(|one| CriterionAnswer::of(one, framework, shown)).collect(),
            next: next.map(|one| one.to_string()),
            reasons: framework.reasons.clone(),
        }
    }
}

impl CriterionAnswer {
    fn of(state: &CriterionState, framework: &Framework, shown: &Shown) -> Option<Self> {
        let asked = framework.question(state.criterion)?;
        let piece = state.assessed.and_then(|id| shown.assessments.get(&id));
        let text = |name: &str| piece.and_then(|piece| piece.detail.text(name)).map(str::to_owned);
        Some(Self {
            name: state.criterion.to_string(),
            title: asked.title.clone(),
            question: asked.question.clone(),
            weight: asked.weight,
            in_gate: framework.is_in_gate(state.criterion),
            answers: answers(asked),
            value: FindingWord(state.finding),
            answer: text("answer"),
            confidence: text("confidence"),
            evidence: piece.and_then(|piece| piece.names).map(EvidenceIdText),
            assessment: piece.map(|piece| EvidenceIdText(piece.id)),
            by: piece.map(|piece| piece.recorded_by.clone()),
            at: piece.and_then(occurred),
            expires: state.expires.map(at),
            expired: state.expired,
            count: state.count,
        })
    }
}
