//! Asking an import to stop, from any process.

use casebook_domain::access::Subject;
use casebook_domain::ids::ImportId;

use super::journal::{DONE, UNDOING, UNDONE};
use super::list::{Listed, find, listed};
use super::undo::ask_to_stop;
use crate::desk::Session;
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
            let feed = run.feed;
            session.write(move |work| ask_to_stop(work, id, &feed))?;
            listed(session, find(session, id)?)
        }
    }
}
