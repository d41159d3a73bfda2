//! Running an import: file in, parties and evidence out, batch by batch, safe to kill at any moment.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use casebook_domain::access::Subject;
use casebook_domain::ids::ImportId;
use casebook_store::import::{self, ImportReject, ImportRun};
use casebook_tables::mapping::{BoundMapping, Mapping};
use casebook_tables::read::Table;

use super::batches::{self, Batch, BatchSize, Source};
use super::chunk::{Outcome, Ready, apply, make_ready};
use super::journal::{self, Begun, DONE, RUNNING, Remarks};
use super::report::ImportReport;
use super::{list, prepare, preview, rejects};
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};

/// What to import.
pub struct ImportRequest {
    /// The open file.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// Whether to decide everything and store nothing.
    pub dry_run: bool,
}

/// Behind so many rows the planner is told how much there is: what it believed before is far off.
const GROWN: [i64; 3] = [2_000, 20_000, 200_000];

/// Imports a file. Run again after an interruption it goes on where it stopped, under the same id.
pub fn run(session: &Session, request: &ImportRequest, progress: &dyn Progress) -> Result<ImportReport> {
    let started = session.now();
    let mut report = if request.dry_run {
        let bound = request.mapping.bind(request.table.headers()).map_err(prepare::problems)?;
        rehearsed(session, request, &bound, progress)?
    } else {
        stored(session, request, progress)?
    };
    report.seconds = (session.now().0 - started.0) as f64 / 1e6;
    Ok(report)
}

/// Decides everything and stores nothing; says what `run` would answer.
fn rehearsed(
    session: &Session,
    request: &ImportRequest,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    Ok(preview::rehearse(session, &request.table, &request.mapping.name, bound, progress)?.report)
}

fn stored(session: &Session, request: &ImportRequest, progress: &dyn Progress) -> Result<ImportReport> {
    let begun = begin(session, request.table.clone(), &request.mapping)?;
    let file = request.table.path().to_owned();
    finish(session, begun, Some(&file), progress)
}

/// A run that is in the journal and has this process to carry it on. Dropped, it is an interrupted one.
pub struct BegunImport {
    begun: Begun,
    table: Table,
    bound: BoundMapping,
}

impl BegunImport {
    /// The run's id.
    pub fn id(&self) -> ImportId {
        self.begun.run.id
    }

    /// Whether an earlier process began it.
    pub fn is_resumed(&self) -> bool {
        self.begun.resumed
    }
}

/// Begins an import, or takes up the one of the same file and mapping that has not come to its end; nothing
/// of the file is in store yet.
pub fn begin(session: &Session, table: Table, mapping: &Mapping) -> Result<BegunImport> {
    let bound = mapping.bind(table.headers()).map_err(prepare::problems)?;
    let begun = journal::begin(session, &table, mapping, None)?;
    Ok(BegunImport { begun, table, bound })
}

/// Takes up exactly that import, whose file is at `path`; refuses another file.
pub fn resume(session: &Session, id: ImportId, path: &Path) -> Result<BegunImport> {
    session.may(Subject::Workspace)?;
    let run = list::find(session, id)?;
    let read = Remarks::of(&run).read;
    let table =
        Table::open_as(&run.file, path, &read).map_err(|error| Error::Unreadable(error.to_string()))?;
    if table.digest() != run.file_digest {
        return Err(Error::Refused(format!("this is not the file that {id} was started with")));
    }
    let kinds = session.read(|_, words| Ok(words.kinds.clone()))?;
    let mapping = Mapping::parse(&run.mapping, &kinds).map_err(prepare::problems)?;
    let bound = mapping.bind(table.headers()).map_err(prepare::problems)?;
    let begun = journal::begin(session, &table, &mapping, Some(id))?;
    Ok(BegunImport { begun, table, bound })
}

/// Carries a begun import on to its end, or to where it is told to stop.
pub fn carry_on(session: &Session, begun: BegunImport, progress: &dyn Progress) -> Result<ImportReport> {
    finish(session, begun, None, progress)
}

