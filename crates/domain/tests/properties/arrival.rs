//! The order in which evidence arrives, and so the ids that it gets, changes no period.

use proptest::prelude::*;

use super::generated::{NewPiece, new_pieces, stored, stored_in};
use super::{history, shape};

fn shuffled() -> impl Strategy<Value = (Vec<NewPiece>, Vec<usize>)> {
    new_pieces().prop_flat_map(|new| {
        let order: Vec<usize> = (0..new.len()).collect();
        (Just(new), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn shuffling_the_arrival_changes_no_period((new, order) in shuffled()) {
        let (before, after) = (history(&stored(&new)), history(&stored_in(&new, &order)));
        prop_assert_eq!(shape(&before), shape(&after));
    }
}
