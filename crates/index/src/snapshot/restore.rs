//! Loading the columns from a snapshot instead of the database.

use std::path::PathBuf;
use std::sync::PoisonError;

use casebook_store::index_row::Mark;

use super::read::{Snapshot, read};
use super::{Entry, Restored, Source, Unusable};
use crate::error::Result;
use crate::news::{News, news, put};
use crate::vocabularies::active_vocabularies;
use crate::{Index, Loaded, Reader};

impl Index {
    /// Looks for a snapshot in this file, and keeps one there. To be called before the index is read; only the first
    /// call counts.
    pub fn keep_in(&self, file: PathBuf) {
        // A second caller uses the file of the first.
        let _ = self.snapshots.file.set(file);
    }

    /// The source of the columns when they were last loaded; `None` before.
    pub fn source(&self) -> Option<Source> {
        self.snapshots.source.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn note_source(&self, source: Source) {
        *self.snapshots.source.lock().unwrap_or_else(PoisonError::into_inner) = Some(source);
    }

    /// Loads the columns from the snapshot and brings them up to date, or returns why not.
    pub(crate) fn restore(&self, reader: &Reader<'_>) -> Result<Restored> {
        let Some(file) = self.snapshots.file() else { return Ok(Restored::Not(None)) };
        let vocabularies = reader.read(|_, definitions| Ok(active_vocabularies(definitions)))?;
        let snapshot = match read(file, &vocabularies) {
            Ok(snapshot) => snapshot,
            Err(unusable) => return Ok(Restored::Not(Some(unusable))),
        };
        for entry in [&snapshot.from, &snapshot.to] {
            if reader.store.ask(|connection| Entry::find(connection, entry.seq))?.as_ref() != Some(entry) {
                return Ok(Restored::Not(Some(Unusable::Foreign)));
            }
        }
        let Some(loaded) = self.caught_up(reader, snapshot)? else {
            return Ok(Restored::Not(Some(Unusable::Old)));
        };
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(loaded);
        self.note_source(Source::Snapshot);
        Ok(Restored::Whole)
    }

    /// The columns of a snapshot with all changes since; `None` if those are too many.
    fn caught_up(&self, reader: &Reader<'_>, snapshot: Snapshot) -> Result<Option<Loaded>> {
        let Snapshot { mut columns, from, .. } = snapshot;
        // Without the setting, so that the vocabularies are compared.
        let before = Mark { seq: from.seq, ..Mark::default() };
        match news(reader, &before, &columns.vocabularies, columns.slots())? {
            News::Changed(mark, changed, rows) => {
                let now = reader.now();
                columns.advance_to(now);
                columns.unsettle(&changed);
                put(&mut columns, now, &changed, &rows);
                *self.snapshots.behind() = Some(changed.len());
                Ok(Some(Loaded { columns, mark, epoch: self.next_epoch() }))
            }
            News::Nothing | News::Everything => Ok(None),
        }
    }
}
