//! The columns of the table of lines.

use casebook_domain::quotes::{Discount, Document, Line};

use crate::colours::{Colour, INK, MUTED};
use crate::numbers;
use crate::structure::Role;
use crate::text::Align;
use crate::words::Words;

/// What stands where there is nothing.
pub(super) const NOTHING: &str = "–";

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Position,
    Description,
    Quantity,
    UnitPrice,
    Discount,
    Tax,
    Net,
}

impl Column {
    /// The columns that lines need: discounts only where there are any.
    pub(super) fn of(lines: &[Line]) -> Vec<Self> {
        let has_discount = lines.iter().any(|line| line.discount.is_some());
        let all = [
            Self::Position,
            Self::Description,
            Self::Quantity,
            Self::UnitPrice,
            Self::Discount,
            Self::Tax,
            Self::Net,
        ];
        all.into_iter().filter(|column| has_discount || *column != Self::Discount).collect()
    }

    /// Its name.
    pub(super) fn name(self, words: &Words) -> &'static str {
        match self {
            Self::Position => words.position,
            Self::Description => words.description,
            Self::Quantity => words.quantity,
            Self::UnitPrice => words.unit_price,
            Self::Discount => words.discount,
            Self::Tax => words.tax,
            Self::Net => words.net,
        }
    }

    /// On which side its text stands.
    pub(super) fn align(self) -> Align {
        match self {
            Self::Position | Self::Description => Align::Start,
            _ => Align::Right,
        }
    }

    /// The position names the row.
    pub(super) fn role(self) -> Role {
        if self == Self::Position { Role::RowHeader } else { Role::Cell }
    }

    /// The colour of its text.
    pub(super) fn colour(self) -> Colour {
        if self == Self::Position { MUTED } else { INK }
    }

    /// What stands in it.
    pub(super) fn text(self, document: &Document, place: usize, line: &Line) -> String {
        let (language, currency) = (document.content.language, document.content.currency);
        match self {
            Self::Position => (place + 1).to_string(),
            Self::Description => line.description.clone(),
            Self::Quantity => {
                format!("{} {}", numbers::decimal(&line.quantity.to_string(), language), line.unit)
            }
            Self::UnitPrice => numbers::amount(line.unit_price, currency, language),
            Self::Discount => match line.discount {
                None => NOTHING.to_owned(),
                Some(Discount::Percent(percent)) => numbers::percent(percent, language),
                Some(Discount::Amount(amount)) => numbers::amount(amount, currency, language),
            },
            Self::Tax => numbers::percent(line.tax_rate, language),
            Self::Net => match document.amounts.get(place) {
                Some(amounts) => numbers::amount(amounts.net, currency, language),
                None => NOTHING.to_owned(),
            },
        }
    }
}
