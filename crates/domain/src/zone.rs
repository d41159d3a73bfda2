//! The workspace's time zone: where its days begin.
//!
//! A day that evidence is dated by is stored as a date (that date's 00:00 in UTC), so that it reads the same in every
//! zone; the zone says when it begins.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::time::{DAY, Timestamp};

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    /// `None` is UTC, whose days need no look-up.
    rules: Option<TimeZone>,
}

/// UTC, for where no zone is set.
pub static UTC: Zone = Zone { name: String::new(), rules: None };

impl Default for Zone {
    fn default() -> Self {
        UTC.clone()
    }
}

impl Zone {
    /// The zone of an IANA name such as `Europe/Berlin`, or `UTC`; none if there is no such zone.
    pub fn named(name: &str) -> Option<Self> {
        let found = TimeZone::get(name).ok()?;
        let name = found.iana_name().unwrap_or("UTC").to_owned();
        if matches!(name.as_str(), "UTC" | "Etc/UTC") {
            return Some(UTC.clone());
        }
        Some(Self { name, rules: Some(found) })
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        if self.name.is_empty() { "UTC" } else { &self.name }
    }

    /// The date on which an instant lies, as that date's 00:00 in UTC.
    pub fn day_of(&self, instant: Timestamp) -> Timestamp {
        let local = self.rules.as_ref().map_or(0, |rules| {
            let at = jiff::Timestamp::from_microsecond(instant.0);
            at.map_or(0, |at| i64::from(rules.to_offset(at).seconds()) * crate::time::SECOND)
        });
        Timestamp(instant.0.saturating_add(local).div_euclid(DAY) * DAY)
    }

    /// The instant at which a date begins, given as that date's 00:00 in UTC.
    pub fn start_of(&self, day: Timestamp) -> Timestamp {
        let Some(rules) = &self.rules else { return day };
        civil(day)
            .and_then(|written| rules.to_ambiguous_zoned(written).compatible().ok())
            .map_or(day, |start| Timestamp(start.timestamp().as_microsecond()))
    }

    /// The instant at which the date after it begins.
    pub fn end_of(&self, day: Timestamp) -> Timestamp {
        self.start_of(Timestamp(day.0.saturating_add(DAY)))
    }

    /// The first date that begins at an instant or later.
    pub fn first_day(&self, from: Timestamp) -> Timestamp {
        let day = self.day_of(from);
        if self.start_of(day) >= from { day } else { Timestamp(day.0.saturating_add(DAY)) }
    }
}

fn civil(day: Timestamp) -> Option<DateTime> {
    let at = jiff::Timestamp::from_microsecond(day.0).ok()?;
    Some(Offset::UTC.to_datetime(at))
}

/// The date that an instant has in UTC, `2025-04-01`: how a day is written that is stored as that date's 00:00 in UTC.
pub fn written(day: Timestamp) -> String {
    civil(day).map_or_else(|| day.to_string(), |day| day.date().to_string())
}

/// Reads [`written`].
pub fn read(text: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", text.trim()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[rstest]
    #[case("UTC", "2025-03-30", "2025-03-30T00:00:00Z", "2025-03-31T00:00:00Z")]
    #[case::the_clock_goes_forward(
        "Europe/Berlin",
        "2025-03-30",
        "2025-03-29T23:00:00Z",
        "2025-03-30T22:00:00Z"
    )]
    #[case::and_back("Europe/Berlin", "2025-10-26", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z")]
    #[case::west("America/Los_Angeles", "2025-07-01", "2025-07-01T07:00:00Z", "2025-07-02T07:00:00Z")]
    #[case::no_midnight_on_that_day(
        "America/Santiago",
        "2024-09-08",
        "2024-09-08T04:00:00Z",
        "2024-09-09T03:00:00Z"
    )]
    fn a_day_begins_in_its_zone(
        #[case] zone: &str,
        #[case] day: &str,
        #[case] start: &str,
        #[case] end: &str,
    ) {
        let zone = Zone::named(zone).unwrap();
        let day = read(day).unwrap();
        assert_eq!((zone.start_of(day), zone.end_of(day)), (at(start), at(end)));
        assert_eq!(zone.day_of(at(start)), day);
        assert_eq!(zone.day_of(Timestamp(at(end).0 - 1)), day);
        assert_ne!(zone.day_of(at(end)), day);
        let next = Timestamp(day.0 + DAY);
        assert_eq!((zone.first_day(at(start)), zone.first_day(at(end))), (day, next));
        assert_eq!(zone.first_day(at(start).plus(1)), next);
    }

    #[test]
    fn a_zone_that_does_not_exist_is_none() {
        assert_eq!(Zone::named("Europe/Atlantis"), None);
        assert_eq!(Zone::named("Etc/UTC"), Some(Zone::default()));
    }
}
