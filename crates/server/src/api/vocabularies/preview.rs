//! The preview of a changed vocabulary.

use std::collections::BTreeMap;

use casebook_app::domain::lifecycle::funnel as domain;
use casebook_app::vocabularies::{Move, TryReport};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::waiting::JobAnswer;
use crate::api::wire::PartyIdText;
use crate::background::output::JobOutput;

/// The preview of a changed vocabulary.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VocabularyTried {
    /// The vocabulary's name.
    vocabulary: String,
    /// Moves between stages, largest first.
    moves: Vec<StageMove>,
    /// The funnel before the change; without stages if the vocabulary is new.
    before: TriedFunnel,
    /// The funnel after the change.
    after: TriedFunnel,
}

/// A move from one stage to another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StageMove {
    /// The current stage; null for none.
    #[schema(required)]
    from: Option<String>,
    /// The new stage; null for none.
    #[schema(required)]
    to: Option<String>,
    /// Number of parties.
    count: u64,
    /// Examples.
    examples: Vec<MovedParty>,
}

/// A party that would move.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct MovedParty {
    /// The party.
    party: PartyIdText,
    /// Its name.
    name: String,
}

/// The funnel of a previewed vocabulary.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TriedFunnel {
    /// Number of parties in the cohort.
    cohort: u64,
    /// Number of parties that reached the first stage at an unknown time.
    undated: u64,
    /// The stages.
    stages: Vec<TriedStage>,
}

/// The numbers of one previewed stage; without lists, because nothing is stored.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TriedStage {
    /// The stage.
    stage: String,
    /// Members that were in this stage or a later one by then.
    reached: u64,
    /// Of those who reached it, members that were in this stage itself.
    entered: u64,
    /// Of those who reached it, members that were only in a later stage.
    skipped: u64,
    /// Members that got this far and no further: `here + back + dropped`.
    furthest: u64,
    /// Of these, members still in this stage.
    here: u64,
    /// Of these, members now in an earlier stage or in none.
    back: u64,
    /// Of these, members that are lost, disqualified or former, by reason.
    dropped: BTreeMap<String, u64>,
    /// Members that had been here or later, fell below, and came back.
    returned: u64,
    /// Share of those who reached this stage that reached the next; null for the last stage.
    #[schema(required, minimum = 0, maximum = 1)]
    conversion: Option<f64>,
    /// Days within which half of those timed reached the next stage.
    #[schema(required, minimum = 0)]
    median_days: Option<f64>,
    /// The same for 75% of them.
    #[schema(required, minimum = 0)]
    p75_days: Option<f64>,
    /// The same for 90% of them.
    #[schema(required, minimum = 0)]
    p90_days: Option<f64>,
    /// Members that reached both this stage and the next at known times.
    timed: u64,
}

impl From<TryReport> for VocabularyTried {
    fn from(report: TryReport) -> Self {
        let funnel = |names: &[String], funnel: domain::Funnel| TriedFunnel {
            cohort: funnel.cohort,
            undated: funnel.undated,
            stages: stages_of(names, funnel),
        };
        Self {
            vocabulary: report.vocabulary,
            moves: report.moves.into_iter().map(StageMove::from).collect(),
            before: funnel(&report.stages_before, report.before),
            after: funnel(&report.stages_after, report.after),
        }
    }
}

impl JobAnswer for VocabularyTried {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::TryVocabulary(report) = output { Some(report.into()) } else { None }
    }
}

impl From<Move> for StageMove {
    fn from(one: Move) -> Self {
        let Move { from, to, count, examples } = one;
        let party = |(id, name)| MovedParty { party: PartyIdText(id), name };
        Self { from, to, count, examples: examples.into_iter().map(party).collect() }
    }
}

fn stages_of(names: &[String], funnel: domain::Funnel) -> Vec<TriedStage> {
    let stage = |one: domain::FunnelStage| TriedStage {
        stage: names.get(usize::from(one.stage)).cloned().unwrap_or_default(),
        reached: one.reached,
        entered: one.entered,
        skipped: one.skipped,
        furthest: one.furthest,
        here: one.here,
        back: one.back,
        dropped: one.dropped,
        returned: one.returned,
        conversion: one.conversion,
        median_days: one.median_days,
        p75_days: one.p75_days,
        p90_days: one.p90_days,
        timed: one.timed,
    };
    funnel.stages.into_iter().map(stage).collect()
}
