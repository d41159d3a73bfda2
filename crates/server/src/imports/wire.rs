//! Imports as they are told.

use std::collections::BTreeMap;

use casebook_app::domain::ids::UploadId;
use casebook_app::imports::{ImportReport, ImportState, Listed, Preview, Proposal, Reject, UndoReport};
use casebook_app::tables::guess::Question;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rows::{RowAsItWillBe, RowProblem};
use crate::wire::{ImportIdText, TomlText, UploadIdText, at};

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportStateWord {
    /// A process is at it, or it waits for its turn.
    Running,
    /// It stopped before its end, and can be resumed or undone.
    Interrupted,
    /// It came to its end.
    Done,
    /// It was taken back.
    Undone,
}

/// An import: what it is of, how it stands, and what it has done so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct Import {
    /// Its id.
    pub(super) id: ImportIdText,
    /// The file's name.
    file: String,
    /// The feed: files of one feed are compared row by row.
    feed: String,
    /// How it stands.
    state: ImportStateWord,
    /// Whether it is being taken back, so that it can only be undone to the end.
    undoing: bool,
    /// Rows of the file that are in store or refused.
    rows_done: u64,
    /// Bytes of the file that these rows take, about.
    bytes_done: u64,
    /// The file's size in bytes; null if it is not known.
    #[schema(required)]
    bytes_total: Option<u64>,
    /// Rows that made a party appear.
    created: u64,
    /// Rows that changed a party or its evidence.
    updated: u64,
    /// Rows that changed nothing.
    unchanged: u64,
    /// Rows that were refused.
    rejected: u64,
    /// Pieces of evidence appended, brought back or retracted.
    evidence: u64,
    /// Fields that the file would have changed and somebody has edited: they stayed.
    kept: u64,
    /// Values that the mapping does not know; they are kept as fields.
    unknown_values: Vec<UnknownValue>,
    /// The file, if it is there to go on with.
    #[schema(required)]
    upload: Option<UploadIdText>,
    /// Why it was interrupted, if nobody asked for it.
    #[schema(required)]
    problem: Option<String>,
    /// When it began.
    #[schema(format = DateTime)]
    started_at: String,
    /// When it came to its end or was taken back.
    #[schema(required, format = DateTime)]
    finished_at: Option<String>,
    /// Who began it.
    recorded_by: String,
    /// What the columns mean (TOML).
    mapping: String,
}

/// A value that a mapping does not know.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct UnknownValue {
    /// The column.
    column: String,
    /// The value.
    value: String,
    /// In how many rows it stands.
    rows: u64,
}

/// What an import would come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportPreview {
    /// Rows that would make a party appear.
    created: u64,
    /// Rows that would change a party or its evidence.
    updated: u64,
    /// Rows that would change nothing.
    unchanged: u64,
    /// Rows that would be refused.
    rejected: u64,
    /// Pieces of evidence that would be appended, brought back or retracted.
    evidence: u64,
    /// Fields that the file would change and somebody has edited: they would stay.
    kept: u64,
    /// Values that the mapping does not know; they would be kept as fields.
    unknown_values: Vec<UnknownValue>,
    /// The first rows as they would be.
    rows: Vec<RowAsItWillBe>,
    /// The first thousand of the rows that would be refused; `rejected` counts all.
    problems: Vec<RowProblem>,
}

/// What taking an import back came to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportUndone {
    /// Pieces of evidence retracted.
    retracted: u64,
    /// Parties whose fields were restored.
    restored: u64,
    /// Parties hidden because nothing else is known of them.
    hidden: u64,
    /// Parties that stay because something else is known of them.
    stayed: u64,
}

/// A guessed mapping, to be corrected, and what it makes of the first rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportGuess {
    /// The mapping (TOML).
    mapping: String,
    /// The file's columns.
    columns: Vec<String>,
    /// What was taken for what, and why, in sentences.
    notes: Vec<String>,
    /// What only its owner knows.
    questions: Vec<ImportQuestion>,
    /// The first records as they stand in the file.
    sample: Vec<Vec<String>>,
    /// The first rows as they will be.
    rows: Vec<RowAsItWillBe>,
    /// Those of the first rows that would be refused.
    problems: Vec<RowProblem>,
}

/// Something that only the file's owner knows.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportQuestion {
    /// Which property of the request answers it.
    answers: &'static str,
    /// The question.
    text: String,
    /// The answers there are; none if the answer is free.
    choices: Vec<&'static str>,
}

/// Refused rows of an import.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRejects {
    /// The file's columns.
    columns: Vec<String>,
    /// The rows, in the order of the file.
    items: Vec<RejectedRow>,
    /// Where the next page begins; null if this is the last.
    #[schema(required)]
    next: Option<String>,
}

/// A row that an import refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct RejectedRow {
    /// The line of the file on which it begins.
    #[schema(minimum = 1)]
    line: i64,
    /// The column at fault; null if it is the whole row.
    #[schema(required)]
    column: Option<String>,
    /// What stands there.
    value: String,
    /// What is wrong with it.
    reason: String,
    /// The row's cells, as far as they could be read.
    cells: Vec<String>,
}

