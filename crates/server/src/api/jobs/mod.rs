//! `/jobs`: following long work that no journal keeps, and stopping it.

mod result;

use axum::extract::State;
use axum::{Extension, Json};
use casebook_app::domain::ids::JobId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::{Job, JobIdText};
use crate::background::jobs::{self, Outcome};
use crate::http::error::{Answer, Problem};
use crate::http::request::body::NoBody;
use crate::http::request::path::Named;
use crate::http::request::query::{NoParameters, Query};
use crate::http::request_id::RequestId;
use crate::state::Shared;

use result::JobResult;

/// A job and its result.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobOutcome {
    /// The work.
    job: Job,
    /// The result, once it is done.
    #[schema(required)]
    result: Option<JobResult>,
    /// Why it failed, if it did.
    #[schema(required)]
    problem: Option<Problem>,
}

impl JobOutcome {
    fn of(job: &jobs::Job, request: &RequestId) -> Self {
        let (result, problem) = match job.ended().map(|ended| ended.outcome) {
            Some(Outcome::Done(output)) => (Some(output.into()), None),
            Some(Outcome::Failed(refusal)) => (None, Some(refusal.problem(&request.0))),
            Some(Outcome::Stopped) | None => (None, None),
        };
        Self { job: Job::of(job), result, problem }
    }
}

/// Get job status and result. Jobs are kept for one hour after they end
#[utoipa::path(get, path = "/api/v1/jobs/{id}", operation_id = "get_job", tag = "jobs",
    params(("id" = JobIdText, Path, description = "The job")),
    responses((status = 200, description = "The job", body = JobOutcome)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(id): Named<JobId>,
    _: Query<NoParameters>,
    Extension(request): Extension<RequestId>,
) -> Answer<Json<JobOutcome>> {
    let job = shared.jobs.find(shared.session(), id)?;
    Ok(Json(JobOutcome::of(&job, &request)))
}

/// Stop a job at its next safe place. A job that has ended stays as it is
#[utoipa::path(post, path = "/api/v1/jobs/{id}/stop", operation_id = "stop_job", tag = "jobs",
    params(("id" = JobIdText, Path, description = "The job")),
    responses((status = 200, description = "The job; it may take a moment to stop", body = Job)))]
pub(crate) async fn stop(
    State(shared): State<Shared>,
    Named(id): Named<JobId>,
    _: Query<NoParameters>,
    _: NoBody,
) -> Answer<Json<Job>> {
    let job = shared.jobs.find(shared.session(), id)?;
    job.control.stop();
    Ok(Json(Job::of(&job)))
}
