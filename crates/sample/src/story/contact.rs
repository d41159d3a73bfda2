//! The first steps: how an account becomes known, what interest it shows, and unanswered outreach.

use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::time::Precision;

use crate::diary::Diary;
use crate::sources::Source;

const EVENTS: [&str; 4] = ["Spring Fair", "Workshop Days", "Open House", "Trade Congress"];
const COLLEAGUES: [KindCode; 5] =
    [k::DETAILS_LEARNED, k::CARD_RECEIVED, k::INTRODUCED, k::MET_AT_EVENT, k::WEBINAR_ATTENDED];

/// The first piece about every party of the account.
pub(super) fn open(diary: &mut Diary, source: &Source) {
    let kind = *diary.chance.pick(source.openings);
    let lead = diary.lead();
    if diary.chance.in_thousand(25) {
        open_from_an_old_list(diary, lead);
    } else {
        diary.introduce(kind, lead);
    }
    if let Some(organization) = diary.cast.organization.filter(|place| *place != lead) {
        diary.introduce(k::DETAILS_LEARNED, organization);
    }
    let start = diary.clock;
    for place in diary.cast.people.clone().into_iter().skip(1) {
        diary.wait(0, 25);
        let kind = *diary.chance.pick(&COLLEAGUES);
        diary.introduce(kind, place);
    }
    if let Some(duplicate) = diary.cast.duplicate {
        diary.introduce(k::DETAILS_LEARNED, duplicate);
    }
    diary.clock = start;
}

/// The date on which these details were learned is unknown.
fn open_from_an_old_list(diary: &mut Diary, lead: usize) {
    let mut piece = diary.piece(k::DETAILS_LEARNED, lead).with("list", "address book before the move");
    piece.occurred_at = None;
    piece.precision = Precision::Unknown;
    diary.write_as_is(piece);
}

/// Interest of the account and colleagues over some weeks, and what we send in between.
pub(super) fn show_interest(diary: &mut Diary) {
    let start = diary.clock;
    for place in diary.cast.people.clone().into_iter().skip(1) {
        if diary.chance.in_thousand(600) {
            diary.clock = start;
            diary.wait(10, 60);
            let signs = *diary.chance.pick(&[1, 2, 3, 4]);
            show(diary, place, signs);
        }
    }
    diary.clock = start;
    let lead = diary.lead();
    let signs = *diary.chance.pick(&[2, 3, 3, 4, 5, 6]);
    show(diary, lead, signs);
    if diary.chance.in_thousand(800) {
        reach_out_in_vain(diary);
    }
}

fn show(diary: &mut Diary, lead: usize, signs: usize) {
    for _ in 0..signs {
        diary.wait(0, 14);
        match diary.chance.below(100) {
            0..16 => subscribe(diary, lead),
            16..32 => _ = diary.note_with(k::CONTENT_DOWNLOADED, lead, "content", "Planning guide"),
            32..48 => attend_webinar(diary, lead),
            48..64 => _ = diary.note_with(k::FORM_SUBMITTED, lead, "form", "contact"),
            64..70 => visit_booth(diary, lead),
            70..80 => _ = diary.note(k::DEMO_REQUESTED, lead),
            80..86 => _ = diary.note(k::TRIAL_STARTED, lead),
            86..93 => _ = diary.note(k::PRICING_VIEWED, lead),
            _ => click(diary, lead),
        }
    }
}

fn subscribe(diary: &mut Diary, lead: usize) {
    diary.note(k::NEWSLETTER_SUBSCRIBED, lead);
    if !diary.chance.in_thousand(450) {
        return;
    }
    let consent =
        |diary: &Diary, kind| diary.piece(kind, lead).with("purpose", "newsletter").with("channel", "email");
    let given = consent(diary, k::CONSENT_GIVEN).with("proof", "confirmed by mail");
    diary.write(given);
    if diary.chance.in_thousand(200) {
        let now = diary.clock;
        diary.wait(20, 300);
        diary.write(consent(diary, k::CONSENT_WITHDRAWN));
        diary.clock = now;
    }
}

fn attend_webinar(diary: &mut Diary, lead: usize) {
    diary.note_with(k::WEBINAR_REGISTERED, lead, "webinar", "Planning without paper");
    if diary.chance.in_thousand(550) {
        diary.wait(3, 14);
        diary.note_with(k::WEBINAR_ATTENDED, lead, "webinar", "Planning without paper");
    }
}

fn visit_booth(diary: &mut Diary, lead: usize) {
    let event = *diary.chance.pick(&EVENTS);
    diary.note_with(k::INVITED, lead, "event", event);
    diary.wait(10, 40);
    diary.note_with(k::BOOTH_VISITED, lead, "event", event);
}

fn click(diary: &mut Diary, lead: usize) {
    diary.note_with(k::MAIL_SENT, lead, "mail", "What is new");
    diary.pause();
    diary.note_with(k::MAIL_CLICKED, lead, "mail", "What is new");
}

/// Outreach without any answer.
pub(super) fn reach_out_in_vain(diary: &mut Diary) {
    let lead = diary.lead();
    for _ in 0..*diary.chance.pick(&[1, 2, 2, 3, 3, 4]) {
        diary.wait(1, 10);
        let kind = *diary.chance.pick(&[k::CALL_ATTEMPTED, k::MESSAGE_LEFT, k::MAIL_SENT, k::INVITED]);
        diary.note(kind, lead);
    }
}

/// No one answers any more.
pub(super) fn lose_touch(diary: &mut Diary) {
    reach_out_in_vain(diary);
    diary.wait(5, 30);
    diary.note_with(k::UNREACHABLE, diary.lead(), "reason", "number_not_in_use");
}

/// One or two conversations, with the outreach before them.
pub(super) fn talk(diary: &mut Diary) {
    let lead = diary.lead();
    diary.wait(1, 9);
    if diary.chance.in_thousand(450) {
        let kind = *diary.chance.pick(&[k::CALL_ATTEMPTED, k::MAIL_SENT, k::MESSAGE_LEFT]);
        diary.note(kind, lead);
        diary.wait(1, 4);
    }
    for _ in 0..*diary.chance.pick(&[2, 2, 3, 4]) {
        let kind = *diary.chance.pick(&[
            k::CALL_HELD,
            k::CALL_HELD,
            k::MEETING_HELD,
            k::MAIL_ANSWERED,
            k::CHAT_HELD,
        ]);
        meet(diary, kind);
        diary.wait(1, 12);
    }
}

/// A conversation, at which colleagues may be present: one fact for all of them.
pub(super) fn meet(diary: &mut Diary, kind: KindCode) {
    let mut piece = diary.piece(kind, diary.lead());
    if kind == k::MEETING_HELD || kind == k::DEMO_GIVEN {
        for place in diary.cast.people.clone().into_iter().skip(1) {
            if diary.chance.in_thousand(600) {
                piece.participants.push((place, "attendee"));
            }
        }
    }
    diary.write(piece);
}
