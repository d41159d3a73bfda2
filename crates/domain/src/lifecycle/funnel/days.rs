//! Durations in days, and the share of them below a given length.

use crate::time::{DAY, Micros};

/// The duration below which `share` of all lie, in days, interpolated between the two nearest; `None` of none.
/// The median is that of 0.5. Reorders the durations.
pub(super) fn percentile(durations: &mut [Micros], share: f64) -> Option<f64> {
    let last = durations.len().checked_sub(1)?;
    let position = share.clamp(0.0, 1.0) * last as f64;
    let below = (position.floor() as usize).min(last);
    let (_, lower, above) = durations.select_nth_unstable(below);
    let lower = *lower as f64;
    let upper = above.iter().min().map_or(lower, |upper| *upper as f64);
    let between = lower + (upper - lower) * (position - below as f64);
    Some(between / DAY as f64)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], 0.5, None)]
    #[case(&[3], 0.5, Some(3.0))]
    #[case(&[3], 0.9, Some(3.0))]
    #[case(&[4, 1], 0.5, Some(2.5))]
    #[case(&[9, 1, 5], 0.5, Some(5.0))]
    #[case(&[9, 1, 5], 0.75, Some(7.0))]
    #[case(&[4, 3, 2, 1], 0.5, Some(2.5))]
    #[case(&[4, 3, 2, 1], 0.75, Some(3.25))]
    #[case(&[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 0], 0.9, Some(90.0))]
    #[case(&[0, 0, 0, 7], 0.5, Some(0.0))]
    #[case(&[1, 2, 3], 1.0, Some(3.0))]
    fn percentiles_are_interpolated_between_neighbours(
        #[case] days: &[i64],
        #[case] share: f64,
        #[case] expected: Option<f64>,
    ) {
        let mut durations: Vec<Micros> = days.iter().map(|days| days * DAY).collect();
        assert_eq!(percentile(&mut durations, share), expected);
    }
}
