//! Who is known: everyone with evidence of what happened. Consent, judgement and correction make no one known.

use proptest::prelude::*;

use super::generated::{new_pieces, new_pieces_that_make_no_one_known, stored};
use super::{KINDS, ZONE, history};
use casebook_domain::lifecycle::order::in_order;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn consent_judgement_and_correction_make_no_one_known(new in new_pieces_that_make_no_one_known()) {
        let history = history(&stored(&new));
        prop_assert!(!history.facts.is_known());
        prop_assert!(history.stages.iter().all(Vec::is_empty));
        prop_assert!(history.standings.is_empty());
    }

    #[test]
    fn whoever_has_other_live_evidence_has_a_standing_and_the_broadest_stage(new in new_pieces()) {
        let pieces = stored(&new);
        let known = in_order(&pieces, &KINDS, &ZONE).iter().any(|one| KINDS.family(one.piece.kind).makes_known());
        let history = history(&pieces);
        prop_assert_eq!(history.facts.is_known(), known);
        prop_assert_eq!(!history.standings.is_empty(), known);
        prop_assert_eq!(!history.stages[0].is_empty(), known);
    }
}
