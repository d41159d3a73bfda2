//! Taking back evidence is as if it had never been said, and taking that back as if nothing had happened.

use casebook_domain::evidence::{Detail, Piece};
use casebook_domain::ids::EvidenceId;
use casebook_domain::kind::built_in as k;
use casebook_domain::time::Precision;
use proptest::prelude::*;
use proptest::sample::Index;

use super::history;
use super::making::{START, Told, as_told, day, told};

fn retraction(id: i64, named: EvidenceId) -> Piece {
    Piece {
        id: EvidenceId(id),
        kind: k::RETRACTED,
        occurred_at: Some(day(7)),
        precision: Precision::Instant,
        recorded_at: START,
        subject: true,
        deal: None,
        amount: None,
        product_line: None,
        names: Some(named),
        detail: Detail::default(),
    }
}

/// At least one piece, one of them picked.
fn picked() -> impl Strategy<Value = (Vec<Told>, Index)> {
    (told().prop_filter("something happened", |told| !told.is_empty()), any::<Index>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_retraction_retracted_leaves_everything_as_it_was((told, index) in picked()) {
        let mut pieces = as_told(&told);
        let before = history(&pieces);
        pieces.push(retraction(101, index.get(&pieces).id));
        pieces.push(retraction(102, EvidenceId(101)));
        prop_assert_eq!(history(&pieces), before);
    }

    #[test]
    fn retracted_evidence_counts_as_if_it_had_never_been((told, index) in picked()) {
        let mut pieces = as_told(&told);
        let place = index.index(pieces.len());
        let mut without = pieces.clone();
        without.remove(place);
        pieces.push(retraction(101, pieces[place].id));
        prop_assert_eq!(history(&pieces), history(&without));
    }

    #[test]
    fn retracting_twice_takes_both_back_to_undo((told, index) in picked()) {
        let mut pieces = as_told(&told);
        let before = history(&pieces);
        let named = index.get(&pieces).id;
        pieces.extend([retraction(101, named), retraction(102, named), retraction(103, EvidenceId(101))]);
        let without: Vec<Piece> = pieces.iter().filter(|piece| piece.id != named).cloned().collect();
        prop_assert_eq!(history(&pieces), history(&without));
        pieces.push(retraction(104, EvidenceId(102)));
        prop_assert_eq!(history(&pieces), before);
    }
}
