//! Values in texts that have an order that means something: numbers, amounts and times.

use crate::money::Currency;
use crate::records::Number;
use crate::time::Timestamp;
use crate::zone::Zone;

/// What a text says, if that has an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magnitude {
    /// A number, or an amount in some currency.
    Number(Number),
    /// A point in time.
    Time(Timestamp),
    /// A date, as that date's 00:00 in UTC.
    Day(Timestamp),
}

/// A comparison with a magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is this or more.
    AtLeast,
    /// It is this or less.
    AtMost,
    /// It is earlier, or less.
    Before,
    /// It is later, or more.
    After,
}

impl Magnitude {
    /// Reads a number (`12.5`), an amount (`12.50 EUR`), a day (`2026-03-31`) or a time (RFC 3339).
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let amount = text.split_once(' ').filter(|(_, code)| Currency::parse(code).is_some());
        let number = amount.map_or(text.as_str(), |(number, _)| number);
        let day = || Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")).map(Self::Day);
        let time = || Timestamp::parse_rfc3339(&text).map(Self::Time).or_else(day);
        Number::parse(number).map(Self::Number).or_else(time)
    }

    /// A text that is in the order of the magnitudes, numbers before times.
    pub fn key(self) -> String {
        match self {
            Self::Number(number) => format!("0{:016x}", ordered(number.value())),
            Self::Time(at) | Self::Day(at) => format!("1{:016x}", at.0 as u64 ^ 1 << 63),
        }
    }
}

/// A number whose unsigned order is that of the given one.
fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

impl Comparison {
    /// Whether it holds for a value. Numbers and times are not compared with each other; a time and a day are compared by
    /// the day on which the time lies in a zone.
    pub fn holds(self, value: Magnitude, with: Magnitude, zone: &Zone) -> bool {
        let order = match (value, with) {
            (Magnitude::Number(value), Magnitude::Number(with)) => value.cmp(&with),
            (Magnitude::Time(value), Magnitude::Time(with))
            | (Magnitude::Day(value), Magnitude::Day(with)) => value.cmp(&with),
            (Magnitude::Time(value), Magnitude::Day(with)) => zone.day_of(value).cmp(&with),
            (Magnitude::Day(value), Magnitude::Time(with)) => value.cmp(&zone.day_of(with)),
            _ => return false,
        };
        match self {
            Self::AtLeast => order.is_ge(),
            Self::AtMost => order.is_le(),
            Self::Before => order.is_lt(),
            Self::After => order.is_gt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::zone::UTC;

    #[rstest]
    #[case("12.5", "9", true)]
    #[case("-3", "-10", true)]
    #[case("9 eur", "10 EUR", false)]
    #[case("2026-03-31", "2025-12-01", true)]
    #[case("2026-04-01t10:00:00z", "2026-03-31", true)]
    #[case("2026-03-31t10:00:00z", "2026-03-31", false)]
    #[case::by_the_day_of_the_zone("2026-03-31t11:00:00z", "2026-03-31", true)]
    #[case("2026-04-01", "2026-03-31t11:00:00z", false)]
    #[case("2026", "2025-12-01", false)]
    fn magnitudes_are_compared_by_what_they_mean(
        #[case] value: &str,
        #[case] with: &str,
        #[case] is_more: bool,
    ) {
        let [value, with] = [value, with].map(|text| Magnitude::of(text).unwrap());
        let zone = Zone::named("Pacific/Auckland").unwrap();
        assert_eq!(Comparison::After.holds(value, with, &zone), is_more);
    }

    #[test]
    fn words_have_no_magnitude() {
        for text in ["", "soon", "12 apples", "1,5", "31.3.2026"] {
            assert_eq!(Magnitude::of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn keys_are_in_the_order_of_numbers(one in -1e12..1e12_f64, other in -1e12..1e12_f64) {
            let read = |number: f64| Magnitude::of(&format!("{number:.2}")).unwrap();
            let (one, other) = (read(one), read(other));
            prop_assert_eq!(one.key() < other.key(), Comparison::Before.holds(one, other, &UTC));
        }

        #[test]
        fn keys_are_in_the_order_of_times(one: i64, other: i64) {
            let [one, other] = [one, other].map(|at| Magnitude::Time(Timestamp(at)));
            prop_assert_eq!(one.key() < other.key(), Comparison::Before.holds(one, other, &UTC));
        }
    }
}
