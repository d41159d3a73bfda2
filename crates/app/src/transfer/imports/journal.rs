//! The journal of imports: beginning one, taking up one that died, and saying how far each is.

use std::collections::BTreeSet;

use casebook_domain::access::Subject;
use casebook_domain::change::{Action, State, What};
use casebook_domain::ids::ImportId;
use casebook_domain::text::hexadecimal;
use casebook_store::import::{self, ImportRun};
use casebook_store::{LockGuard, change_set, name_lock};
use casebook_tables::mapping::Mapping;
use casebook_tables::read::{ReadOptions, Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::batches::Numbered;
use super::chunk::Outcome;
use super::report::{AbsentParty, KeptValue, MOST_KEPT};
use crate::desk::{Session, Work, settle};
use crate::error::{Error, Result};

/// States of a run in the journal: a process is, or was, at it; it is asked to stop; it came to its end; it
/// is being taken back; it was taken back.
pub(super) const RUNNING: &str = "running";
pub(super) const STOPPING: &str = "stopping";
pub(crate) const DONE: &str = "done";
pub(crate) const UNDOING: &str = "undoing";
pub(crate) const UNDONE: &str = "undone";

/// A run that this process may now carry on.
pub(super) struct Begun {
    /// The journal's entry.
    pub run: ImportRun,
    /// Held while the run is carried on; it goes with the process.
    pub lock: LockGuard,
    /// Whether an earlier process began the run.
    pub resumed: bool,
}

/// Begins a run, or takes up the run of the same file and mapping that has not come to its end. With `only`
/// no other than that run is taken up, and none is begun.
pub(super) fn begin(
    session: &Session,
    table: &Table,
    mapping: &Mapping,
    only: Option<ImportId>,
) -> Result<Begun> {
    session.may(Subject::Workspace)?;
    let text = mapping.to_toml();
    let mapping_digest = hexadecimal(&Sha256::digest(text.as_bytes())[..16]);
    let name = lock_name(&mapping.name, table.digest(), &mapping_digest);
    let file = table.path().display().to_string();
    let lock = session.store().try_lock(&name)?.ok_or_else(|| under_way(&file))?;
    let remarks = Remarks::about(table);
    let new = ImportRun {
        id: ImportId(session.next_id()),
        feed: mapping.name.clone(),
        file,
        file_digest: table.digest().to_owned(),
        mapping: text,
        mapping_digest,
        state: RUNNING.to_owned(),
        rows_done: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        evidence: 0,
        position: 0,
        started_at: session.now(),
        finished_at: None,
        recorded_by: session.actor().to_owned(),
        report: remarks.to_json(),
    };
    let file = table.clone();
    let (run, resumed) = session.write(move |work| {
        name_lock::lock_many(work.connection, &[("feed", &new.feed), ("file", &new.file_digest)])?;
        let open = import::runs_of_file(work.connection, &new.feed, &new.file_digest)?;
        let unfinished = |run: &ImportRun| run.state == RUNNING || run.state == STOPPING;
        if !file.is_there() {
            return Err(Error::Unreadable(format!("`{}` was removed in the meantime", new.file)));
        }
        let open = open.into_iter().find(|run| run.mapping_digest == new.mapping_digest && unfinished(run));
        if let Some(mut run) = open.filter(|run| only.is_none_or(|only| only == run.id)) {
            RUNNING.clone_into(&mut run.state);
            run.report = remarks.continuing(&run).to_json();
            import::update_run(work.connection, &run)?;
            work.join(run.id.into());
            work.announce(Action::ImportBegun, &run.id.to_string(), Vec::new());
            return Ok((run, true));
        }
        if let Some(only) = only {
            return Err(Error::Refused(format!("{only} cannot be resumed: it has ended or was undone")));
        }
        import::insert_run(work.connection, &new)?;
        let set = work.new_set(new.id.into(), What::Import, State::Running);
        change_set::insert(work.connection, &set)?;
        work.join(set.id);
        work.announce(Action::ImportBegun, &new.id.to_string(), Vec::new());
        Ok((new.clone(), false))
    })?;
    Ok(Begun { run, lock, resumed })
}

/// The refusal of a run that another process is at.
pub(super) fn under_way(file: &str) -> Error {
    Error::Refused(format!("`{file}` is already being imported by another process"))
}

/// Makes others who change runs or rows of a feed wait until the transaction ends. What a file changes of a row
/// depends on how the row was imported last, and a run's entry is written as a whole: so each is read and written by
/// one transaction at a time. Feeds do not wait for each other.
pub(crate) fn lock_feed(work: &mut Work<'_, '_>, feed: &str) -> Result<()> {
    Ok(name_lock::lock_many(work.connection, &[("feed", feed)])?)
}

/// Makes others who begin to import a file of this digest, or remove it, wait until the transaction ends.
pub(super) fn lock_file(work: &mut Work<'_, '_>, digest: &str) -> Result<()> {
    Ok(name_lock::lock_many(work.connection, &[("file", digest)])?)
}

/// The name of the lock that whoever carries a run on must hold.
pub(super) fn lock_name(feed: &str, file_digest: &str, mapping_digest: &str) -> String {
    let digest = Sha256::digest(format!("{feed}\0{file_digest}\0{mapping_digest}").as_bytes());
    format!("import-{}", hexadecimal(&digest[..8]))
}

/// The lock of a run.
pub(crate) fn lock_of(run: &ImportRun) -> String {
    lock_name(&run.feed, &run.file_digest, &run.mapping_digest)
}

/// Writes a run's entry.
pub(crate) fn save(session: &Session, run: &ImportRun) -> Result<()> {
    let run = run.clone();
    session.write(move |work| {
        lock_feed(work, &run.feed)?;
        import::update_run(work.connection, &run)?;
        let action = match run.state.as_str() {
            DONE => Action::ImportDone,
            UNDOING => Action::ImportUndoing,
            UNDONE => Action::ImportUndone,
            STOPPING => Action::ImportStopping,
            _ => Action::ImportRunning,
        };
        if action == Action::ImportDone {
            settle(work.connection, run.id.into(), State::Done, run.finished_at)?;
        }
        work.announce(action, &run.id.to_string(), Vec::new());
        Ok(())
    })
}

/// Notes that a run ended before its end, and why if nobody asked it to.
pub(super) fn interrupted(session: &Session, run: &ImportRun, why: &Error) -> Result<()> {
    let problem = match why {
        Error::Stopped(_) => None,
        // The engine's own words may name files and hosts.
        Error::Store(_) => Some("the database failed; see the log".to_owned()),
        other => Some(other.to_string()),
    };
    let report = Remarks { problem, ..Remarks::of(run) }.to_json();
    let run = ImportRun { report, ..run.clone() };
    session.write(move |work| {
        lock_feed(work, &run.feed)?;
        // Who asked it to stop is heard by whoever takes it up, so that the state stays as it is.
        let state = import::run(work.connection, run.id)?.map_or_else(|| run.state.clone(), |run| run.state);
        import::update_run(work.connection, &ImportRun { state, ..run.clone() })?;
        work.announce(Action::ImportInterrupted, &run.id.to_string(), Vec::new());
        Ok(())
    })
}

/// Unknown values listed: a column with more is no list of statuses, and its tail is not worth listing.
const LISTED: usize = 200;

/// The values that the mapping does not know, each with the place of its row.
pub(super) fn unknown_in(rows: &[Numbered]) -> impl Iterator<Item = (usize, &(String, String))> {
    rows.iter()
        .enumerate()
        .flat_map(|(place, one)| one.row.unknown_values.iter().map(move |value| (place, value)))
}

/// What a run reports beside its counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Remarks {
    /// Values of the file that lost against others.
    pub kept: u64,
    /// The first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept_values: Vec<KeptValue>,
    /// Rows about parties that are hidden.
    pub hidden: u64,
    /// Parties that earlier files of the feed name and this one does not.
    pub absent: u64,
    /// The first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent_parties: Vec<AbsentParty>,
    /// Values that the mapping does not know: column, value, rows.
    pub unknown: Vec<(String, String, u64)>,
    /// The file's columns.
    pub headers: Vec<String>,
    /// The file's size in bytes; 0 if it is not known.
    pub total: u64,
    /// How the file was read.
    pub read: ReadOptions,
    /// The sign between two cells of the file.
    pub delimiter: Option<char>,
    /// Whether the file was written by a program that needs a mark to recognize UTF-8.
    pub marked: bool,
    /// Why the run ended before its end, if it was not asked to.
    pub problem: Option<String>,
}

