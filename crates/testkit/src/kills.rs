//! Moments at which work is killed: within the time that the work takes, which is learned as it goes.

use std::process::Child;
use std::time::Duration;

/// Kills of one kind of work, over several rounds.
///
/// How long the work takes is known from one run only, and the machine may be slower or quicker in the next. Work that
/// ended before its kill makes the following kills come earlier, and there are more rounds while nothing was killed, so
/// a quick machine makes no test fail.
#[derive(Clone, Copy, Debug)]
pub struct Kills {
    length: Duration,
    rounds: u32,
    begun: u32,
    killed: u32,
}

impl Kills {
    /// Kills in so many rounds of work that took `length` when it was left alone.
    #[must_use]
    pub fn of(rounds: u32, length: Duration) -> Self {
        Self { length, rounds, begun: 0, killed: 0 }
    }

    /// The work takes so long.
    pub fn take(&mut self, length: Duration) {
        self.length = length;
    }

    /// The next round, from 0: as many as were asked for, and up to ten times as many while nothing was killed before
    /// its end.
    pub fn next_round(&mut self) -> Option<u32> {
        let most = if self.killed == 0 { self.rounds * 10 } else { self.rounds };
        let round = self.begun;
        self.begun += 1;
        (round < most).then_some(round)
    }

    /// A moment within the time of the work, or a little later: kills may come while it ends, too. `chance` answers
    /// with a number below what it is given.
    pub fn moment(&self, chance: impl FnOnce(u128) -> u64) -> Duration {
        Duration::from_micros(chance(self.length.as_micros() * 11 / 10))
    }

    /// Kills work that has been let run for `moment`; returns whether that was before its end.
    pub fn kill(&mut self, work: &mut Child, moment: Duration) -> bool {
        // It may have ended before.
        let _ = work.kill();
        let is_killed = work.wait().is_ok_and(|status| status.code().is_none());
        if is_killed {
            self.killed += 1;
        } else {
            self.length = self.length.min(moment);
        }
        is_killed
    }

    /// How often work was killed before its end.
    #[must_use]
    pub fn killed(&self) -> u32 {
        self.killed
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn work_that_ends_early_is_killed_earlier_and_again() {
        let mut kills = Kills::of(1, Duration::from_secs(9));
        assert_eq!([kills.next_round(), kills.next_round()], [Some(0), Some(1)]);
        let mut quick = Command::new("true").spawn().unwrap();
        quick.wait().unwrap();
        assert!(!kills.kill(&mut quick, Duration::from_secs(2)));
        assert_eq!(kills.moment(|end| u64::try_from(end).unwrap()), Duration::from_millis(2_200));
        let mut long = Command::new("sleep").arg("60").spawn().unwrap();
        assert!(kills.kill(&mut long, Duration::from_secs(1)));
        assert_eq!(kills.killed(), 1);
        assert_eq!(kills.next_round(), None);
    }
}
