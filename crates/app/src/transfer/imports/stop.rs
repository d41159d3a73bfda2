//! Asking an import to stop, from any process.

use casebook_domain::access::Subject;
use casebook_domain::ids::ImportId;
use casebook_store::import;

use super::journal::{self, DONE, RUNNING, STOPPING, UNDOING, UNDONE};
use super::list::{Listed, find, listed};
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Asks whoever is at the import to stop at the end of its chunk, after which it is interrupted and can be
/// resumed. Says how it stands now; one that is interrupted already stays so.
pub fn stop(session: &Session, id: ImportId) -> Result<Listed> {
    session.may(Subject::Workspace)?;
    let run = find(session, id)?;
    match run.state.as_str() {
        DONE => Err(Error::Refused(format!("{id} has ended; undo it instead"))),
        UNDOING => Err(Error::Refused(format!("{id} is being undone; stop that job instead"))),
        UNDONE => Err(Error::Refused(format!("{id} is already undone"))),
        _ => {
            session.write(move |work| ask_to_stop(work, id))?;
            listed(session, find(session, id)?)
        }
    }
}

/// Asks whoever is at a run to stop at the end of its chunk.
pub(crate) fn ask_to_stop(work: &mut Work<'_, '_>, id: ImportId) -> Result<()> {
    let Some(run) = import::run(work.connection, id)? else { return Ok(()) };
    journal::lock_feed(work, &run.feed)?;
    if let Some(mut run) = import::run(work.connection, id)?.filter(|run| run.state == RUNNING) {
        STOPPING.clone_into(&mut run.state);
        import::update_run(work.connection, &run)?;
    }
    Ok(())
}
