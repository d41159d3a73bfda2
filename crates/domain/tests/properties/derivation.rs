//! A derivation that is carried on comes to the same as deriving anew, whatever comes in which order.

use casebook_domain::evidence::Piece;
use casebook_domain::lifecycle::derivation::{Derivation, mark_of};
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::lifecycle::explain::{explain, explain_in_order, live_ids};
use casebook_domain::lifecycle::order::in_order;
use casebook_domain::party::PartyKind;
use casebook_domain::time::DAY;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseResult;

use super::making::{Told, arrived, as_told, day, told};
use super::{KINDS, WORDS};

fn rules() -> Rules<'static> {
    Rules { party: PartyKind::Person, kinds: &KINDS, vocabularies: &WORDS }
}

fn assert_same(carried_on: &Derivation, pieces: &[Piece]) -> TestCaseResult {
    let anew = derive(pieces, PartyKind::Person, &KINDS, &WORDS);
    let (stages, standings) = carried_on.periods(rules());
    prop_assert_eq!(stages, anew.stages);
    prop_assert_eq!(standings, anew.standings);
    prop_assert_eq!(carried_on.facts().to_bytes(), anew.facts.to_bytes());
    prop_assert_eq!(carried_on.facts(), &anew.facts);
    prop_assert_eq!(carried_on.mark(), mark_of(pieces));
    let mut live: Vec<_> = carried_on.pieces().iter().map(|piece| piece.id).collect();
    live.retain(|id| carried_on.is_live(*id));
    live.sort_unstable();
    let mut expected = live_ids(pieces);
    expected.sort_unstable();
    prop_assert_eq!(live, expected);
    prop_assert_eq!(carried_on.counting(&KINDS), in_order(pieces, &KINDS));
    let dated = || pieces.iter().filter_map(|piece| piece.occurred_at);
    prop_assert_eq!(carried_on.ends(), (dated().min(), dated().max()));
    Ok(())
}

/// Adds pieces in batches that end at these places, and compares after each.
fn carried_on_in_batches(pieces: &[Piece], ends: &[Index]) -> TestCaseResult {
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

/// The same history told so often that checkpoints are made, each time some days later; what comes late is taken out of
/// the middle.
fn long(told: &[Told], times: i64) -> Vec<Piece> {
    let once = as_told(told);
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
    fn carrying_on_comes_to_the_same_as_deriving_anew(
        (told, order) in told().prop_flat_map(|told| {
            let order: Vec<usize> = (0..told.len()).collect();
            (Just(told), Just(order).prop_shuffle())
        }),
        ends in vec(any::<Index>(), 0..5),
    ) {
        carried_on_in_batches(&arrived(&told, &order), &ends)?;
    }

    #[test]
    fn explaining_in_order_comes_to_the_same(told in told(), days in -1..9_i64) {
        let (pieces, now) = (as_told(&told), day(days));
        let ordered = in_order(&pieces, &KINDS);
        for words in WORDS.iter() {
            let expected = explain(&pieces, PartyKind::Person, &KINDS, words, now);
            prop_assert_eq!(explain_in_order(&ordered, PartyKind::Person, &KINDS, words, now), expected);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_comes_late_in_a_long_history_is_folded_in_from_before_its_place(
        told in told(),
        late in vec(any::<Index>(), 1..6),
        ends in vec(any::<Index>(), 0..3),
    ) {
        prop_assume!(told.len() >= 4);
        let mut pieces = long(&told, 3_000 / told.len() as i64);
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
