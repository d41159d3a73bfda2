//! Running an import: file in, parties and evidence out, batch by batch, safe to kill at any moment.

use std::path::PathBuf;
use std::sync::Arc;

use casebook_domain::ids::ImportId;
use casebook_store::import::{self, ImportReject, ImportRun};

use super::batches::{self, Batch};
use super::chunk::{Outcome, apply};
use super::journal::{self, Begun, DONE, RUNNING, Remarks};
use super::mapping::{BoundMapping, Mapping};
use super::read::Table;
use super::rehearsal::Rehearsal;
use super::{prepare, rejects};
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
    /// Pieces of evidence appended, brought back or retracted.
    pub evidence: u64,
    /// Fields that the file would change and somebody has edited: they stayed.
    pub kept: u64,
    /// Values that the mapping does not know: column, value, rows. They are kept as fields.
    pub unknown_values: Vec<(String, String, u64)>,
    /// Where the refused rows stand with their reasons.
    pub rejected_file: Option<PathBuf>,
    /// Whether the run had been interrupted and was taken up again.
    pub resumed: bool,
    /// Seconds of this call.
    pub seconds: f64,
}

/// How often a batch is tried again when another process makes the same party at the same moment.
const TRIES: u32 = 8;

/// Behind so many rows the planner is told how much there is: what it believed before is far off.
const GROWN: [i64; 3] = [2_000, 20_000, 200_000];

/// Imports a file. Run again after an interruption it goes on where it stopped, under the same id.
pub fn run(casebook: &Casebook, request: &ImportRequest, progress: &dyn Progress) -> Result<ImportReport> {
    let started = casebook.now();
    let bound = request.mapping.bind(request.table.headers()).map_err(prepare::problems)?;
    let mut report = if request.dry_run {
        rehearsed(casebook, request, &bound, progress)?
    } else {
        stored(casebook, request, &bound, progress)?
    };
    report.seconds = (casebook.now().0 - started.0) as f64 / 1e6;
    Ok(report)
}

fn rehearsed(
    casebook: &Casebook,
    request: &ImportRequest,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let mut report = ImportReport { file: request.table.path().to_owned(), ..ImportReport::default() };
    let (rehearsal, mut remarks) = (Rehearsal::new(casebook)?, Remarks::default());
    batches::each(&request.table, bound, 0, progress, |batch| {
        remark(&mut remarks, &batch);
        let refused = batch.refused.len();
        let outcome = rehearsal.run(casebook, &request.mapping.name, batch.rows)?;
        report.created += outcome.created;
        report.updated += outcome.updated;
        report.unchanged += outcome.unchanged;
        report.evidence += outcome.evidence;
        report.kept += outcome.kept;
        report.rejected += (refused + outcome.rejected.len()) as u64;
        Ok(())
    })?;
    report.unknown_values = remarks.unknown;
    Ok(report)
}

fn stored(
    casebook: &Casebook,
    request: &ImportRequest,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let Begun { mut run, lock, resumed } = journal::begin(casebook, &request.table, &request.mapping)?;
    let done = run.rows_done as u64;
    let outcome = batches::each(&request.table, bound, done, progress, |batch| {
        let before = run.rows_done;
        run = store_batch(casebook, &run, batch)?;
        if GROWN.iter().any(|mark| (before..run.rows_done).contains(mark)) {
            casebook.store().refresh_statistics()?;
        }
        if run.state == RUNNING { Ok(()) } else { Err(Error::Stopped(String::new())) }
    });
    // The list comes first: killed in between, the run is not at its end, and going on writes the list again.
    let listed = rejects::write(casebook, &run, request.table.headers(), request.table.path());
    if outcome.is_ok() {
        DONE.clone_into(&mut run.state);
        run.finished_at = Some(casebook.now());
        journal::save(casebook, &run)?;
    }
    drop(lock);
    let path = listed?;
    match outcome {
        Err(Error::Stopped(_)) => {
            let told = format!("{} rows are in; run the same import again to go on", run.rows_done);
            Err(Error::Stopped(told))
        }
        Err(other) => Err(other),
        Ok(()) => Ok(report(&run, path, resumed)),
    }
}

