//! Slots in an order, from a place on: a page of a list.

use std::collections::BinaryHeap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casebook_domain::time::Timestamp;

use super::names::{Key, Names, Place};
use super::search::Searched;
use super::{Bitmap, Picture};
use crate::error::{Error, Result};
use crate::parties::{Sort, SortBy};

/// Texts that are tested one by one in the order of names before all texts are searched, which takes as long as
/// testing many times as many of them.
const TRIES: usize = 1_000;
const SHARE_TRIED: usize = 256;

/// Where a page begins: behind the party that the one before ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// Whether names that begin with the text searched for are behind us, and the last name.
    Name { past: bool, name: Vec<u8>, id: i64 },
    /// The last time.
    Time { at: i64, id: i64 },
}

impl Cursor {
    /// The text that others keep it in.
    pub fn to_text(&self, sort: Sort) -> String {
        let mut bytes = vec![tag(sort)];
        match self {
            Self::Name { past, name, id } => {
                bytes.push(u8::from(*past));
                bytes.extend(id.to_be_bytes());
                bytes.extend(name);
            }
            Self::Time { at, id } => {
                bytes.extend(at.to_be_bytes());
                bytes.extend(id.to_be_bytes());
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads [`Cursor::to_text`] of the same sort.
    pub fn parse(text: &str, sort: Sort) -> Result<Self> {
        let read = || {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let (first, rest) = bytes.split_first()?;
            if *first != tag(sort) {
                return None;
            }
            let eight = |from: usize| Some(i64::from_be_bytes(rest.get(from..from + 8)?.try_into().ok()?));
            match sort.by {
                SortBy::Name => {
                    let past = rest.first().filter(|flag| **flag <= 1)? == &1;
                    Some(Self::Name { past, id: eight(1)?, name: rest.get(9..)?.to_vec() })
                }
                SortBy::Created | SortBy::Updated => {
                    (rest.len() == 16).then_some(Self::Time { at: eight(0)?, id: eight(8)? })
                }
            }
        };
        read().ok_or_else(|| {
            let advice = "is no cursor of this list; begin without one, and keep the sort from page to page";
            Error::Usage(format!("`{}` {advice}", text.chars().take(80).collect::<String>()))
        })
    }
}

fn tag(sort: Sort) -> u8 {
    let by = match sort.by {
        SortBy::Name => 1,
        SortBy::Created => 2,
        SortBy::Updated => 3,
    };
    by << 1 | u8::from(sort.descending)
}

/// What a page is cut out of.
pub(crate) struct Listed<'l> {
    pub picture: &'l Picture,
    pub sort: Sort,
    /// The folded text searched for; names that begin with it come first.
    pub prefix: &'l str,
    pub after: Option<&'l Cursor>,
    pub limit: usize,
}

/// Slots of a page, and where the next begins.
pub(crate) type Page = (Vec<u32>, Option<Cursor>);

/// A stretch of the order of names.
struct Part {
    from: Place,
    to: Place,
    /// Whether the names in it begin with the text searched for.
    hits: bool,
}

impl Listed<'_> {
    /// The page of those that are in `base` and have all words of a query. A query whose words are in many texts
    /// is answered by the first names; for a rare one all texts are searched.
    pub fn page(&self, base: &Bitmap, search: Option<&Searched<'_>>) -> Page {
        let Some(search) = search else { return self.cut(base) };
        if self.sort.by == SortBy::Name
            && !search.is_rare(self.picture)
            && let Some(page) = self.tried(base, search)
        {
            return page;
        }
        let mut found = search.slots(self.picture);
        found.and(base);
        self.cut(&found)
    }

    fn cut(&self, found: &Bitmap) -> Page {
        match self.sort.by {
            SortBy::Name => {
                let wanted = self.limit + 1;
                let slots = self.by_name().filter(|(slot, _)| found.has(*slot)).take(wanted).collect();
                self.named(slots)
            }
            SortBy::Created => self.by_time(found, &self.picture.created),
            SortBy::Updated => self.by_time(found, &self.picture.updated),
        }
    }

    fn tried(&self, base: &Bitmap, search: &Searched<'_>) -> Option<Page> {
        let mut slots = Vec::with_capacity(self.limit + 1);
        let most = TRIES.max(self.limit * 4).max(self.picture.slots() / SHARE_TRIED);
        let fitting = self.by_name().filter(|(slot, _)| base.has(*slot));
        for (tries, (slot, hits)) in fitting.enumerate() {
            if tries == most {
                return None;
            }
            if search.fits(self.picture, slot) {
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
            let (name, id) = self.picture.key(*slot);
            Cursor::Name { past: !hits, name: name.to_vec(), id }
        };
        let next = slots.last().filter(|_| more).map(cursor);
        (slots.into_iter().map(|(slot, _)| slot).collect(), next)
    }

    /// The slots behind the cursor in the order of names, each with whether its name begins with the prefix.
    fn by_name(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
        let descending = self.sort.descending;
        self.parts().into_iter().flat_map(move |part| {
            let mut slots = self.picture.names.between(part.from, part.to);
            let next = move || if descending { slots.next_back() } else { slots.next() };
            std::iter::from_fn(next).map(move |slot| (slot, part.hits))
        })
    }

    fn parts(&self) -> Vec<Part> {
        let names = &self.picture.names;
        let before = |key: Key<'_>| names.after(|slot| self.picture.key(slot) < key);
        let (begin, end) = (Names::begin(), names.end());
        let prefix = self.prefix.as_bytes();
        let (from, to) = match prefix {
            [] => (begin, begin),
            prefix => {
                // The end of what begins with it, as the store has it.
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
                    part.from = part.from.max(names.after(|slot| self.picture.key(slot) <= last));
                }
            }
        }
        parts
    }

    fn by_time(&self, found: &Bitmap, column: &[Timestamp]) -> Page {
        let sign = |number: i64| if self.sort.descending { !number } else { number };
        let key = |slot: u32| {
            let at = column.get(slot as usize).map_or(0, |at| at.0);
            (sign(at), sign(self.picture.ids.get(slot as usize).map_or(0, |id| id.0)), slot)
        };
        let after = match self.after {
            Some(Cursor::Time { at, id }) => Some((sign(*at), sign(*id), u32::MAX)),
            _ => None,
        };
        // Times grow with the slots as a rule: begun at the right end, few come that are better than the first ones.
        let (mut forward, mut back) = (found.slots(), found.slots_back());
        let slots = std::iter::from_fn(|| if self.sort.descending { back.next() } else { forward.next() });
        // The first ones so far, the last of them on top.
        let mut first = BinaryHeap::with_capacity(self.limit + 2);
        for one in slots.map(key).filter(|one| after.is_none_or(|after| *one > after)) {
            if first.len() <= self.limit {
                first.push(one);
            } else if let Some(mut last) = first.peek_mut().filter(|last| **last > one) {
                *last = one;
            }
        }
        let mut first = first.into_sorted_vec();
        let more = first.len() > self.limit;
        first.truncate(self.limit);
        let next =
            first.last().filter(|_| more).map(|(at, id, _)| Cursor::Time { at: sign(*at), id: sign(*id) });
        (first.into_iter().map(|(_, _, slot)| slot).collect(), next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_in_its_own_sort_alone() {
        let sorts = [SortBy::Name, SortBy::Created, SortBy::Updated]
            .into_iter()
            .flat_map(|by| [true, false].map(|descending| Sort { by, descending }));
        let sorts: Vec<Sort> = sorts.collect();
        for sort in &sorts {
            let cursor = match sort.by {
                SortBy::Name => Cursor::Name { past: true, name: "žofie".as_bytes().to_vec(), id: -5 },
                _ => Cursor::Time { at: i64::MIN, id: 77 },
            };
            let text = cursor.to_text(*sort);
            assert_eq!(Cursor::parse(&text, *sort).unwrap(), cursor);
            for other in sorts.iter().filter(|other| *other != sort) {
                assert!(matches!(Cursor::parse(&text, *other), Err(Error::Usage(_))));
            }
            for garbage in ["", "A", "é", "AAAA", &text[1..], &format!("{text}=")] {
                assert!(matches!(Cursor::parse(garbage, *sort), Err(Error::Usage(_))), "{garbage}");
            }
        }
    }
}
