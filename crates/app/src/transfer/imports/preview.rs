//! What an import would come to: its counts, the first rows as they would be, and every problem of the file.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::ImportId;
use casebook_domain::kind::Kinds;
use casebook_domain::party::{Fields, PartyKind};
use casebook_tables::Rejected;
use casebook_tables::mapping::{BoundMapping, MappedEvidence, MappedRow, Mapping};
use casebook_tables::read::Table;

use super::batches::{self, Batch, Source};
use super::chunk::Outcome;
use super::journal::{Remarks, unknown_in};
use super::missing::{Missing, RowsSeen};
use super::prepare;
use super::rehearsal::Rehearsal;
use super::report::ImportReport;
use crate::desk::Session;
use crate::desk::chunk_size::ChunkSize;
use crate::desk::progress::Progress;
use crate::error::Result;
use crate::parties::StageNow;

/// Rows that are shown as they would be.
pub(super) const SHOWN: usize = 20;
/// Refused rows that are listed one by one; the report counts all.
const MOST_REFUSED: usize = 1_000;

/// What an import would come to.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Its counts.
    pub report: ImportReport,
    /// The first rows as they would be.
    pub rows: Vec<PreviewRow>,
    /// The first refused rows.
    pub refused: Vec<RefusedRow>,
}

/// A row as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Whom it is about.
    pub kind: PartyKind,
    /// What it says of them.
    pub fields: Fields,
    /// The organization that they belong to, and as what.
    pub organization: Option<(String, String)>,
    /// What it says has happened, in words.
    pub evidence: Vec<String>,
    /// The stage in each vocabulary that they come to with all that is known; none where that was not tried.
    pub stages: Vec<StageNow>,
}

/// A row that would be refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusedRow {
    /// The line of the file on which it begins.
    pub line: u64,
    /// The column at fault; empty if it is the whole row.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Decides everything that an import of the table would do, and stores nothing.
pub fn preview(
    session: &Session,
    table: &Table,
    mapping: &Mapping,
    progress: &dyn Progress,
) -> Result<Preview> {
    let bound = prepare::in_zone(session, mapping)?.bind(table.headers()).map_err(prepare::problems)?;
    rehearse(session, table, mapping, &bound, progress)
}

pub(super) fn rehearse(
    session: &Session,
    table: &Table,
    mapping: &Mapping,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<Preview> {
    // What it says of the rows it says of parties that are there.
    session.may(Subject::Workspace)?;
    let kinds = session.read(|_, words| Ok(words.kinds.clone()))?;
    let report = ImportReport { file: table.path().to_owned(), ..ImportReport::default() };
    let mut preview = Preview { report, ..Preview::default() };
    let missing = Arc::new(Missing::of(session, ImportId(0), mapping, table.headers())?);
    let (rehearsal, mut remarks) = (Rehearsal::new(session, missing)?, Remarks::default());
    let (feed, rows) = (mapping.name.as_str(), RowsSeen::default());
    let source = Source { table, bound, skip: 0, size: &ChunkSize::default(), rows: Some(&rows) };
    batches::one_by_one(&source, progress, |batch| {
        let Batch { rows, refused, .. } = batch;
        let unknown: Vec<(usize, (String, String))> =
            unknown_in(&rows).map(|(place, value)| (place, value.clone())).collect();
        let lines: Vec<u64> = rows.iter().map(|one| one.line).collect();
        let left = SHOWN.saturating_sub(preview.rows.len());
        let mut shown: Vec<PreviewRow> =
            rows.iter().take(left).map(|one| PreviewRow::of(one.line, &one.row, &kinds)).collect();
        let row_keys: Vec<String> = rows.iter().take(left).map(|one| one.row.row_key.clone()).collect();
        let mut listed: Vec<RefusedRow> = refused.into_iter().map(|(one, _)| one.into()).collect();
        let outcome = rehearsal.run(session, feed, rows)?;
        let row_keys: Vec<&str> = row_keys.iter().map(String::as_str).collect();
        for (row, stages) in shown.iter_mut().zip(rehearsal.stages(session, feed, &row_keys)?) {
            row.stages = stages;
        }
        let unfit = outcome.rejected.iter().filter_map(|(place, reason)| {
            let line = *lines.get(*place)?;
            Some(RefusedRow { line, reason: reason.clone(), ..RefusedRow::default() })
        });
        listed.extend(unfit);
        listed.sort_by_key(|one| one.line);
        let fit = |row: &PreviewRow| listed.iter().all(|one| one.line != row.line);
        preview.rows.extend(shown.into_iter().filter(fit));
        remarks.note(unknown.iter().map(|(place, value)| (*place, value)), &outcome);
        remarks.keep(&outcome.kept);
        preview.add(&outcome, listed);
        Ok(())
    })?;
    (preview.report.absent, preview.report.absent_parties) =
        rows.absent(session, feed, ImportId(0), rehearsal.parties(feed)?)?;
    let Remarks { kept, kept_values, unknown, .. } = remarks;
    preview.report = ImportReport { kept, kept_values, unknown_values: unknown, ..preview.report };
    Ok(preview)
}

impl Preview {
    fn add(&mut self, outcome: &Outcome, refused: Vec<RefusedRow>) {
        let report = &mut self.report;
        report.created += outcome.created;
        report.updated += outcome.updated;
        report.unchanged += outcome.unchanged;
        report.evidence += outcome.evidence;
        report.hidden += outcome.hidden;
        report.rejected += refused.len() as u64;
        let left = MOST_REFUSED.saturating_sub(self.refused.len());
        self.refused.extend(refused.into_iter().take(left));
    }
}

impl PreviewRow {
    pub(super) fn of(line: u64, row: &MappedRow, kinds: &Kinds) -> Self {
        Self {
            line,
            kind: row.party.kind,
            fields: row.fields.clone(),
            organization: row.organization.as_ref().map(|one| (one.name.clone(), one.role.clone())),
            evidence: row.evidence.iter().map(|one| in_words(one, kinds)).collect(),
            stages: Vec::new(),
        }
    }
}

impl From<Rejected> for RefusedRow {
    fn from(one: Rejected) -> Self {
        let Rejected { line, column, value, reason, .. } = one;
        Self { line, column: column.unwrap_or_default(), value, reason }
    }
}

/// `form submitted on 2025-11-02 (topic: prices)`.
fn in_words(one: &MappedEvidence, kinds: &Kinds) -> String {
    let kind = kinds.name(one.kind).replace('_', " ");
    let when = match (one.occurred_at, one.precision) {
        (Some(at), precision) => {
            let word = if precision.is_day() { "on" } else { "at" };
            let earliest = if precision.is_earliest() { " at the earliest" } else { "" };
            format!("{word} {}{earliest}", precision.text(at))
        }
        (None, _) => "at an unknown time".to_owned(),
    };
    let deal = one.deal.as_ref().map(|deal| {
        let name = deal.title.as_ref().unwrap_or(&deal.key.value);
        format!("deal: {name}")
    });
    let money = one.amount.map(|money| format!("{} {}", money.major(), money.currency.code()));
    let line = one.product_line.as_ref().map(|line| format!("product line: {line}"));
    let detail = one.detail.0.iter().map(|(name, value)| match value.as_str() {
        Some(text) => format!("{name}: {text}"),
        None => format!("{name}: {value}"),
    });
    let more: Vec<String> = deal.into_iter().chain(money).chain(line).chain(detail).collect();
    if more.is_empty() { format!("{kind} {when}") } else { format!("{kind} {when} ({})", more.join(", ")) }
}
