//! Linking a person to an organization.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::{LinkId, PartyId};
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::party;

use super::state::LinkChange;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};

/// A link to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The person.
    pub person: PartyId,
    /// The organization.
    pub organization: PartyId,
    /// As what: `employee`, `buyer`, ….
    pub role: String,
    /// Since when, if that is known.
    pub from: Option<Timestamp>,
    /// Until when, if it is over or its end is known.
    pub to: Option<Timestamp>,
}

/// The longest name of a role, in bytes.
const LONGEST_ROLE: usize = 200;

/// Links a person to an organization. The same role in the same organization is one link: it is taken up again
/// if it was taken back, and what was not known of it is filled in.
pub fn add(session: &Session, new: NewLink) -> Result<LinkRow> {
    check(&new)?;
    for party in [new.person, new.organization] {
        session.may(Subject::Party(party))?;
    }
    session.write(move |work| {
        known(work, &new)?;
        add_in(work, &new)
    })
}

/// [`add`] in a transaction that is under way and has locked both parties.
pub(crate) fn add_in(work: &mut Work<'_, '_>, new: &NewLink) -> Result<LinkRow> {
    let links = link::of_parties(work.connection, &[new.person])?;
    add_among(work, new, &links)
}

/// [`add_in`], where the links of the person are read.
pub(crate) fn add_among(work: &mut Work<'_, '_>, new: &NewLink, links: &[LinkRow]) -> Result<LinkRow> {
    let row = LinkRow {
        id: LinkId(work.session.next_id()),
        person: new.person,
        organization: new.organization,
        role: new.role.trim().to_owned(),
        from_at: new.from,
        to_at: new.to,
        change_set: Some(work.change_set()),
        ended: false,
    };
    let before = same(links, &row);
    let stored = match &before {
        // Nobody else makes it meanwhile: both parties are locked.
        None => {
            match &mut work.waiting {
                Some(waiting) => waiting.links.push(row.clone()),
                None => link::insert_many(work.connection, std::slice::from_ref(&row))?,
            }
            row
        }
        Some(known) => {
            link::put_many(work.connection, std::slice::from_ref(&row))?;
            let stored = link::get(work.connection, known.id)?;
            stored.ok_or_else(|| Error::not_found("link", known.id.to_string()))?
        }
    };
    if before.as_ref() != Some(&stored) {
        let change = LinkChange::between(before.as_ref(), &stored);
        work.announce(Action::LinkAdded, &stored.id.to_string(), vec![new.person, new.organization]);
        note(work, Action::LinkAdded, stored.id, &change);
    }
    Ok(stored)
}

/// The link in the same role between the same two, taken back or not.
fn same(links: &[LinkRow], row: &LinkRow) -> Option<LinkRow> {
    let is_same = |one: &&LinkRow| {
        (one.person, one.organization, one.role.as_str()) == (row.person, row.organization, row.role.as_str())
    };
    links.iter().find(is_same).cloned()
}

/// Notes a change of a link in the journal.
pub(crate) fn note(work: &mut Work<'_, '_>, action: Action, id: LinkId, change: &LinkChange) {
    work.enter(action, About { record: Some(id.0), detail: change.text(), ..About::default() });
}

fn check(new: &NewLink) -> Result<()> {
    if new.person.kind() != PartyKind::Person || new.organization.kind() != PartyKind::Organization {
        return Err(Error::argument(
            "person",
            "a link goes from a person (per_…) to an organization (org_…)",
        ));
    }
    let role = new.role.trim();
    if role.is_empty() || role.len() > LONGEST_ROLE || role.contains('\0') {
        return Err(Error::argument(
            "role",
            format!(
                "a role must be a word such as `employee`, at most {LONGEST_ROLE} bytes long and without NUL"
            ),
        ));
    }
    match (new.from, new.to) {
        (Some(from), Some(to)) if to < from => {
            Err(Error::argument("to", format!("the link cannot end ({to}) before it begins ({from})")))
        }
        _ => Ok(()),
    }
}

/// Locks both parties; either missing is an error.
fn known(work: &mut Work<'_, '_>, new: &NewLink) -> Result<()> {
    let parties = [new.person, new.organization];
    party::lock_many(work.connection, &parties)?;
    let found = party::get_many(work.connection, &parties)?;
    match parties.iter().find(|party| !found.iter().any(|row| row.id == **party)) {
        Some(missing) => Err(Error::not_found("party", missing.to_string())),
        None => Ok(()),
    }
}
