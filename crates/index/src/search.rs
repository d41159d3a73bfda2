//! Text search, including parties whose texts are too long to be in memory.

use casebook_domain::ids::PartyId;
use casebook_store::matching;

use crate::bitmap::Bitmap;
use crate::columns::Columns;
use crate::error::Result;
use crate::query::Query;
use crate::{Index, Reader};

/// A query, with the database's answer for parties whose texts are not complete in memory.
pub(crate) struct Search {
    query: Query,
    cut: Vec<PartyId>,
    fitting: Vec<PartyId>,
}

/// [`Search`] in columns.
pub(crate) struct Searched<'s> {
    query: &'s Query,
    /// Parties whose texts are not complete, and those of them that fit, if there are any.
    long: Option<(Bitmap, Bitmap)>,
}

impl Search {
    /// Looks up in the database what is needed according to the columns as last read; [`Search::is_whole`] says
    /// whether that was enough.
    pub fn of(index: &Index, reader: &Reader<'_>, text: &str) -> Result<Self> {
        let cut = index.last_cut();
        let query = Query::of(text);
        let fitting = with_all_words(reader, &query, &cut)?;
        Ok(Self { query, cut, fitting })
    }

    /// Whether all parties were looked up whose text is not complete in these columns.
    pub fn is_whole(&self, columns: &Columns) -> bool {
        columns.parties(&columns.cut).iter().all(|party| self.cut.contains(party))
    }

    pub fn in_columns(&self, columns: &Columns) -> Searched<'_> {
        let slots = |ids: &[PartyId]| columns.slots_of(ids);
        let long = (!self.cut.is_empty()).then(|| (slots(&self.cut), slots(&self.fitting)));
        Searched { query: &self.query, long }
    }
}

impl Searched<'_> {
    /// Whether a party has all words.
    pub fn fits(&self, columns: &Columns, slot: u32) -> bool {
        match &self.long {
            Some((cut, fitting)) if cut.has(slot) => fitting.has(slot),
            _ => self.query.fits(columns.texts.get(slot)),
        }
    }

    /// Whether few have all words.
    pub fn is_rare(&self, columns: &Columns) -> bool {
        self.query.is_rare(columns)
    }

    /// The slots that have all words.
    pub fn slots(&self, columns: &Columns) -> Bitmap {
        let mut found = self.query.slots(columns);
        if let Some((cut, fitting)) = &self.long {
            found.without(cut);
            found.or(fitting);
        }
        found
    }
}

/// Which of these parties have all words of a query, according to the database.
pub(crate) fn with_all_words(reader: &Reader<'_>, query: &Query, among: &[PartyId]) -> Result<Vec<PartyId>> {
    let mut found = Vec::new();
    if among.is_empty() {
        return Ok(found);
    }
    reader.store.ask(|connection| {
        matching::search_texts(connection, among, |party, text| {
            if query.fits(text.as_bytes()) {
                found.push(party);
            }
        })
    })?;
    Ok(found)
}
