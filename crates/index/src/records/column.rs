//! Columns of records: the values of one field, a slot for each record, in a form that can be compared.

use casebook_domain::records::{Field, FieldKind, FieldValue, Scalar};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_domain::zone;

use crate::dictionary::Dictionary;

/// A value as two numbers: the currency of an amount, or 0; and what is compared: minor units, days, microseconds, the
/// bits of a number in their order, the place of a choice, or the number of a folded text.
pub type Cell = (u32, i64);

/// The values of a field.
#[derive(Default)]
pub struct Column {
    cells: Vec<Cells>,
    /// Folded texts and currencies.
    texts: Dictionary,
}

/// What one record has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// Nothing.
    #[default]
    None,
    /// One value.
    One(Cell),
    /// Several.
    Many(Box<[Cell]>),
}

impl Cells {
    /// Its values.
    pub fn all(&self) -> &[Cell] {
        match self {
            Self::None => &[],
            Self::One(cell) => std::slice::from_ref(cell),
            Self::Many(cells) => cells,
        }
    }
}

impl Column {
    /// Puts a value into a slot, which is the next one or one that is there.
    pub fn put(&mut self, slot: usize, field: &Field, value: Option<&FieldValue>) {
        let cells: Vec<Cell> = match value {
            None => Vec::new(),
            Some(FieldValue::Parties(parties)) => parties.iter().map(|one| (0, one.party.0)).collect(),
            Some(value) => value.scalars().map(|scalar| self.enter(field, scalar)).collect(),
        };
        let cells = match cells.as_slice() {
            [] => Cells::None,
            [only] => Cells::One(*only),
            _ => Cells::Many(cells.into()),
        };
        self.set(slot, cells);
    }

    /// Puts a text that is no field into a slot.
    pub fn put_text(&mut self, slot: usize, text: Option<&str>) {
        let cells = match text {
            Some(text) => Cells::One((0, i64::from(self.texts.enter(Some(&fold(text)))))),
            None => Cells::None,
        };
        self.set(slot, cells);
    }

    /// Puts a time that is no field into a slot.
    pub fn put_time(&mut self, slot: usize, at: i64) {
        self.set(slot, Cells::One((0, at)));
    }

    fn set(&mut self, slot: usize, cells: Cells) {
        if slot >= self.cells.len() {
            self.cells.resize_with(slot + 1, Cells::default);
        }
        if let Some(place) = self.cells.get_mut(slot) {
            *place = cells;
        }
    }

    fn enter(&mut self, field: &Field, scalar: &Scalar) -> Cell {
        match scalar {
            Scalar::Money(money) => (self.texts.enter(Some(money.currency.code())), money.minor),
            Scalar::Choice(name) => (0, field.choice(name).map_or(-1, |place| place as i64)),
            Scalar::Text(_) | Scalar::Address(_) => {
                (0, i64::from(self.texts.enter(Some(&fold(&scalar.text())))))
            }
            other => (0, ordered(other)),
        }
    }

    /// The cell that a wanted value has in this column; `None` if no record has it.
    pub fn cell_of(&self, field: &Field, scalar: &Scalar) -> Option<Cell> {
        Some(match scalar {
            Scalar::Money(money) => (self.texts.code(money.currency.code())?, money.minor),
            Scalar::Choice(name) => (0, field.choice(name)? as i64),
            Scalar::Text(_) | Scalar::Address(_) => (0, i64::from(self.texts.code(&fold(&scalar.text()))?)),
            other => (0, ordered(other)),
        })
    }

    /// For each number of a text, whether it contains another.
    pub fn texts_with(&self, part: &str) -> Vec<bool> {
        let part = fold(part);
        self.texts.picked(|text| text.contains(&part))
    }

    /// What a slot has.
    pub fn at(&self, slot: u32) -> &Cells {
        self.cells.get(slot as usize).unwrap_or(&Cells::None)
    }

    /// All slots.
    pub fn cells(&self) -> &[Cells] {
        &self.cells
    }

    /// The folded text of a number, or the code of a currency's.
    pub fn text_of(&self, number: i64) -> &str {
        u32::try_from(number).ok().and_then(|number| self.texts.value(number)).unwrap_or_default()
    }
}

/// Whether cells of a kind stand for texts by their numbers, whose order is that of arrival.
pub fn is_numbered(kind: FieldKind) -> bool {
    kind.is_text() || matches!(kind, FieldKind::User | FieldKind::Record)
}

/// The day that a date has as a cell, as its 00:00 in UTC.
pub fn day_of(cell: i64) -> Option<Timestamp> {
    let (year, month, day) = (cell / 10_000, cell / 100 % 100, cell % 100);
    zone::read(&format!("{year:04}-{month:02}-{day:02}"))
}

fn ordered(scalar: &Scalar) -> i64 {
    match scalar {
        Scalar::Number(number) => {
            // The order of IEEE 754 as that of whole numbers: the other bits of negative ones are turned over.
            let bits = number.value().to_bits() as i64;
            bits ^ (((bits >> 63) as u64) >> 1) as i64
        }
        Scalar::YesNo(yes) => i64::from(*yes),
        Scalar::Date(date) => {
            i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
        }
        Scalar::Instant(time) => time.0,
        Scalar::Duration(seconds) => *seconds,
        Scalar::Money(_) | Scalar::Choice(_) | Scalar::Text(_) | Scalar::Address(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use casebook_domain::records::Number;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_keep_their_order(one in -1e14_f64..1e14, other in -1e14_f64..1e14) {
            let number = |value: f64| Number::parse(&format!("{value:.3e}")).unwrap();
            let (one, other) = (number(one), number(other));
            prop_assert_eq!(
                one.cmp(&other),
                ordered(&Scalar::Number(one)).cmp(&ordered(&Scalar::Number(other)))
            );
        }
    }
}
