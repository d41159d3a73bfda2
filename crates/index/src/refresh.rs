//! Keeping the columns current.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::time::Timestamp;
use casebook_store::definitions::GENERATION;
use casebook_store::feed::{self, Entry};
use casebook_store::index_row::{self as stored, IndexRow, Mark};

use crate::columns::{ActiveVocabulary, Columns, active_vocabularies};
use crate::error::Result;
use crate::load::load;
use crate::snapshot::{Restored, Source};
use crate::{Index, Loaded, Reader};

/// After so many entries, loading again is as fast; with many parties, after one entry for every twenty of them.
const MOST_ENTRIES: usize = 10_000;
const SHARE_OF_ENTRIES: usize = 20;
/// So many changed parties are read one by one, however few parties there are.
const FEW_PARTIES: usize = 2_000;
/// Parties read in one statement.
const AT_ONCE: usize = 1_000;
/// So many entries without a number are numbered, so that no one has to read them again and again.
const MANY_WAITING: usize = 64;

/// What has changed since a mark.
pub(crate) enum News {
    /// Nothing.
    Nothing,
    /// These parties have changed; the mark after it, and the rows of those that exist.
    Changed(Mark, Vec<PartyId>, Vec<IndexRow>),
    /// Everything has to be read again.
    Everything,
}

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

/// Takes over what has changed; the columns show the present.
pub(crate) fn put(columns: &mut Columns, now: Timestamp, changed: &[PartyId], rows: &[IndexRow]) {
    let there: BTreeSet<PartyId> = rows.iter().map(|one| one.id).collect();
    for party in changed.iter().filter(|party| !there.contains(party)) {
        columns.forget(*party);
    }
    for row in rows {
        columns.put(row, now);
    }
}

/// Reads what has changed, in one snapshot.
pub(crate) fn news(
    reader: &Reader<'_>,
    before: &Mark,
    vocabularies: &[ActiveVocabulary],
    slots: usize,
) -> Result<News> {
    // The plain store, because the definitions are read only if they have changed.
    let mark = reader.store.ask(|connection| stored::mark(connection, GENERATION))?;
    if mark == *before {
        return Ok(News::Nothing);
    }
    reader.read(|connection, definitions| {
        let mark = stored::mark(connection, GENERATION)?;
        if mark.setting != before.setting && active_vocabularies(definitions) != vocabularies {
            return Ok(News::Everything);
        }
        let first = feed::first(connection)?;
        if mark.seq < before.seq || first.is_some_and(|first| first > before.seq + 1) {
            return Ok(News::Everything);
        }
        let most = MOST_ENTRIES + slots / SHARE_OF_ENTRIES;
        let entries = feed::since(connection, before.seq, most as i64 + 1)?;
        let changed = if entries.len() > most { None } else { changed(&entries, before, slots) };
        let Some(changed) = changed else { return Ok(News::Everything) };
        let ids: Vec<VocabularyId> = vocabularies.iter().map(|one| one.id).collect();
        let mut rows = Vec::with_capacity(changed.len());
        for some in changed.chunks(AT_ONCE) {
            rows.extend(stored::these(connection, &ids, some)?);
        }
        Ok(News::Changed(mark, changed, rows))
    })
}

/// The parties in the entries, unless they are too many or the entries concern everything.
fn changed(entries: &[(Option<i64>, Entry)], before: &Mark, slots: usize) -> Option<Vec<PartyId>> {
    // An entry is known by its id: seen without a number, it comes again with one.
    let new = entries.iter().filter(|(_, entry)| before.waiting.binary_search(&entry.id).is_err());
    let mut parties = BTreeSet::new();
    for change in new.flat_map(|(_, entry)| &entry.changes) {
        if change.action.overturns() {
            return None;
        }
        parties.extend(&change.parties);
    }
    (parties.len() <= FEW_PARTIES + slots / 4).then(|| parties.into_iter().collect())
}
