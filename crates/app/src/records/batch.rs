//! Changes of many records that concern nothing but their rows: stored together, in a handful of statements.

use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::deals::{DEAL, Terms};
use casebook_domain::records::{FieldKind, RecordType, Values};
use casebook_store::record::{self, RecordRow, parties_in};
use casebook_store::record_key::unique_keys;

use super::change::{RecordChange, changes_back, difference, note};
use crate::desk::Work;
use crate::error::{Error, Result};

/// Records of a type that are changed in one way, each once.
pub(crate) struct Batch {
    of: Arc<RecordType>,
    action: Action,
    changed: Vec<(RecordRow, String)>,
}

impl Batch {
    pub(crate) fn new(of: Arc<RecordType>, action: Action) -> Self {
        Self { of, action, changed: Vec::new() }
    }

    /// Takes up a change of a record that is locked, and returns whether it changes anything. Nothing if more than the row
    /// changes: keys, parties, references or evidence, which are changed one by one.
    pub(super) fn edit(&mut self, row: &RecordRow, change: &RecordChange) -> Result<Option<bool>> {
        let values = Values::stored(&self.of, &row.fields);
        if !change.external.is_empty() {
            return Ok(None);
        }
        self.put(row, &values, change)
    }

    /// The same for what an entry of the journal is taken back to, with the names of what somebody has changed since.
    pub(crate) fn set_back(&mut self, row: &RecordRow, detail: &str) -> Result<Option<(bool, Vec<String>)>> {
        let values = Values::stored(&self.of, &row.fields);
        let (back, kept) = changes_back(&self.of, row, &values, detail);
        Ok(self.put(row, &values, &back)?.map(|changed| (changed, kept)))
    }

    fn put(&mut self, row: &RecordRow, values: &Values, change: &RecordChange) -> Result<Option<bool>> {
        let (after, after_values) = change.applied(&self.of, row, values)?;
        if !concerns_row_alone(&self.of, row, values, &after_values) {
            return Ok(None);
        }
        let difference = difference((row, values), (&after, &after_values));
        if difference.is_empty() {
            return Ok(Some(false));
        }
        self.changed.push((after, serde_json::to_string(&difference).unwrap_or_default()));
        Ok(Some(true))
    }

    /// Stores what was taken up.
    pub(crate) fn store(self, work: &mut Work<'_, '_>) -> Result<()> {
        let Self { of, action, changed } = self;
        let (mut rows, details): (Vec<RecordRow>, Vec<String>) = changed.into_iter().unzip();
        if rows.is_empty() {
            return Ok(());
        }
        for row in &mut rows {
            row.updated_at = work.now;
        }
        if record::update_many(work.connection, &rows)? != rows.len() as u64 {
            return Err(Error::Stale { version: 0 });
        }
        for (row, detail) in rows.iter().zip(details) {
            note(work, action, &of, row.id, detail);
        }
        Ok(())
    }
}

fn concerns_row_alone(of: &RecordType, row: &RecordRow, before: &Values, after: &Values) -> bool {
    let is_reference = |name: &str| {
        of.field(name).is_some_and(|field| field.kind.is_party() || field.kind == FieldKind::Record)
    };
    let names = before.iter().chain(after.iter()).map(|(name, _)| name);
    let mut changed = names.filter(|name| before.get(name) != after.get(name));
    of.evidence.is_empty()
        && !changed.any(is_reference)
        && unique_keys(of, before) == unique_keys(of, after)
        && parties_in(row.id, before) == parties_in(row.id, after)
        && (of.name != DEAL || Terms::of(of, before) == Terms::of(of, after))
}
