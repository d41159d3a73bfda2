//! Saying which organization another one belongs to.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::{ImportId, LinkId, PartyId};
use casebook_domain::party::{MOST_LEVELS, PARENT_ROLE, PartyKind, ancestors};
use casebook_store::import;
use casebook_store::link::{self, LinkRow};
use casebook_store::{Connection, name_lock, party};

use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::links::{LinkChange, note};

/// Locked by whoever changes the tree, since two changes that fit apart could close a circle together.
pub(crate) const TREE: (&str, &str) = (":organizations", "tree");

/// Puts an organization below another, or below none. Refused if that would close a circle. What it belonged to before
/// stays in the log of changes.
pub fn set_parent(session: &Session, id: PartyId, parent: Option<PartyId>) -> Result<()> {
    for party in [Some(id), parent].into_iter().flatten() {
        session.may(Subject::Party(party))?;
        if party.kind() != PartyKind::Organization {
            return Err(Error::argument("parent", "only organizations have others above them"));
        }
    }
    session.write(move |work| {
        name_lock::lock_many(work.connection, &[TREE])?;
        let present = link::above(work.connection, &[id])?;
        let [own, above] = lock_known(work, id, parent, &present)?;
        if let Some(parent) = parent {
            place(work, id, parent)?.or_refused(&own, &above)?;
        }
        for link in present.iter().filter(|link| Some(link.organization) != parent) {
            take_back(work, link)?;
        }
        match parent.filter(|parent| !present.iter().any(|link| link.organization == *parent)) {
            Some(parent) => put(work, id, parent),
            None => Ok(()),
        }
    })
}

/// Locks everybody concerned, and answers with the names of both; an organization that is not there, or a parent that is
/// hidden, is an error.
fn lock_known(
    work: &mut Work<'_, '_>,
    id: PartyId,
    parent: Option<PartyId>,
    present: &[LinkRow],
) -> Result<[String; 2]> {
    let mut all: Vec<PartyId> =
        present.iter().map(|link| link.organization).chain([id]).chain(parent).collect();
    all.sort_unstable();
    all.dedup();
    party::lock_many(work.connection, &all)?;
    let found = party::get_many(work.connection, &all)?;
    let mut names = [String::new(), String::new()];
    for (wanted, name) in [Some(id), parent].into_iter().zip(&mut names) {
        let Some(wanted) = wanted else { continue };
        let row = found.iter().find(|row| row.id == wanted);
        let row = row.ok_or_else(|| Error::not_found("organization", wanted.to_string()))?;
        *name = row.fields.get("name").cloned().unwrap_or_default();
        if row.hidden && wanted != id {
            return Err(Error::argument("parent", format!("{name} is hidden; restore it first")));
        }
    }
    Ok(names)
}

/// Whether an organization can stand below another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Fits,
    Itself,
    /// The other stands below it.
    Circle,
    TooDeep,
}

impl Place {
    fn or_refused(self, own: &str, above: &str) -> Result<()> {
        let detail = match self {
            Self::Fits => return Ok(()),
            Self::Itself => "an organization cannot belong to itself".to_owned(),
            Self::Circle => format!("{own} cannot belong to {above}, which belongs to it"),
            Self::TooDeep => format!("a tree of organizations has at most {MOST_LEVELS} levels"),
        };
        Err(Error::argument("parent", detail))
    }
}

fn place(work: &mut Work<'_, '_>, id: PartyId, parent: PartyId) -> Result<Place> {
    let above = all_above(work.connection, parent)?;
    Ok(match above.len() {
        _ if parent == id => Place::Itself,
        _ if above.contains(&id) => Place::Circle,
        levels if levels >= MOST_LEVELS => Place::TooDeep,
        _ => Place::Fits,
    })
}

/// What stands above an organization, nearest first.
pub(super) fn all_above(connection: &mut Connection<'_>, of: PartyId) -> Result<Vec<PartyId>> {
    ancestors(of, |one| Ok(link::above(connection, &[one])?.first().map(|link| link.organization)))
}

/// What became of a parent that a file names.
pub(crate) enum ParentTaken {
    /// It is the parent.
    Is,
    /// It does not fit the tree, or somebody has chosen another one by hand: this one stays, if there is one.
    Stays(Option<PartyId>),
}

/// Puts an organization below another, as a file says. The tree must be locked.
pub(crate) fn take_parent(work: &mut Work<'_, '_>, child: PartyId, parent: PartyId) -> Result<ParentTaken> {
    let present = link::above(work.connection, &[child])?;
    if present.iter().any(|link| link.organization == parent) {
        return Ok(ParentTaken::Is);
    }
    let stays = ParentTaken::Stays(present.first().map(|link| link.organization));
    let is_hidden = party::get(work.connection, parent)?.is_none_or(|row| row.hidden);
    if is_hidden || place(work, child, parent)? != Place::Fits {
        return Ok(stays);
    }
    for link in &present {
        let by_file = match link.change_set {
            Some(set) if set == work.change_set() => true,
            Some(set) => import::run(work.connection, ImportId(set.0))?.is_some(),
            None => false,
        };
        if !by_file {
            return Ok(stays);
        }
        take_back(work, link)?;
    }
    put(work, child, parent)?;
    Ok(ParentTaken::Is)
}

fn take_back(work: &mut Work<'_, '_>, link: &LinkRow) -> Result<()> {
    link::set_ended(work.connection, link.id, true)?;
    work.announce(Action::LinkTakenBack, &link.id.to_string(), vec![link.person, link.organization]);
    let ended = LinkRow { ended: true, ..link.clone() };
    note(work, Action::LinkTakenBack, link.id, &LinkChange::between(Some(link), &ended));
    Ok(())
}

fn put(work: &mut Work<'_, '_>, id: PartyId, parent: PartyId) -> Result<()> {
    let row = LinkRow {
        id: LinkId(work.session.next_id()),
        person: id,
        organization: parent,
        role: PARENT_ROLE.to_owned(),
        from_at: None,
        to_at: None,
        change_set: Some(work.change_set()),
        ended: false,
    };
    let is_same = |one: &LinkRow| one.is_of_tree() && (one.person, one.organization) == (id, parent);
    let before = link::of_parties(work.connection, &[id])?.into_iter().find(is_same);
    link::put_many(work.connection, std::slice::from_ref(&row))?;
    let stored = before.as_ref().map_or(row, |before| LinkRow { ended: false, ..before.clone() });
    work.announce(Action::LinkAdded, &stored.id.to_string(), vec![id, parent]);
    note(work, Action::LinkAdded, stored.id, &LinkChange::between(before.as_ref(), &stored));
    Ok(())
}

/// Whether a link of the tree can be restored: the organization belongs to no other by now, and no circle closes. The
/// tree must be locked.
pub(crate) fn fits_tree(work: &mut Work<'_, '_>, link: &LinkRow) -> Result<bool> {
    if !link::above(work.connection, &[link.person])?.is_empty() {
        return Ok(false);
    }
    Ok(place(work, link.person, link.organization)? == Place::Fits)
}