/// A file and what its columns mean.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportDraft {
    /// The file.
    pub(super) upload: UploadIdText,
    /// What its columns mean (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    pub(super) mapping: TomlText,
    /// The file's encoding, for example `windows-1252`; found out if not given.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) encoding: Option<String>,
    /// The sign between two cells; found out if not given.
    #[schema(min_length = 1, max_length = 1, value_type = String, required = false)]
    pub(super) delimiter: Option<char>,
}

/// A file whose columns are to be understood.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuessDraft {
    /// The file.
    pub(super) upload: UploadIdText,
    /// Whether `01/02/2026` begins with its day or its month.
    #[schema(value_type = OrderWord, required = false)]
    pub(super) date_order: Option<OrderWord>,
    /// The zone of times that state none, for example `Europe/Berlin`.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) zone: Option<String>,
    /// The currency of amounts that name none (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$", nullable = false)]
    pub(super) currency: Option<String>,
    /// The feed's name; the file's, if not given.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) name: Option<String>,
    /// Whose ids these are, for example `zoho`.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) system: Option<String>,
    /// The file's encoding, for example `windows-1252`; found out if not given.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) encoding: Option<String>,
    /// The sign between two cells; found out if not given.
    #[schema(min_length = 1, max_length = 1, value_type = String, required = false)]
    pub(super) delimiter: Option<char>,
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OrderWord {
    /// `20/03/2024`.
    DayFirst,
    /// `03/20/2024`.
    MonthFirst,
}

impl Import {
    pub(super) fn of(listed: Listed, uploads: &BTreeMap<String, UploadId>) -> Self {
        let Listed { run, state, undoing, total, kept, unknown_values, problem } = listed;
        let count = i64::unsigned_abs;
        Self {
            id: ImportIdText(run.id),
            file: run.file,
            feed: run.feed,
            state: word(state),
            undoing,
            rows_done: count(run.rows_done),
            bytes_done: count(run.position),
            bytes_total: (total > 0).then_some(total),
            created: count(run.created),
            updated: count(run.updated),
            unchanged: count(run.unchanged),
            rejected: count(run.rejected),
            evidence: count(run.evidence),
            kept,
            unknown_values: unknown(unknown_values),
            upload: uploads.get(&run.file_digest).map(|id| UploadIdText(*id)),
            problem,
            started_at: at(run.started_at),
            finished_at: run.finished_at.map(at),
            recorded_by: run.recorded_by,
            mapping: run.mapping,
        }
    }
}

fn word(state: ImportState) -> ImportStateWord {
    match state {
        ImportState::Running => ImportStateWord::Running,
        ImportState::Interrupted => ImportStateWord::Interrupted,
        ImportState::Done => ImportStateWord::Done,
        ImportState::Undone => ImportStateWord::Undone,
    }
}

fn unknown(values: Vec<(String, String, u64)>) -> Vec<UnknownValue> {
    values.into_iter().map(|(column, value, rows)| UnknownValue { column, value, rows }).collect()
}

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> Self {
        let Preview { report, rows, refused } = preview;
        let ImportReport { created, updated, unchanged, rejected, evidence, kept, .. } = report;
        Self {
            created,
            updated,
            unchanged,
            rejected,
            evidence,
            kept,
            unknown_values: unknown(report.unknown_values),
            rows: rows.into_iter().map(RowAsItWillBe::from).collect(),
            problems: refused.into_iter().map(RowProblem::from).collect(),
        }
    }
}

impl From<Reject> for RejectedRow {
    fn from(row: Reject) -> Self {
        let Reject { line, column, value, reason, cells, .. } = row;
        Self { line, column: Some(column).filter(|column| !column.is_empty()), value, reason, cells }
    }
}

impl ImportRejects {
    pub(super) fn of(columns: Vec<String>, rows: Vec<Reject>, next: Option<String>) -> Self {
        Self { columns, items: rows.into_iter().map(RejectedRow::from).collect(), next }
    }
}

impl From<UndoReport> for ImportUndone {
    fn from(report: UndoReport) -> Self {
        let UndoReport { retracted, restored, hidden, stayed } = report;
        Self { retracted, restored, hidden, stayed }
    }
}

impl From<Proposal> for ImportGuess {
    fn from(proposal: Proposal) -> Self {
        let Proposal { mapping, headers, notes, questions, sample, rows, refused } = proposal;
        let question =
            |one: Question| ImportQuestion { answers: one.option, text: one.text, choices: one.choices };
        Self {
            mapping: mapping.to_toml(),
            columns: headers,
            notes,
            questions: questions.into_iter().map(question).collect(),
            sample,
            rows: rows.into_iter().map(RowAsItWillBe::from).collect(),
            problems: refused.into_iter().map(RowProblem::from).collect(),
        }
    }
}
