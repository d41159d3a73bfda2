//! Jobs on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::{JobIdText, at};
use crate::background::jobs::{self, Outcome};
use crate::background::output::JobKind;

/// The kind of work of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobWork {
    /// Decides everything that an import would do.
    PreviewImport,
    /// Undoes an import.
    UndoImport,
    /// Undoes a change set.
    UndoChange,
    /// Edits many parties.
    EditParties,
    /// Converts many leads.
    ConvertLeads,
    /// Edits many records.
    EditRecords,
    /// Imports a table of records.
    ImportRecords,
    /// Replays all history under a changed vocabulary.
    TryVocabulary,
    /// Puts a vocabulary to use.
    UseVocabulary,
    /// Replays all history with a changed framework.
    TryFramework,
    /// Puts a framework to use, or out of it.
    UseFramework,
    /// Derives all deals under a changed pipeline.
    TryPipeline,
    /// Puts a pipeline to use.
    UsePipeline,
}

/// The state of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    /// It runs or waits.
    Running,
    /// It is done.
    Done,
    /// It failed.
    Failed,
    /// It was stopped on request.
    Stopped,
}

/// A job: work that outlives its request.
#[derive(Serialize, ToSchema)]
pub(crate) struct Job {
    /// Its id.
    pub(in crate::api) id: JobIdText,
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

impl Job {
    pub(crate) fn of(job: &jobs::Job) -> Self {
        let ended = job.ended();
        let (done, total) = job.control.progress();
        Self {
            id: JobIdText(job.id),
            work: job.kind.into(),
            state: JobState::of(ended.as_ref().map(|ended| &ended.outcome)),
            done,
            total,
            started_at: at(job.started_at),
            ended_at: ended.map(|ended| at(ended.at)),
        }
    }
}

impl JobState {
    fn of(outcome: Option<&Outcome>) -> Self {
        match outcome {
            None => Self::Running,
            Some(Outcome::Done(_)) => Self::Done,
            Some(Outcome::Failed(_)) => Self::Failed,
            Some(Outcome::Stopped) => Self::Stopped,
        }
    }
}

impl From<JobKind> for JobWork {
    fn from(kind: JobKind) -> Self {
        match kind {
            JobKind::PreviewImport => Self::PreviewImport,
            JobKind::UndoImport => Self::UndoImport,
            JobKind::UndoChange => Self::UndoChange,
            JobKind::EditParties => Self::EditParties,
            JobKind::ConvertLeads => Self::ConvertLeads,
            JobKind::EditRecords => Self::EditRecords,
            JobKind::ImportRecords => Self::ImportRecords,
            JobKind::TryVocabulary => Self::TryVocabulary,
            JobKind::UseVocabulary => Self::UseVocabulary,
            JobKind::TryFramework => Self::TryFramework,
            JobKind::UseFramework => Self::UseFramework,
            JobKind::TryPipeline => Self::TryPipeline,
            JobKind::UsePipeline => Self::UsePipeline,
        }
    }
}
