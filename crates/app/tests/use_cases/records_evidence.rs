//! Evidence that follows from records: it is there exactly as long as the record is, and says what the record says, however
//! it was changed, hidden, restored and undone.

use casebook_app::domain::evidence::Evidence;
use casebook_app::domain::ids::{ChangeSetId, PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::RecordType;
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::{Error, evidence};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::records::visit;
use crate::room::Room;

/// A type whose records say that a webinar was attended as soon as they are `long`, on their day if they have one.
fn declared(room: &Room) {
    let rule = json!({ "on": "a_choice -> long", "kind": "webinar_attended", "at": "a_date" });
    let rules = vec![serde_json::from_value(rule).unwrap()];
    records::declare(&room.session, RecordType { evidence: rules, ..visit() }).unwrap();
}

fn change(fields: &Json) -> RecordChange {
    RecordChange { fields: fields.as_object().unwrap().clone(), ..RecordChange::default() }
}

fn add(room: &Room, fields: &Json) -> RecordId {
    let holds = RecordChange { name: Some("First".into()), ..change(fields) };
    records::add(&room.session, "visit", NewRecord { holds }).unwrap().row.id
}

fn edit(room: &Room, id: RecordId, fields: &Json) {
    records::edit_if(&room.session, "visit", id, change(fields), |_| true).unwrap();
}

fn hide(room: &Room, id: RecordId) {
    records::hide(&room.session, "visit", id).unwrap();
}

fn restore(room: &Room, id: RecordId) {
    records::restore(&room.session, "visit", id).unwrap();
}

/// Live pieces about a party that follow from a record.
fn live(room: &Room, party: PartyId, id: RecordId) -> Vec<Evidence> {
    let record = records::show(&room.session, "visit", id).unwrap().id();
    let all = evidence::list(&room.session, party).unwrap().into_iter().filter(|one| one.live);
    all.map(|one| one.evidence).filter(|one| one.detail.text("record") == Some(&*record)).collect()
}

fn last_set(room: &Room) -> ChangeSetId {
    room.session.change_set().unwrap()
}

fn undo_last(room: &Room) -> ChangeSetId {
    room.undo_set(last_set(room)).change_set.unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn hiding_a_record_takes_its_evidence_back_and_restoring_it_brings_that_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    declared(&room);
    let ada = room.add(PartyKind::Person, "Ada");
    let id = add(&room, &json!({ "a_party": [ada.to_string()], "a_choice": "long" }));
    let [piece]: [Evidence; 1] = live(&room, ada, id).try_into().unwrap();
    let stage = || room.stage(ada, "journey").unwrap();
    assert_eq!(stage(), "lead");
    let refused = evidence::retract(&room.session, piece.id, "no").unwrap_err();
    let named = records::show(&room.session, "visit", id).unwrap().id();
    assert!(matches!(&refused, Error::Refused(why) if why.contains(&named)), "{refused}");

    room.clock.advance(60_000_000);
    hide(&room, id);
    assert_eq!((live(&room, ada, id), stage()), (vec![], "contact".to_owned()));
    hide(&room, id);
    restore(&room, id);
    let same = || live(&room, ada, id) == [piece.clone()];
    assert!(same() && stage() == "lead", "the same piece lives again, with its time");
    let undo = undo_last(&room);
    assert_eq!(live(&room, ada, id), [], "undoing that it was restored");
    room.undo_set(undo);
    assert!(same(), "and undoing that");
    hide(&room, id);
    undo_last(&room);
    assert!(same(), "undoing that it was hidden");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_changed_while_a_record_is_hidden_is_recorded_when_it_is_restored(#[case] engine: Engine) {
    let room = Room::new(engine);
    declared(&room);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let id = add(&room, &json!({ "a_party": [ada.to_string()], "a_choice": "long" }));
    let at = live(&room, ada, id)[0].occurred_at;
    hide(&room, id);
    room.clock.advance(60_000_000);
    edit(&room, id, &json!({ "a_party": [bob.to_string()] }));
    let edited = last_set(&room);
    assert_eq!((live(&room, ada, id), live(&room, bob, id)), (vec![], vec![]));
    restore(&room, id);
    assert_eq!(live(&room, ada, id), []);
    let times: Vec<_> = live(&room, bob, id).iter().map(|one| one.occurred_at).collect();
    assert_eq!(times, [at], "it happened when it was first recorded");
    room.undo_set(edited);
    assert_eq!((live(&room, ada, id).len(), live(&room, bob, id)), (1, vec![]));
    // What an edit had corrected stays gone with the hidden record when the edit is undone.
    edit(&room, id, &json!({ "a_date": "2026-02-03" }));
    let dated = last_set(&room);
    hide(&room, id);
    let undo = room.undo_set(dated).change_set.unwrap();
    assert_eq!(live(&room, ada, id), []);
    room.undo_set(undo);
    assert_eq!(live(&room, ada, id), []);
    restore(&room, id);
    assert!(live(&room, ada, id)[0].occurred_at.unwrap().to_string().starts_with("2026-02-03"));
    room.assert_verified();
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn fields(&mut self, parties: &[PartyId; 2]) -> Json {
        let parties = parties.map(|party| json!([party.to_string()]));
        let pools = [
            ("a_choice", vec![json!("long"), json!("long"), json!("short")]),
            ("a_date", vec![json!("2026-02-03"), json!("2026-02-04"), Json::Null]),
            (
                "a_party",
                vec![
                    parties[0].clone(),
                    parties[1].clone(),
                    json!([parties[0][0], parties[1][0]]),
                    Json::Null,
                ],
            ),
        ];
        let (name, values) = &pools[self.below(pools.len())];
        json!({ *name: values[self.below(values.len())] })
    }
}

/// Each party has the piece that the record says it has, or none.
fn agrees(room: &Room, id: RecordId, parties: &[PartyId; 2]) -> bool {
    let record = records::show(&room.session, "visit", id).unwrap();
    let values = record.values.to_json();
    let says = !record.row.hidden && values["a_choice"] == "long";
    let is_in = |party: &PartyId| values["a_party"].to_string().contains(&party.to_string());
    parties.iter().all(|party| match live(room, *party, id).as_slice() {
        [] => !(says && is_in(party)),
        [one] => {
            let day = one.occurred_at.unwrap().to_string();
            says && is_in(party) && values["a_date"].as_str().is_none_or(|date| day.starts_with(date))
        }
        _ => false,
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 1)]
#[case::sqlite_again(Engine::Sqlite, 2)]
#[case::sqlite_once_more(Engine::Sqlite, 3)]
#[case::sqlite_a_fourth_time(Engine::Sqlite, 5)]
#[case::postgres(Engine::Postgres, 4)]
fn evidence_always_says_what_its_record_says(#[case] engine: Engine, #[case] seed: u64) {
    let (room, mut dice) = (Room::new(engine), Dice(seed));
    declared(&room);
    let parties = [room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob")];
    let id = add(&room, &json!({ "a_party": [parties[0].to_string()], "a_choice": "long" }));
    let (mut sets, mut steps) = (vec![last_set(&room)], Vec::new());
    for _ in 0..60 {
        room.clock.advance(1_000_000);
        match dice.below(8) {
            0..4 => {
                let fields = dice.fields(&parties);
                steps.push(format!("edit {fields}"));
                edit(&room, id, &fields);
            }
            4 => {
                steps.push("hide".to_owned());
                hide(&room, id);
            }
            5 => {
                steps.push("restore".to_owned());
                restore(&room, id);
            }
            _ => {
                let set = sets[dice.below(sets.len())];
                steps.push(format!("undo {set}"));
                room.undo_set(set);
            }
        }
        if sets.last() != Some(&last_set(&room)) {
            sets.push(last_set(&room));
            steps.push(format!("= {}", last_set(&room)));
        }
        assert!(agrees(&room, id, &parties), "{steps:#?}");
    }
    room.assert_verified();
}
