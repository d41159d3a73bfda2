//! Conditions on time.

use crate::time::{Micros, Timestamp};
use crate::zone::{UTC, Zone};

/// A point in time that every party has, or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// When it was added.
    Created,
    /// When it was last changed.
    Updated,
    /// When its first dated piece of evidence occurred.
    FirstEvidence,
    /// When its last dated piece of evidence occurred.
    LastEvidence,
}

/// An end of a range of time: a date begins and ends in the zone of the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// An instant.
    Instant(Timestamp),
    /// The beginning of a date, given as that date's 00:00 in UTC.
    Start(Timestamp),
    /// The end of a date, which is the beginning of the next.
    End(Timestamp),
}

impl Bound {
    /// The instant that it is in a zone.
    pub fn instant(self, zone: &Zone) -> Timestamp {
        match self {
            Self::Instant(at) => at,
            Self::Start(day) => zone.start_of(day),
            Self::End(day) => zone.end_of(day),
        }
    }
}

/// A range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// From one end, and before another, of which one may be a date. See [`Stretch::in_zone`].
    Dated(Option<Bound>, Option<Bound>),
    /// From one time, and before another.
    Between(Option<Timestamp>, Option<Timestamp>),
    /// The time before now, of this length.
    Last(Micros),
    /// The time after now, of this length.
    Next(Micros),
}

impl Stretch {
    /// The same with instants for dates.
    #[must_use]
    pub fn in_zone(self, zone: &Zone) -> Self {
        let instant = |bound: Option<Bound>| bound.map(|bound| bound.instant(zone));
        match self {
            Self::Dated(from, to) => Self::Between(instant(from), instant(to)),
            other => other,
        }
    }

    /// Its start (included) and end (excluded), seen from `now`.
    pub fn ends(self, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let beyond = |time: Timestamp| Some(Timestamp(time.0.saturating_add(1)));
        match self {
            Self::Between(from, to) => (from, to),
            Self::Dated(..) => self.in_zone(&UTC).ends(now),
            Self::Last(length) => (Some(Timestamp(now.0.saturating_sub(length))), beyond(now)),
            Self::Next(length) => (Some(now), beyond(Timestamp(now.0.saturating_add(length)))),
        }
    }

    /// Whether a time lies in it.
    pub fn has(self, time: Timestamp, now: Timestamp) -> bool {
        let (from, to) = self.ends(now);
        from.is_none_or(|from| time >= from) && to.is_none_or(|to| time < to)
    }

    /// All of time.
    pub const ALWAYS: Self = Self::Between(None, None);
}
