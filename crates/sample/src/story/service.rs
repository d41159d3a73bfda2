//! Life as a customer: onboarding, requests, upsells, renewals, departure, return, and advocacy.

use casebook_domain::kind::{KindCode, built_in as k};

use super::sale::{Purchase, about};
use crate::account::SampleEvidence;
use crate::diary::Diary;
use crate::sources::Source;

const LEAVING_REASONS: [&str; 5] =
    ["price", "insolvency", "moved_to_competitor", "no_longer_needed", "unhappy"];
const PRAISE: [KindCode; 4] =
    [k::REFERRAL_GIVEN, k::REVIEW_PUBLISHED, k::TESTIMONIAL_GIVEN, k::REFERENCE_GIVEN];

/// How a year with a customer ends.
enum Fate {
    Renewed,
    Cancelled,
    /// Notice was given; the contract ends later.
    Ending,
    Unchanged,
}

/// Generates what follows a purchase, year by year.
pub(super) fn serve(diary: &mut Diary, source: &Source, purchase: &Purchase) {
    begin(diary);
    if diary.chance.in_thousand(55) && refund(diary, purchase) {
        return;
    }
    if diary.chance.in_thousand(source.devoted) {
        praise(diary);
    }
    if diary.chance.in_thousand(140) {
        expand(diary, purchase);
    }
    if diary.chance.in_thousand(35) {
        leave_the_company(diary);
    }
    let early = diary.chance.in_thousand(90);
    while !diary.is_over() {
        let (low, high) = if early { (50, 160) } else { (310, 360) };
        diary.wait(low, high);
        if !end_year(diary, purchase, early) {
            return;
        }
    }
}

/// A piece about the purchase, naming its deal if there is one, else its piece of evidence.
fn naming(diary: &Diary, purchase: &Purchase, kind: KindCode) -> SampleEvidence {
    match &purchase.deal {
        Some(deal) => about(diary, deal, kind),
        None => SampleEvidence { names: Some(purchase.piece), ..diary.piece(kind, diary.lead()) },
    }
}

fn begin(diary: &mut Diary) {
    let lead = diary.lead();
    diary.wait(1, 14);
    if diary.chance.in_thousand(700) {
        diary.note_with(k::ONBOARDING_STEP_DONE, lead, "step", "data moved");
    }
    if diary.chance.in_thousand(300) {
        diary.wait(2, 20);
        diary.note(k::TRAINING_HELD, lead);
    }
    if diary.chance.in_thousand(500) {
        diary.wait(5, 60);
        diary.note_with(k::REQUEST_OPENED, lead, "topic", "export");
        diary.wait(1, 6);
        diary.note_with(k::REQUEST_RESOLVED, lead, "topic", "export");
    }
    if diary.chance.in_thousand(300) {
        diary.wait(5, 40);
        let score = diary.chance.between(3, 10).to_string();
        diary.note_with(k::SATISFACTION_GIVEN, lead, "score", &score);
    }
}

/// Refunds money; returns whether all of it.
fn refund(diary: &mut Diary, purchase: &Purchase) -> bool {
    diary.wait(2, 40);
    let mut piece = naming(diary, purchase, k::REFUNDED).with("reason", "not as expected");
    piece.names = Some(purchase.piece);
    let share = *diary.chance.pick(&[4, 2, 1]);
    piece.amount = purchase.amount.map(|mut amount| {
        amount.minor /= share;
        amount
    });
    if share == 1 && diary.chance.in_thousand(500) {
        piece.amount = None;
    }
    diary.write(piece);
    share == 1
}

fn praise(diary: &mut Diary) {
    diary.wait(20, 150);
    let kind = *diary.chance.pick(&PRAISE);
    diary.note(kind, diary.lead());
    if let Some(organization) = diary.cast.organization.filter(|_| diary.chance.in_thousand(250)) {
        diary.wait(10, 90);
        let mut piece = diary.piece(k::CASE_STUDY_PUBLISHED, organization);
        piece.participants.extend(diary.cast.people.first().map(|place| (*place, "interviewee")));
        diary.write(piece);
    }
}

fn expand(diary: &mut Diary, purchase: &Purchase) {
    diary.wait(30, 200);
    let euros = diary.chance.between(2, 40) * 100;
    let mut piece = naming(diary, purchase, k::EXPANDED).with("seats", "5");
    piece.amount = diary.money(euros);
    piece.product_line = Some(purchase.line);
    diary.write(piece);
}

fn leave_the_company(diary: &mut Diary) {
    let Some(&person) = diary.cast.people.last().filter(|_| diary.cast.organization.is_some()) else {
        return;
    };
    diary.wait(10, 120);
    diary.note(k::LEFT_COMPANY, person);
    let (now, over) = (diary.clock, diary.is_over());
    if let Some(link) = diary.cast.links.iter_mut().find(|link| link.person == person && !over) {
        link.to = Some(now);
    }
}

/// Whether the account goes on after this year.
fn end_year(diary: &mut Diary, purchase: &Purchase, early: bool) -> bool {
    let fate = match diary.chance.below(100) {
        _ if early => Fate::Cancelled,
        0..62 => Fate::Renewed,
        62..76 => Fate::Cancelled,
        76..86 => Fate::Ending,
        _ => Fate::Unchanged,
    };
    match fate {
        Fate::Unchanged => true,
        Fate::Renewed => {
            renew(diary, purchase);
            true
        }
        Fate::Cancelled => {
            let reason = *diary.chance.pick(&LEAVING_REASONS);
            diary.write(naming(diary, purchase, k::CANCELLED).with("reason", reason));
            come_back(diary, purchase)
        }
        Fate::Ending => {
            give_notice(diary, purchase);
            false
        }
    }
}

fn renew(diary: &mut Diary, purchase: &Purchase) {
    let until = diary.ahead(364, 366);
    let mut piece = naming(diary, purchase, k::RENEWED).with("covers_until", &until.to_string());
    piece.amount = purchase.amount;
    diary.write(piece);
}

/// The end lies ahead of the notice that is written down now.
fn give_notice(diary: &mut Diary, purchase: &Purchase) {
    let end = diary.ahead(30, 240);
    let reason = *diary.chance.pick(&LEAVING_REASONS);
    let mut piece = naming(diary, purchase, k::CONTRACT_ENDED).with("reason", reason);
    piece.occurred_at = Some(end);
    diary.write(piece);
}

/// Months after cancelling, some think better of it.
fn come_back(diary: &mut Diary, purchase: &Purchase) -> bool {
    if !diary.chance.in_thousand(280) {
        return false;
    }
    diary.wait(30, 180);
    if diary.chance.in_thousand(600) {
        renew(diary, purchase);
        return false;
    }
    let mut piece = diary.piece(k::PURCHASED, diary.lead());
    piece.amount = purchase.amount;
    piece.product_line = Some(purchase.line);
    diary.write(piece);
    false
}
