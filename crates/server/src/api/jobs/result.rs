//! What jobs return, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::changes::sets::ChangeUndone;
use crate::api::conversion::many::LeadsConverted;
use crate::api::frameworks::{FrameworkSwitched, FrameworkTried};
use crate::api::imports::wire::{ImportPreview, ImportUndone};
use crate::api::parties::bulk::PartiesEdited;
use crate::api::pipelines::{PipelineTried, PipelineUsed};
use crate::api::records::bulk::RecordsEdited;
use crate::api::records::table::RecordsImported;
use crate::api::vocabularies::{VocabularyTried, VocabularyUsed};
use crate::background::output::JobOutput;

/// The result of a job, under the name of its kind of work.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobResult {
    /// The preview of an import.
    PreviewImport(ImportPreview),
    /// The result of undoing an import.
    UndoImport(ImportUndone),
    /// The result of undoing a change set.
    UndoChange(ChangeUndone),
    /// The result of editing many parties.
    EditParties(PartiesEdited),
    /// The result of converting many leads.
    ConvertLeads(LeadsConverted),
    /// The result of editing many records.
    EditRecords(RecordsEdited),
    /// The result of importing a table of records.
    ImportRecords(RecordsImported),
    /// The preview of a vocabulary.
    TryVocabulary(VocabularyTried),
    /// The active version.
    UseVocabulary(VocabularyUsed),
    /// The preview of a framework.
    TryFramework(FrameworkTried),
    /// The framework that was put to use, or out of it.
    UseFramework(FrameworkSwitched),
    /// The preview of a pipeline.
    TryPipeline(PipelineTried),
    /// The active version of a pipeline.
    UsePipeline(PipelineUsed),
}

impl From<JobOutput> for JobResult {
    fn from(output: JobOutput) -> Self {
        match output {
            JobOutput::PreviewImport(preview) => Self::PreviewImport(preview.into()),
            JobOutput::UndoImport(report) => Self::UndoImport(report.into()),
            JobOutput::UndoChange(report) => Self::UndoChange(report.into()),
            JobOutput::EditParties(report) => Self::EditParties(report.into()),
            JobOutput::ConvertLeads(report) => Self::ConvertLeads(report.into()),
            JobOutput::EditRecords(report) => Self::EditRecords(report.into()),
            JobOutput::ImportRecords(report) => Self::ImportRecords(report.into()),
            JobOutput::TryVocabulary(report) => Self::TryVocabulary(report.into()),
            JobOutput::UseVocabulary(adopted) => Self::UseVocabulary(adopted.into()),
            JobOutput::TryFramework(report) => Self::TryFramework(report.into()),
            JobOutput::UseFramework(switched) => Self::UseFramework(switched.into()),
            JobOutput::TryPipeline(trial) => Self::TryPipeline(trial.into()),
            JobOutput::UsePipeline(adopted) => Self::UsePipeline(adopted.into()),
        }
    }
}
