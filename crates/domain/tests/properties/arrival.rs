//! The order in which evidence arrives, and so the ids that it gets, changes no period.

use proptest::prelude::*;

use super::making::{Told, arrived, as_told, told};
use super::{history, shape};

fn shuffled() -> impl Strategy<Value = (Vec<Told>, Vec<usize>)> {
    told().prop_flat_map(|told| {
        let order: Vec<usize> = (0..told.len()).collect();
        (Just(told), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn shuffling_the_arrival_changes_no_period((told, order) in shuffled()) {
        let (before, after) = (history(&as_told(&told)), history(&arrived(&told, &order)));
        prop_assert_eq!(shape(&before), shape(&after));
    }
}
