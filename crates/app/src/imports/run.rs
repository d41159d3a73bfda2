//! Running an import: file in, parties and evidence out, chunk by chunk, safe to kill at any moment.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use casebook_domain::ids::ImportId;
use casebook_store::import::{self, Reject, Run, RunState};

use super::batches::{self, Batch};
use super::chunk::{Outcome, apply};
use super::journal::{self, Begun};
use super::mapping::{BoundMapping, MappedRow, Mapping, Rejected};
use super::read::Table;
use super::rehearsal::Rehearsal;
use super::rejects;
use crate::casebook::Casebook;
use crate::error::{Error, Result};
use crate::progress::Progress;

/// What to import.
pub struct ImportRequest {
    /// The open file.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// Whether to decide everything and store nothing.
    pub dry_run: bool,
}

/// What an import came to.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// The run; `None` for a dry run.
    pub import: Option<ImportId>,
    /// The file.
    pub file: PathBuf,
    /// Rows that made a party appear.
    pub created: u64,
    /// Rows that changed a party or its evidence.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// Pieces of evidence appended, revived or retracted.
    pub evidence: u64,
    /// Fields that the file would change and somebody has edited: they stayed.
    pub kept: u64,
    /// Values that the mapping does not know, by column and value: kept as fields.
    pub unknown_values: BTreeMap<(String, String), u64>,
    /// Where the refused rows stand with their reasons.
    pub rejected_file: Option<PathBuf>,
    /// Whether the run had been interrupted and was taken up again.
    pub resumed: bool,
    /// Seconds of this call.
    pub seconds: f64,
}

/// How often a chunk is tried again when another process makes the same party at the same moment.
const TRIES: u32 = 8;

/// Imports a file. Run again after an interruption it goes on where it stopped, under the same id.
pub fn run(casebook: &Casebook, request: ImportRequest, progress: &dyn Progress) -> Result<ImportReport> {
    let started = casebook.now();
    let bound = request.mapping.bind(request.table.headers()).map_err(super::problems)?;
    let mut report = if request.dry_run {
        let mut rehearsal = Rehearsal::default();
        let mut report = ImportReport { file: request.table.path().to_owned(), ..ImportReport::default() };
        batches::each(&request.table, &bound, 0, progress, |batch| rehearse(casebook, &bound, batch, &mut rehearsal, &mut report))?;
        report
    } else {
        stored(casebook, &request, &bound, progress)?
    };
    report.seconds = (casebook.now().0 - started.0) as f64 / 1e6;
    Ok(report)
}

fn rehearse(
    casebook: &Casebook,
    bound: &BoundMapping,
    mut batch: Batch,
    rehearsal: &mut Rehearsal,
    report: &mut ImportReport,
) -> Result<()> {
    report.rejected += batch.refused.len() as u64;
    count_unknown(&mut report.unknown_values, &batch.rows);
    rehearsal.take_known(&mut batch.rows, report);
    let outcome = rehearsal.run(casebook, bound.feed(), batch.rows)?;
    add(report, &outcome);
    report.rejected += outcome.rejected.len() as u64;
    Ok(())
}

fn stored(
    casebook: &Casebook,
    request: &ImportRequest,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let Begun { mut run, lock, resumed } = journal::begin(casebook, &request.table, &request.mapping)?;
    let headers = request.table.headers();
    let mut unknown_values: BTreeMap<(String, String), u64> = journal::unknown_values(&run);
    let outcome = batches::each(&request.table, bound, run.rows_done as u64, progress, |batch| {
        count_unknown(&mut unknown_values, &batch.rows);
        run.report = journal::report_of(&unknown_values);
        run = store_batch(casebook, bound.feed(), &run, batch)?;
        if run.state == RunState::Running { Ok(()) } else { Err(Error::Stopped("another process asked it to".to_owned())) }
    });
    if outcome.is_ok() {
        run.state = RunState::Done;
        run.finished_at = Some(casebook.now());
        journal::save(casebook, &run)?;
    }
    drop(lock);
    let path = rejects::write(casebook, &run, headers, request.table.path())?;
    outcome.map_err(|error| match error {
        Error::Stopped(_) => Error::Stopped(format!("{} rows are in; run the same import again to go on", run.rows_done)),
        other => other,
    })?;
    Ok(ImportReport {
        import: Some(run.id),
        file: request.table.path().to_owned(),
        created: run.created as u64,
        updated: run.updated as u64,
        unchanged: run.unchanged as u64,
        rejected: run.rejected as u64,
        evidence: run.evidence as u64,
        kept: run.kept as u64,
        unknown_values,
        rejected_file: path,
        resumed,
        seconds: 0.0,
    })
}

