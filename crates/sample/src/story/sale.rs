//! Deals and purchases: won, lost, lost and reopened, or bought without a deal.

use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::money::Money;

use super::contact::meet;
use crate::account::SampleEvidence;
use crate::diary::Diary;
use crate::sources::Source;

const LINES: [(&str, i64, i64); 4] = [
    ("Planning", 1_200, 18_000),
    ("Warehouse", 2_400, 26_000),
    ("Field Service", 900, 9_000),
    ("Training", 300, 2_400),
];
const LOST: [&str; 5] = ["price", "competitor", "no_decision", "timing", "feature_missing"];

/// A purchase: its piece of evidence, and what later pieces about it share.
pub(super) struct Purchase {
    pub piece: usize,
    pub amount: Option<Money>,
    pub line: &'static str,
    /// The deal whose purchase it is, and a second buyer in it.
    pub deal: Option<Deal>,
}

/// An open deal.
#[derive(Clone, Copy)]
pub(super) struct Deal {
    pub place: usize,
    pub other_buyer: Option<usize>,
    amount: Option<Money>,
    line: &'static str,
}

/// A person buys without a deal, skipping the stages between.
pub(super) fn buy_at_once(diary: &mut Diary) -> Purchase {
    let lead = diary.lead();
    diary.wait(0, 30);
    let line = diary.chance.pick(&LINES).0;
    let euros = diary.chance.between(9, 90) * 10;
    let mut piece = diary.piece(k::PURCHASED, lead);
    piece.amount = diary.money(euros);
    piece.product_line = Some(line);
    let amount = piece.amount;
    Purchase { piece: diary.write(piece), amount, line, deal: None }
}

/// Takes a deal to its end, if it has one.
pub(super) fn sell(diary: &mut Diary, source: &Source) -> Option<Purchase> {
    let deal = open(diary);
    negotiate(diary, &deal);
    if diary.chance.in_thousand(source.won) {
        return Some(win(diary, &deal));
    }
    if diary.chance.in_thousand(220) {
        return None;
    }
    lose(diary, &deal);
    match diary.chance.below(100) {
        0..6 => reopen(diary, &deal),
        6..18 => begin_anew(diary),
        _ => None,
    }
}

fn open(diary: &mut Diary) -> Deal {
    diary.wait(2, 21);
    let &(line, low, high) = diary.chance.pick(&LINES);
    let euros = diary.chance.between(low / 100, high / 100) * 100;
    let second = diary.cast.people.get(1).copied();
    let other_buyer = second.filter(|_| diary.chance.in_thousand(450));
    let deal = Deal { place: diary.add_deal(line), other_buyer, amount: diary.money(euros), line };
    diary.write(about(diary, &deal, k::DEAL_OPENED));
    deal
}

/// A piece about a deal: one fact for both buyers and the account.
pub(super) fn about(diary: &Diary, deal: &Deal, kind: KindCode) -> SampleEvidence {
    let mut piece = diary.piece(kind, diary.lead());
    piece.participants.extend(deal.other_buyer.map(|place| (place, "buyer")));
    piece.deal = Some(deal.place);
    if [k::DEAL_OPENED, k::PROPOSAL_SENT, k::DEAL_WON, k::PURCHASED].contains(&kind) {
        piece.amount = deal.amount;
        piece.product_line = Some(deal.line);
    }
    piece
}

fn negotiate(diary: &mut Diary, deal: &Deal) {
    if diary.chance.in_thousand(400) {
        diary.wait(3, 15);
        meet(diary, k::DEMO_GIVEN);
    }
    if diary.chance.in_thousand(350) {
        diary.wait(3, 25);
        let stage = *diary.chance.pick(&["proposal", "negotiation", "negotiation"]);
        diary.write(about(diary, deal, k::DEAL_MOVED).with("stage", stage));
    }
    if diary.chance.in_thousand(600) {
        diary.wait(2, 20);
        diary.write(about(diary, deal, k::PROPOSAL_SENT));
    }
    diary.wait(4, 45);
}

fn win(diary: &mut Diary, deal: &Deal) -> Purchase {
    let mut won = about(diary, deal, k::DEAL_WON);
    if diary.chance.in_thousand(650) {
        let until = diary.ahead(364, 366);
        won = won.with("covers_until", &until.to_string());
    }
    let piece = diary.write(won);
    if diary.chance.in_thousand(250) {
        diary.wait(1, 30);
        diary.write(about(diary, deal, k::PURCHASED).with("invoice", "paid"));
    }
    Purchase { piece, amount: deal.amount, line: deal.line, deal: Some(*deal) }
}

fn lose(diary: &mut Diary, deal: &Deal) {
    let lost = about(diary, deal, k::DEAL_LOST);
    // Some give a reason, some do not.
    let stated = diary.chance.in_thousand(850);
    let reason = *diary.chance.pick(&LOST);
    diary.write(if stated { lost.with("reason", reason) } else { lost });
}

fn reopen(diary: &mut Diary, deal: &Deal) -> Option<Purchase> {
    diary.wait(15, 90);
    diary.write(about(diary, deal, k::DEAL_REOPENED));
    diary.wait(10, 60);
    if diary.chance.in_thousand(500) {
        return Some(win(diary, deal));
    }
    lose(diary, deal);
    None
}

/// Months after the loss they request a demo again.
fn begin_anew(diary: &mut Diary) -> Option<Purchase> {
    diary.wait(60, 220);
    diary.note(k::DEMO_REQUESTED, diary.lead());
    if diary.chance.in_thousand(400) {
        return None;
    }
    let deal = open(diary);
    negotiate(diary, &deal);
    diary.chance.in_thousand(600).then(|| win(diary, &deal))
}
