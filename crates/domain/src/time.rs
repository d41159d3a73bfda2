//! Points in time as microseconds since 1970 in UTC, the one form that both engines store alike.

use std::fmt;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in microseconds.
pub type Micros = i64;

/// Microseconds in a second.
pub const SECOND: Micros = 1_000_000;
/// Microseconds in a day of 24 hours; a rule's `180d` counts such days, never calendar days.
pub const DAY: Micros = 24 * 60 * 60 * SECOND;

/// The latest time that `jiff` can print; later ones are refused on input.
pub const LATEST: Timestamp = Timestamp(253_370_764_799_999_999);
/// The earliest time that is accepted on input, the year 1.
pub const EARLIEST: Timestamp = Timestamp(-62_135_596_800_000_000);

impl Timestamp {
    /// Reads an RFC 3339 time (`2026-03-03T09:00:00Z`, any offset). Returns `None` for anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let parsed: jiff::Timestamp = text.trim().parse().ok()?;
        let found = Self(parsed.as_microsecond());
        (EARLIEST..=LATEST).contains(&found).then_some(found)
    }

    /// The instant `micros` later, held inside the range of times that can be printed.
    #[must_use]
    pub fn plus(self, micros: Micros) -> Self {
        Self(self.0.saturating_add(micros).clamp(EARLIEST.0, LATEST.0))
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC; fractions only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{}µs", self.0),
        }
    }
}

/// How exactly a time is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the microsecond it is given with.
    #[default]
    Instant,
    /// To the day; the instant is that date's 00:00 in UTC, whatever the zone.
    Day,
    /// Not at all.
    Unknown,
    /// It was so at that instant, and may have been before.
    InstantAtEarliest,
    /// It was so on that day, and may have been before.
    DayAtEarliest,
}

impl Precision {
    /// The word used in files, on the wire and on screen; whether it is so at the earliest stands beside it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Instant | Self::InstantAtEarliest => "instant",
            Self::Day | Self::DayAtEarliest => "day",
            Self::Unknown => "unknown",
        }
    }

    /// A time of this precision as it is written: `2025-04-01`, or an instant in RFC 3339.
    pub fn text(self, at: Timestamp) -> String {
        if self.is_day() { crate::zone::written(at) } else { at.to_string() }
    }

    /// Whether the time is a date.
    pub fn is_day(self) -> bool {
        matches!(self, Self::Day | Self::DayAtEarliest)
    }

    /// Whether it says when a record began rather than when this became so.
    pub fn is_earliest(self) -> bool {
        matches!(self, Self::InstantAtEarliest | Self::DayAtEarliest)
    }

    /// The same at the earliest, or not; an unknown time stays unknown.
    #[must_use]
    pub fn at_earliest(self, earliest: bool) -> Self {
        match (self, earliest) {
            (Self::Instant | Self::InstantAtEarliest, true) => Self::InstantAtEarliest,
            (Self::Instant | Self::InstantAtEarliest, false) => Self::Instant,
            (Self::Day | Self::DayAtEarliest, true) => Self::DayAtEarliest,
            (Self::Day | Self::DayAtEarliest, false) => Self::Day,
            (Self::Unknown, _) => Self::Unknown,
        }
    }

    /// Reads [`Precision::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Instant, Self::Day, Self::Unknown].into_iter().find(|precision| precision.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_prints_as_it_was_read_in_utc() {
        let time = Timestamp::parse_rfc3339("2026-03-03T10:00:00.5+01:00").unwrap();
        assert_eq!(time.to_string(), "2026-03-03T09:00:00.5Z");
    }

    #[test]
    fn words_without_an_offset_are_not_times() {
        for text in ["", "2026-03-03", "2026-03-03T10:00:00", "yesterday", "9999-99-99T00:00:00Z"] {
            assert_eq!(Timestamp::parse_rfc3339(text), None, "{text}");
        }
    }
}
