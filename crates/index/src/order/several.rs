//! The first slots by several keys.
//!
//! The values of a slot are written one behind the other into bytes that compare as the order wants it: a missing value
//! behind all others in either direction, the bytes of a descending key inverted.

use casebook_domain::filter::{Sort, SortBy};

use super::keyed::{FieldValues, place_in};
use super::{Cursor, Listed, Page};
use crate::bitmap::Bitmap;
use crate::error::Result;
use crate::periods::Unpacked;
use crate::vocabularies::vocabulary_of;

const PRESENT: u8 = 0;
const MISSING: u8 = 1;
/// Ends a text; within one, it is followed by [`WITHIN`], which is greater than what begins the next value.
const END: u8 = 0;
const WITHIN: u8 = 0xff;

/// Writes the value of a slot.
type Write<'w> = Box<dyn FnMut(u32, &mut Vec<u8>) + 'w>;

impl Listed<'_> {
    /// The page of the matches in an order of several keys.
    pub(super) fn by_several(&self, found: &Bitmap) -> Result<Page> {
        let mut keys = self.sort.keys().map(|key| self.key_of(key)).collect::<Result<Vec<Write<'_>>>>()?;
        let value = move |slot: u32| {
            let mut bytes = Vec::with_capacity(64);
            for write in &mut keys {
                write(slot, &mut bytes);
            }
            Some(bytes)
        };
        let after = match self.after {
            Some(Cursor::Text { value, id }) => Some(self.rank(value.clone(), *id, u32::MAX)),
            _ => None,
        };
        Ok(self.first(found, after.as_ref(), value, |value, id| Cursor::Text { value, id }))
    }

    fn key_of<'k>(&'k self, key: &'k Sort) -> Result<Write<'k>> {
        let (columns, descending) = (self.columns, key.descending);
        let number = move |value: Option<i64>, bytes: &mut Vec<u8>| {
            // With the sign turned, bytes compare as numbers.
            let value = value.map(|value| (value ^ i64::MIN).to_be_bytes());
            put(bytes, value.as_ref().map(<[u8; 8]>::as_slice), descending);
        };
        Ok(match &key.by {
            SortBy::Name => Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                put(bytes, Some(columns.key(slot).0), descending);
            }),
            SortBy::Created => Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                number(columns.created.get(slot as usize).map(|at| at.0), bytes);
            }),
            SortBy::Updated => Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                number(columns.updated.get(slot as usize).map(|at| at.0), bytes);
            }),
            SortBy::LastEvidence => {
                let mut unpacked = Unpacked::default();
                Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                    columns.unpack_ends(slot, &mut unpacked);
                    number(unpacked.last_at.map(|at| at.0), bytes);
                })
            }
            SortBy::Standing => Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                number(place_in(&columns.standing, slot), bytes);
            }),
            SortBy::Stage(name) => {
                let vocabulary = vocabulary_of(&columns.vocabularies, name)?;
                let column = columns.present.get(vocabulary).map(Vec::as_slice).unwrap_or_default();
                Box::new(move |slot: u32, bytes: &mut Vec<u8>| number(place_in(column, slot), bytes))
            }
            SortBy::Field(field) => {
                let values = FieldValues::of(columns, field);
                Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                    put(bytes, values.get(columns, slot), descending);
                })
            }
            SortBy::Own(name) => Box::new(move |slot: u32, bytes: &mut Vec<u8>| {
                put(bytes, self.own_key(name, slot), descending);
            }),
        })
    }
}

/// Writes a value so that it compares before all that are greater, whatever follows it.
fn put(bytes: &mut Vec<u8>, value: Option<&[u8]>, descending: bool) {
    let Some(value) = value else { return bytes.push(MISSING) };
    bytes.push(PRESENT);
    let begin = bytes.len();
    for byte in value {
        bytes.push(*byte);
        if *byte == END {
            bytes.push(WITHIN);
        }
    }
    bytes.extend([END, END]);
    if descending {
        bytes.iter_mut().skip(begin).for_each(|byte| *byte = !*byte);
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;

    type Value = Option<Vec<u8>>;
    type Row = [Value; 3];

    fn written(row: &Row, directions: [bool; 3]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (value, descending) in row.iter().zip(directions) {
            put(&mut bytes, value.as_deref(), descending);
        }
        bytes
    }

    /// The order of one key as it is meant.
    fn meant(one: Option<&Vec<u8>>, other: Option<&Vec<u8>>, descending: bool) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let byte = prop_oneof![Just(0), Just(1), Just(0xff), any::<u8>()];
        proptest::option::of(proptest::collection::vec(byte, 0..4))
    }

    proptest! {
        #[test]
        fn bytes_compare_as_the_keys_do(
            rows in proptest::collection::vec([value(), value(), value()], 2..12),
            directions in any::<[bool; 3]>(),
        ) {
            for one in &rows {
                for other in &rows {
                    let keys = one.iter().zip(other).zip(directions);
                    let expected = keys.fold(Ordering::Equal, |order, ((one, other), descending)| {
                        order.then(meant(one.as_ref(), other.as_ref(), descending))
                    });
                    prop_assert_eq!(written(one, directions).cmp(&written(other, directions)), expected);
                }
            }
        }
    }
}
