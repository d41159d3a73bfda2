//! The preview of a changed pipeline.

use casebook_app::domain::ids::DealId;
use casebook_app::pipelines::{DealMove, PipelineTrial};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::records::groups::{SumBody, sums};
use crate::api::waiting::JobAnswer;
use crate::api::wire::DealIdText;
use crate::background::output::JobOutput;

/// The preview of a changed pipeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PipelineTried {
    /// The pipeline's name.
    pipeline: String,
    /// Stages that would go.
    gone: Vec<String>,
    /// Number of deals in stages that would go without another that takes their place; the pipeline cannot be activated
    /// while there are any.
    stranded: u64,
    /// Moves between stages, largest first.
    moves: Vec<PipelineMove>,
    /// Weighted amounts of the open deals of the pipeline before the change, one for each currency.
    weighted_before: Vec<SumBody>,
    /// The same after the change.
    weighted_after: Vec<SumBody>,
}

/// A move from one stage to another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PipelineMove {
    /// Where the deals are now.
    from: PipelinePlace,
    /// Where they would be; null if their stage would go without another that takes its place.
    #[schema(required)]
    to: Option<PipelinePlace>,
    /// Number of deals.
    count: u64,
    /// Examples.
    examples: Vec<MovedDeal>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PipelinePlace {
    /// The pipeline.
    pipeline: String,
    /// The stage.
    stage: String,
}

/// A deal that would move.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct MovedDeal {
    /// The deal.
    deal: DealIdText,
    /// Its name.
    name: String,
}

impl From<PipelineTrial> for PipelineTried {
    fn from(trial: PipelineTrial) -> Self {
        Self {
            stranded: trial.stranded(),
            pipeline: trial.pipeline,
            gone: trial.gone,
            moves: trial.moves.into_iter().map(PipelineMove::from).collect(),
            weighted_before: sums(trial.weighted_before),
            weighted_after: sums(trial.weighted_after),
        }
    }
}

impl JobAnswer for PipelineTried {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::TryPipeline(trial) = output { Some(trial.into()) } else { None }
    }
}

impl From<DealMove> for PipelineMove {
    fn from(one: DealMove) -> Self {
        let place = |(pipeline, stage)| PipelinePlace { pipeline, stage };
        let deal = |(id, name): (casebook_app::domain::ids::RecordId, String)| MovedDeal {
            deal: DealIdText(DealId(id.0)),
            name,
        };
        Self {
            from: place(one.from),
            to: one.to.map(place),
            count: one.count,
            examples: one.examples.into_iter().map(deal).collect(),
        }
    }
}
