//! After an upgrade: what earlier programs derived is derived anew in the present form.

use casebook_store::setting;

use crate::casebook::Casebook;
use crate::error::{Error, Result};
use crate::progress::Unwatched;
use crate::projection::PROJECTION_VERSION;
use crate::rebuild::rebuild;

/// The form in which facts and periods are stored.
const FORM: &str = "projection.version";

/// Gives rows of earlier programs their checksums, and rebuilds everything derived if it is stored in an older form. A newer form is refused: this program would
/// take it for wrong.
pub(crate) fn to_present_form(casebook: &Casebook) -> Result<()> {
    casebook.store().fill_in_checksums()?;
    let stored = casebook.read(|connection, _| Ok(setting::get(connection, FORM)?))?;
    match stored.as_deref().map(str::parse::<i64>) {
        Some(Ok(PROJECTION_VERSION)) => return Ok(()),
        Some(Ok(newer)) if newer > PROJECTION_VERSION => {
            let told = format!("facts are stored in form {newer}, this program knows {PROJECTION_VERSION}");
            return Err(Error::Refused(format!("{told}; use the program that wrote them")));
        }
        // A database in which nothing was ever derived has no form yet; rebuilding it costs nothing.
        _ => {}
    }
    rebuild(casebook, &Unwatched)?;
    casebook.write(|work| Ok(setting::set(work.connection, FORM, &PROJECTION_VERSION.to_string())?))
}
