//! All that a party has been: stages in every vocabulary, standings, with what began and ended each.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::history::{Cause, Since, StagePeriod, StandingPeriod};
use casebook_app::domain::lifecycle::places::Step;
use casebook_app::domain::zone::Zone;
use casebook_app::history::{self, Stages};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::{EvidenceIdText, Moment, PartyIdText, StandingWord, at};
use crate::http::error::Answer;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// The history of a party, including future periods as known today.
#[derive(Serialize, ToSchema)]
pub(crate) struct History {
    /// Its stages, by vocabulary.
    vocabularies: Vec<VocabularyHistory>,
    /// Its standings over time.
    standings: Vec<StandingSpan>,
}

/// The stages of a party in one vocabulary.
#[derive(Serialize, ToSchema)]
pub(crate) struct VocabularyHistory {
    /// The vocabulary.
    vocabulary: String,
    /// The periods over time.
    periods: Vec<StageSpan>,
}

/// A period in one stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct StageSpan {
    /// The stage.
    stage: String,
    /// When it began; null if evidence of unknown time began it.
    #[schema(required, value_type = Option<Moment>)]
    from: Option<String>,
    /// Whether it may have begun before.
    earliest: bool,
    /// When it ends; null if it is open.
    #[schema(required, format = DateTime)]
    to: Option<String>,
    /// The evidence that began it; null if time alone did.
    #[schema(required)]
    begun_by: Option<EvidenceIdText>,
    /// The evidence that ends it; null if time alone or nothing does.
    #[schema(required)]
    ended_by: Option<EvidenceIdText>,
}

/// A period in one standing.
#[derive(Serialize, ToSchema)]
pub(crate) struct StandingSpan {
    /// The standing.
    standing: StandingWord,
    /// The reason, if evidence gives one.
    #[schema(required)]
    reason: Option<String>,
    /// When it began; null if evidence of unknown time began it.
    #[schema(required, value_type = Option<Moment>)]
    from: Option<String>,
    /// Whether it may have begun before.
    earliest: bool,
    /// When it ends; null if it is open.
    #[schema(required, format = DateTime)]
    to: Option<String>,
    /// The evidence that began it; null if time alone did.
    #[schema(required)]
    begun_by: Option<EvidenceIdText>,
    /// The evidence that ends it; null if time alone or nothing does.
    #[schema(required)]
    ended_by: Option<EvidenceIdText>,
}

fn evidence(cause: Option<Cause>) -> Option<EvidenceIdText> {
    match cause {
        Some(Cause::Evidence(id)) => Some(EvidenceIdText(id)),
        Some(Cause::Time) | None => None,
    }
}

impl VocabularyHistory {
    fn of(Stages { vocabulary, names, periods }: Stages, zone: &Zone) -> Self {
        let span = |period: StagePeriod| StageSpan {
            stage: names.get(usize::from(period.stage)).cloned().unwrap_or_default(),
            from: period.since(zone).map(Since::text),
            earliest: period.step == Step::Earliest,
            to: period.left_at.map(at),
            begun_by: evidence(Some(period.entered_by)),
            ended_by: evidence(period.left_by),
        };
        Self { vocabulary, periods: periods.into_iter().map(span).collect() }
    }
}

impl StandingSpan {
    fn of(period: StandingPeriod, zone: &Zone) -> Self {
        Self {
            standing: StandingWord(period.standing),
            from: period.since(zone).map(Since::text),
            reason: period.reason,
            earliest: period.step == Step::Earliest,
            to: period.left_at.map(at),
            begun_by: evidence(Some(period.entered_by)),
            ended_by: evidence(period.left_by),
        }
    }
}

/// Get all stages and standings of a party over time, in every vocabulary
#[utoipa::path(get, path = "/api/v1/parties/{id}/history", operation_id = "get_history", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party")),
    responses((status = 200, description = "Its history", body = History)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    _: Query<NoParameters>,
) -> Answer<Json<History>> {
    let history = shared.run(move |session, _| history::history(session, id)).await?;
    let zone = &history.zone;
    Ok(Json(History {
        vocabularies: history.stages.into_iter().map(|one| VocabularyHistory::of(one, zone)).collect(),
        standings: history.standings.into_iter().map(|one| StandingSpan::of(one, zone)).collect(),
    }))
}
