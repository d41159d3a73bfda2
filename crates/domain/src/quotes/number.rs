//! The number of a quote.

use std::fmt;

/// The number of a quote: the year in which it was first sent, and its place among those of that year. All versions of a
/// quote have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteNumber {
    /// The year, in the workspace's time zone.
    pub year: i64,
    /// Its place in that year, from 1, without gaps.
    pub place: i64,
}

impl fmt::Display for QuoteNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q-{:04}-{:04}", self.year, self.place)
    }
}

impl QuoteNumber {
    /// Reads the text form.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, place) = text.strip_prefix("Q-")?.split_once('-')?;
        let number = Self { year: year.parse().ok()?, place: place.parse().ok()? };
        (number.to_string() == text).then_some(number)
    }
}
