//! After an upgrade: what earlier programs derived is derived anew in the present form.

use casebook_store::setting;

use crate::desk::progress::Unwatched;
use crate::desk::projection::PROJECTION_VERSION;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::rebuild::rebuild;
use crate::upkeep::views;

/// The form in which facts and periods are stored.
const FORM: &str = "projection.version";

/// Gives rows of earlier programs their checksums, and rebuilds everything derived if it is stored in an older form. A newer form is refused: this program would
/// take it for wrong.
pub(crate) fn to_present_form(session: &Session) -> Result<()> {
    session.store().fill_in_checksums()?;
    let stored = session.read(|connection, _| Ok(setting::get(connection, FORM)?))?;
    match stored.as_deref().map(str::parse::<i64>) {
        Some(Ok(PROJECTION_VERSION)) => return Ok(()),
        Some(Ok(newer)) if newer > PROJECTION_VERSION => {
            let detail = format!("facts are stored in form {newer}, this program knows {PROJECTION_VERSION}");
            return Err(Error::Refused(format!("{detail}; use the program that wrote them")));
        }
        // A database in which nothing was ever derived has no form yet; rebuilding it costs nothing.
        _ => {}
    }
    rebuild(session, &Unwatched)?;
    session.write_words(|work| views::follow(work, None))?;
    note_form(session)
}

/// Notes that everything derived is stored in the present form.
pub(crate) fn note_form(session: &Session) -> Result<()> {
    session.write(|work| Ok(setting::set(work.connection, FORM, &PROJECTION_VERSION.to_string())?))
}

/// Lets whoever opens the database derive everything anew, unless [`note_form`] comes first.
pub(crate) fn forget_form(work: &mut Work<'_, '_>) -> Result<()> {
    setting::remove(work.connection, FORM)?;
    Ok(())
}
