//! The story of an account: known, interested, qualified, sold to, served, with mistakes in its record on the way.
//! Most accounts stop at some step.

mod contact;
mod qualification;
mod record;
mod sale;
mod service;

use super::diary::Diary;
use super::sources::Source;

/// Generates the whole story of an account.
pub(super) fn write(diary: &mut Diary, source: &Source) {
    contact::open(diary, source);
    pursue(diary, source);
    record::blunder(diary);
}

fn pursue(diary: &mut Diary, source: &Source) {
    let interested = diary.chance.in_thousand(source.interested);
    if interested {
        contact::show_interest(diary);
    } else if !diary.chance.in_thousand(60) {
        // The others are contacted although they showed no interest: they skip a stage.
        return contact::reach_out_in_vain(diary);
    }
    if diary.is_over() {
        return;
    }
    let bought = if diary.cast.organization.is_none() && diary.chance.in_thousand(source.won / 6) {
        Some(sale::buy_at_once(diary))
    } else if qualification::qualify(diary, source) {
        sale::sell(diary, source)
    } else {
        None
    };
    if let Some(purchase) = bought {
        service::serve(diary, source, &purchase);
    }
}
