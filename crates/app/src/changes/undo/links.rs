//! Links as they are set back: read together, and stored together.

use std::collections::BTreeMap;

use casebook_domain::change::Action;
use casebook_domain::ids::LinkId;
use casebook_store::change_entry::ChangeEntry;
use casebook_store::link::{self, LinkRow};

use crate::desk::{About, Work};
use crate::error::Result;
use crate::links::LinkChange;

/// The links that a step is about, as they are now. The parties that they link are locked.
#[derive(Default)]
pub(super) struct Links {
    present: BTreeMap<LinkId, LinkRow>,
    /// Those that are not stored yet.
    changed: BTreeMap<LinkId, LinkRow>,
}

impl Links {
    /// Reads links anew: others may have changed them before their parties were locked.
    pub fn load(work: &mut Work<'_, '_>, ids: &[LinkId]) -> Result<Self> {
        let rows = if ids.is_empty() { Vec::new() } else { link::get_many(work.connection, ids)? };
        let present = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { present, changed: BTreeMap::new() })
    }

    /// A link as it is now.
    pub fn get(&self, id: LinkId) -> Option<&LinkRow> {
        self.present.get(&id)
    }

    /// Changes a link, and notes that. One of the tree of organizations is stored at once, because others are judged by it.
    pub fn change(&mut self, work: &mut Work<'_, '_>, before: &LinkRow, after: LinkRow) -> Result<()> {
        let action = if after.ended { Action::LinkTakenBack } else { Action::LinkRestored };
        work.announce(action, &after.id.to_string(), vec![after.person, after.organization]);
        let detail = LinkChange::between(Some(before), &after).text();
        work.enter(action, About { record: Some(after.id.0), detail, ..About::default() });
        self.present.insert(after.id, after.clone());
        let is_of_tree = after.is_of_tree();
        self.changed.insert(after.id, after);
        if is_of_tree { self.store(work) } else { Ok(()) }
    }

    /// Stores what was changed.
    pub fn store(&mut self, work: &mut Work<'_, '_>) -> Result<()> {
        let rows: Vec<LinkRow> = std::mem::take(&mut self.changed).into_values().collect();
        Ok(link::set_back_many(work.connection, &rows)?)
    }
}

/// The links whose entries these are.
pub(super) fn named_by(entries: &[ChangeEntry]) -> Vec<LinkId> {
    let of_links = entries.iter().filter(|entry| LinkChange::read(&entry.detail).is_some());
    let mut ids: Vec<LinkId> = of_links.filter_map(|entry| entry.record).map(LinkId).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
