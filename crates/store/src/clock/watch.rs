//! Whether a clock can be trusted: nothing irreversible is done because of one wrong reading.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use casebook_domain::time::{DAY, Micros, SECOND, Timestamp};

use crate::clock::Clock;
use crate::error::{Error, Result};

/// 2026-01-01T00:00:00Z: this program is younger, so no clock that shows less is right.
const EARLIEST: Timestamp = Timestamp(1_767_225_600_000_000);
/// 2056-01-01T00:00:00Z: far beyond the life of this program, and long before ids run out of room in 2089.
const LATEST: Timestamp = Timestamp(2_713_910_400_000_000);
/// How far a clock may move against the monotonic one and still be trusted: a machine may sleep for weeks, and a clock
/// that was some days wrong is corrected.
pub(crate) const FAR: Micros = 366 * DAY;
/// How far it may move while it counts as steady. Clocks are corrected by seconds.
const SLIP: Micros = 10 * 60 * SECOND;
/// For how long a clock must have been steady after it was set, or if nothing else confirms it.
const ALONE: Micros = DAY;
/// For how long, if the last entry of the database confirms it.
const BORNE_OUT: Micros = 60 * 60 * SECOND;

/// A reading, unless no correct clock can show it.
pub fn believable(now: Timestamp) -> Result<Timestamp> {
    if (EARLIEST..=LATEST).contains(&now) { Ok(now) } else { Err(Error::Clock { shows: now }) }
}

/// Whether a clock can be trusted with what cannot be undone, such as deleting what is old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steadiness {
    /// It has agreed with the monotonic clock for long enough.
    Steady,
    /// It has not been watched for long enough.
    Young,
    /// It was set, or shows an impossible time.
    Set,
}

/// A clock compared with the monotonic one, since some moment.
pub struct ClockWatch {
    clock: Arc<dyn Clock>,
    /// Both clocks at that moment.
    begun: (Timestamp, Micros),
    state: Mutex<State>,
}

struct State {
    /// Both clocks when they were compared last.
    last: (Timestamp, Micros),
    /// Since when they have agreed, by the monotonic one.
    since: Micros,
    /// For how long they must agree.
    wait: Micros,
    was_set: bool,
}

impl ClockWatch {
    /// Watches a clock from now on. `newest` is the time of the newest entry of the database, if it has any: when that
    /// is of the last day, a clock is trusted after an hour, else after a day.
    pub fn begin(clock: Arc<dyn Clock>, newest: Option<Timestamp>) -> Self {
        let begun = (clock.now(), clock.elapsed());
        let age = newest.map(|newest| begun.0.0.saturating_sub(newest.0));
        let is_borne_out = age.is_some_and(|age| (-SLIP..=DAY).contains(&age));
        let wait = if is_borne_out { BORNE_OUT } else { ALONE };
        let state = State { last: begun, since: begun.1, wait, was_set: false };
        Self { clock, begun, state: Mutex::new(state) }
    }

    /// The present, unless no correct clock can show it, or the clock has moved by more than a year against the
    /// monotonic one. Whoever stores a time reads it here, so that a wrong clock is noticed.
    pub fn now(&self) -> Result<Timestamp> {
        let (shows, elapsed) = self.compare().last;
        let now = believable(shows)?;
        let passed = elapsed.saturating_sub(self.begun.1);
        let moved = now.0.saturating_sub(self.begun.0.0).saturating_sub(passed);
        if (-FAR..=FAR).contains(&moved) { Ok(now) } else { Err(Error::Clock { shows: now }) }
    }

    /// Whether it can be trusted with what cannot be undone.
    pub fn steadiness(&self) -> Steadiness {
        let mut state = self.compare();
        let elapsed = state.last.1;
        match (elapsed.saturating_sub(state.since) >= state.wait, state.was_set) {
            (true, _) => {
                state.was_set = false;
                Steadiness::Steady
            }
            (false, true) => Steadiness::Set,
            (false, false) => Steadiness::Young,
        }
    }

