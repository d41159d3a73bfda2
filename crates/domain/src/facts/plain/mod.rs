//! Deals and purchases as plain lists, searched for every question. The running totals must give the same results.

mod deals;
mod purchases;

use super::Moment;
use super::deals::{Deals, State};
use super::purchases::Purchases;
use crate::evidence::{Detail, Piece};
use crate::ids::{DealId, EvidenceId};
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::money::{Currency, Money};
use crate::time::{DAY, Precision, Timestamp};

/// Random numbers that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const KINDS: [KindCode; 13] = [
    k::DEAL_OPENED,
    k::DEAL_MOVED,
    k::DEAL_WON,
    k::DEAL_WON,
    k::DEAL_LOST,
    k::DEAL_REOPENED,
    k::PURCHASED,
    k::RENEWED,
    k::EXPANDED,
    k::REFUNDED,
    k::CANCELLED,
    k::CONTRACT_ENDED,
    k::LEFT_COMPANY,
];

fn day(days: u64) -> Timestamp {
    Timestamp(1_767_225_600_000_000).plus(days as i64 * DAY)
}

/// A piece that may name a deal, a product line or an earlier piece, in few values, so that they meet.
fn some_piece(dice: &mut Dice, id: i64) -> Piece {
    let kind = KINDS[dice.below(KINDS.len() as u64) as usize];
    let mut detail = Detail::default();
    if dice.chance(40) {
        detail.0.insert("covers_until".to_owned(), day(dice.below(40)).to_string().into());
    }
    if dice.chance(50) {
        detail.0.insert("reason".to_owned(), format!("reason {}", dice.below(3)).into());
    }
    let currency = |dice: &mut Dice| Currency::parse(["EUR", "USD", "CZK"][dice.below(3) as usize]).unwrap();
    let amount =
        dice.chance(60).then(|| Money { minor: dice.below(12) as i64 - 2, currency: currency(dice) });
    Piece {
        id: EvidenceId(id),
        kind,
        occurred_at: dice.chance(80).then(|| day(id as u64 / 3)),
        precision: Precision::Instant,
        recorded_at: day(0),
        subject: true,
        deal: dice.chance(45).then(|| DealId(dice.below(6) as i64)),
        amount,
        product_line: dice.chance(25).then(|| format!("line {}", dice.below(2))),
        names: (id > 1 && dice.chance(35)).then(|| EvidenceId(dice.below(id as u64 - 1) as i64 + 1)),
        detail,
    }
}

#[test]
fn running_totals_equal_what_plain_lists_give() {
    let kinds = Kinds::default();
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let (mut deals, mut purchases) = (Deals::default(), Purchases::default());
        let (mut listed_deals, mut listed) = (deals::Deals::default(), purchases::Purchases::default());
        for id in 1..=1 + dice.below(40) as i64 {
            let piece = some_piece(&mut dice, id);
            let family = kinds.family(piece.kind);
            let moment = Moment { place: id as u32, at: piece.occurred_at };
            if piece.deal.is_some() || family == Family::Deal {
                let change = deals.fold(&piece, family);
                purchases.follow_deal(&deals, &change, &piece, moment);
                let change = listed_deals.fold(&piece, family);
                listed.follow_deal(&listed_deals, &change, &piece, moment);
            }
            match family {
                Family::Purchase => {
                    purchases.fold(&piece, moment, &deals);
                    listed.fold(&piece, moment, &listed_deals);
                }
                Family::Departure => {
                    purchases.depart(&piece, &deals, seed % 2 == 0);
                    listed.depart(&piece, &listed_deals, seed % 2 == 0);
                }
                _ => {}
            }
            let (all, expected) = (&listed_deals, format!("seed {seed}, piece {id}: {piece:?}"));
            assert_eq!(purchases.count(), listed.count(all), "{expected}");
            assert_eq!(purchases.last(), listed.last(all), "{expected}");
            assert_eq!(purchases.net(), listed.net(all), "{expected}");
            assert_eq!(purchases.all_ended(), listed.all_ended(all), "{expected}");
            assert_eq!(purchases.end_reason, listed.end_reason, "{expected}");
            let states = [
                (State::Open, deals::State::Open),
                (State::Won, deals::State::Won),
                (State::Lost, deals::State::Lost),
            ];
            for (state, listed) in states {
                assert_eq!(deals.in_state(state), listed_deals.in_state(listed), "{expected}");
            }
            assert_eq!(deals.total(), listed_deals.total());
            let mut evidence: Vec<_> =
                listed.counting(all).flat_map(|one| one.pieces.iter().copied()).collect();
            evidence.sort_unstable();
            assert_eq!(purchases.pieces().collect::<Vec<_>>(), evidence, "{expected}");
        }
    }
}
