//! Pipelines on the wire.

use std::collections::BTreeMap;

use casebook_app::domain::deals as domain;
use casebook_app::pipelines::PipelineRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::at;

/// The stages that deals go through.
#[derive(Serialize, ToSchema)]
pub(crate) struct Pipeline {
    /// Its name in URLs and on deals.
    name: String,
    /// The version number; null if the text was only checked.
    #[schema(required, minimum = 1)]
    version: Option<i64>,
    /// Its title.
    title: String,
    /// Its description; may be empty.
    description: String,
    /// Its stages: those of open deals in their order, then `won` and `lost`.
    stages: Vec<PipelineStage>,
    /// The usual reasons for which deals are lost.
    lost_reasons: Vec<String>,
    /// Whether a quote that is accepted wins the deal.
    quote_wins: bool,
    /// What there is to do once a deal is won: tasks that begin then.
    checklist: Vec<ChecklistItem>,
    /// Stages that it had once, each with the stage that has taken its place.
    moved: BTreeMap<String, String>,
}

/// Something to do once a deal is won.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChecklistItem {
    /// What to do.
    title: String,
    /// How many days after the deal is won it is due.
    #[schema(minimum = 0)]
    due_after: u32,
}

/// A stage of a pipeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct PipelineStage {
    /// Its name on deals.
    name: String,
    /// Its title.
    title: String,
    /// How likely a deal in it is won, in percent.
    #[schema(minimum = 0, maximum = 100)]
    probability: u8,
    /// Fields that a deal needs to enter it.
    required: Vec<String>,
    /// After how many days in it a deal rots; null if it never does.
    #[schema(required, minimum = 1)]
    rots_after: Option<u32>,
    /// Its names in other systems.
    aliases: Vec<String>,
    /// The state of a deal in it: `open`, `won` or `lost`.
    #[schema(pattern = "^(open|won|lost)$")]
    state: &'static str,
}

/// A pipeline with its text and its versions.
#[derive(Serialize, ToSchema)]
pub(crate) struct PipelineText {
    #[serde(flatten)]
    pipeline: Pipeline,
    /// Its text (TOML), including comments.
    toml: String,
    /// All versions of it, the first one first.
    versions: Vec<PipelineVersion>,
}

/// A version of a pipeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct PipelineVersion {
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// `active` (in use) or `retired` (replaced).
    #[schema(pattern = "^(active|retired)$")]
    state: &'static str,
    /// When it was added; null for the one that comes with Casebook.
    #[schema(required, format = DateTime)]
    created_at: Option<String>,
    /// Who added it; `casebook` if it is built in.
    recorded_by: String,
}

impl Pipeline {
    pub(super) fn of(version: Option<i64>, pipeline: domain::Pipeline) -> Self {
        Self {
            version,
            stages: pipeline.stages.into_iter().map(PipelineStage::of).collect(),
            name: pipeline.name,
            title: pipeline.title,
            description: pipeline.description,
            lost_reasons: pipeline.lost_reasons,
            quote_wins: pipeline.quote_wins,
            checklist: pipeline.checklist.into_iter().map(ChecklistItem::of).collect(),
            moved: pipeline.moved,
        }
    }
}

impl ChecklistItem {
    fn of(item: domain::ChecklistItem) -> Self {
        Self { title: item.title, due_after: item.due_after }
    }
}

impl PipelineStage {
    fn of(stage: domain::PipelineStage) -> Self {
        Self {
            state: stage.state().word(),
            name: stage.name,
            title: stage.title,
            probability: stage.probability,
            required: stage.required,
            rots_after: stage.rots_after,
            aliases: stage.aliases,
        }
    }
}

impl PipelineText {
    pub(super) fn of(row: PipelineRow, pipeline: domain::Pipeline, versions: Vec<PipelineRow>) -> Self {
        let version = |row: PipelineRow| PipelineVersion {
            version: row.version,
            state: if row.active { "active" } else { "retired" },
            created_at: Some(row.created_at).filter(|at| at.0 != 0).map(at),
            recorded_by: row.recorded_by,
        };
        Self {
            pipeline: Pipeline::of(Some(row.version), pipeline),
            toml: row.source,
            versions: versions.into_iter().map(version).collect(),
        }
    }
}
