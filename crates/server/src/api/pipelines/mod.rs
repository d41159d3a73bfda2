//! `/pipelines`: listing, checking, previewing and activating the stages that deals go through.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

mod preview;
mod wire;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::Unwatched;
use casebook_app::pipelines;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::waiting::{JobAnswer, JobEnded, Waited, Waiting};
use crate::api::wire::{Job, TomlText};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, NO_CONTENT, Problem};
use crate::http::request::body;
use crate::http::request::path::{Named, PipelineName};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Items;
use crate::state::Shared;

pub(crate) use preview::PipelineTried;
use wire::{Pipeline, PipelineText};

/// Which version is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfVersion {
    /// The version number; the active version by default.
    #[param(minimum = 1)]
    version: Option<i64>,
}

/// A pipeline as text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PipelineSource {
    /// The text (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    toml: TomlText,
}

/// The version that is now active.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PipelineUsed {
    /// The pipeline's name.
    name: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it was already active.
    unchanged: bool,
}

impl From<pipelines::PipelineAdopted> for PipelineUsed {
    fn from(adopted: pipelines::PipelineAdopted) -> Self {
        let pipelines::PipelineAdopted { name, version, unchanged } = adopted;
        Self { name, version, unchanged }
    }
}

impl JobAnswer for PipelineUsed {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::UsePipeline(adopted) = output { Some(adopted.into()) } else { None }
    }
}

/// List the active pipelines
///
/// The first is that of deals of which nothing says another.
#[utoipa::path(get, path = "/api/v1/pipelines", operation_id = "list_pipelines", tag = "pipelines",
    responses((status = 200, description = "The active version of each", body = Items<Pipeline>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Answer<Json<Items<Pipeline>>> {
    let all = shared.run(|session, _| pipelines::in_force(session)).await?;
    Ok(Items::whole(all.into_iter().map(|(row, one)| Pipeline::of(Some(row.version), one))))
}

/// Get the active version of a pipeline, or an earlier one, with its text
#[utoipa::path(get, path = "/api/v1/pipelines/{name}", operation_id = "get_pipeline", tag = "pipelines",
    params(("name" = String, Path, description = "The pipeline's name, for example `sales`"), OfVersion),
    responses((status = 200, description = "The pipeline", body = PipelineText)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(PipelineName(name)): Named<PipelineName>,
    Query(of): Query<OfVersion>,
) -> Answer<Json<PipelineText>> {
    let shown = shared.run(move |session, _| {
        let (row, one) = pipelines::show(session, &name, of.version)?;
        let mut all = pipelines::list(session)?;
        all.retain(|version| version.name == row.name);
        Ok(PipelineText::of(row, one, all))
    });
    Ok(Json(shown.await?))
}

/// Retire a pipeline. Its versions are kept and can be activated again
#[utoipa::path(post, path = "/api/v1/pipelines/{name}/retire", operation_id = "retire_pipeline", tag = "pipelines",
    params(("name" = String, Path, description = "The pipeline's name, for example `renewals`")),
    responses(
        (status = 204, description = "The pipeline is retired"),
        (status = 409, description = "Deals are in it, or it is the last one",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn retire(
    State(shared): State<Shared>,
    Named(PipelineName(name)): Named<PipelineName>,
    _: Query<NoParameters>,
    _: body::NoBody,
) -> Answer<Response> {
    shared.run(move |session, _| pipelines::retire(session, &name, &Unwatched)).await?;
    Ok(NO_CONTENT.into_response())
}

/// Check the text of a pipeline; problems are reported with line and column. Nothing is stored
#[utoipa::path(post, path = "/api/v1/pipelines/check", operation_id = "check_pipeline", tag = "pipelines",
    request_body = PipelineSource,
    responses((status = 200, description = "The text is valid; this is the pipeline", body = Pipeline)))]
pub(crate) async fn check(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(text): body::Json<PipelineSource>,
) -> Answer<Json<Pipeline>> {
    let checked = shared.run(move |session, _| pipelines::check(session, &text.toml.0));
    Ok(Json(Pipeline::of(None, checked.await?)))
}

/// Preview a changed pipeline over all deals: which would move, and what they come to. Nothing is stored
#[utoipa::path(post, path = "/api/v1/pipelines/try", operation_id = "try_pipeline", tag = "pipelines",
    params(Waiting),
    request_body = PipelineSource,
    responses(
        (status = 200, description = "The preview", body = JobEnded<PipelineTried>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn try_out(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<PipelineSource>,
) -> Answer<Waited<PipelineTried>> {
    let preview = move |session: &Session, control: &Control| {
        pipelines::try_out(session, &text.toml.0, control).map(JobOutput::TryPipeline)
    };
    waiting.run(&shared, shared.session(), JobKind::TryPipeline, preview).await
}

/// Activate a new version of a pipeline, or a new pipeline
#[utoipa::path(post, path = "/api/v1/pipelines/use", operation_id = "use_pipeline", tag = "pipelines",
    params(Waiting),
    request_body = PipelineSource,
    responses(
        (status = 200, description = "The active version", body = JobEnded<PipelineUsed>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "Deals stand in stages that would go, or it was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn activate(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<PipelineSource>,
) -> Answer<Waited<PipelineUsed>> {
    let adopt = move |session: &Session, control: &Control| {
        pipelines::adopt(session, &text.toml.0, control).map(JobOutput::UsePipeline)
    };
    waiting.run(&shared, shared.session(), JobKind::UsePipeline, adopt).await
}
