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

/// The links between a person and organizations, in the order in which they were made; those taken back, those to hidden
/// parties and those to parties that one does not see are left out.
pub fn of_party(session: &Session, id: PartyId) -> Result<Vec<Linked>> {
    session.read(|connection, _| {
        party::get(connection, id)?
            .filter(|_| session.sees(id))
            .ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let mut links = link::of_parties(connection, &[id])?;
        links.retain(|one| !one.ended && !one.is_of_tree() && is_seen(session, one));
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
    let found = found.filter(|link| !link.ended && !link.is_of_tree() && is_seen(session, link));
    found.ok_or_else(|| Error::not_found("link", id.to_string()))
}

/// Whether both ends of a link are seen.
fn is_seen(session: &Session, link: &LinkRow) -> bool {
    session.sees(link.person) && session.sees(link.organization)
}
