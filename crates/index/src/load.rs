//! Loading the columns: all parties, on all cores, in the order of ids.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::time::Timestamp;
use casebook_store::index_row::{self as stored, IndexRow};
use casebook_store::party;
use casebook_store::walk::{Watch, walk};

use crate::Reader;
use crate::columns::Columns;
use crate::error::{Error, Result};
use crate::vocabularies::ActiveVocabulary;

/// Columns being loaded. Ranges come in any order and go in by their ids.
struct Loading {
    columns: Columns,
    /// The party that came last.
    last: PartyId,
    /// Ranges that came early, by the party before them.
    early: BTreeMap<PartyId, (PartyId, Vec<IndexRow>)>,
}

impl Loading {
    fn take(&mut self, after: PartyId, last: PartyId, rows: Vec<IndexRow>, now: Timestamp) {
        self.early.insert(after, (last, rows));
        while let Some((last, rows)) = self.early.remove(&self.last) {
            for row in &rows {
                self.columns.append(row, now);
            }
            self.last = last;
        }
    }
}

/// Loading ends when no one waits for it any more.
struct WhileWanted<'r>(&'r Reader<'r>);

impl Watch<Error> for WhileWanted<'_> {
    fn check(&self) -> Result<()> {
        self.0.check_wanted()
    }
}

/// Everything that is stored. What changes while it is loaded may or may not be in it.
pub(super) fn load(reader: &Reader<'_>, vocabularies: Vec<ActiveVocabulary>) -> Result<Columns> {
    let ids: Vec<VocabularyId> = vocabularies.iter().map(|one| one.id).collect();
    let parties = reader.store.read(|connection| party::count(connection, true))?;
    let room = usize::try_from(parties).unwrap_or_default();
    let columns = Columns::of(vocabularies, room + room / 50);
    let now = reader.now();
    let loading = Mutex::new(Loading { columns, last: PartyId(i64::MIN), early: BTreeMap::new() });
    walk(
        &reader.store,
        &WhileWanted(reader),
        |connection, range| Ok(stored::between(connection, &ids, range.after, range.last)?),
        |range, rows| {
            let mut loading = loading.lock().unwrap_or_else(PoisonError::into_inner);
            loading.take(range.after, range.last, rows, now);
            Ok(())
        },
    )?;
    let mut columns = loading.into_inner().unwrap_or_else(PoisonError::into_inner).columns;
    columns.order_all();
    Ok(columns)
}
