//! A clock that moves only when it is told to.

use std::sync::atomic::{AtomicI64, Ordering};

use casebook_domain::time::{Micros, Timestamp};
use casebook_store::Clock;

/// Shows one time until it is set.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// 2026-03-03T09:00:00Z, a Tuesday morning.
    pub const START: Timestamp = Timestamp(1_772_528_400_000_000);

    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves it, back too.
    pub fn advance(&self, micros: Micros) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::at(Self::START)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
