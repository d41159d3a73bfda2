//! Decimal numbers that a JSON number carries exactly.

use std::cmp::Ordering;

use serde_json::Value as Json;

/// The most significant digits: so many pass through binary floating point unchanged (IEEE 754, `DBL_DIG`).
pub const MOST_DIGITS: usize = 15;

/// A decimal number of at most [`MOST_DIGITS`] significant digits. Equal numbers have equal bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(f64);

impl Eq for Number {}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Number {
    /// Reads a decimal such as `-12.50`; `None` for anything else, and where there are too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || exponent.parse::<i16>().is_err() {
            return None;
        }
        let all = format!("{whole}{fraction}");
        if all.trim_start_matches('0').trim_end_matches('0').len() > MOST_DIGITS {
            return None;
        }
        let number: f64 = text.parse().ok()?;
        // One zero, so that equal numbers are stored alike.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// Reads a JSON number, or one in quotes.
    pub fn read(given: &Json) -> Option<Self> {
        match given {
            Json::Number(number) => Self::parse(&number.to_string()),
            Json::String(text) => Self::parse(text),
            _ => None,
        }
    }

    /// The number as binary floating point, from which its decimal digits can be read back.
    pub fn value(self) -> f64 {
        self.0
    }

    /// As a JSON number; whole ones without a point.
    pub fn to_json(self) -> Json {
        // Whole numbers of 15 digits lie far inside the range in which all of them have a binary form.
        if self.0.fract() == 0.0 && self.0.abs() < 1e15 { Json::from(self.0 as i64) } else { self.0.into() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_decimal_or_too_long_is_refused() {
        for text in ["", "-", ".5", "1,5", "1e", "0x10", "NaN", "inf", "1234567890123456", "1e999", "1 000"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn equal_numbers_have_one_form() {
        for (text, json) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("12.50", "12.5"),
            ("1e3", "1000"),
            ("+7", "7"),
            ("0.1", "0.1"),
            ("123456789012345", "123456789012345"),
            ("100000000000000000000", "1e+20"),
        ] {
            assert_eq!(Number::parse(text).unwrap().to_json().to_string(), json, "{text}");
        }
    }

    proptest! {
        #[test]
        fn its_digits_are_kept(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..12) {
            let text = format!("{mantissa}e-{scale}");
            let number = Number::parse(&text).unwrap();
            let again = Number::read(&number.to_json()).unwrap();
            prop_assert_eq!(number, again);
            // Printed in full, the digits are those that were given.
            let printed = format!("{:.*}", scale as usize, number.value());
            let digits: String = printed.chars().filter(char::is_ascii_digit).collect();
            let expected = mantissa.unsigned_abs().to_string();
            prop_assert_eq!(digits.trim_start_matches('0'), expected.trim_start_matches('0'));
        }
    }
}
