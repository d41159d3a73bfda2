//! Where an organization stands in the tree.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::ids::PartyId;
use casebook_domain::party::{PartyKind, descendants};
use casebook_store::party::PartyRow;
use casebook_store::{Connection, link, party};

use super::set_parent::all_above;
use crate::desk::Session;
use crate::error::{Error, Result};

/// The most organizations directly below one that are listed.
const MOST_CHILDREN: usize = 1_000;

/// What stands above an organization, and what directly below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationTree {
    /// Above it, the topmost first.
    pub ancestors: Vec<TreeNode>,
    /// Directly below it, by name; a thousand at most.
    pub children: Vec<TreeNode>,
    /// How many stand directly below it.
    pub children_count: usize,
}

/// An organization in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeNode {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// How many stand directly below it.
    pub children_count: usize,
}

/// Where an organization stands. Hidden ones, and those that one does not see, are left out.
pub fn tree(session: &Session, id: PartyId) -> Result<OrganizationTree> {
    session.read(|connection, _| {
        let is_organization = id.kind() == PartyKind::Organization && session.sees(id);
        let known = party::get(connection, id)?.filter(|_| is_organization);
        known.ok_or_else(|| Error::not_found("organization", id.to_string()))?;
        let above = all_above(connection, id)?;
        let mut ancestors = nodes(session, connection, &above)?;
        ancestors.sort_by_key(|node| std::cmp::Reverse(above.iter().position(|one| *one == node.id)));
        let below: Vec<PartyId> = link::below(connection, &[id])?.iter().map(|link| link.person).collect();
        let mut children = nodes(session, connection, &below)?;
        children.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        let children_count = children.len();
        children.truncate(MOST_CHILDREN);
        Ok(OrganizationTree { ancestors, children, children_count })
    })
}

/// Everything below an organization, at any depth, but for what the session does not see.
pub fn below(session: &Session, id: PartyId) -> Result<Vec<PartyId>> {
    if !session.sees(id) {
        return Ok(Vec::new());
    }
    session.read(|connection, _| {
        let mut below = descendants(id, |level| {
            session.check_wanted()?;
            Ok::<_, Error>(link::below(connection, level)?.iter().map(|link| link.person).collect())
        })?;
        below.sort_unstable();
        Ok(below)
    })
}

/// Those of some organizations that are seen and not hidden.
fn seen(session: &Session, connection: &mut Connection<'_>, ids: &[PartyId]) -> Result<Vec<PartyRow>> {
    let mut rows = party::get_many(connection, ids)?;
    rows.retain(|row| !row.hidden && session.sees(row.id));
    Ok(rows)
}

/// The nodes of those that are seen and not hidden.
fn nodes(session: &Session, connection: &mut Connection<'_>, ids: &[PartyId]) -> Result<Vec<TreeNode>> {
    let rows = seen(session, connection, ids)?;
    let own: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
    let below = link::below(connection, &own)?;
    let children: Vec<PartyId> = below.iter().map(|link| link.person).collect();
    let children: BTreeSet<PartyId> =
        seen(session, connection, &children)?.into_iter().map(|row| row.id).collect();
    let mut counts: BTreeMap<PartyId, usize> = BTreeMap::new();
    for link in below.iter().filter(|link| children.contains(&link.person)) {
        *counts.entry(link.organization).or_default() += 1;
    }
    let node = |mut row: PartyRow| TreeNode {
        id: row.id,
        name: row.fields.remove("name").unwrap_or_default(),
        children_count: counts.get(&row.id).copied().unwrap_or_default(),
    };
    Ok(rows.into_iter().map(node).collect())
}
