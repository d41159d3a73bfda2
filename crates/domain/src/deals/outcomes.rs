//! How some deals ended.

use super::state::DealState;

/// How many of some deals were won, were lost, and are still worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Won.
    pub won: u64,
    /// Lost.
    pub lost: u64,
    /// Worked on.
    pub open: u64,
}

impl Outcomes {
    /// Counts a deal.
    pub fn add(&mut self, state: DealState) {
        match state {
            DealState::Won => self.won += 1,
            DealState::Lost => self.lost += 1,
            DealState::Open => self.open += 1,
        }
    }

    /// The share of those that are closed that was won; none if none is closed.
    pub fn win_rate(&self) -> Option<f64> {
        let closed = self.won + self.lost;
        (closed > 0).then(|| self.won as f64 / closed as f64)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[DealState::Won, DealState::Lost, DealState::Open, DealState::Lost, DealState::Lost], Some(0.25))]
    #[case(&[DealState::Won], Some(1.0))]
    #[case(&[DealState::Lost], Some(0.0))]
    #[case(&[DealState::Open], None)]
    #[case(&[], None)]
    fn the_win_rate_is_that_of_closed_deals(#[case] states: &[DealState], #[case] expected: Option<f64>) {
        let mut outcomes = Outcomes::default();
        for state in states {
            outcomes.add(*state);
        }
        assert_eq!(outcomes.win_rate(), expected);
        assert_eq!(outcomes.won + outcomes.lost + outcomes.open, states.len() as u64);
    }
}
