//! Holding a change set, so that nobody else is at it.

use std::time::Duration;

use casebook_domain::change::What;
use casebook_domain::ids::ImportId;
use casebook_store::change_set::ChangeSetRow;
use casebook_store::{LockGuard, import};

use crate::desk::Session;
use crate::error::{Error, Result};
use crate::imports::{ask_to_stop, lock_of as lock_of_import};

/// How long whoever is at a change set is given to stop, in steps of [`PAUSE`].
const PATIENCE: u32 = 600;
const PAUSE: Duration = Duration::from_millis(50);

/// The lock that whoever is at a change set holds.
pub(super) fn lock_of(session: &Session, row: &ChangeSetRow) -> Result<String> {
    if row.what == What::Import {
        let run = session.read(|connection, _| Ok(import::run(connection, ImportId(row.id.0))?))?;
        if let Some(run) = run {
            return Ok(lock_of_import(&run));
        }
    }
    Ok(format!("change-{}", row.id.0))
}

/// A change set that nobody else is at. Let go, nothing of its lock stays behind.
pub(crate) struct Held(Option<LockGuard>);

impl Drop for Held {
    fn drop(&mut self) {
        // What stays behind is in nobody's way.
        drop(self.0.take().map(LockGuard::forget));
    }
}

/// Holds a change set; an import that a process is at is asked to stop first. How the set stands may have changed
/// until it is held.
pub(crate) fn hold(session: &Session, row: &ChangeSetRow) -> Result<Held> {
    let name = lock_of(session, row)?;
    for _ in 0..PATIENCE {
        if let Some(lock) = session.store().try_lock(&name)? {
            return Ok(Held(Some(lock)));
        }
        if row.what == What::Import {
            let id = ImportId(row.id.0);
            session.write(move |work| ask_to_stop(work, id))?;
        }
        Session::pause(PAUSE);
    }
    Err(Error::Refused(format!("another process is still at {}; stop it and try again", row.id)))
}
