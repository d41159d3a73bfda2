//! Parties with so much evidence that their derivations are kept: what they come to is what deriving anew does,
//! whichever process wrote what in which order, and the next piece does not read what is there.

use std::collections::BTreeMap;

use casebook_app::domain::ids::{EvidenceId, PartyId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::{DAY, Precision, Timestamp};
use casebook_app::evidence::{
    NewEvidence, PageRequest, When, correct, list, page, record, record_many, retract,
};
use casebook_app::{Session, Unwatched, changes, explain, imports, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const KINDS: [&str; 9] = [
    "call_held",
    "webinar_attended",
    "deal_opened",
    "deal_won",
    "deal_lost",
    "purchased",
    "renewed",
    "cancelled",
    "sales_rejected",
];

/// A piece of some kind, some days before the present.
fn some_piece(dice: &mut Dice, now: Timestamp) -> NewEvidence {
    let kind = dice.of(&KINDS);
    let mut detail = BTreeMap::new();
    if kind.starts_with("deal_") {
        detail.insert("deal".to_owned(), format!("Deal {}", dice.below(20)).into());
        detail.insert("amount".to_owned(), format!("{}", dice.below(500)).into());
    }
    let when = match dice.below(10) {
        0 => When::Unknown,
        _ => When::At(now.plus(-(dice.below(400) as i64) * DAY), Precision::Day),
    };
    NewEvidence { kind: kind.to_owned(), when, detail }
}

fn some_pieces(dice: &mut Dice, party: PartyId, now: Timestamp, count: usize) -> Vec<(PartyId, NewEvidence)> {
    (0..count).map(|_| (party, some_piece(dice, now))).collect()
}

fn some_id(dice: &mut Dice, session: &Session, party: PartyId) -> EvidenceId {
    let all = list(session, party).unwrap();
    all[dice.below(all.len())].evidence.id
}

const MAPPING: &str = "name = \"deals\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\nexternal_id = \"Org\"\n\
    [row]\nkey = [\"Deal\"]\n[deal]\nid = \"Deal\"\namount = \"Amount\"\ndefault_currency = \"EUR\"\n\
    [[evidence]]\nkind = \"deal_opened\"\nat = \"Opened\"\n[[evidence]]\nkind = \"deal_won\"\nat = \"Won\"\n";

/// Deals on a few organizations, in no order of time.
fn deals(dice: &mut Dice, count: usize, organizations: usize) -> String {
    let row = |n: usize| {
        let (org, day, month) = (n % organizations, dice.below(27) + 1, dice.below(5) + 1);
        format!("o{org},d{n},2025-{month:02}-{day:02},2025-{:02}-{day:02},{}.50\n", month + 6, n % 900 + 10)
    };
    format!("Org,Deal,Opened,Won,Amount\n{}", (0..count).map(row).collect::<String>())
}

/// One thing that somebody does with a party.
fn step(dice: &mut Dice, room: &Room, session: &Session, party: PartyId) {
    let now = session.now();
    match dice.below(8) {
        0 => drop(retract(session, some_id(dice, session, party), "never happened")),
        1 => {
            let instead = (party, some_piece(dice, now));
            drop(correct(session, some_id(dice, session, party), "a wrong day", instead));
        }
        2 => {
            // Some are refused, and leave no trace.
            let mut pieces = some_pieces(dice, party, now, 5);
            "no_such_kind".clone_into(&mut pieces[2].1.kind);
            let recorded = record_many(session, pieces).unwrap();
            assert_eq!(recorded.iter().filter(|one| one.is_err()).count(), 1);
        }
        3 => {
            let session = session.for_answer();
            record(&session, party, some_piece(dice, now)).unwrap();
            changes::undo(&session, session.change_set().unwrap(), &Unwatched).unwrap();
        }
        4 => {
            let table = deals(dice, 90, 1);
            let report = room.try_import(session, MAPPING, &table, &Unwatched).unwrap();
            if dice.below(2) == 0 {
                changes::undo_import(session, report.import.unwrap(), &Unwatched).unwrap();
            }
        }
        _ => drop(record(session, party, some_piece(dice, now)).unwrap()),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whatever_two_processes_do_with_a_party_is_derived_right(#[case] engine: Engine) {
    let room = Room::new(engine);
    let sessions = [room.session.clone(), room.another()];
    let mut dice = Dice(7);
    room.import(MAPPING, &deals(&mut dice, 90, 1));
    let party = room.party("o0");
    for round in 0..40 {
        let session = &sessions[dice.below(2)];
        room.clock.advance(60_000_000);
        step(&mut dice, &room, session, party);
        if round % 4 == 0 {
            room.assert_verified();
        }
        let [one, other] = sessions.each_ref().map(|session| {
            let explained = explain::explain(session, party, "journey", None).unwrap();
            (explained.explanation, explained.because)
        });
        assert_eq!(one, other, "after round {round}");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn new_words_are_followed(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mut dice = Dice(3);
    let ada = room.add(PartyKind::Person, "Ada");
    record_many(&room.session, some_pieces(&mut dice, ada, room.session.now(), 100)).unwrap();
    let active = vocabularies::list(&room.session).unwrap();
    let journey = active.iter().find(|one| one.name == "journey").unwrap();
    let changed = journey.source.replace("interest.count > 0", "interest.count > 3");
    assert_ne!(changed, journey.source);
    vocabularies::adopt(&room.another(), &changed, &Unwatched).unwrap();
    record(&room.session, ada, some_piece(&mut dice, room.session.now())).unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_of_deals_is_undone_and_leaves_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mut dice = Dice(5);
    room.import(MAPPING, "Org,Deal,Opened,Won,Amount\no1,mine,2025-01-01,2025-02-01,5.00\n");
    let before = room.seen();
    let table = deals(&mut dice, 1_500, 3);
    let report = imports::run(
        &room.session,
        &room.request(&MAPPING.replace("deals", "more"), &table, false),
        &Unwatched,
    );
    let report = report.unwrap();
    room.assert_verified();
    let undone = room.undo(report.import);
    assert_eq!((undone.retracted, undone.hidden, undone.stayed), (3_000, 2, 0));
    room.assert_verified();
    assert_eq!(room.seen(), before);
}

/// Every page of a party's evidence, `limit` pieces at a time.
fn paged(session: &Session, party: PartyId, limit: usize, newest_first: bool) -> Vec<(EvidenceId, bool)> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = page(session, party, PageRequest { after, limit, newest_first }).unwrap();
        assert!(page.items.len() <= limit);
        found.extend(page.items.iter().map(|one| (one.evidence.id, one.live)));
        assert_eq!(page.next.is_some(), found.len() < page.total);
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_pages_of_a_party_are_its_evidence_each_piece_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mut dice = Dice(11);
    let [ada, eve] = ["Ada", "Eve"].map(|name| room.add(PartyKind::Person, name));
    for (party, count) in [(ada, 200), (eve, 9)] {
        record_many(&room.session, some_pieces(&mut dice, party, room.session.now(), count)).unwrap();
        retract(&room.session, some_id(&mut dice, &room.session, party), "never happened").unwrap();
        let whole = list(&room.session, party).unwrap();
        let mut whole: Vec<_> = whole.iter().map(|one| (one.evidence.id, one.live)).collect();
        assert_eq!(paged(&room.session, party, 7, false), whole);
        whole.reverse();
        assert_eq!(paged(&room.another(), party, 7, true), whole);
    }
    // What was recorded of her deals is evidence of both.
    let known: Vec<_> = paged(&room.session, ada, 100, false).into_iter().map(|(id, _)| id).collect();
    let mut of_eve = paged(&room.session, eve, 100, false).into_iter().map(|(id, _)| id);
    let foreign = of_eve.find(|id| !known.contains(id)).unwrap();
    let request = PageRequest { after: Some(foreign), limit: 5, newest_first: true };
    assert!(page(&room.session, ada, request).is_err(), "a cursor of another list");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_page_holds_a_megabyte_of_details_at_most(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let note: serde_json::Value = "n".repeat(10_000).into();
    let long = || {
        let detail = [("note".to_owned(), note.clone())].into_iter().collect();
        (ada, NewEvidence { kind: "call_held".to_owned(), when: When::Now, detail })
    };
    record_many(&room.session, (0..300).map(|_| long()).collect()).unwrap();
    let request = PageRequest { after: None, limit: 1_000, newest_first: true };
    let first = page(&room.session, ada, request).unwrap();
    assert!((100..=110).contains(&first.items.len()), "{}", first.items.len());
    assert!(first.next.is_some());
    assert_eq!(paged(&room.session, ada, 1_000, true).len(), 301);
}
