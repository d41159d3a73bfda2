//! The organizations above those of rows.

use casebook_domain::ids::PartyId;
use casebook_domain::party::{PARENT_ROLE, PartyKind};
use casebook_store::party::{self, PartyRow};
use casebook_store::{Connection, name_lock};
use casebook_tables::mapping::{MappedRow, OrganizationRef};

use super::Chunk;
use crate::desk::Work;
use crate::error::Result;
use crate::imports::fields::Lost;
use crate::imports::report::KeptValue;
use crate::organizations::{ParentTaken, TREE, take_parent};

/// Whether a row says which organization its own belongs to.
pub(super) fn is_parent(child: PartyKind, named: &OrganizationRef) -> bool {
    child == PartyKind::Organization && named.role == PARENT_ROLE
}

/// [`is_parent`] of a row.
pub(super) fn names_parent(row: &MappedRow) -> bool {
    row.organization.as_ref().is_some_and(|one| is_parent(row.party.kind, one))
}

/// Keeps others from changing the tree of organizations, if rows do.
pub(super) fn lock_tree(connection: &mut Connection<'_>, rows: &[&MappedRow]) -> Result<()> {
    if rows.iter().any(|row| names_parent(row)) {
        name_lock::lock_many(connection, &[TREE])?;
    }
    Ok(())
}

/// Puts organizations below others; answers with what stays as somebody has chosen it, or does not fit the tree.
pub(super) fn put(work: &mut Work<'_, '_>, wanted: &[(PartyId, PartyId)]) -> Result<Vec<KeptValue>> {
    let mut kept = Vec::new();
    for (child, parent) in wanted {
        if let ParentTaken::Stays(stays) = take_parent(work, *child, *parent)? {
            let rows = party::get_many(work.connection, &[*child, *parent])?;
            let name = |id: PartyId| rows.iter().find(|row| row.id == id).and_then(name_of);
            let stays = match stays {
                Some(id) => party::get(work.connection, id)?.as_ref().and_then(name_of),
                None => None,
            };
            let lost = Lost { field: PARENT_ROLE.to_owned(), stays, given: name(*parent) };
            kept.extend(rows.iter().find(|row| row.id == *child).map(|row| KeptValue::of(row, lost)));
        }
    }
    Ok(kept)
}

fn name_of(row: &PartyRow) -> Option<String> {
    row.fields.get("name").cloned()
}

impl Chunk<'_> {
    /// Notes that a row puts an organization below another.
    pub(super) fn take_parent(&mut self, named: &OrganizationRef, child: PartyId, parent: PartyId) {
        if is_parent(child.kind(), named) {
            self.parents.retain(|(known, _)| *known != child);
            self.parents.push((child, parent));
        }
    }
}
