//! Qualification of an account, and what happens to those that are not qualified.

use casebook_domain::kind::built_in as k;

use super::contact::{lose_touch, talk};
use crate::diary::Diary;
use crate::sources::Source;

const UNFIT: [&str; 6] = ["no_budget", "no_need", "too_small", "competitor", "student", "out_of_region"];
const NOT_YET: [&str; 4] = ["not_ready", "wrong_contact", "project_postponed", "too_early"];

/// Qualifies the account; returns whether it goes on to a deal.
pub(super) fn qualify(diary: &mut Diary, source: &Source) -> bool {
    let lead = diary.lead();
    if diary.chance.in_thousand(160) {
        diary.wait(1, 10);
        diary.note(k::MARKETING_QUALIFIED, lead);
    }
    if diary.chance.in_thousand(source.qualified) {
        talk(diary);
        accept(diary);
        return true;
    }
    match diary.chance.below(100) {
        0..52 => false,
        52..74 => disqualify(diary),
        74..84 => reject(diary),
        84..92 => park(diary),
        92..97 => {
            talk(diary);
            false
        }
        _ => {
            lose_touch(diary);
            false
        }
    }
}

/// One of the ways in which companies qualify someone, or none.
fn accept(diary: &mut Diary) {
    let lead = diary.lead();
    match diary.chance.below(100) {
        0..30 => assess(diary),
        30..72 => _ = diary.note(k::SALES_ACCEPTED, lead),
        72..86 => _ = diary.note(k::CONVERTED, lead),
        // A deal is opened at once: the stage follows without any assessment.
        _ => {}
    }
}

fn assess(diary: &mut Diary) {
    let lead = diary.lead();
    let expires = diary.chance.in_thousand(350).then(|| diary.ahead(120, 400));
    for criterion in ["fit", "need", "authority", "budget", "timing"] {
        if criterion == "timing" && diary.chance.in_thousand(700) {
            continue;
        }
        let value = if criterion == "timing" { "partly" } else { "met" };
        let mut piece =
            diary.piece(k::CRITERION_ASSESSED, lead).with("criterion", criterion).with("value", value);
        if let Some(expires) = expires.filter(|_| criterion == "budget") {
            piece = piece.with("expires", &expires.to_string());
        }
        diary.write(piece);
        diary.pause();
    }
}

fn disqualify(diary: &mut Diary) -> bool {
    let lead = diary.lead();
    diary.wait(1, 30);
    let reason = *diary.chance.pick(&UNFIT);
    if reason == "no_budget" {
        let piece =
            diary.piece(k::CRITERION_ASSESSED, lead).with("criterion", "budget").with("value", "not_met");
        diary.write(piece);
        diary.pause();
    }
    diary.note_with(k::DISQUALIFIED, lead, "reason", reason);
    if !diary.chance.in_thousand(70) {
        return false;
    }
    diary.wait(40, 200);
    diary.note_with(k::REQUALIFIED, lead, "reason", "new_management");
    diary.wait(1, 15);
    diary.note(k::SALES_ACCEPTED, lead);
    true
}

fn reject(diary: &mut Diary) -> bool {
    let lead = diary.lead();
    diary.wait(2, 20);
    let reason = *diary.chance.pick(&NOT_YET);
    diary.note_with(k::SALES_REJECTED, lead, "reason", reason);
    if !diary.chance.in_thousand(200) {
        return false;
    }
    diary.wait(30, 150);
    diary.note(k::SALES_ACCEPTED, lead);
    true
}

fn park(diary: &mut Diary) -> bool {
    let lead = diary.lead();
    diary.wait(2, 20);
    let reason = *diary.chance.pick(&NOT_YET);
    let until = diary.ahead(30, 270);
    let piece = diary.piece(k::PARKED, lead).with("reason", reason).with("until", &until.to_string());
    diary.write(piece);
    if !diary.chance.in_thousand(300) {
        return false;
    }
    diary.wait(30, 270);
    talk(diary);
    accept(diary);
    true
}
