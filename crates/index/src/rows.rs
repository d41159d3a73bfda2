//! A cache of party rows for the next page that shows them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use casebook_domain::ids::PartyId;
use casebook_store::party::{self, PartyRow};

use crate::error::Result;
use crate::{Index, Reader};

/// Rows of a generation; there are two.
const GENERATION: usize = 6_000;

/// The rows that were read last: when the young generation is full, it becomes the old one, and the old one is
/// dropped.
#[derive(Default)]
pub struct Rows {
    young: HashMap<PartyId, Arc<PartyRow>>,
    old: HashMap<PartyId, Arc<PartyRow>>,
}

impl Rows {
    fn get(&mut self, party: PartyId) -> Option<Arc<PartyRow>> {
        if let Some(row) = self.young.get(&party) {
            return Some(Arc::clone(row));
        }
        let row = self.old.remove(&party)?;
        self.put(Arc::clone(&row));
        Some(row)
    }

    fn put(&mut self, row: Arc<PartyRow>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(row.id, row);
    }

    /// Drops a row that has changed.
    pub fn forget(&mut self, party: PartyId) {
        self.young.remove(&party);
        self.old.remove(&party);
    }

    /// Drops all rows.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Index {
    /// The parties of these ids that exist, in their order. To be called while the columns are locked for
    /// reading, so that no cached row can be overtaken by a change.
    pub(crate) fn rows(&self, reader: &Reader<'_>, ids: &[PartyId]) -> Result<Vec<Arc<PartyRow>>> {
        let mut found: HashMap<PartyId, Arc<PartyRow>> = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        {
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            for id in ids {
                match rows.get(*id) {
                    Some(row) => _ = found.insert(*id, row),
                    None => missing.push(*id),
                }
            }
        }
        if !missing.is_empty() {
            let read = reader.store.ask(|connection| party::get_many(connection, &missing))?;
            let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
            for row in read.into_iter().map(Arc::new) {
                rows.put(Arc::clone(&row));
                found.insert(row.id, row);
            }
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

#[cfg(test)]
mod tests {
    use casebook_domain::party::Fields;
    use casebook_domain::time::Timestamp;

    use super::*;

    fn row(id: i64) -> Arc<PartyRow> {
        let (created_at, updated_at) = (Timestamp(0), Timestamp(0));
        let (fields, hidden) = (Fields::new(), false);
        Arc::new(PartyRow { id: PartyId(id), fields, hidden, version: 1, created_at, updated_at })
    }

    #[test]
    fn rows_in_use_stay_and_there_are_at_most_two_generations() {
        let mut rows = Rows::default();
        for id in 0..5 * GENERATION as i64 {
            rows.put(row(id));
            assert!(rows.get(PartyId(0)).is_some(), "the first is asked for all the time");
            assert!(rows.young.len() + rows.old.len() <= 2 * GENERATION);
        }
        assert!(rows.get(PartyId(1)).is_none());
        rows.forget(PartyId(0));
        assert!(rows.get(PartyId(0)).is_none());
    }
}
