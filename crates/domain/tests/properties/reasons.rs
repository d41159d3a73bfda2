//! Explanations never contradict themselves: their reasons are evidence that lives then, and what they miss is not there.

use casebook_domain::evidence::Piece;
use casebook_domain::kind::{Family, built_in as k};
use casebook_domain::lifecycle::explain::{Explanation, explain};
use casebook_domain::lifecycle::order::in_order;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use proptest::prelude::*;

use super::generated::{day, new_pieces, stored};
use super::{KINDS, VOCABULARIES, ZONE};

/// The pieces that live and count by then.
fn known(pieces: &[Piece], now: Timestamp) -> Vec<&Piece> {
    let ordered = in_order(pieces, &KINDS, &ZONE);
    ordered.iter().filter(|one| one.place.at.is_none_or(|at| at <= now)).map(|one| one.piece).collect()
}

fn check(known: &[&Piece], name: &str, found: &Explanation) -> Result<(), TestCaseError> {
    let reasons: Vec<&Piece> =
        found.because.iter().filter_map(|id| known.iter().find(|piece| piece.id == *id).copied()).collect();
    prop_assert_eq!(reasons.len(), found.because.len(), "every reason lives then");
    let is_bought = |piece: &&&Piece| [k::PURCHASED, k::DEAL_WON].contains(&piece.kind);
    if known.iter().any(|piece| is_bought(&piece)) {
        let purchases = found.missing.iter().filter(|one| one.needs.starts_with("at least 1 purchase"));
        for one in purchases {
            prop_assert!(one.needs.contains("(what was purchased"), "{}", one.needs);
        }
    }
    let family = |piece: &&Piece| KINDS.family(piece.kind);
    if (name, found.stage, found.judged) == ("inbound", Some(2), false) {
        let is_more =
            |piece: &&Piece| family(piece) == Family::Interest && piece.kind != k::NEWSLETTER_SUBSCRIBED;
        prop_assert!(reasons.iter().any(is_more), "a newsletter alone makes a subscriber");
    }
    if (name, found.stage, found.judged) == ("journey", Some(2), false) {
        let is_reason = |piece: &&Piece| {
            piece.deal.is_some()
                || [Family::Deal, Family::Qualification, Family::Conversion].contains(&family(piece))
        };
        prop_assert!(reasons.iter().any(is_reason));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_explanation_does_not_contradict_itself(new in new_pieces(), days in -1..9_i64) {
        let (pieces, now) = (stored(&new), day(days));
        let known = known(&pieces, now);
        for compiled in VOCABULARIES.iter() {
            let found = explain(&pieces, PartyKind::Person, &KINDS, compiled, &ZONE, now);
            check(&known, &compiled.vocabulary.name, &found)?;
        }
    }
}
