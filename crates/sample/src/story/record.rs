//! Problems of the record itself: retracted mistakes, retracted retractions, the same person entered twice, and a
//! stage set by hand.

use casebook_domain::evidence::SUBJECT;
use casebook_domain::kind::built_in as k;
use casebook_domain::time::DAY;

use crate::account::SampleEvidence;
use crate::diary::Diary;

const MISTAKES: [&str; 4] = ["entered twice", "wrong company", "never took place", "wrong date"];
const JUDGED: [(&str, &str); 4] =
    [("journey", "prospect"), ("journey", "customer"), ("zoho", "contact"), ("inbound", "opportunity")];

/// Adds mistakes and corrections to the record of an account, as rarely as they happen.
pub(super) fn blunder(diary: &mut Diary) {
    if diary.chance.in_thousand(45) {
        retract(diary);
    }
    if diary.chance.in_thousand(8) {
        judge(diary);
    }
    if let Some(duplicate) = diary.cast.duplicate {
        let first = diary.lead();
        let mut piece = diary.piece(k::MERGED, first).with("reason", "same mail address");
        piece.participants = vec![(first, SUBJECT), (duplicate, "merged")];
        write_after(diary, piece, None);
    }
}

/// Retracts a piece; sometimes that was the mistake.
fn retract(diary: &mut Diary) {
    let named = diary.chance.below(diary.evidence.len() as u64) as usize;
    let reason = *diary.chance.pick(&MISTAKES);
    let retraction = retraction_of(diary, named, reason);
    let place = write_after(diary, retraction, Some(named));
    if diary.chance.in_thousand(250) {
        let undo = retraction_of(diary, place, "it was right after all");
        write_after(diary, undo, Some(place));
    }
}

fn retraction_of(diary: &Diary, named: usize, reason: &str) -> SampleEvidence {
    let mut piece = diary.piece(k::RETRACTED, diary.lead()).with("reason", reason);
    piece.participants.clone_from(&diary.evidence[named].participants);
    piece
}

/// Records a correction some days after what it corrects, or after the first piece.
fn write_after(diary: &mut Diary, mut piece: SampleEvidence, named: Option<usize>) -> usize {
    let days = diary.chance.between(1, 12);
    let at = diary.evidence[named.unwrap_or(0)].recorded_at.plus(days * DAY);
    piece.names = named;
    piece.occurred_at = Some(at);
    piece.recorded_at = at;
    diary.write_as_is(piece)
}

/// Overrides the rules for a while.
fn judge(diary: &mut Diary) {
    diary.clock = diary.evidence[0].recorded_at;
    diary.wait(5, 60);
    let (vocabulary, stage) = *diary.chance.pick(&JUDGED);
    let until = diary.ahead(30, 300);
    let lead = diary.lead();
    let piece = diary.piece(k::STAGE_JUDGED, lead).with("vocabulary", vocabulary).with("stage", stage);
    diary.write(piece.with("until", &until.to_string()).with("reason", "agreed by word of mouth"));
}
