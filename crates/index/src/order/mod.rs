//! Pages: slots in an order, from a place on.

mod cursor;
mod keyed;
mod several;

use std::collections::{BTreeMap, HashMap};

use casebook_domain::filter::{Sort, SortBy};
use casebook_domain::ids::PartyId;

use crate::bitmap::Bitmap;
use crate::columns::Columns;
use crate::error::Result;
use crate::names::{Key, Names, Place};
use crate::search::Searched;
pub(crate) use cursor::Cursor;

/// How many texts are tested one by one in the order of names before all texts are searched, which takes as long as
/// testing many more of them.
const TRIES: usize = 1_000;
const SHARE_TRIED: usize = 256;

/// The list that a page is taken from.
pub(crate) struct Listed<'l> {
    pub columns: &'l Columns,
    pub sort: &'l Sort,
    /// The folded search text; names that begin with it come first.
    pub prefix: &'l str,
    pub after: Option<&'l Cursor>,
    pub limit: usize,
    /// The sort keys of custom fields by which it is ordered.
    pub own: &'l BTreeMap<String, OwnKeys>,
}

/// What parties are ordered by in a custom field.
pub(crate) type OwnKeys = HashMap<PartyId, String>;

/// Slots of a page, and where the next begins.
pub(crate) type Page = (Vec<u32>, Option<Cursor>);

/// A range of the order of names.
struct Part {
    from: Place,
    to: Place,
    /// Whether the names in it begin with the search text.
    hits: bool,
}

impl Listed<'_> {
    /// The page of those that are in `base` and have all words of a query. A query whose words are in many texts
    /// is answered by the first names; for a rare one all texts are searched.
    pub fn page(&self, base: &Bitmap, search: Option<&Searched<'_>>) -> Result<Page> {
        let Some(search) = search else { return self.cut(base) };
        if self.is_by_name()
            && !search.is_rare(self.columns)
            && let Some(page) = self.tried(base, search)
        {
            return Ok(page);
        }
        let mut found = search.slots(self.columns);
        found.and(base);
        self.cut(&found)
    }

    fn is_by_name(&self) -> bool {
        self.sort.by == SortBy::Name && self.sort.then.is_none()
    }

    fn cut(&self, found: &Bitmap) -> Result<Page> {
        if self.sort.then.is_some() {
            return self.by_several(found);
        }
        if self.sort.by != SortBy::Name {
            return self.by_value(found);
        }
        let slots = self.by_name().filter(|(slot, _)| found.has(*slot)).take(self.limit + 1).collect();
        Ok(self.named(slots))
    }

    fn tried(&self, base: &Bitmap, search: &Searched<'_>) -> Option<Page> {
        let mut slots = Vec::with_capacity(self.limit + 1);
        let most = TRIES.max(self.limit * 4).max(self.columns.slots() / SHARE_TRIED);
        let fitting = self.by_name().filter(|(slot, _)| base.has(*slot));
        for (tries, (slot, hits)) in fitting.enumerate() {
            if tries == most {
                return None;
            }
            if search.fits(self.columns, slot) {
                slots.push((slot, hits));
                if slots.len() > self.limit {
                    break;
                }
            }
        }
        Some(self.named(slots))
    }

    fn named(&self, mut slots: Vec<(u32, bool)>) -> Page {
        let more = slots.len() > self.limit;
        slots.truncate(self.limit);
        let cursor = |(slot, hits): &(u32, bool)| {
            let (name, id) = self.columns.key(*slot);
            Cursor::Name { past: !hits, name: name.to_vec(), id }
        };
        let next = slots.last().filter(|_| more).map(cursor);
        (slots.into_iter().map(|(slot, _)| slot).collect(), next)
    }

    /// The slots after the cursor in the order of names, each with whether its name begins with the prefix.
    fn by_name(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        let descending = self.sort.descending;
        self.parts().into_iter().flat_map(move |part| {
            let mut slots = self.columns.names.between(part.from, part.to);
            let next = move || if descending { slots.next_back() } else { slots.next() };
            std::iter::from_fn(next).map(move |slot| (slot, part.hits))
        })
    }

    fn parts(&self) -> Vec<Part> {
        let names = &self.columns.names;
        let before = |key: Key<'_>| names.after(|slot| self.columns.key(slot) < key);
        let (begin, end) = (Names::begin(), names.end());
        let prefix = self.prefix.as_bytes();
        let (from, to) = match prefix {
            [] => (begin, begin),
            prefix => {
                // The end of the names that begin with it, in the store's order.
                let beyond = [prefix, "\u{10ffff}".as_bytes()].concat();
                (before((prefix, i64::MIN)), before((&beyond, i64::MIN)))
            }
        };
        let mut parts = vec![
            Part { from, to, hits: true },
            Part { from: begin, to: from, hits: false },
            Part { from: to, to: end, hits: false },
        ];
        if self.sort.descending {
            parts.swap(1, 2);
        }
        if let Some(Cursor::Name { past, name, id }) = self.after {
            let last = (name.as_slice(), *id);
            parts.retain(|part| !(*past && part.hits));
            for part in parts.iter_mut().filter(|part| part.hits != *past) {
                if self.sort.descending {
                    part.to = part.to.min(before(last));
                } else {
                    part.from = part.from.max(names.after(|slot| self.columns.key(slot) <= last));
                }
            }
        }
        parts
    }
}
