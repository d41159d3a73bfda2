//! The list of imports, each with the state it is really in.

use casebook_domain::ids::ImportId;
use casebook_store::Connection;
use casebook_store::import::{self, ImportRun};

use super::journal::{DONE, Remarks, UNDOING, UNDONE, lock_of};
use super::report::{AbsentParty, KeptValue};
use crate::desk::Session;
use crate::error::{Error, Result};

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// A process is at it.
    Running,
    /// Its process is gone; running it again goes on where it stopped.
    Interrupted,
    /// It came to its end.
    Done,
    /// It was taken back.
    Undone,
}

impl ImportState {
    /// The word used in files and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Interrupted => "interrupted",
            Self::Done => "done",
            Self::Undone => "undone",
        }
    }
}

/// An import, and the state it is really in.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The journal's entry.
    pub run: ImportRun,
    /// Its state.
    pub state: ImportState,
    /// Whether it is being taken back, so that it can only be undone to the end.
    pub undoing: bool,
    /// The file's size in bytes; 0 if it is not known.
    pub total: u64,
    /// Values of the file that were not taken over because the party has others.
    pub kept: u64,
    /// The first of them.
    pub kept_values: Vec<KeptValue>,
    /// Rows about parties that are hidden, and stay so.
    pub hidden: u64,
    /// Parties that earlier files of the feed name and this one does not.
    pub absent: u64,
    /// The first of them.
    pub absent_parties: Vec<AbsentParty>,
    /// Values that the mapping does not know: column, value, rows.
    pub unknown_values: Vec<(String, String, u64)>,
    /// Why it was interrupted, if nobody asked for it.
    pub problem: Option<String>,
}

/// Every import, the latest first.
pub fn list(session: &Session) -> Result<Vec<Listed>> {
    page(session, None, i64::MAX)
}

/// At most `limit` imports before one, the latest first.
pub fn page(session: &Session, before: Option<ImportId>, limit: i64) -> Result<Vec<Listed>> {
    if !session.sees_workspace() {
        return Ok(Vec::new());
    }
    let runs = session.read(|connection, _| Ok(import::runs(connection, before, limit)?))?;
    runs.into_iter().map(|run| listed(session, run)).collect()
}

/// One import.
pub fn show(session: &Session, id: ImportId) -> Result<Listed> {
    listed(session, find(session, id)?)
}

/// The digests of the files that are needed to go on with an import.
pub fn digests_in_use(session: &Session) -> Result<Vec<String>> {
    session.read(|connection, _| digests_needed(connection))
}

pub(super) fn digests_needed(connection: &mut Connection<'_>) -> Result<Vec<String>> {
    let runs = import::runs(connection, None, i64::MAX)?;
    let open = runs.into_iter().filter(|run| ![DONE, UNDOING, UNDONE].contains(&run.state.as_str()));
    Ok(open.map(|run| run.file_digest).collect())
}

pub(super) fn find(session: &Session, id: ImportId) -> Result<ImportRun> {
    let run = session.read(|connection, _| Ok(import::run(connection, id)?))?;
    run.filter(|_| session.sees_workspace()).ok_or_else(|| Error::not_found("import", id.to_string()))
}

pub(super) fn listed(session: &Session, run: ImportRun) -> Result<Listed> {
    let state = match run.state.as_str() {
        DONE => ImportState::Done,
        UNDONE => ImportState::Undone,
        _ if session.store().is_locked(&lock_of(&run))? => ImportState::Running,
        _ => ImportState::Interrupted,
    };
    let remarks = Remarks::of(&run);
    let Remarks { kept, kept_values, hidden, absent, absent_parties, unknown, total, problem, .. } = remarks;
    let undoing = run.state == UNDOING;
    Ok(Listed {
        run,
        state,
        undoing,
        total,
        kept,
        kept_values,
        hidden,
        absent,
        absent_parties,
        unknown_values: unknown,
        problem,
    })
}
