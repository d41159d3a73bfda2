//! The only randomness of the sample data, derived from a seed.

/// A stream of pseudo-random numbers that their seed decides (`SplitMix64`).
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: u64,
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Chance {
    /// The stream of one account. Each account has its own, so that a change to one story leaves the
    /// others as they were.
    pub fn of(seed: u64, account: u64) -> Self {
        Self { state: mix(seed.wrapping_add(STEP)) ^ mix(account.wrapping_mul(STEP)) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number from 0 to `bound - 1`; 0 if there is none.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as u64) as i64
    }

    /// True in so many of a thousand cases.
    pub fn in_thousand(&mut self, cases: u64) -> bool {
        self.below(1_000) < cases
    }

    /// One of a list, which must not be empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// One of a list, which must not be empty, each as often as its weight says.
    pub fn weighted<'a, T>(&mut self, list: &'a [T], weight: impl Fn(&T) -> u64) -> &'a T {
        let mut drawn = self.below(list.iter().map(&weight).sum());
        for one in list {
            if drawn < weight(one) {
                return one;
            }
            drawn -= weight(one);
        }
        &list[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_streams_and_others_do_not() {
        let draw = |seed, account| {
            let mut chance = Chance::of(seed, account);
            (0..8).map(|_| chance.below(u64::MAX)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 1), draw(1, 1));
        assert_ne!(draw(1, 1), draw(2, 1));
        assert_ne!(draw(1, 1), draw(1, 2));
        assert_ne!(draw(1, 2), draw(2, 1));
    }

    #[test]
    fn draws_stay_inside_their_bounds_and_reach_both_ends() {
        let mut chance = Chance::of(7, 7);
        let drawn: Vec<i64> = (0..1_000).map(|_| chance.between(-2, 3)).collect();
        assert_eq!(drawn.iter().min(), Some(&-2));
        assert_eq!(drawn.iter().max(), Some(&3));
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn weights_are_kept_to_within_a_twentieth() {
        let mut chance = Chance::of(3, 9);
        let light = (0..10_000).filter(|_| *chance.weighted(&[1_u64, 9], |weight| *weight) == 1).count();
        assert!((500..1_500).contains(&light), "{light}");
    }
}
