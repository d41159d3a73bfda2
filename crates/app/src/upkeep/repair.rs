//! Mending what a clock that ran far ahead left behind in a database.

use casebook_store::{Clock, DatabaseUrl, Store, believable, lease};

use crate::error::{Error, Result};

/// Retires the numbers of processes that make ids whose marks lie far ahead of the present, so that no id is ever made
/// of them again; returns how many. A server that still goes by one takes another within twenty seconds, and its ids are
/// of the present again. Nothing else is changed, and nothing is migrated.
pub fn leases(url: &str, clock: &dyn Clock) -> Result<u64> {
    let address = DatabaseUrl::parse(url)?;
    if address.file().is_some_and(|file| !file.exists()) {
        return Err(Error::not_found("database", address.to_string()));
    }
    let now = believable(clock.now())?;
    let store = Store::open(&address)?;
    store.check_schema()?;
    Ok(store.write(move |connection| lease::retire_far_ahead(connection, now))?)
}