impl Remarks {
    /// The remarks of a run so far.
    pub fn of(run: &ImportRun) -> Self {
        serde_json::from_str(&run.report).unwrap_or_default()
    }

    /// What is known of a file before anything of it is imported.
    pub fn about(table: &Table) -> Self {
        Self {
            headers: table.headers().to_vec(),
            total: table.total_bytes(),
            read: table.options().clone(),
            delimiter: Some(table.delimiter()),
            marked: !table.is_plain(),
            ..Self::default()
        }
    }

    /// These of the file, with what an earlier process reported of the run.
    fn continuing(&self, run: &ImportRun) -> Self {
        let Self { kept, kept_values, hidden, unknown, .. } = Self::of(run);
        Self { kept, kept_values, hidden, unknown, ..self.clone() }
    }

    /// The form in which [`Remarks::of`] reads them.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Counts the values of rows, each with its place, that the mapping does not know: of those that were not refused,
    /// since only these are kept as fields.
    pub fn note<'v>(
        &mut self,
        unknown: impl IntoIterator<Item = (usize, &'v (String, String))>,
        outcome: &Outcome,
    ) {
        let refused: BTreeSet<usize> = outcome.rejected.iter().map(|(place, _)| *place).collect();
        for (_, (column, value)) in unknown.into_iter().filter(|(place, _)| !refused.contains(place)) {
            self.count(column, value);
        }
    }

    /// Counts values that lost against others, and names the first.
    pub fn keep(&mut self, values: &[KeptValue]) {
        self.kept += values.len() as u64;
        let left = MOST_KEPT.saturating_sub(self.kept_values.len());
        self.kept_values.extend(values.iter().take(left).cloned());
    }

    fn count(&mut self, column: &str, value: &str) {
        let known = self.unknown.iter_mut().find(|(one, what, _)| one == column && what == value);
        if let Some((_, _, rows)) = known {
            *rows += 1;
        } else if self.unknown.len() < LISTED {
            self.unknown.push((column.to_owned(), value.to_owned(), 1));
        }
    }
}
