//! `/sample_data`: a fictional company in an empty database, to explore.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use casebook_app::sample;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::error::{Answer, CREATED, Mistake, Problem, Refusal};
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// The same company each time, so that people can speak about what they see.
const SEED: u64 = 1;
/// More would take longer than an answer may.
const MOST: u64 = 5_000;

/// The size of the sample company.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleDraft {
    /// Number of people and organizations together.
    #[schema(minimum = 1, maximum = 5000)]
    parties: u64,
}

/// The added sample data.
#[derive(Serialize, ToSchema)]
pub(crate) struct SampleMade {
    /// Number of people and organizations.
    parties: u64,
    /// Number of pieces of evidence.
    evidence: u64,
}

/// Add sample data to an empty database
#[utoipa::path(post, path = "/api/v1/sample_data", operation_id = "add_sample_data", tag = "operations",
    request_body = SampleDraft,
    responses(
        (status = 201, description = "The sample data was added", body = SampleMade),
        (status = 409, description = "The database is not empty", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<SampleDraft>,
) -> Answer<(StatusCode, Json<SampleMade>)> {
    if !(1..=MOST).contains(&draft.parties) {
        let detail = format!("use 1 to {MOST}");
        return Err(Refusal::invalid(vec![Mistake::new("/parties", detail)]));
    }
    let written =
        shared.run(move |session, stop| sample::write_first(session, draft.parties, SEED, stop)).await?;
    let written = written.ok_or_else(Refusal::not_empty)?;
    Ok((CREATED, Json(SampleMade { parties: written.parties, evidence: written.evidence })))
}