/// Stores a batch and the journal's progress in one transaction; answers with the journal as it stands.
fn store_batch(casebook: &Casebook, feed: &str, run: &Run, batch: Batch) -> Result<Run> {
    let (batch, feed, run) = (Arc::new(batch), Arc::new(feed.to_owned()), Arc::new(run.clone()));
    let mut tries = 0;
    loop {
        let (batch, feed, run) = (Arc::clone(&batch), Arc::clone(&feed), Arc::clone(&run));
        let outcome = casebook.write(move |work| {
            let state = import::state_held(work.connection, run.id)?;
            if state != RunState::Running {
                return Ok(Run { state, ..(*run).clone() });
            }
            let outcome = apply(work, run.id, &feed, &batch.rows)?;
            let next = progressed(&run, &batch, &outcome);
            import::add_rejects(work.connection, &rejected(&run, &batch, &outcome))?;
            import::save_run(work.connection, &next)?;
            Ok(next)
        });
        match outcome {
            Err(Error::Store(casebook_store::Error::Conflict { .. })) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

fn progressed(run: &Run, batch: &Batch, outcome: &Outcome) -> Run {
    let refused = batch.refused.len() + outcome.rejected.len();
    Run {
        rows_done: batch.records as i64,
        position: batch.bytes as i64,
        created: run.created + outcome.created as i64,
        updated: run.updated + outcome.updated as i64,
        unchanged: run.unchanged + outcome.unchanged as i64,
        evidence: run.evidence + outcome.evidence as i64,
        kept: run.kept + outcome.kept as i64,
        rejected: run.rejected + refused as i64,
        ..run.clone()
    }
}

fn rejected(run: &Run, batch: &Batch, outcome: &Outcome) -> Vec<Reject> {
    let empty = Vec::new();
    let unread = batch.refused.iter().map(|(refused, cells)| (refused, cells));
    let unfit = outcome.rejected.iter().map(|refused| (refused, batch.cells.get(&refused.line).unwrap_or(&empty)));
    let mut all: Vec<(&Rejected, &Vec<String>)> = unread.chain(unfit).collect();
    all.sort_by_key(|(refused, _)| refused.line);
    all.into_iter()
        .zip(run.rejected..)
        .map(|((refused, cells), seq)| Reject {
            import: run.id,
            seq,
            line: refused.line as i64,
            column: refused.column.clone(),
            value: refused.value.replace('\0', "\u{fffd}"),
            reason: refused.reason.clone(),
            record: serde_json::to_string(cells).unwrap_or_default().replace("\\u0000", "\\ufffd"),
        })
        .collect()
}

fn add(report: &mut ImportReport, outcome: &Outcome) {
    report.created += outcome.created;
    report.updated += outcome.updated;
    report.unchanged += outcome.unchanged;
    report.evidence += outcome.evidence;
    report.kept += outcome.kept;
}

fn count_unknown(counts: &mut BTreeMap<(String, String), u64>, rows: &[MappedRow]) {
    for value in rows.iter().flat_map(|row| &row.unknown_values) {
        // A column with thousands of different values is no list of statuses: its tail is not worth listing.
        if counts.len() < 1_000 || counts.contains_key(value) {
            *counts.entry(value.clone()).or_default() += 1;
        }
    }
}
