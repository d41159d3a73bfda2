//! Whom an import added or changed.

use casebook_domain::change::Action;
use casebook_domain::filter::ImportedIs;
use casebook_domain::ids::PartyId;
use casebook_store::{change_entry, import};

use crate::desk::Session;
use crate::error::{Error, Result};

/// Those whom an import did something to, each once. Whom one row added and another changed, it added and changed.
pub(super) fn imported(session: &Session, is: ImportedIs) -> Result<Vec<PartyId>> {
    session.read(|connection, _| {
        if !session.sees_workspace() || import::run(connection, is.import)?.is_none() {
            return Err(Error::not_found("import", is.import.to_string()));
        }
        let wanted = |action: Action| is.added.is_none_or(|added| added == action.makes_appear());
        let all = change_entry::parties_of(connection, is.import.into())?.into_iter();
        let mut touched: Vec<PartyId> =
            all.filter(|(_, action)| wanted(*action)).map(|(party, _)| party).collect();
        touched.sort_unstable();
        touched.dedup();
        Ok(touched)
    })
}
