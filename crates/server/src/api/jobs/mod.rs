//! `/jobs`: long work that is not in a journal, and the work on vocabularies that is such.

pub(crate) mod halt;
pub(crate) mod registry;
mod result;
mod tried;
mod wire;

use axum::extract::State;
use axum::{Extension, Json};
use casebook_app::domain::ids::JobId;
use casebook_app::{Result, Session, vocabularies};

use crate::api::vocabularies::VocabularyText;
use crate::api::wire::JobIdText;
use crate::http::body::{self, NoBody};
use crate::http::change_set;
use crate::http::error::{Answer, Problem};
use crate::http::idempotency;
use crate::http::path::Named;
use crate::http::query::{NoParameters, Query};
use crate::http::request_id::RequestId;
use crate::state::Shared;

use halt::Halt;
pub(crate) use result::{JobResult, JobWork, VocabularyUsed};
pub(crate) use tried::VocabularyTried;
pub(crate) use wire::{Bare, Job, JobEnded, JobOutcome, Waited, Waiting};

/// Starts long work, and waits for it as long as the request says. The work is begun once under the request's key,
/// if it has one.
pub(crate) async fn done<T>(
    shared: &Shared,
    session: &Session,
    waiting: &Waiting,
    what: JobWork,
    run: impl FnOnce(&Session, &Halt) -> Result<JobResult> + Send + 'static,
) -> Answer<Waited<T>>
where
    Option<T>: From<JobResult>,
{
    let session = session.for_answer();
    let work = async {
        let job = shared.jobs.start(&session, what, run)?;
        waiting.wait(&job, shared.limits.answer).await
    };
    let waited = idempotency::under_key(shared, work).await;
    change_set::note(session.change_set());
    waited
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
    job.halt.ask();
    Ok(Json(Job::of(&job)))
}

/// Preview a changed vocabulary over all history: who would move, and the funnel before and after. Nothing is stored
#[utoipa::path(post, path = "/api/v1/vocabularies/try", operation_id = "try_vocabulary", tag = "vocabularies",
    params(Waiting),
    request_body = VocabularyText,
    responses(
        (status = 200, description = "The preview", body = JobEnded<VocabularyTried>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn try_vocabulary(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<VocabularyText>,
) -> Answer<Waited<VocabularyTried>> {
    done(&shared, shared.session(), &waiting, JobWork::TryVocabulary, move |session, halt| {
        let tried = vocabularies::try_out(session, &text.toml.0, halt)?;
        Ok(JobResult::TryVocabulary(tried.into()))
    })
    .await
}

/// Activate a new version of a vocabulary. Its periods are built while the previous version stays active, then it
/// takes over
#[utoipa::path(post, path = "/api/v1/vocabularies/use", operation_id = "use_vocabulary", tag = "vocabularies",
    params(Waiting),
    request_body = VocabularyText,
    responses(
        (status = 200, description = "The active version", body = JobEnded<VocabularyUsed>),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The work's address"))),
        (status = 409, description = "It was stopped, or another version was activated in the meantime",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn use_vocabulary(
    State(shared): State<Shared>,
    Query(waiting): Query<Waiting>,
    body::Json(text): body::Json<VocabularyText>,
) -> Answer<Waited<VocabularyUsed>> {
    done(&shared, shared.session(), &waiting, JobWork::UseVocabulary, move |session, halt| {
        let adopted = vocabularies::adopt(session, &text.toml.0, halt)?;
        Ok(JobResult::UseVocabulary(adopted.into()))
    })
    .await
}
