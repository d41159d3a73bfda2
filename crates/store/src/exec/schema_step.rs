//! Whether the schema is still this program's, which every write makes sure of.

use super::{Connection, dialect};
use crate::error::{Error, Result};
use crate::schema::last_known;

/// Refuses to go on writing to a database whose last step is not the one this program takes last: a newer program
/// may have changed what this one takes for granted.
pub(crate) fn ensure_is_last(found: i64) -> Result<()> {
    match (found, last_known()) {
        (found, known) if found > known => Err(Error::NewerSchema { found, known }),
        (found, known) if found < known => Err(Error::OlderSchema { found, known }),
        _ => Ok(()),
    }
}

/// [`ensure_is_last`] of the database as the present transaction has it.
pub(crate) fn ensure_present(connection: &mut Connection<'_>) -> Result<()> {
    let found = connection.query_one(dialect::LAST_STEP, &[], |row| row.int(0))?;
    ensure_is_last(found.unwrap_or_default())
}
