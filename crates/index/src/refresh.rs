//! Keeping the columns current.

use std::sync::PoisonError;

use casebook_domain::ids::PartyId;
use casebook_store::definitions::GENERATION;
use casebook_store::feed;
use casebook_store::index_row::{self as stored, IndexRow, Mark};

use crate::error::Result;
use crate::load::load;
use crate::news::{News, news, put};
use crate::snapshot::{Restored, Source};
use crate::vocabularies::{ActiveVocabulary, active_vocabularies};
use crate::{Index, Loaded, Reader};

/// So many entries without a number are numbered, so that no one has to read them again and again.
const MANY_WAITING: usize = 64;

impl Index {
    pub(super) fn bring_up_to_date(&self, reader: &Reader<'_>) -> Result<()> {
        loop {
            let news = match self.known() {
                Some((mark, vocabularies, slots)) => news(reader, &mark, &vocabularies, slots)?,
                None => match self.restore(reader)? {
                    Restored::Whole => continue,
                    Restored::Not(why) => {
                        self.note_source(Source::Database(why));
                        News::Everything
                    }
                },
            };
            match news {
                News::Nothing => return Ok(()),
                News::Changed(mark, changed, rows) => {
                    let waiting = mark.waiting.len();
                    self.apply(reader, mark, &changed, &rows);
                    if waiting >= MANY_WAITING {
                        feed::number_all(&reader.store)?;
                    }
                    return Ok(());
                }
                News::Everything => self.reload(reader)?,
            }
        }
    }

    /// What the columns show: as of when, with which vocabularies, and how many.
    fn known(&self) -> Option<(Mark, Vec<ActiveVocabulary>, usize)> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let loaded = loaded.as_ref()?;
        Some((loaded.mark.clone(), loaded.columns.vocabularies.clone(), loaded.columns.slots()))
    }

    /// Loads the columns again. The mark is taken first: what changes meanwhile is read again.
    fn reload(&self, reader: &Reader<'_>) -> Result<()> {
        // The old ones are dropped first, so that they are never in memory twice.
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = None;
        feed::number_all(&reader.store)?;
        let (mark, vocabularies) = reader.read(|connection, definitions| {
            Ok((stored::mark(connection, GENERATION)?, active_vocabularies(definitions)))
        })?;
        let columns = load(reader, vocabularies)?;
        let epoch = self.next_epoch();
        self.snapshots.forget();
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded { columns, mark, epoch });
        Ok(())
    }

    fn apply(&self, reader: &Reader<'_>, mark: Mark, changed: &[PartyId], rows: &[IndexRow]) {
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it is changed: an interrupted change leaves no index rather than a wrong one.
        let Some(mut changing) = loaded.take() else { return };
        let now = reader.now();
        self.advance_to(&mut changing, now);
        put(&mut changing.columns, now, changed, rows);
        changing.mark = mark;
        self.snapshots.note(changed.len());
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        for party in changed {
            rows.forget(*party);
        }
        *loaded = Some(changing);
    }
}
