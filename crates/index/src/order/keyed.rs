//! The first slots by a value that is not the name.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use casebook_domain::filter::SortBy;
use casebook_domain::party::{SEARCHED_FIELDS, SHARED_FIELDS};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;

use super::{Cursor, Listed, Page};
use crate::bitmap::Bitmap;
use crate::columns::{Columns, NONE};
use crate::error::Result;
use crate::periods::Unpacked;
use crate::select::line_of;
use crate::vocabularies::vocabulary_of;

/// The rank of a slot: by its value, then by its id. A missing value comes last in either direction.
pub(super) struct Rank<V> {
    value: Option<V>,
    id: i64,
    slot: u32,
    descending: bool,
}

impl<V: Ord> Ord for Rank<V> {
    fn cmp(&self, other: &Self) -> Ordering {
        let directed = |order: Ordering| if self.descending { order.reverse() } else { order };
        let by_value = match (&self.value, &other.value) {
            (Some(one), Some(other)) => directed(one.cmp(other)),
            (one, other) => other.is_some().cmp(&one.is_some()),
        };
        by_value.then(directed(self.id.cmp(&other.id))).then(self.slot.cmp(&other.slot))
    }
}

impl<V: Ord> PartialOrd for Rank<V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<V: Ord> PartialEq for Rank<V> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<V: Ord> Eq for Rank<V> {}

impl Listed<'_> {
    /// The page of the matches in any order but that of names.
    pub(super) fn by_value(&self, found: &Bitmap) -> Result<Page> {
        let columns = self.columns;
        Ok(match &self.sort.by {
            SortBy::Name | SortBy::Created => self.by_time(found, &columns.created),
            SortBy::Updated => self.by_time(found, &columns.updated),
            SortBy::LastEvidence => {
                let mut unpacked = Unpacked::default();
                self.by_number(found, |slot| {
                    columns.unpack_ends(slot, &mut unpacked);
                    unpacked.last_at.map(|at| at.0)
                })
            }
            SortBy::Standing => self.by_place(found, &columns.standing),
            SortBy::Stage(name) => {
                let vocabulary = vocabulary_of(&columns.vocabularies, name)?;
                self.by_place(found, columns.present.get(vocabulary).map(Vec::as_slice).unwrap_or_default())
            }
            SortBy::Field(field) => self.by_field(found, field),
            SortBy::Own(name) => self.by_text(found, |slot| self.own_key(name, slot)),
        })
    }

    fn by_time(&self, found: &Bitmap, column: &[Timestamp]) -> Page {
        self.by_number(found, |slot| column.get(slot as usize).map(|at| at.0))
    }

    fn by_place(&self, found: &Bitmap, column: &[u8]) -> Page {
        self.by_number(found, |slot| place_in(column, slot))
    }

    fn by_field(&self, found: &Bitmap, field: &str) -> Page {
        let of_field = FieldValues::of(self.columns, field);
        self.by_text(found, |slot| of_field.get(self.columns, slot))
    }

    /// The sort key of a custom field.
    pub(super) fn own_key(&self, name: &str, slot: u32) -> Option<&[u8]> {
        self.own.get(name)?.get(self.columns.ids.get(slot as usize)?).map(String::as_bytes)
    }

    fn by_number(&self, found: &Bitmap, value: impl FnMut(u32) -> Option<i64>) -> Page {
        let after = match self.after {
            Some(Cursor::Number { value, id }) => Some(self.rank(*value, *id, u32::MAX)),
            _ => None,
        };
        self.first(found, after.as_ref(), value, |value, id| Cursor::Number { value, id })
    }

    fn by_text<'t>(&'t self, found: &Bitmap, value: impl FnMut(u32) -> Option<&'t [u8]>) -> Page {
        let after = match self.after {
            Some(Cursor::Text { value, id }) => Some(self.rank(value.as_deref(), *id, u32::MAX)),
            _ => None,
        };
        let cursor = |value: Option<&[u8]>, id| Cursor::Text { value: value.map(<[u8]>::to_vec), id };
        self.first(found, after.as_ref(), value, cursor)
    }

    /// The rank of a slot. Several keys have their directions in their values.
    pub(super) fn rank<V>(&self, value: Option<V>, id: i64, slot: u32) -> Rank<V> {
        Rank { value, id, slot, descending: self.is_descending() }
    }

    fn is_descending(&self) -> bool {
        self.sort.descending && self.sort.then.is_none()
    }

    /// The first matches after `after`.
    pub(super) fn first<V: Ord>(
        &self,
        found: &Bitmap,
        after: Option<&Rank<V>>,
        mut value: impl FnMut(u32) -> Option<V>,
        cursor: impl Fn(Option<V>, i64) -> Cursor,
    ) -> Page {
        // Times usually grow with the slots: from the right end, few later slots displace the first ones.
        let (mut forward, mut back) = (found.slots(), found.slots_back());
        let slots = std::iter::from_fn(|| if self.is_descending() { back.next() } else { forward.next() });
        let ranks = slots.map(|slot| {
            let id = self.columns.ids.get(slot as usize).map_or(0, |id| id.0);
            self.rank(value(slot), id, slot)
        });
        // The first ones so far, the last of them on top.
        let mut first = BinaryHeap::with_capacity(self.limit + 2);
        for one in ranks.filter(|one| after.is_none_or(|after| one > after)) {
            if first.len() <= self.limit {
                first.push(one);
            } else if let Some(mut last) = first.peek_mut().filter(|last| **last > one) {
                *last = one;
            }
        }
        let mut first = first.into_sorted_vec();
        let more = first.len() > self.limit;
        first.truncate(self.limit);
        let slots = first.iter().map(|one| one.slot).collect();
        let next = first.pop().filter(|_| more).map(|one| cursor(one.value, one.id));
        (slots, next)
    }
}

/// The value of a column of places in a fixed order.
pub(super) fn place_in(column: &[u8], slot: u32) -> Option<i64> {
    column.get(slot as usize).filter(|place| **place != NONE).copied().map(i64::from)
}

/// The folded values of a standard field.
pub(super) enum FieldValues {
    /// Those that many share, by their numbers; and which column has these.
    Shared(Vec<String>, usize),
    /// A line of the search text.
    Line(usize),
}

impl FieldValues {
    /// The values of a field.
    pub fn of(columns: &Columns, field: &str) -> Self {
        match SHARED_FIELDS.iter().position(|known| *known == field) {
            Some(place) => {
                let folded = columns.dictionaries.get(place).map(|values| values.mapped(fold));
                Self::Shared(folded.unwrap_or_default(), place)
            }
            None => Self::Line(SEARCHED_FIELDS.iter().position(|known| *known == field).unwrap_or_default()),
        }
    }

    /// The value of a slot.
    pub fn get<'v>(&'v self, columns: &'v Columns, slot: u32) -> Option<&'v [u8]> {
        match self {
            Self::Shared(folded, place) => {
                // The first number stands for no value.
                let number = (*columns.shared.get(*place)?.get(slot as usize)? as usize).checked_sub(1)?;
                folded.get(number).map(String::as_bytes)
            }
            Self::Line(line) => {
                line_of(columns.texts.get(slot), columns.filled.get(slot as usize).copied()?, *line)
            }
        }
    }
}
