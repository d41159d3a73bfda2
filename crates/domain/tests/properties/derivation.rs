//! An incremental derivation equals a fresh one, whatever arrives in which order.

use casebook_domain::evidence::Piece;
use casebook_domain::lifecycle::derivation::{Derivation, mark_of};
use casebook_domain::lifecycle::derive::derive;
use casebook_domain::lifecycle::explain::{explain, explain_in_order, live_ids};
use casebook_domain::lifecycle::order::in_order;
use casebook_domain::party::PartyKind;
use casebook_domain::time::DAY;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseResult;

use super::generated::{NewPiece, day, new_pieces, stored, stored_in};
use super::{KINDS, VOCABULARIES, ZONE, rules};

fn assert_same(incremental: &Derivation, pieces: &[Piece]) -> TestCaseResult {
    let fresh = derive(pieces, rules());
    let (stages, standings) = incremental.periods(rules());
    prop_assert_eq!(stages, fresh.stages);
    prop_assert_eq!(standings, fresh.standings);
    prop_assert_eq!(incremental.facts().to_bytes(), fresh.facts.to_bytes());
    prop_assert_eq!(incremental.facts(), &fresh.facts);
    prop_assert_eq!(incremental.mark(), mark_of(pieces));
    let mut live: Vec<_> = incremental.pieces().map(|piece| piece.id).collect();
    live.retain(|id| incremental.is_live(*id));
    live.sort_unstable();
    let mut expected = live_ids(pieces);
    expected.sort_unstable();
    prop_assert_eq!(live, expected);
    prop_assert_eq!(incremental.counting(&KINDS), in_order(pieces, &KINDS, &ZONE));
    let dated = || pieces.iter().filter_map(|piece| piece.began_at(&ZONE));
    prop_assert_eq!(incremental.ends(), (dated().min(), dated().max()));
    Ok(())
}

/// Adds pieces in batches that end at these places, and compares after each.
fn appended_in_batches(pieces: &[Piece], ends: &[Index]) -> TestCaseResult {
    let mut ends: Vec<usize> = ends.iter().map(|end| end.index(pieces.len() + 1)).collect();
    ends.push(pieces.len());
    ends.sort_unstable();
    let mut derivation = Derivation::of(Vec::new(), rules());
    let mut begin = 0;
    for end in ends {
        derivation.append(pieces[begin..end].to_vec(), rules());
        assert_same(&derivation, &pieces[..end])?;
        begin = end;
    }
    Ok(())
}

/// The same history repeated until there are checkpoints, each time some days later. Late pieces are taken from the
/// middle.
fn long(new: &[NewPiece], times: i64) -> Vec<Piece> {
    let once = stored(new);
    let highest = once.iter().map(|piece| piece.id.0).max().unwrap_or(0);
    let shifted = |time: i64| {
        once.iter().cloned().map(move |mut piece| {
            piece.id.0 += time * highest;
            piece.names = piece.names.map(|mut named| {
                named.0 += time * highest;
                named
            });
            piece.deal = piece.deal.map(|mut deal| {
                deal.0 += time % 7 * 3;
                deal
            });
            piece.occurred_at = piece.occurred_at.map(|at| at.plus(time * 2 * DAY));
            piece
        })
    };
    (0..times).flat_map(shifted).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_incremental_derivation_equals_a_fresh_one(
        (new, order) in new_pieces().prop_flat_map(|new| {
            let order: Vec<usize> = (0..new.len()).collect();
            (Just(new), Just(order).prop_shuffle())
        }),
        ends in vec(any::<Index>(), 0..5),
    ) {
        appended_in_batches(&stored_in(&new, &order), &ends)?;
    }

    #[test]
    fn explaining_in_order_gives_the_same(new in new_pieces(), days in -1..9_i64) {
        let (pieces, now) = (stored(&new), day(days));
        let ordered = in_order(&pieces, &KINDS, &ZONE);
        for compiled in VOCABULARIES.iter() {
            let expected = explain(&pieces, PartyKind::Person, &KINDS, compiled, &ZONE, now);
            prop_assert_eq!(explain_in_order(&ordered, rules(), compiled, now), expected);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_comes_late_in_a_long_history_is_folded_in_from_before_its_place(
        new in new_pieces(),
        late in vec(any::<Index>(), 1..6),
        ends in vec(any::<Index>(), 0..3),
    ) {
        prop_assume!(new.len() >= 4);
        let mut pieces = long(&new, 3_000 / new.len() as i64);
        let late: Vec<Piece> = late.iter().map(|index| pieces.remove(index.index(pieces.len()))).collect();
        pieces.extend(late);
        let tail = pieces.len() - 8;
        let mut derivation = Derivation::of(pieces[..tail].to_vec(), rules());
        let mut ends: Vec<usize> = ends.iter().map(|end| tail + end.index(8)).collect();
        ends.push(pieces.len());
        ends.sort_unstable();
        let mut begin = tail;
        for end in ends {
            derivation.append(pieces[begin..end].to_vec(), rules());
            assert_same(&derivation, &pieces[..end])?;
            begin = end;
        }
    }
}
