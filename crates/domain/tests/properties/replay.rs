//! Folding piece by piece equals a fresh derivation, and both equal what the rules give at each instant.

use casebook_domain::evidence::Piece;
use casebook_domain::facts::Facts;
use casebook_domain::lifecycle::derive::Fold;
use casebook_domain::lifecycle::history::covers;
use casebook_domain::lifecycle::order::{Placed, in_order};
use casebook_domain::lifecycle::standing::stand;
use casebook_domain::time::{DAY, Timestamp};
use proptest::prelude::*;

use super::generated::{day, new_pieces, new_pieces_without_judgement, stored};
use super::{KINDS, VOCABULARIES, ZONE, history, rules};

fn ordered(pieces: &[Piece]) -> Vec<Placed<'_>> {
    in_order(pieces, &KINDS, &ZONE)
}

/// What had happened by an instant.
fn facts_by(pieces: &[Placed<'_>], now: Timestamp) -> Facts {
    let mut facts = Facts::default();
    for one in pieces.iter().filter(|one| one.place.at.is_none_or(|at| at <= now)) {
        facts.fold(one.piece, one.place.at, &KINDS, true);
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn folding_piece_by_piece_equals_a_fresh_derivation(new in new_pieces()) {
        let stored = stored(&new);
        let pieces = ordered(&stored);
        let mut fold = Fold::new(rules());
        let mut folded: Vec<Piece> = Vec::new();
        for one in pieces {
            fold.push(one);
            folded.push(one.piece.clone());
            prop_assert_eq!(fold.clone().finish(), history(&folded));
        }
    }

    #[test]
    fn at_every_instant_the_stage_is_what_the_rules_say_of_what_had_happened(
        new in new_pieces_without_judgement()
    ) {
        let stored = stored(&new);
        let pieces = ordered(&stored);
        let history = history(&stored);
        for half_days in -1..24 {
            let now = day(0).plus(half_days * DAY / 2);
            let facts = facts_by(&pieces, now);
            for (compiled, periods) in VOCABULARIES.iter().zip(&history.stages) {
                let shown = periods.iter().find(|one| covers(one.entered_at, one.left_at, now));
                let ruled = compiled.highest(&facts, Some(now)).filter(|_| facts.is_known());
                prop_assert_eq!(shown.map(|one| one.stage), ruled, "{} {}", now, compiled.vocabulary.name);
            }
            let shown = history.standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
            let shown = shown.map(|one| (one.standing, one.reason.clone()));
            prop_assert_eq!(shown, stand(&facts, Some(now)).map(|one| (one.standing, one.reason)), "{}", now);
        }
    }
}
