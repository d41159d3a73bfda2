//! The list of imports, each with the state it is really in.

use casebook_store::import::{self, ImportRun};

use super::journal::{DONE, UNDONE, lock_of};
use crate::casebook::Casebook;
use crate::error::Result;

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
}

/// Every import, the latest first.
pub fn list(casebook: &Casebook) -> Result<Vec<Listed>> {
    let runs = casebook.read(|connection, _| Ok(import::runs(connection, None, i64::MAX)?))?;
    runs.into_iter()
        .map(|run| {
            let state = match run.state.as_str() {
                DONE => ImportState::Done,
                UNDONE => ImportState::Undone,
                _ => {
                    let alive = casebook.store().is_locked(&lock_of(&run))?;
                    if alive { ImportState::Running } else { ImportState::Interrupted }
                }
            };
            Ok(Listed { run, state })
        })
        .collect()
}
