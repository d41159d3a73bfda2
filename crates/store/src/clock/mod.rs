//! The only place where the system's clocks are read.

mod pause;
pub(crate) mod watch;

use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use casebook_domain::time::{Micros, Timestamp};

pub(crate) use pause::pause;

/// A clock. Everything that needs the time takes one, so that tests can set it.
pub trait Clock: Send + Sync {
    /// The present.
    fn now(&self) -> Timestamp;

    /// Microseconds since some moment of this process, by a monotonic clock. It measures how much time has passed, not
    /// what time it is; it may stop while the machine sleeps.
    fn elapsed(&self) -> Micros;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn elapsed(&self) -> Micros {
        static START: OnceLock<Instant> = OnceLock::new();
        let passed = START.get_or_init(Instant::now).elapsed();
        Micros::try_from(passed.as_micros()).unwrap_or(Micros::MAX)
    }
}