/// Carries on; refused rows are listed beside `list`.
fn finish(
    session: &Session,
    import: BegunImport,
    list: Option<&Path>,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let BegunImport { begun: Begun { mut run, lock, resumed }, table, bound } = import;
    let outcome = store_all(session, &mut run, &table, &bound, progress);
    // The list comes first: killed in between, the run is not at its end, and going on writes the list again.
    let listed = list.map(|file| rejects::write(session, &run, table.headers(), file)).transpose();
    match &outcome {
        Ok(()) => {
            DONE.clone_into(&mut run.state);
            run.finished_at = Some(session.now());
            journal::save(session, &run)?;
        }
        // What stopped it may keep this from being told too; then the state alone tells of it.
        Err(error) => drop(journal::interrupted(session, &run, error)),
    }
    // What stays behind of it is in nobody's way, and goes when the run is gone on with.
    drop(lock.forget());
    let path = listed?.flatten();
    match outcome {
        Err(Error::Stopped(_)) => {
            let told = format!("{} rows were imported; run the same import again to continue", run.rows_done);
            Err(Error::Stopped(told))
        }
        Err(other) => Err(other),
        Ok(()) => Ok(report(&run, path, resumed)),
    }
}

fn store_all(
    session: &Session,
    run: &mut ImportRun,
    table: &Table,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<()> {
    let (size, is_new) = (BatchSize::default(), AtomicBool::new(true));
    let source = Source { table, bound, skip: run.rows_done as u64, size: &size };
    let (import, feed) = (run.id, run.feed.clone());
    // Where a file that is imported again tells of parties that are there, nothing can be decided ahead.
    let ahead = |batch: &Batch| {
        let made = is_new.load(Ordering::Relaxed).then(|| make_ready(session, import, &feed, &batch.rows));
        // What keeps it from being made ready keeps it from being stored, and is told then.
        made.and_then(|made| made.ok().flatten())
    };
    batches::each(&source, progress, ahead, |batch, ready| {
        let (before, began, rows) = (run.rows_done, session.now(), batch.rows.len());
        let (next, was_new) = store_batch(session, run, batch, ready)?;
        *run = next;
        is_new.store(was_new, Ordering::Relaxed);
        size.note(rows, session.now().0 - began.0);
        if GROWN.iter().any(|mark| (before..run.rows_done).contains(mark)) {
            session.store().refresh_statistics()?;
        }
        if run.state == RUNNING { Ok(()) } else { Err(Error::Stopped(String::new())) }
    })
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

/// Stores a batch and the journal's progress in one transaction; answers with the journal as it stands, and whether
/// nothing was known of the rows before.
fn store_batch(
    session: &Session,
    run: &ImportRun,
    batch: Batch,
    ready: Option<Ready>,
) -> Result<(ImportRun, bool)> {
    let run = run.clone();
    session.write(move |work| {
        journal::lock_feed(work, &run.feed)?;
        let stored = import::run(work.connection, run.id)?;
        let state = stored.as_ref().map(|run| run.state.clone()).unwrap_or_default();
        if state != RUNNING {
            return Ok((ImportRun { state, ..run.clone() }, false));
        }
        if stored.is_some_and(|stored| stored.rows_done != run.rows_done) {
            return Err(journal::under_way(&run.file));
        }
        let outcome = match &ready {
            Some(ready) if ready.still_holds(work, &run.feed, &batch.rows)? => ready.store(work)?,
            _ => apply(work, run.id, &run.feed, &batch.rows)?,
        };
        let next = progressed(&run, &batch, &outcome);
        import::insert_rejects(work.connection, &rejected(&run, &batch, &outcome))?;
        import::update_run(work.connection, &next)?;
        Ok((next, outcome.is_new))
    })
}

fn progressed(run: &ImportRun, batch: &Batch, outcome: &Outcome) -> ImportRun {
    let mut remarks = Remarks::of(run);
    remarks.note(batch);
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
