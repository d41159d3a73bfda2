//! Chance that can be repeated, and the few places where a test must know or spend time.

use std::time::{Duration, Instant};

/// A source of chance; the same seed gives the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(7_919).wrapping_add(11))
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 16) % end.max(1)
    }

    /// A moment of the years 2023 to 2025.
    pub fn moment(&mut self) -> String {
        let (year, month, day) = (2023 + self.below(3), 1 + self.below(12), 1 + self.below(28));
        format!("{year}-{month:02}-{day:02}T{:02}:{:02}:00Z", self.below(24), self.below(60))
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a crowd writes is a time, not an event")]
pub fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the moment of a kill is a time; who tries again pauses")]
pub fn let_pass(time: Duration) {
    std::thread::sleep(time);
}

/// Asks again and again until the answer is yes.
pub fn wait_for(what: &str, longest: Duration, mut come: impl FnMut() -> bool) {
    let begun = now();
    while !come() {
        assert!(begun.elapsed() < longest, "{what}: not within {longest:?}");
        let_pass(Duration::from_millis(20));
    }
}

/// A number that the long run sets by the environment.
#[expect(clippy::disallowed_methods, reason = "the long run is asked for by the environment")]
pub fn asked(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}
