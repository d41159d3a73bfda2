//! What jobs do, and what comes of each.

use casebook_app::vocabularies::Adopted;
use serde::Serialize;
use utoipa::ToSchema;

use super::tried::VocabularyTried;
use crate::api::changes::sets::ChangeUndone;
use crate::api::imports::wire::{ImportPreview, ImportUndone};
use crate::api::parties::bulk::PartiesEdited;

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
    /// Replays all history under a changed vocabulary.
    TryVocabulary,
    /// Puts a vocabulary to use.
    UseVocabulary,
}

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
    /// The preview of a vocabulary.
    TryVocabulary(VocabularyTried),
    /// The active version.
    UseVocabulary(VocabularyUsed),
}

macro_rules! results {
    ($($variant:ident($of:ty)),*) => {
        $(impl From<JobResult> for Option<$of> {
            fn from(result: JobResult) -> Self {
                if let JobResult::$variant(result) = result { Some(result) } else { None }
            }
        })*
    };
}

/// The version that is now active.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VocabularyUsed {
    /// The vocabulary's name.
    name: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it was already active.
    unchanged: bool,
}

results!(
    PreviewImport(ImportPreview),
    UndoImport(ImportUndone),
    UndoChange(ChangeUndone),
    EditParties(PartiesEdited),
    TryVocabulary(VocabularyTried),
    UseVocabulary(VocabularyUsed)
);

impl From<Adopted> for VocabularyUsed {
    fn from(adopted: Adopted) -> Self {
        let Adopted { name, version, unchanged } = adopted;
        Self { name, version, unchanged }
    }
}
