//! What has changed in the database since the columns were read.

use std::collections::BTreeSet;

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::time::Timestamp;
use casebook_store::Connection;
use casebook_store::definitions::GENERATION;
use casebook_store::feed::{self, Entry};
use casebook_store::index_row::{self as stored, IndexRow, Mark};

use crate::Reader;
use crate::columns::Columns;
use crate::error::Result;
use crate::vocabularies::{ActiveVocabulary, active_vocabularies};

/// After so many entries, loading again is as fast; with many parties, after one entry for every twenty of them.
const MOST_ENTRIES: usize = 10_000;
const SHARE_OF_ENTRIES: usize = 20;
/// So many changed parties are read one by one, however few parties there are.
const FEW_PARTIES: usize = 2_000;
/// Parties read in one statement.
const AT_ONCE: usize = 1_000;

/// What has changed since a mark.
pub(crate) enum News {
    /// Nothing.
    Nothing,
    /// These parties have changed; the mark after it, and the rows of those that exist.
    Changed(Mark, Vec<PartyId>, Vec<IndexRow>),
    /// Everything has to be read again.
    Everything,
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

/// The parties that have changed since a mark, in the order of ids, and the mark after it; `None` if everything has to be
/// read again.
pub(crate) fn changed_since(
    connection: &mut Connection<'_>,
    before: &Mark,
) -> Result<Option<(Mark, Vec<PartyId>)>> {
    let mark = stored::mark(connection, GENERATION)?;
    let first = feed::first(connection)?;
    if mark.seq < before.seq || first.is_some_and(|first| first > before.seq + 1) {
        return Ok(None);
    }
    let entries = feed::since(connection, before.seq, MOST_ENTRIES as i64 + 1)?;
    let changed = if entries.len() > MOST_ENTRIES { None } else { changed(&entries, before, 0) };
    Ok(changed.map(|changed| (mark, changed)))
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
