//! Whether `01/02/24` begins with its day, its month or its year, decided by the rest of its column.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{Day, Open, take_apart};

/// Which of the numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// `20/03/2024`.
    DayFirst,
    /// `03/20/2024`.
    MonthFirst,
    /// `24-03-20`. A year of four digits is always seen.
    YearFirst,
}

impl DateOrder {
    /// All, in the order in which they are named.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// The word used in mappings and flags.
    pub fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::YearFirst => "year-first",
        }
    }

    /// Reads [`DateOrder::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
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

/// A column in which nothing distinguishes days from months or years.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("in `{column}`, {} may come first in {example}; specify which", listed(orders))]
pub struct AmbiguousDate {
    /// The column.
    pub column: String,
    /// One of its values.
    pub example: String,
    /// The orders in which that may be.
    pub orders: Vec<DateOrder>,
}

fn listed(orders: &[DateOrder]) -> &'static str {
    match (orders.contains(&DateOrder::YearFirst), orders.contains(&DateOrder::MonthFirst)) {
        (false, _) => "the day or the month",
        (true, false) => "the day or the year",
        (true, true) => "the day, the month or the year",
    }
}

/// Finds the order of a column from its values: one in which all of its dates with a separator can be decides for that
/// separator, and for others whose dates show none, as long as all that do agree.
pub fn settle<'a>(column: &str, values: impl IntoIterator<Item = &'a str>) -> Result<Orders, AmbiguousDate> {
    let mut seen: BTreeMap<char, Seen> = BTreeMap::new();
    for value in values.into_iter().map(str::trim) {
        if let Some(Day::Open(open)) = take_apart(value).map(|parts| parts.day) {
            seen.entry(open.separator).or_default().add(value, &open);
        }
    }
    let shown: Vec<DateOrder> = seen.values().filter_map(Seen::settled).collect();
    let agreed = shown.first().copied().filter(|first| shown.iter().all(|order| order == first));
    let mut orders = Orders::default();
    for (separator, seen) in &seen {
        let agreed = agreed.filter(|order| *separator != '.' && seen.possible.contains(order));
        match (seen.settled().or(agreed), &seen.open) {
            (Some(order), _) => _ = orders.by_separator.insert(*separator, order),
            (None, Some(_)) if *separator == '.' && seen.may_begin_with_day() => {}
            (None, Some((example, of_example))) => {
                let orders = if seen.possible.is_empty() { of_example } else { &seen.possible };
                let (column, example) = (column.to_owned(), example.clone());
                return Err(AmbiguousDate { column, example, orders: orders.clone() });
            }
            (None, None) => {}
        }
    }
    Ok(orders)
}

/// The dates of a column with one separator.
#[derive(Default)]
struct Seen {
    /// The orders in which all of them can be; none if there is no such order, or no date.
    possible: Vec<DateOrder>,
    has_dates: bool,
    /// The first that can be in several, and these.
    open: Option<(String, Vec<DateOrder>)>,
    /// The first and the last numbers of dates with two-digit years.
    firsts: BTreeSet<i64>,
    lasts: BTreeSet<i64>,
}

impl Seen {
    fn add(&mut self, value: &str, date: &Open) {
        let orders = date.orders();
        // What means one day in every order, such as 05/05/2024, shows nothing.
        if orders.is_empty() || orders.len() > 1 && date.certain().is_some() {
            return;
        }
        if date.has_short_year() {
            let [first, _, last] = date.numbers();
            self.firsts.insert(first);
            self.lasts.insert(last);
        }
        if self.has_dates {
            self.possible.retain(|order| orders.contains(order));
        } else {
            (self.possible, self.has_dates) = (orders.clone(), true);
        }
        if orders.len() > 1 && self.open.as_ref().is_none_or(|(_, known)| known.len() < orders.len()) {
            self.open = Some((value.to_owned(), orders));
        }
    }

    fn settled(&self) -> Option<DateOrder> {
        if let [only] = self.possible.as_slice() { Some(*only) } else { None }
    }

    /// Whether the dates are taken to begin with the day. Years of two digits differ less than days do.
    fn may_begin_with_day(&self) -> bool {
        let may_be = |order| self.possible.contains(&order);
        let looks_like_years = self.firsts.len() < self.lasts.len() && may_be(DateOrder::YearFirst);
        self.possible.is_empty() || may_be(DateOrder::DayFirst) && !looks_like_years
    }
}
