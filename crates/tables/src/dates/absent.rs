//! What databases and spreadsheets write where there is no date: noughts, and the first day that they know.

use casebook_domain::text::{unprotected, visible};
use jiff::civil::{Date, Time};

use super::order::DateOrder;
use super::parts::{Day, take_apart};

/// The first days of SQL databases, of spreadsheets and of programming languages.
const FIRST_DAYS: [Date; 5] = [
    Date::constant(1, 1, 1),
    Date::constant(1753, 1, 1),
    Date::constant(1899, 12, 30),
    Date::constant(1899, 12, 31),
    Date::constant(1900, 1, 1),
];

/// Whether a text stands for no date: `0000-00-00`, `1753-01-01 00:00:00`, `1900-01-00`. A first day with a time of day is
/// a date.
pub fn is_no_date(text: &str) -> bool {
    let seen = visible(text);
    let text = unprotected(&seen);
    is_nought(text) || is_day_nought(text) || is_first_day(text)
}

/// `0000-00-00`, `00/00/0000 00:00`, `0`.
fn is_nought(text: &str) -> bool {
    text.contains('0') && text.chars().all(|c| c == '0' || c.is_whitespace() || "-/.:TZ+".contains(c))
}

/// The day before the first of January 1900: `1900-01-00`, `1/0/1900`.
fn is_day_nought(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let numbers: Option<Vec<u16>> = day.split(['-', '/', '.']).map(|number| number.parse().ok()).collect();
    let is_it = |numbers: &[u16]| matches!(numbers, [1900, 1, 0] | [0, 1, 1900] | [1, 0, 1900]);
    numbers.is_some_and(|numbers| is_it(&numbers)) && is_nought_or_empty(&text[day.len()..])
}

fn is_nought_or_empty(text: &str) -> bool {
    text.is_empty() || is_nought(text)
}

fn is_first_day(text: &str) -> bool {
    let Some(parts) = take_apart(text) else { return false };
    let date = match parts.day {
        Day::Certain(year, month, day) => Date::new(year, month, day).ok(),
        Day::Open(open) if open.has_short_year() => None,
        Day::Open(open) => {
            [DateOrder::DayFirst, DateOrder::MonthFirst].into_iter().find_map(|order| open.in_order(order))
        }
    };
    date.is_some_and(|date| FIRST_DAYS.contains(&date))
        && parts.time.is_none_or(|time| time == Time::midnight())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0000-00-00", true)]
    #[case("0000-00-00 00:00:00", true)]
    #[case("0000-00-00T00:00:00Z", true)]
    #[case("00/00/0000", true)]
    #[case("00.00.00", true)]
    #[case("0", true)]
    #[case("'0000-00-00", true)]
    #[case("1753-01-01", true)]
    #[case("1753-01-01 00:00:00.000", true)]
    #[case("1/1/1900 12:00:00 AM", true)]
    #[case("1900-01-00", true)]
    #[case("1/0/1900 0:00", true)]
    #[case("30.12.1899", true)]
    #[case("12/30/1899", true)]
    #[case("1899-12-31", true)]
    #[case("0001-01-01T00:00:00", true)]
    #[case("1900-01-02", false)]
    #[case("1900-01-01 10:30", false)]
    #[case("01-01-00", false)]
    #[case("1970-01-01", false)]
    #[case("2024-03-15", false)]
    #[case("", false)]
    #[case("-", false)]
    #[case("soon", false)]
    fn marks_of_no_date_are_known(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_no_date(text), expected);
    }
}
