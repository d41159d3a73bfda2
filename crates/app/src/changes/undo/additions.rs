//! Taking back that records were added: what is there of them is read together, not one by one.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::change::Action;
use casebook_domain::ids::RecordId;
use casebook_store::change_entry::{self, ChangeEntry};
use casebook_store::record::{self, RecordRow};

use super::records::{CHANGED_SINCE, is_about_record};
use super::{Undo, UndoReport};
use crate::desk::Work;
use crate::error::Result;
use crate::records;

/// Records that only one of the entries is about, which added them, and from which no evidence follows: locked.
pub(super) struct Additions {
    rows: BTreeMap<RecordId, RecordRow>,
    /// Those of them that were changed since.
    changed: BTreeSet<RecordId>,
}

impl Additions {
    pub fn lock(work: &mut Work<'_, '_>, undo: &Undo, entries: &[ChangeEntry]) -> Result<Self> {
        let ids = alone(work, entries);
        let rows = if ids.is_empty() { Vec::new() } else { record::lock_many(work.connection, &ids)? };
        let changed = change_entry::changed_records(work.connection, &ids, undo.of.id)?;
        Ok(Self { rows: rows.into_iter().map(|row| (row.id, row)).collect(), changed })
    }

    /// Hides the record that an entry added, unless it was changed since; returns whether it is one of these.
    pub fn take_back(
        &self,
        work: &mut Work<'_, '_>,
        entry: &ChangeEntry,
        report: &mut UndoReport,
    ) -> Result<bool> {
        let Some(row) = entry.record.and_then(|id| self.rows.get(&RecordId(id))) else { return Ok(false) };
        let of = match work.words.record_type(&row.type_name) {
            Ok(of) if entry.action == Action::RecordAdded => of.clone(),
            _ => return Ok(false),
        };
        if self.changed.contains(&row.id) {
            report.keep(&row.id.text(of.prefix()), None, CHANGED_SINCE);
            report.stayed += 1;
        } else {
            report.hidden += u64::from(records::set_hidden(work, &of, row, true)?);
        }
        Ok(true)
    }
}

/// The records that only one entry is about, if that added them. Where quotes are taken back too, their deals change on
/// the way, so that none is read ahead.
fn alone(work: &Work<'_, '_>, entries: &[ChangeEntry]) -> Vec<RecordId> {
    if entries.iter().any(|entry| entry.action.is_of_quote()) {
        return Vec::new();
    }
    let mut counts: BTreeMap<RecordId, (u64, bool)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_about_record(entry.action)) {
        let (Some(id), Some(name)) = (entry.record.map(RecordId), &entry.row_key) else { continue };
        let (count, is_plain) = counts.entry(id).or_default();
        *count += 1;
        let of = work.words.record_type(name);
        *is_plain = entry.action == Action::RecordAdded && of.is_ok_and(|of| of.evidence.is_empty());
    }
    counts.into_iter().filter(|(_, counted)| *counted == (1, true)).map(|(id, _)| id).collect()
}
