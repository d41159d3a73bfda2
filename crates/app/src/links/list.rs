//! The links of a party.

use casebook_domain::ids::{LinkId, PartyId};
use casebook_store::link::{self, LinkRow};
use casebook_store::party;

use crate::desk::Session;
use crate::error::{Error, Result};

/// A link with the name of the party at its other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The link.
    pub link: LinkRow,
    /// The party at the other end.
    pub other: PartyId,
    /// Its name.
    pub name: String,
}

/// The links of a party, in the order in which they were made; those taken back and those to hidden parties
/// are left out.
pub fn of_party(session: &Session, id: PartyId) -> Result<Vec<Linked>> {
    session.read(|connection, _| {
        party::get(connection, id)?.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let mut links = link::of_parties(connection, &[id])?;
        links.retain(|one| !one.ended);
        let other = |one: &LinkRow| if one.person == id { one.organization } else { one.person };
        let others = party::get_many(connection, &links.iter().map(other).collect::<Vec<_>>())?;
        let linked = links.into_iter().filter_map(|link| {
            let row = others.iter().find(|row| row.id == other(&link) && !row.hidden)?;
            Some(Linked { other: row.id, name: row.fields.get("name").cloned().unwrap_or_default(), link })
        });
        Ok(linked.collect())
    })
}

/// One link; one that was taken back is not there.
pub fn get(session: &Session, id: LinkId) -> Result<LinkRow> {
    let found = session.read(|connection, _| Ok(link::get(connection, id)?))?;
    found.filter(|link| !link.ended).ok_or_else(|| Error::not_found("link", id.to_string()))
}