    /// Reads both clocks and notes if one was set since they were read last.
    fn compare(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let both = (self.clock.now(), self.clock.elapsed());
        let passed = both.1.saturating_sub(state.last.1);
        let moved = both.0.0.saturating_sub(state.last.0.0).saturating_sub(passed);
        state.last = both;
        if !(-SLIP..=SLIP).contains(&moved) || believable(both.0).is_err() {
            *state = State { last: both, since: both.1, wait: ALONE, was_set: true };
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    const HOUR: Micros = 60 * 60 * SECOND;
    const START: Timestamp = Timestamp(1_772_528_400_000_000);

    /// Time passes on both clocks; the first can be set.
    struct Two(AtomicI64, AtomicI64);

    impl Two {
        fn pass(&self, time: Micros) {
            self.set(time);
            self.1.fetch_add(time, Ordering::SeqCst);
        }

        fn set(&self, by: Micros) {
            self.0.fetch_add(by, Ordering::SeqCst);
        }
    }

    impl Clock for Two {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.load(Ordering::SeqCst))
        }

        fn elapsed(&self) -> Micros {
            self.1.load(Ordering::SeqCst)
        }
    }

    fn watched(newest: Option<Timestamp>) -> (Arc<Two>, ClockWatch) {
        let clock = Arc::new(Two(AtomicI64::new(START.0), AtomicI64::new(0)));
        (Arc::clone(&clock), ClockWatch::begin(clock, newest))
    }

    #[test]
    fn impossible_readings_are_refused() {
        for (shows, believed) in [
            (i64::MIN, false),
            (0, false),
            (EARLIEST.0 - 1, false),
            (EARLIEST.0, true),
            (START.0, true),
            (LATEST.0, true),
            (LATEST.0 + 1, false),
            (i64::MAX, false),
        ] {
            assert_eq!(believable(Timestamp(shows)).is_ok(), believed, "{shows}");
        }
    }

    #[test]
    fn a_clock_is_trusted_once_it_has_agreed_with_the_other_for_long_enough() {
        for (newest, wait) in [
            (None, DAY),
            (Some(START.plus(-2 * DAY)), DAY),
            (Some(START.plus(DAY)), DAY),
            (Some(START.plus(-HOUR)), HOUR),
        ] {
            let (clock, watch) = watched(newest);
            assert_eq!(watch.steadiness(), Steadiness::Young);
            clock.pass(wait - SECOND);
            assert_eq!(watch.steadiness(), Steadiness::Young, "{newest:?}");
            clock.pass(SECOND);
            assert_eq!(watch.steadiness(), Steadiness::Steady, "{newest:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_is_trusted_a_day_later() {
        for by in [HOUR, -HOUR, 20_000 * DAY, -20_000 * DAY] {
            let (clock, watch) = watched(Some(START));
            clock.pass(2 * DAY);
            assert_eq!(watch.steadiness(), Steadiness::Steady);
            clock.set(by);
            assert_eq!(watch.steadiness(), Steadiness::Set, "{by}");
            clock.set(-by);
            assert_eq!(watch.steadiness(), Steadiness::Set, "put right, it was set again");
            clock.pass(DAY);
            assert_eq!(watch.steadiness(), Steadiness::Steady);
        }
    }

    #[test]
    fn a_jump_of_years_within_a_run_is_refused_and_years_that_pass_are_not() {
        let (clock, watch) = watched(None);
        clock.set(30 * DAY);
        assert!(watch.now().is_ok(), "a machine may have slept");
        clock.set(400 * DAY);
        assert!(matches!(watch.now(), Err(Error::Clock { .. })));
        clock.set(-430 * DAY);
        assert_eq!(watch.now(), Ok(START));
        clock.pass(2_000 * DAY);
        assert_eq!(watch.now(), Ok(START.plus(2_000 * DAY)));
    }
}
