//! A clock that moves only when it is set.

use std::sync::atomic::{AtomicI64, Ordering};

use casebook_domain::time::{Micros, Timestamp};
use casebook_store::Clock;

/// Shows one time until it is set.
#[derive(Debug)]
pub struct FixedClock {
    now: AtomicI64,
    elapsed: AtomicI64,
}

impl FixedClock {
    /// 2026-03-03T09:00:00Z, a Tuesday morning.
    pub const START: Timestamp = Timestamp(1_772_528_400_000_000);

    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { now: AtomicI64::new(now.0), elapsed: AtomicI64::new(0) }
    }

    /// Lets time pass; with less than none, the clock is set back.
    pub fn advance(&self, micros: Micros) {
        self.set_by(micros);
        self.elapsed.fetch_add(micros.max(0), Ordering::SeqCst);
    }

    /// Sets the clock by so much, while no time passes.
    pub fn set_by(&self, micros: Micros) {
        self.now.fetch_add(micros, Ordering::SeqCst);
    }

    /// Sets the clock to a time, while no time passes.
    pub fn set(&self, now: Timestamp) {
        self.now.store(now.0, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::at(Self::START)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Micros {
        self.elapsed.load(Ordering::SeqCst)
    }
}
