//! The history of a deal.

use axum::Json;
use axum::extract::State;
use casebook_app::deals::{self, DealHistory, PeriodRow, ValueChange};
use casebook_app::domain::ids::{DealId, RecordId};
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::lifecycle::places::Step;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::records::FieldJson;
use crate::api::wire::{ChangeIdText, EvidenceIdText, Moment, at};
use crate::http::error::Answer;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// The history of a deal.
#[derive(Serialize, ToSchema)]
#[schema(as = DealHistory)]
pub(crate) struct HistoryBody {
    /// Its stages over time.
    stages: Vec<DealStage>,
    /// What its amount was, over time: what evidence from elsewhere said, and edits.
    amounts: Vec<DealValue>,
    /// What its close date was, over time.
    close_dates: Vec<DealValue>,
}

/// A period in one stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealStage {
    /// The pipeline.
    pipeline: String,
    /// The stage.
    stage: String,
    /// The stage's title.
    title: String,
    /// Why the deal was lost, if it was.
    #[schema(required)]
    reason: Option<String>,
    /// When it began; null if evidence of unknown time began it.
    #[schema(required, value_type = Option<Moment>)]
    entered_at: Option<String>,
    /// Whether it may have begun before.
    earliest: bool,
    /// When it ended; null if it has not, or the time is unknown.
    #[schema(required, format = DateTime)]
    left_at: Option<String>,
    /// The evidence that began it.
    #[schema(required)]
    entered_by: Option<EvidenceIdText>,
    /// Days of the calendar that it lasted, so far; null if its beginning is not known exactly.
    #[schema(required, minimum = 0)]
    days: Option<i64>,
    /// Whether the deal is in it now.
    current: bool,
}

/// A value that a deal got.
#[derive(Serialize, ToSchema)]
pub(crate) struct DealValue {
    /// When: of evidence when it happened, of an edit when it was made; null if unknown.
    #[schema(required, value_type = Option<Moment>)]
    at: Option<String>,
    /// The value; null for none.
    #[schema(required)]
    value: FieldJson,
    /// The evidence that says so.
    #[schema(required)]
    evidence: Option<EvidenceIdText>,
    /// The edit that says so.
    #[schema(required)]
    change: Option<ChangeIdText>,
    /// Who recorded or edited it.
    actor: String,
}

impl DealStage {
    fn of(row: PeriodRow) -> Self {
        let period = row.period;
        Self {
            title: row.title,
            entered_at: row.since.map(Since::text),
            earliest: period.step == Step::Earliest,
            left_at: period.left_at.map(at),
            entered_by: row.entered_by.map(EvidenceIdText),
            days: row.days,
            current: period.left_by.is_none(),
            pipeline: period.pipeline,
            stage: period.stage,
            reason: period.reason,
        }
    }
}

impl DealValue {
    fn of(change: ValueChange) -> Self {
        Self {
            at: change.at.map(Since::text),
            value: FieldJson(change.value),
            evidence: change.evidence.map(EvidenceIdText),
            change: change.change.map(ChangeIdText),
            actor: change.actor,
        }
    }
}

/// Get the history of a deal: its stages, amounts and close dates over time
#[utoipa::path(get, path = "/api/v1/deals/{id}/history", operation_id = "get_history_of_deal", tag = "deals",
    params(("id" = String, Path, description = "The deal")),
    responses((status = 200, description = "The history", body = HistoryBody)))]
pub(crate) async fn history(
    State(shared): State<Shared>,
    Named(id): Named<DealId>,
    _: Query<NoParameters>,
) -> Answer<Json<HistoryBody>> {
    let history = shared.run(move |session, _| deals::history(session, RecordId(id.0))).await?;
    let DealHistory { stages, amounts, close_dates } = history;
    let values = |all: Vec<ValueChange>| all.into_iter().map(DealValue::of).collect();
    Ok(Json(HistoryBody {
        stages: stages.into_iter().map(DealStage::of).collect(),
        amounts: values(amounts),
        close_dates: values(close_dates),
    }))
}
