//! Running an import: file in, parties and evidence out, batch by batch, safe to kill at any moment.

use std::path::{Path, PathBuf};

use casebook_domain::access::Subject;
use casebook_domain::ids::ImportId;
use casebook_domain::zone::UTC;
use casebook_store::import::ImportRun;
use casebook_tables::mapping::{BoundMapping, Mapping};
use casebook_tables::read::Table;

use super::journal::{self, Begun, DONE, Remarks};
use super::report::ImportReport;
use super::{list, prepare, preview, rejects, storing};
use crate::desk::Session;
use crate::desk::progress::{Progress, Unwatched};
use crate::error::{Error, Result};
use crate::relationships::time_zone;

/// What to import.
pub struct ImportRequest {
    /// The open file.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// Whether to decide everything and store nothing.
    pub dry_run: bool,
}

/// Imports a file. Run again after an interruption it goes on where it stopped, under the same id.
pub fn run(session: &Session, request: &ImportRequest, progress: &dyn Progress) -> Result<ImportReport> {
    let started = session.now();
    let mut report = if request.dry_run {
        let mapping = prepare::in_zone(session, &request.mapping)?;
        let bound = mapping.bind(request.table.headers()).map_err(prepare::problems)?;
        rehearsed(session, request, &bound, progress)?
    } else {
        stored(session, request, progress)?
    };
    report.seconds = (session.now().0 - started.0) as f64 / 1e6;
    Ok(report)
}

/// Decides everything and stores nothing; returns what `run` would answer.
fn rehearsed(
    session: &Session,
    request: &ImportRequest,
    bound: &BoundMapping,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    Ok(preview::rehearse(session, &request.table, &request.mapping, bound, progress)?.report)
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
    mapping: Mapping,
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

/// The first file that states a time zone sets that of the workspace.
fn adopt_zone(session: &Session, mapping: &Mapping) -> Result<()> {
    match mapping.dates.zone.as_deref().filter(|stated| *stated != UTC.name()) {
        Some(stated) if time_zone::stated(session)?.is_none() => {
            time_zone::set(session, stated, &Unwatched).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Begins an import, or takes up the one of the same file and mapping that has not come to its end; nothing
/// of the file is in store yet.
pub fn begin(session: &Session, table: Table, mapping: &Mapping) -> Result<BegunImport> {
    mapping.bind(table.headers()).map_err(prepare::problems)?;
    adopt_zone(session, mapping)?;
    // Named in the journal, so that what is resumed is read as it was begun.
    let mapping = prepare::in_zone(session, mapping)?;
    let bound = mapping.bind(table.headers()).map_err(prepare::problems)?;
    let begun = journal::begin(session, &table, &mapping, None)?;
    Ok(BegunImport { begun, table, mapping, bound })
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
    adopt_zone(session, &mapping)?;
    let begun = journal::begin(session, &table, &mapping, Some(id))?;
    Ok(BegunImport { begun, table, mapping, bound })
}

/// Carries a begun import on to its end, or until it is asked to stop.
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
    let BegunImport { begun: Begun { mut run, lock, resumed }, table, mapping, bound } = import;
    let outcome = storing::all(session, &mut run, &table, (&mapping, &bound), progress);
    // The list comes first: killed in between, the run is not at its end, and going on writes the list again.
    let listed = list.map(|file| rejects::write(session, &run, table.headers(), file)).transpose();
    match &outcome {
        Ok(()) => {
            DONE.clone_into(&mut run.state);
            run.finished_at = Some(session.now());
            journal::save(session, &run)?;
        }
        // What stopped it may keep this from being stored too; then the state alone shows it.
        Err(error) => drop(journal::interrupted(session, &run, error)),
    }
    // What stays behind of it is in nobody's way, and goes when the run is gone on with.
    drop(lock.forget());
    let path = listed?.flatten();
    match outcome {
        Err(Error::Stopped(_)) => {
            let detail =
                format!("{} rows were imported; run the same import again to continue", run.rows_done);
            Err(Error::Stopped(detail))
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
        hidden: remarks.hidden,
        absent: remarks.absent,
        absent_parties: remarks.absent_parties,
        kept_values: remarks.kept_values,
        unknown_values: remarks.unknown,
        rejected_file,
        resumed,
        seconds: 0.0,
    }
}
