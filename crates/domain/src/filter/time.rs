//! Conditions on time.

use crate::time::{Micros, Timestamp};

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

/// A range of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// From one time, and before another.
    Between(Option<Timestamp>, Option<Timestamp>),
    /// The time before now, of this length.
    Last(Micros),
    /// The time after now, of this length.
    Next(Micros),
}

impl Stretch {
    /// Its start (included) and end (excluded), seen from `now`.
    pub fn ends(self, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        let beyond = |time: Timestamp| Some(Timestamp(time.0.saturating_add(1)));
        match self {
            Self::Between(from, to) => (from, to),
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
