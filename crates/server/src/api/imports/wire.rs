//! Imports on the wire.

use std::collections::BTreeMap;

use casebook_app::changes::UndoReport;
use casebook_app::domain::ids::UploadId;
use casebook_app::imports::{
    AbsentParty, ImportReport, ImportState, KeptValue, Listed, Preview, Proposal, Reject,
};
use casebook_app::tables::guess::Question;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::rows::{RowAsItWillBe, RowProblem};
use crate::api::waiting::JobAnswer;
use crate::api::wire::{ImportIdText, PartyIdText, TomlText, UploadIdText, at};
use crate::background::output::JobOutput;

/// The state of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportStateWord {
    /// It runs or waits.
    Running,
    /// It stopped before its end, and can be resumed or undone.
    Interrupted,
    /// It is complete.
    Done,
    /// It was undone.
    Undone,
}

/// An import: its file, state, and counts so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct Import {
    /// Its id.
    pub(super) id: ImportIdText,
    /// The file's name.
    file: String,
    /// The feed; files of one feed are compared row by row.
    feed: String,
    /// Its state.
    state: ImportStateWord,
    /// Whether it is being undone; it can then only be undone completely.
    undoing: bool,
    /// Rows processed so far, including rejected ones.
    rows_done: u64,
    /// Approximate number of bytes processed.
    bytes_done: u64,
    /// The file size in bytes; null if unknown.
    #[schema(required)]
    bytes_total: Option<u64>,
    /// Rows that added a party.
    created: u64,
    /// Rows that changed a party or its evidence.
    updated: u64,
    /// Rows that changed nothing.
    unchanged: u64,
    /// Rejected rows.
    rejected: u64,
    /// Pieces of evidence recorded, restored or retracted.
    evidence: u64,
    /// Values of the file that were not taken over because the party has others: from an edit, another file or another
    /// row.
    kept: u64,
    /// The first two hundred of them.
    kept_values: Vec<KeptFieldValue>,
    /// Rows about hidden parties, which stay hidden.
    hidden: u64,
    /// Parties that earlier files of the feed name and this one does not; they stay as they are.
    absent: u64,
    /// The first two hundred of them.
    absent_parties: Vec<AbsentPartyName>,
    /// Values that the mapping does not list; they are kept as fields.
    unknown_values: Vec<UnknownValue>,
    /// The uploaded file, if it is still available.
    #[schema(required)]
    upload: Option<UploadIdText>,
    /// Why it was interrupted, if no one stopped it.
    #[schema(required)]
    problem: Option<String>,
    /// When it started.
    #[schema(format = DateTime)]
    started_at: String,
    /// When it ended or was undone.
    #[schema(required, format = DateTime)]
    finished_at: Option<String>,
    /// Who started it.
    recorded_by: String,
    /// The mapping (TOML).
    mapping: String,
}

/// A value of a file that was not taken over because the party has another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct KeptFieldValue {
    /// The party.
    party: PartyIdText,
    /// Its name.
    name: String,
    /// The field.
    field: String,
    /// The value that it keeps; null if the field was emptied.
    #[schema(required)]
    stays: Option<String>,
    /// The value in the file; null if it has none any more.
    #[schema(required)]
    given: Option<String>,
}

/// A party that a file no longer names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AbsentPartyName {
    /// The party.
    party: PartyIdText,
    /// Its name.
    name: String,
}

/// A value that the mapping does not list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct UnknownValue {
    /// The column.
    column: String,
    /// The value.
    value: String,
    /// Number of rows with it.
    rows: u64,
}

/// The preview of an import.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportPreview {
    /// Rows that would add a party.
    created: u64,
    /// Rows that would change a party or its evidence.
    updated: u64,
    /// Rows that would change nothing.
    unchanged: u64,
    /// Rows that would be rejected.
    rejected: u64,
    /// Pieces of evidence that would be recorded, restored or retracted.
    evidence: u64,
    /// Values of the file that would not be taken over because the party has others: from an edit, another file or
    /// another row.
    kept: u64,
    /// The first two hundred of them.
    kept_values: Vec<KeptFieldValue>,
    /// Rows about hidden parties, which stay hidden.
    hidden: u64,
    /// Parties that earlier files of the feed name and this one does not; they stay as they are.
    absent: u64,
    /// The first two hundred of them.
    absent_parties: Vec<AbsentPartyName>,
    /// Values that the mapping does not list; they would be kept as fields.
    unknown_values: Vec<UnknownValue>,
    /// Preview of the first rows.
    rows: Vec<RowAsItWillBe>,
    /// The first thousand rows that would be rejected; `rejected` counts all.
    problems: Vec<RowProblem>,
}

/// The result of undoing an import.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportUndone {
    /// Pieces of evidence retracted.
    retracted: u64,
    /// Parties whose fields were restored.
    restored: u64,
    /// Parties hidden because nothing else is known about them.
    hidden: u64,
    /// Parties kept because something else is known about them.
    stayed: u64,
}

/// A suggested mapping and a preview of the first rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportGuess {
    /// The mapping (TOML).
    mapping: String,
    /// The file's columns.
    columns: Vec<String>,
    /// Notes on what was detected and why.
    notes: Vec<String>,
    /// Questions that the file does not answer.
    questions: Vec<ImportQuestion>,
    /// The first records of the file, unchanged.
    sample: Vec<Vec<String>>,
    /// Preview of the first rows.
    rows: Vec<RowAsItWillBe>,
    /// Those of the first rows that would be rejected.
    problems: Vec<RowProblem>,
}

