//! Taking back edits of records that concern nothing but their rows: together, in a handful of statements.

use std::collections::BTreeMap;

use casebook_domain::change::Action;
use casebook_domain::ids::RecordId;
use casebook_store::change_entry::ChangeEntry;
use casebook_store::record::{self, RecordRow};

use super::UndoReport;
use crate::desk::Work;
use crate::error::Result;
use crate::records::Batch;

/// Why something stays.
pub(super) const CHANGED_SINCE: &str = "changed_since";

/// Records that only one of the entries is about, which edited them: locked, and not yet stored.
pub(super) struct Edits {
    rows: BTreeMap<RecordId, RecordRow>,
    batches: BTreeMap<String, Batch>,
}

impl Edits {
    pub fn lock(work: &mut Work<'_, '_>, entries: &[ChangeEntry]) -> Result<Self> {
        let mut counts: BTreeMap<RecordId, (u64, bool)> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.row_key.is_some()) {
            let Some(id) = entry.record.map(RecordId).filter(|_| is_about_record(entry.action)) else {
                continue;
            };
            let (count, is_edit) = counts.entry(id).or_default();
            *count += 1;
            *is_edit = matches!(entry.action, Action::RecordEdited | Action::RecordTakenBack);
        }
        let ids: Vec<RecordId> =
            counts.into_iter().filter(|(_, counted)| *counted == (1, true)).map(|(id, _)| id).collect();
        let rows = if ids.is_empty() { Vec::new() } else { record::lock_many(work.connection, &ids)? };
        Ok(Self { rows: rows.into_iter().map(|row| (row.id, row)).collect(), batches: BTreeMap::new() })
    }

    /// Takes back what an entry did, if that concerns a row alone; returns whether it does.
    pub fn take_back(
        &mut self,
        work: &Work<'_, '_>,
        entry: &ChangeEntry,
        report: &mut UndoReport,
    ) -> Result<bool> {
        let (Some(id), Some(name)) = (entry.record.map(RecordId), &entry.row_key) else { return Ok(false) };
        let Some(row) = self.rows.get(&id).filter(|row| row.type_name == *name) else { return Ok(false) };
        let Ok(of) = work.words.record_type(name).cloned() else { return Ok(false) };
        let prefix = of.prefix();
        let batch =
            self.batches.entry(name.clone()).or_insert_with(|| Batch::new(of, Action::RecordTakenBack));
        let Some((changed, kept)) = batch.set_back(row, &entry.detail)? else { return Ok(false) };
        report.restored += u64::from(changed);
        for field in &kept {
            report.keep(&id.text(prefix), Some(field), CHANGED_SINCE);
        }
        Ok(true)
    }

    pub fn store(self, work: &mut Work<'_, '_>) -> Result<()> {
        self.batches.into_values().try_for_each(|batch| batch.store(work))
    }
}

pub(super) fn is_about_record(action: Action) -> bool {
    matches!(
        action,
        Action::RecordAdded
            | Action::RecordEdited
            | Action::RecordHidden
            | Action::RecordRestored
            | Action::RecordTakenBack
    )
}
