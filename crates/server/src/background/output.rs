//! The kinds of jobs, and what each of them returns.

use casebook_app::changes::{BulkReport, UndoReport};
use casebook_app::conversion::BulkConversionReport;
use casebook_app::frameworks::{FrameworkTryReport, Switched};
use casebook_app::imports::Preview;
use casebook_app::pipelines::{PipelineAdopted, PipelineTrial};
use casebook_app::records::{RecordBulkReport, RecordImportReport};
use casebook_app::vocabularies::{Adopted, TryReport};

/// The kind of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobKind {
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
    /// Activates a version of a vocabulary.
    UseVocabulary,
    /// Replays all history with a changed framework.
    TryFramework,
    /// Puts a framework to use, or out of it.
    UseFramework,
    /// Derives all deals under a changed pipeline.
    TryPipeline,
    /// Activates a version of a pipeline.
    UsePipeline,
}

/// What a job returned, under its kind.
#[derive(Clone, Debug)]
pub(crate) enum JobOutput {
    /// The preview of an import.
    PreviewImport(Preview),
    /// What undoing an import did.
    UndoImport(UndoReport),
    /// What undoing a change set did.
    UndoChange(UndoReport),
    /// What editing many parties did.
    EditParties(BulkReport),
    /// What converting many leads did.
    ConvertLeads(BulkConversionReport),
    /// What editing many records did.
    EditRecords(RecordBulkReport),
    /// What importing a table of records did.
    ImportRecords(RecordImportReport),
    /// The preview of a vocabulary.
    TryVocabulary(TryReport),
    /// The active version.
    UseVocabulary(Adopted),
    /// The preview of a framework.
    TryFramework(FrameworkTryReport),
    /// The framework that was put to use, or out of it.
    UseFramework(Switched),
    /// The preview of a pipeline.
    TryPipeline(PipelineTrial),
    /// The active version of a pipeline.
    UsePipeline(PipelineAdopted),
}
