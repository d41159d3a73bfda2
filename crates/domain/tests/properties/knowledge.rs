//! Who is known: whoever has evidence of what happened, and nobody for what was only said about the record.

use proptest::prelude::*;

use super::making::{as_told, told, told_beside_the_point};
use super::{KINDS, history};
use casebook_domain::lifecycle::order::in_order;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn consent_judgement_and_correction_make_nobody_known(told in told_beside_the_point()) {
        let history = history(&as_told(&told));
        prop_assert!(!history.facts.is_known());
        prop_assert!(history.stages.iter().all(Vec::is_empty));
        prop_assert!(history.standings.is_empty());
    }

    #[test]
    fn whoever_has_other_live_evidence_has_a_standing_and_the_broadest_stage(told in told()) {
        let pieces = as_told(&told);
        let known = in_order(&pieces, &KINDS).iter().any(|piece| KINDS.family(piece.kind).makes_known());
        let history = history(&pieces);
        prop_assert_eq!(history.facts.is_known(), known);
        prop_assert_eq!(!history.standings.is_empty(), known);
        prop_assert_eq!(!history.stages[0].is_empty(), known);
    }
}
