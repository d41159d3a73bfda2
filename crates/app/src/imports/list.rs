//! The list of imports, each with the state it is really in.

use casebook_store::import::{self, Run, RunState};

use super::journal::lock_of;
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

/// Every import, the latest first.
pub fn list(casebook: &Casebook) -> Result<Vec<(Run, ImportState)>> {
    let runs = casebook.read(|connection, _| Ok(import::runs(connection)?))?;
    runs.into_iter()
        .map(|run| {
            let state = match run.state {
                RunState::Done => ImportState::Done,
                RunState::Undone => ImportState::Undone,
                RunState::Running | RunState::Stopping | RunState::Undoing => {
                    let alive = casebook.store().is_locked(&lock_of(&run))?;
                    if alive { ImportState::Running } else { ImportState::Interrupted }
                }
            };
            Ok((run, state))
        })
        .collect()
}
