//! Whether deals are worked on, and what they come to in money.

/// The stage of deals that were won, in every pipeline.
pub const WON: &str = "won";
/// The stage of deals that were lost, in every pipeline.
pub const LOST: &str = "lost";

/// Whether a deal is still worked on, and how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DealState {
    /// Worked on.
    #[default]
    Open,
    /// Bought.
    Won,
    /// Not bought.
    Lost,
}

impl DealState {
    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => WON,
            Self::Lost => LOST,
        }
    }
}

/// The state of a deal in a stage of this name, in any pipeline.
pub fn state_of(stage: &str) -> DealState {
    match stage {
        WON => DealState::Won,
        LOST => DealState::Lost,
        _ => DealState::Open,
    }
}

/// An amount in minor units, weighted by a probability in percent: rounded half away from zero, so that sums are those of
/// what is shown of each deal.
pub fn weighted(minor: i64, percent: u8) -> i64 {
    let half = if minor < 0 { -50 } else { 50 };
    // Nearly all are so small, and a division of 64 bits is many times as quick as one of 128.
    if let Some(sum) = minor.checked_mul(i64::from(percent)).and_then(|product| product.checked_add(half)) {
        return sum / 100;
    }
    let product = i128::from(minor) * i128::from(percent);
    let rounded = (product + i128::from(half)) / 100;
    // The share of a number is never larger than the number.
    i64::try_from(rounded).unwrap_or(minor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(1_000, 20, 200)]
    #[case(5, 50, 3)]
    #[case(-5, 50, -3)]
    #[case(1, 49, 0)]
    #[case(i64::MAX, 100, i64::MAX)]
    #[case(i64::MIN, 100, i64::MIN)]
    #[case(999, 0, 0)]
    fn a_weighted_amount_is_rounded_half_away_from_zero(
        #[case] minor: i64,
        #[case] percent: u8,
        #[case] expected: i64,
    ) {
        assert_eq!(weighted(minor, percent), expected);
    }

    proptest! {
        #[test]
        fn amounts_of_any_size_are_weighted_alike(minor: i64, shift in 0..63_u32, percent in 0..=100_u8) {
            let minor = minor >> shift;
            let product = i128::from(minor) * i128::from(percent);
            let rounded = (product.abs() + 50) / 100 * product.signum();
            prop_assert_eq!(i128::from(weighted(minor, percent)), rounded);
        }
    }

    #[rstest]
    #[case("won", DealState::Won)]
    #[case("lost", DealState::Lost)]
    #[case("qualification", DealState::Open)]
    #[case("", DealState::Open)]
    fn the_name_of_a_stage_tells_the_state(#[case] stage: &str, #[case] state: DealState) {
        assert_eq!(state_of(stage), state);
    }
}
