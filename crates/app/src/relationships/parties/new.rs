//! A party that is to be added, and what it may hold.

use casebook_domain::party::{Fields, PartyKind};

use super::fields::check_field;
use crate::error::{Error, Result};

/// A party to be added.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// A person or an organization.
    pub kind: PartyKind,
    /// Its fields; a name, mail, phone or website must be among them.
    pub fields: Fields,
    /// Its ids elsewhere, as (system, id).
    pub external: Vec<(String, String)>,
}

/// Refuses what no party may hold.
pub(super) fn check_new(new: &NewParty) -> Result<()> {
    for (name, value) in &new.fields {
        check_field(name, value)?;
    }
    for (system, id) in &new.external {
        if system.starts_with(':') {
            let detail = format!("`{system}` is not a valid name for a system: it must not begin with `:`");
            return Err(Error::argument("external", detail));
        }
        if system.trim().is_empty() || id.trim().is_empty() {
            return Err(Error::argument(
                "external",
                "an external id needs the name of its system and the id",
            ));
        }
        check_field("system", system)?;
        check_field("id", id)?;
    }
    Ok(())
}
