//! Exact decimals: how much of something, and percentages.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::records::Number;

/// A decimal with at most `PLACES` digits after the point, kept as a whole number of its smallest unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const PLACES: u32>(i64);

/// How much of something: at most six digits after the point.
pub type Quantity = Decimal<6>;
/// Hundredths: at most four digits after the point. `19` is 19 %.
pub type Percent = Decimal<4>;

/// The most digits: so many pass through a JSON number unchanged.
const MOST_DIGITS: usize = 15;

impl<const PLACES: u32> Decimal<PLACES> {
    /// How many smallest units one is.
    pub const UNITS: i64 = 10_i64.pow(PLACES);
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many whole ones; `None` beyond what can be kept.
    pub fn whole(number: i64) -> Option<Self> {
        number.checked_mul(Self::UNITS).map(Self)
    }

    /// Reads a decimal that is not negative, such as `12.50`. `None` for anything else, for more digits after the point than
    /// `PLACES`, and for more than 15 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let fraction = fraction.trim_end_matches('0');
        let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_plain(whole) || !is_plain(fraction) {
            return None;
        }
        let places = PLACES as usize;
        if fraction.len() > places || whole.trim_start_matches('0').len() + places > MOST_DIGITS {
            return None;
        }
        format!("{whole}{fraction:0<places$}").parse().ok().map(Self)
    }

    /// Reads a number as records hold it.
    pub fn of_number(number: Number) -> Option<Self> {
        Self::parse(&format!("{}", number.value()))
    }

    /// The number of smallest units.
    pub fn units(self) -> i64 {
        self.0
    }

    /// The decimal as a JSON number, which holds it exactly.
    pub fn to_json(self) -> serde_json::Value {
        Number::parse(&self.to_string()).map(Number::to_json).unwrap_or_default()
    }
}

impl<const PLACES: u32> fmt::Display for Decimal<PLACES> {
    /// Digits after the point only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::UNITS, self.0 % Self::UNITS);
        write!(f, "{whole}")?;
        if rest == 0 {
            return Ok(());
        }
        let fraction = format!("{rest:0>width$}", width = PLACES as usize);
        write!(f, ".{}", fraction.trim_end_matches('0'))
    }
}

impl<const PLACES: u32> Serialize for Decimal<PLACES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const PLACES: u32> Deserialize<'de> for Decimal<PLACES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is no such decimal")))
    }
}

/// `numerator / denominator` rounded half up, for a numerator that is not negative and a positive denominator. `None` beyond
/// 64 bits.
pub(super) fn rounded_half_up(numerator: i128, denominator: i128) -> Option<i64> {
    let doubled = numerator.checked_mul(2)?.checked_add(denominator)?;
    i64::try_from(doubled.checked_div(denominator.checked_mul(2)?)?).ok()
}
