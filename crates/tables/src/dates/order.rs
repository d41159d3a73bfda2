//! Whether `01/02/2024` begins with its day or its month, decided by the rest of its column.

use std::collections::BTreeMap;

use super::parts::{Day, take_apart};

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// `20/03/2024`.
    DayFirst,
    /// `03/20/2024`.
    MonthFirst,
}

impl DateOrder {
    /// The word used in mappings and flags.
    pub fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// Reads [`DateOrder::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::DayFirst, Self::MonthFirst].into_iter().find(|order| order.word() == word)
    }
}

/// The order of a column's dates: one for all, or one for each separator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// For dates whose separator is not listed.
    pub general: Option<DateOrder>,
    /// By the separator between the first two numbers.
    pub by_separator: BTreeMap<char, DateOrder>,
}

impl Orders {
    /// The same order whatever the separator.
    pub fn all(order: DateOrder) -> Self {
        Self { general: Some(order), by_separator: BTreeMap::new() }
    }

    /// The order of dates with that separator. Dots are used day-first wherever they are used at all.
    pub fn of(&self, separator: char) -> Option<DateOrder> {
        let dotted = (separator == '.').then_some(DateOrder::DayFirst);
        self.by_separator.get(&separator).copied().or(self.general).or(dotted)
    }
}

/// A column in which nothing distinguishes days from months.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("in `{column}`, the day or the month may come first in {example}; specify which")]
pub struct AmbiguousDate {
    /// The column.
    pub column: String,
    /// One of its values.
    pub example: String,
}

/// Finds the order of a column from its values: a number above 12 decides it for its separator.
pub fn settle<'a>(column: &str, values: impl IntoIterator<Item = &'a str>) -> Result<Orders, AmbiguousDate> {
    let mut seen: BTreeMap<char, Seen> = BTreeMap::new();
    for value in values {
        let Some(Day::Open { first, second, separator, .. }) =
            take_apart(value.trim()).map(|parts| parts.day)
        else {
            continue;
        };
        let seen = seen.entry(separator).or_default();
        match (first > 12, second > 12) {
            (true, false) => seen.day_first = true,
            (false, true) => seen.month_first = true,
            (false, false) if first != second => {
                seen.open.get_or_insert_with(|| value.trim().to_owned());
            }
            _ => {}
        }
    }
    let mut orders = Orders::default();
    for (separator, seen) in seen {
        match (seen.day_first, seen.month_first, seen.open) {
            (true, false, _) => _ = orders.by_separator.insert(separator, DateOrder::DayFirst),
            (false, true, _) => _ = orders.by_separator.insert(separator, DateOrder::MonthFirst),
            (_, _, Some(example)) if separator != '.' => {
                return Err(AmbiguousDate { column: column.to_owned(), example });
            }
            _ => {}
        }
    }
    Ok(orders)
}

#[derive(Default)]
struct Seen {
    day_first: bool,
    month_first: bool,
    open: Option<String>,
}
