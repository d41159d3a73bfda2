//! Searching for text, with those whose texts are too long to be in memory.

use casebook_domain::ids::PartyId;
use casebook_store::matching;

use super::text::Query;
use super::{Bitmap, Picture};
use crate::desk::Session;
use crate::error::Result;

/// A query, with what the database says of those whose texts are not whole in memory.
pub(crate) struct Search {
    query: Query,
    cut: Vec<PartyId>,
    fitting: Vec<PartyId>,
}

/// [`Search`] in a picture.
pub(crate) struct Searched<'s> {
    query: &'s Query,
    /// Those whose texts are not whole, and those of them that fit, if there are any.
    long: Option<(Bitmap, Bitmap)>,
}

impl Search {
    /// Looks up in the database what has to be looked up there, by the picture as it was last seen:
    /// [`Search::is_whole`] says whether that was enough.
    pub fn of(session: &Session, text: &str) -> Result<Self> {
        let cut = session.index().last_cut();
        let query = Query::of(text);
        let fitting = with_all_words(session, &query, &cut)?;
        Ok(Self { query, cut, fitting })
    }

    /// Whether everybody was looked up whose text is not whole in this picture.
    pub fn is_whole(&self, picture: &Picture) -> bool {
        picture.parties(&picture.cut).iter().all(|party| self.cut.contains(party))
    }

    pub fn in_picture(&self, picture: &Picture) -> Searched<'_> {
        let slots = |ids: &[PartyId]| picture.slots_of(ids);
        let long = (!self.cut.is_empty()).then(|| (slots(&self.cut), slots(&self.fitting)));
        Searched { query: &self.query, long }
    }
}

impl Searched<'_> {
    /// Whether a party has all words.
    pub fn fits(&self, picture: &Picture, slot: u32) -> bool {
        match &self.long {
            Some((cut, fitting)) if cut.has(slot) => fitting.has(slot),
            _ => self.query.fits(picture.texts.get(slot)),
        }
    }

    /// Whether few have all words.
    pub fn is_rare(&self, picture: &Picture) -> bool {
        self.query.is_rare(picture)
    }

    /// All who have all words.
    pub fn slots(&self, picture: &Picture) -> Bitmap {
        let mut found = self.query.slots(picture);
        if let Some((cut, fitting)) = &self.long {
            found.without(cut);
            found.or(fitting);
        }
        found
    }
}

/// Which of these parties have all words of a query, by what is stored.
pub(crate) fn with_all_words(session: &Session, query: &Query, among: &[PartyId]) -> Result<Vec<PartyId>> {
    let mut found = Vec::new();
    if among.is_empty() {
        return Ok(found);
    }
    session.store().ask(|connection| {
        matching::search_texts(connection, among, |party, text| {
            if query.fits(text.as_bytes()) {
                found.push(party);
            }
        })
    })?;
    Ok(found)
}
