//! What a changed vocabulary would mean, as it is told.

use std::collections::BTreeMap;

use casebook_app::domain::lifecycle::funnel as domain;
use casebook_app::vocabularies::{Move, TryReport};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::PartyIdText;

/// What a changed vocabulary would mean for all history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VocabularyTried {
    /// The vocabulary's name.
    vocabulary: String,
    /// Who would move, the largest moves first.
    moves: Vec<StageMove>,
    /// The funnel as it is; without stages if there is no vocabulary of that name yet.
    before: TriedFunnel,
    /// The funnel as it would be.
    after: TriedFunnel,
}

/// Parties that would move from one stage to another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StageMove {
    /// The stage they are in now; null for none.
    #[schema(required)]
    from: Option<String>,
    /// The stage they would be in; null for none.
    #[schema(required)]
    to: Option<String>,
    /// How many.
    count: u64,
    /// Some of them.
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

/// The funnel of a definition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TriedFunnel {
    /// How many parties the cohort holds.
    cohort: u64,
    /// How many reached the first stage at an unknown time.
    undated: u64,
    /// The stages.
    stages: Vec<TriedStage>,
}

/// The numbers of one stage of a definition that may not be stored, so that they lead to no lists.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TriedStage {
    /// The stage.
    stage: String,
    /// Members that were in this stage or a later one by then.
    reached: u64,
    /// Of these, members that were in this very stage.
    entered: u64,
    /// Of these, members that were not.
    skipped: u64,
    /// Members that came this far and no further: `here + back + dropped`.
    furthest: u64,
    /// Of these, members that are in the stage.
    here: u64,
    /// Of these, members that are in an earlier stage, or in none.
    back: u64,
    /// Of these, members that were lost, disqualified or are former, by reason.
    dropped: BTreeMap<String, u64>,
    /// Members that had been here or later, fell below, and came back.
    returned: u64,
    /// The share of those who reached this stage that reached the next; null for the last.
    #[schema(required, minimum = 0, maximum = 1)]
    conversion: Option<f64>,
    /// Days to the next stage for half of those timed.
    #[schema(required, minimum = 0)]
    median_days: Option<f64>,
    /// The same for three quarters of them.
    #[schema(required, minimum = 0)]
    p75_days: Option<f64>,
    /// The same for nine tenths of them.
    #[schema(required, minimum = 0)]
    p90_days: Option<f64>,
    /// How many reached both this stage and the next at known times.
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