/// A question that the file does not answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportQuestion {
    /// The request property that answers it.
    answers: &'static str,
    /// The question.
    text: String,
    /// The possible answers; empty if any answer is possible.
    choices: Vec<&'static str>,
}

/// Rejected rows of an import.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportRejects {
    /// The file's columns.
    columns: Vec<String>,
    /// The rows, in file order.
    items: Vec<RejectedRow>,
    /// The cursor of the next page; null if this is the last one.
    #[schema(required)]
    next: Option<String>,
}

/// A rejected row of an import.
#[derive(Serialize, ToSchema)]
pub(crate) struct RejectedRow {
    /// The line on which it begins.
    #[schema(minimum = 1)]
    line: i64,
    /// The invalid column; null if it is the whole row.
    #[schema(required)]
    column: Option<String>,
    /// The invalid value.
    value: String,
    /// Why it was rejected.
    reason: String,
    /// The cells, as far as they could be read.
    cells: Vec<String>,
}

/// A file and its mapping.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportDraft {
    /// The file.
    pub(super) upload: UploadIdText,
    /// The mapping (TOML).
    #[schema(value_type = String, max_length = 262_144, pattern = r"^[^\u0000]*$")]
    pub(super) mapping: TomlText,
    /// The encoding, for example `windows-1252`; detected by default.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) encoding: Option<String>,
    /// The delimiter; detected by default.
    #[schema(min_length = 1, max_length = 1, value_type = String, required = false)]
    pub(super) delimiter: Option<char>,
}

/// A file to suggest a mapping for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuessDraft {
    /// The file.
    pub(super) upload: UploadIdText,
    /// Whether the day, the month or the year comes first in `01/02/26`.
    #[schema(value_type = OrderWord, required = false)]
    pub(super) date_order: Option<OrderWord>,
    /// What the people of a list are, if the file does not say.
    #[schema(value_type = RowsWord, required = false)]
    pub(super) rows_are: Option<RowsWord>,
    /// Time zone of times without one, for example `Europe/Berlin`.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) zone: Option<String>,
    /// Who people of different names are that have one email address.
    #[schema(value_type = SharedMailWord, required = false)]
    pub(super) shared_mail: Option<SharedMailWord>,
    /// Currency of amounts without one (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$", nullable = false)]
    pub(super) currency: Option<String>,
    /// The feed; the file name by default.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) name: Option<String>,
    /// The external system that assigned the ids, for example `zoho`.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) system: Option<String>,
    /// The encoding, for example `windows-1252`; detected by default.
    #[schema(pattern = r"^[^\u0000]*$", nullable = false)]
    pub(super) encoding: Option<String>,
    /// The delimiter; detected by default.
    #[schema(min_length = 1, max_length = 1, value_type = String, required = false)]
    pub(super) delimiter: Option<char>,
}

/// Who people of different names are that have one email address.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SharedMailWord {
    /// Each name is a person of its own.
    People,
    /// They are one person under several names.
    One,
}

/// Whether the day, the month or a year of two digits comes first.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::enum_variant_names, reason = "the words of mappings")]
pub(crate) enum OrderWord {
    /// `20/03/2024`.
    DayFirst,
    /// `03/20/2024`.
    MonthFirst,
    /// `24-03-20`.
    YearFirst,
}

/// What the people of a list are.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RowsWord {
    /// Their details are known, no more.
    Known,
    /// They asked for something.
    Interested,
    /// They bought.
    Bought,
}

impl Import {
    pub(super) fn of(listed: Listed, uploads: &BTreeMap<String, UploadId>) -> Self {
        let Listed {
            run,
            state,
            undoing,
            total,
            kept,
            kept_values,
            hidden,
            absent,
            absent_parties,
            unknown_values,
            problem,
        } = listed;
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
            kept_values: kept_fields(kept_values),
            hidden,
            absent,
            absent_parties: named(absent_parties),
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

fn kept_fields(values: Vec<KeptValue>) -> Vec<KeptFieldValue> {
    let one = |KeptValue { party, name, field, stays, given }| KeptFieldValue {
        party: PartyIdText(party),
        name,
        field,
        stays,
        given,
    };
    values.into_iter().map(one).collect()
}

fn named(parties: Vec<AbsentParty>) -> Vec<AbsentPartyName> {
    let one = |AbsentParty { party, name }| AbsentPartyName { party: PartyIdText(party), name };
    parties.into_iter().map(one).collect()
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
            kept_values: kept_fields(report.kept_values),
            hidden: report.hidden,
            absent: report.absent,
            absent_parties: named(report.absent_parties),
            unknown_values: unknown(report.unknown_values),
            rows: rows.into_iter().map(RowAsItWillBe::from).collect(),
            problems: refused.into_iter().map(RowProblem::from).collect(),
        }
    }
}

impl JobAnswer for ImportPreview {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::PreviewImport(preview) = output { Some(preview.into()) } else { None }
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
        let UndoReport { retracted, restored, hidden, stayed, .. } = report;
        Self { retracted, restored, hidden, stayed }
    }
}

impl JobAnswer for ImportUndone {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::UndoImport(report) = output { Some(report.into()) } else { None }
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
