//! Long work behind a request: it is a job, for which the request waits as long as its client asks.

#![expect(unused_qualifications, reason = "the macros that describe types write them")]

use std::time::Duration;

use axum::Json;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use casebook_app::{Result as AppResult, Session};
use serde::{Deserialize, Deserializer, Serialize};
use tokio::time::Instant;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::wire::Job;
use crate::background::control::Control;
use crate::background::jobs::{self, Outcome};
use crate::background::output::{JobKind, JobOutput};
use crate::http::connections::work::continue_among_workers;
use crate::http::error::{ACCEPTED, Answer, Refusal};
use crate::http::response::change_set;
use crate::idempotency;
use crate::state::Shared;

/// A job that ended within the time waited.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobEnded<T> {
    /// The work.
    job: Job,
    /// The result.
    result: T,
}

/// The answer to a request for long work.
pub(crate) enum Waited<T> {
    /// It ended in time.
    Ended(Box<JobEnded<T>>),
    /// It still runs.
    Running(Job),
}

/// What a request for long work is answered with once the job is done.
pub(crate) trait JobAnswer: Sized {
    /// Reads the output of a job; none if it is that of another kind.
    fn of(output: JobOutput) -> Option<Self>;
}

/// How long to wait for a job.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Waiting {
    /// Seconds to wait for the result; 10 by default. After that the work continues in the background.
    #[param(inline, value_type = Seconds, required = false)]
    wait: Option<Seconds>,
}

/// Seconds to wait.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(u64);

const LONGEST: u64 = 30;
const USUAL: Seconds = Seconds(10);
/// An answer must be under way before the server gives up on it.
const SPARE: Duration = Duration::from_secs(2);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = u64::deserialize(deserializer)?;
        let too_long = || serde::de::Error::custom(format_args!("wait at most {LONGEST} seconds"));
        (seconds <= LONGEST).then_some(Self(seconds)).ok_or_else(too_long)
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
    /// Waits that long, or as long as usual.
    pub(crate) fn of(wait: Option<Seconds>) -> Self {
        Self { wait }
    }

    fn patience(&self, longest_answer: Duration) -> Duration {
        let asked = Duration::from_secs(self.wait.unwrap_or(USUAL).0);
        asked.min(longest_answer.saturating_sub(SPARE))
    }

    /// Starts a job, and waits for it as long as was asked for. It is started once under the request's key, if it has
    /// one. What could not be done is refused.
    pub(crate) async fn run<T: JobAnswer>(
        &self,
        shared: &Shared,
        session: &Session,
        kind: JobKind,
        run: impl FnOnce(&Session, &Control) -> AppResult<JobOutput> + Send + 'static,
    ) -> Answer<Waited<T>> {
        let session = session.for_answer();
        let work = async {
            let job = shared.jobs.start(&session, kind, run)?;
            self.wait(&job, shared.limits.answer).await
        };
        let waited = idempotency::under_key(shared, work).await;
        change_set::note(session.change_set());
        waited
    }

    async fn wait<T: JobAnswer>(&self, job: &jobs::Job, longest_answer: Duration) -> Answer<Waited<T>> {
        let patience = self.patience(longest_answer);
        // A client that does not wait gets the address of the job, even if that was quick.
        let begun = Instant::now();
        let ended = if patience.is_zero() { None } else { job.ends_within(patience).await };
        continue_among_workers(begun.elapsed()).await;
        let Some(ended) = ended else {
            return Ok(Waited::Running(Job::of(job)));
        };
        match ended.outcome {
            Outcome::Done(output) => {
                let result = T::of(output);
                let result =
                    result.ok_or_else(|| Refusal::internal("a job returned another job's output"))?;
                Ok(Waited::Ended(Box::new(JobEnded { job: Job::of(job), result })))
            }
            Outcome::Failed(refusal) => Err(refusal),
            Outcome::Stopped => Err(Refusal::stopped()),
        }
    }
}

/// Long work that is answered with its result alone, if it ends in time.
pub(crate) struct Bare<T>(pub(crate) Waited<T>);

impl<T: Serialize> IntoResponse for Bare<T> {
    fn into_response(self) -> Response {
        match self.0 {
            Waited::Ended(ended) => Json(ended.result).into_response(),
            running @ Waited::Running(_) => running.into_response(),
        }
    }
}

impl<T: Serialize> IntoResponse for Waited<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Ended(ended) => Json(ended).into_response(),
            Self::Running(job) => {
                let address = format!("/api/v1/jobs/{}", job.id);
                (ACCEPTED, [(LOCATION, address)], Json(job)).into_response()
            }
        }
    }
}
