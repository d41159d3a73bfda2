//! Jobs as they are told.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use std::time::Duration;

use axum::Json;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::registry::{self, Ended, How};
use super::result::{JobResult, JobWork};
use crate::api::wire::{JobIdText, at};
use crate::http::error::{ACCEPTED, Answer, Problem, Refusal};
use crate::http::request_id::RequestId;

/// The state of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    /// It is at it, or waits for its turn.
    Running,
    /// It came to its end.
    Done,
    /// It could not be done.
    Failed,
    /// It was stopped on request.
    Stopped,
}

/// A job: work that outlives its request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Job {
    /// Its id.
    id: JobIdText,
    /// The kind of work.
    work: JobWork,
    /// Its state.
    state: JobState,
    /// Progress in units of its own: bytes of a file, parties.
    done: u64,
    /// Total number of units; null if unknown.
    #[schema(required)]
    total: Option<u64>,
    /// When it was started.
    #[schema(format = DateTime)]
    started_at: String,
    /// When it ended; null while it runs.
    #[schema(required, format = DateTime)]
    ended_at: Option<String>,
}

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

/// A job that ended within the time waited.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobEnded<T> {
    /// The work.
    job: Job,
    /// What came of it.
    result: T,
}

/// What is answered to whoever asks for long work.
pub(crate) enum Waited<T> {
    /// It ended in time.
    Ended(Box<JobEnded<T>>),
    /// It goes on.
    UnderWay(Job),
}

/// How long to wait for long work.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Waiting {
    /// Seconds to wait for the result; 10 by default. After that the work continues in the background.
    #[param(inline, value_type = Seconds, required = false)]
    wait: Option<Seconds>,
}

/// Seconds of patience.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(u64);

const LONGEST: u64 = 30;
const USUAL: Seconds = Seconds(10);
/// An answer must be under way before the server gives up on it.
const SPARE: Duration = Duration::from_secs(2);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = u64::deserialize(deserializer)?;
        let told = || serde::de::Error::custom(format_args!("wait at most {LONGEST} seconds"));
        (seconds <= LONGEST).then_some(Self(seconds)).ok_or_else(told)
    }
}

impl PartialSchema for Seconds {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(LONGEST)).into()
    }
}

impl ToSchema for Seconds {
    fn name() -> std::borrow::Cow<'static, str> {
        "Seconds".into()
    }
}

impl Waiting {
    fn patience(&self, longest_answer: Duration) -> Duration {
        let asked = Duration::from_secs(self.wait.unwrap_or(USUAL).0);
        asked.min(longest_answer.saturating_sub(SPARE))
    }

    /// Waits for the job as long as was asked for; what could not be done is refused.
    pub(crate) async fn wait<T>(&self, job: &registry::Job, longest_answer: Duration) -> Answer<Waited<T>>
    where
        Option<T>: From<JobResult>,
    {
        let patience = self.patience(longest_answer);
        // Whoever does not wait is told where to look, even if that was quick.
        let ended = if patience.is_zero() { None } else { job.ends_within(patience).await };
        let Some(ended) = ended else {
            return Ok(Waited::UnderWay(Job::of(job)));
        };
        match ended.how {
            How::Done(result) => {
                let result: Option<T> = result.into();
                let result = result.ok_or_else(|| Refusal::internal("a job came to another job's end"))?;
                Ok(Waited::Ended(Box::new(JobEnded { job: Job::of(job), result })))
            }
            How::Failed(refusal) => Err(refusal),
            How::Stopped => Err(Refusal::stopped()),
        }
    }
}

/// Long work that is answered with its result alone, if it ends in time.
pub(crate) struct Bare<T>(pub(crate) Waited<T>);

impl<T: Serialize> IntoResponse for Bare<T> {
    fn into_response(self) -> Response {
        match self.0 {
            Waited::Ended(ended) => Json(ended.result).into_response(),
            under_way @ Waited::UnderWay(_) => under_way.into_response(),
        }
    }
}

impl<T: Serialize> IntoResponse for Waited<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Ended(ended) => Json(ended).into_response(),
            Self::UnderWay(job) => {
                let address = format!("/api/v1/jobs/{}", job.id);
                (ACCEPTED, [(LOCATION, address)], Json(job)).into_response()
            }
        }
    }
}

impl Job {
    pub(crate) fn of(job: &registry::Job) -> Self {
        let ended = job.ended();
        let (done, total) = job.halt.how_far();
        Self {
            id: JobIdText(job.id),
            work: job.work,
            state: state_of(ended.as_ref()),
            done,
            total,
            started_at: at(job.started_at),
            ended_at: ended.map(|ended| at(ended.at)),
        }
    }
}

fn state_of(ended: Option<&Ended>) -> JobState {
    match ended.map(|ended| &ended.how) {
        None => JobState::Running,
        Some(How::Done(_)) => JobState::Done,
        Some(How::Failed(_)) => JobState::Failed,
        Some(How::Stopped) => JobState::Stopped,
    }
}

impl JobOutcome {
    pub(crate) fn of(job: &registry::Job, request: &RequestId) -> Self {
        let (result, problem) = match job.ended().map(|ended| ended.how) {
            Some(How::Done(result)) => (Some(result), None),
            Some(How::Failed(refusal)) => (None, Some(refusal.problem(&request.0))),
            Some(How::Stopped) | None => (None, None),
        };
        Self { job: Job::of(job), result, problem }
    }
}
