//! The check of every write that the schema is still this program's.

use super::{Connection, dialect};
use crate::error::Result;
use crate::schema::ensure_is_last;

/// [`ensure_is_last`] of the database as the present transaction has it.
pub(crate) fn ensure_present(connection: &mut Connection<'_>) -> Result<()> {
    let found = connection.query_one(dialect::LAST_STEP, &[], |row| row.int(0))?;
    ensure_is_last(found.unwrap_or_default())
}
