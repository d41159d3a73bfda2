//! Whom an import added or changed.

use casebook_domain::filter::ImportedIs;
use casebook_domain::ids::PartyId;
use casebook_store::import;

use super::effect::Kind;
use crate::desk::Session;
use crate::error::{Error, Result};

/// Those whom an import did something to, each once. Whom one row added and another changed, it added and changed.
pub(crate) fn parties_of(session: &Session, is: ImportedIs) -> Result<Vec<PartyId>> {
    session.read(|connection, _| {
        if !session.sees_workspace() || import::run(connection, is.import)?.is_none() {
            return Err(Error::not_found("import", is.import.to_string()));
        }
        let wanted = |effect: &str| is.added.is_none_or(|added| added == Kind::made_appear(effect));
        let all = import::parties_of(connection, is.import)?.into_iter();
        let mut touched: Vec<PartyId> =
            all.filter(|(_, effect)| wanted(effect)).map(|(party, _)| party).collect();
        touched.sort_unstable();
        touched.dedup();
        Ok(touched)
    })
}
