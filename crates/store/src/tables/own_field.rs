//! The names of custom fields of parties.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::exec::Connection;

/// The maximum number of custom fields of a workspace. Lists, forms and filters offer every one of them.
pub const MOST: usize = 1_000;

/// All of them.
pub fn all(connection: &mut Connection<'_>) -> Result<BTreeSet<String>> {
    let names = connection.query("SELECT name FROM own_field ORDER BY name", &[], |row| row.string(0))?;
    Ok(names.into_iter().collect())
}

/// Registers new names; refused if there would be more than [`MOST`]. A conflict means that another process registered
/// one at the same moment.
pub fn take_up(connection: &mut Connection<'_>, names: &BTreeSet<&str>) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let known = all(connection)?;
    let new: Vec<&str> = names.iter().copied().filter(|name| !known.contains(*name)).collect();
    if new.is_empty() {
        return Ok(());
    }
    if known.len() + new.len() > MOST {
        let first = new.first().copied().unwrap_or_default().to_owned();
        return Err(Error::TooManyFields { field: first, most: MOST });
    }
    let flat: Vec<_> = new.into_iter().map(Into::into).collect();
    connection.insert_many("own_field", &["name"], &flat)
}