fn report(run: &ImportRun, rejected_file: Option<PathBuf>, resumed: bool) -> ImportReport {
    let remarks = Remarks::of(run);
    ImportReport {
        import: Some(run.id),
        file: PathBuf::from(&run.file),
        created: run.created as u64,
        updated: run.updated as u64,
        unchanged: run.unchanged as u64,
        rejected: run.rejected as u64,
        evidence: run.evidence as u64,
        kept: remarks.kept,
        unknown_values: remarks.unknown,
        rejected_file,
        resumed,
        seconds: 0.0,
    }
}

/// Stores a batch and the journal's progress in one transaction; answers with the journal as it stands.
fn store_batch(casebook: &Casebook, run: &ImportRun, batch: Batch) -> Result<ImportRun> {
    let (batch, run) = (Arc::new(batch), Arc::new(run.clone()));
    let mut tries = 0;
    loop {
        let (batch, run) = (Arc::clone(&batch), Arc::clone(&run));
        let outcome = casebook.write(move |work| {
            let state = import::run(work.connection, run.id)?.map(|run| run.state).unwrap_or_default();
            if state != RUNNING {
                return Ok(ImportRun { state, ..(*run).clone() });
            }
            let outcome = apply(work, run.id, &run.feed, &batch.rows)?;
            let next = progressed(&run, &batch, &outcome);
            import::insert_rejects(work.connection, &rejected(&run, &batch, &outcome))?;
            import::update_run(work.connection, &next)?;
            Ok(next)
        });
        match outcome {
            Err(Error::Store(casebook_store::Error::Conflict { .. })) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

fn progressed(run: &ImportRun, batch: &Batch, outcome: &Outcome) -> ImportRun {
    let mut remarks = Remarks::of(run);
    remark(&mut remarks, batch);
    remarks.kept += outcome.kept;
    ImportRun {
        rows_done: batch.records as i64,
        position: batch.bytes as i64,
        created: run.created + outcome.created as i64,
        updated: run.updated + outcome.updated as i64,
        unchanged: run.unchanged + outcome.unchanged as i64,
        evidence: run.evidence + outcome.evidence as i64,
        rejected: run.rejected + (batch.refused.len() + outcome.rejected.len()) as i64,
        report: remarks.to_json(),
        ..run.clone()
    }
}

fn remark(remarks: &mut Remarks, batch: &Batch) {
    for (column, value) in batch.rows.iter().flat_map(|one| &one.row.unknown_values) {
        remarks.count(column, value);
    }
}

fn rejected(run: &ImportRun, batch: &Batch, outcome: &Outcome) -> Vec<ImportReject> {
    let reject = |line: u64, column: &str, value: &str, reason: &str, cells: &[String]| ImportReject {
        import: run.id,
        seq: 0,
        line: line as i64,
        column_name: column.to_owned(),
        value: value.replace('\0', "\u{fffd}"),
        reason: reason.to_owned(),
        record: serde_json::to_string(cells).unwrap_or_default().replace("\\u0000", "\\ufffd"),
    };
    let unread = batch.refused.iter().map(|(refused, cells)| {
        let column = refused.column.as_deref().unwrap_or_default();
        reject(refused.line, column, &refused.value, &refused.reason, cells)
    });
    let unfit = outcome.rejected.iter().filter_map(|(place, reason)| {
        let row = batch.rows.get(*place)?;
        Some(reject(row.line, "", "", reason, &row.cells))
    });
    let mut all: Vec<ImportReject> = unread.chain(unfit).collect();
    all.sort_by_key(|one| one.line);
    all.into_iter().zip(run.rejected..).map(|(one, seq)| ImportReject { seq, ..one }).collect()
}
