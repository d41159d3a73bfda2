//! Retracted evidence counts as if it had never been recorded; a retracted retraction as if nothing had happened.

use casebook_domain::evidence::{Detail, Piece};
use casebook_domain::ids::EvidenceId;
use casebook_domain::kind::built_in as k;
use casebook_domain::time::Precision;
use proptest::prelude::*;
use proptest::sample::Index;

use super::generated::{NewPiece, START, day, new_pieces, stored};
use super::history;

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
fn picked() -> impl Strategy<Value = (Vec<NewPiece>, Index)> {
    (new_pieces().prop_filter("something happened", |new| !new.is_empty()), any::<Index>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_retraction_retracted_leaves_everything_as_it_was((new, index) in picked()) {
        let mut pieces = stored(&new);
        let before = history(&pieces);
        pieces.push(retraction(101, index.get(&pieces).id));
        pieces.push(retraction(102, EvidenceId(101)));
        prop_assert_eq!(history(&pieces), before);
    }

    #[test]
    fn retracted_evidence_counts_as_if_it_had_never_been((new, index) in picked()) {
        let mut pieces = stored(&new);
        let place = index.index(pieces.len());
        let mut without = pieces.clone();
        without.remove(place);
        pieces.push(retraction(101, pieces[place].id));
        prop_assert_eq!(history(&pieces), history(&without));
    }

    #[test]
    fn retracting_twice_needs_both_retracted_to_undo((new, index) in picked()) {
        let mut pieces = stored(&new);
        let before = history(&pieces);
        let named = index.get(&pieces).id;
        pieces.extend([retraction(101, named), retraction(102, named), retraction(103, EvidenceId(101))]);
        let without: Vec<Piece> = pieces.iter().filter(|piece| piece.id != named).cloned().collect();
        prop_assert_eq!(history(&pieces), history(&without));
        pieces.push(retraction(104, EvidenceId(102)));
        prop_assert_eq!(history(&pieces), before);
    }
}
