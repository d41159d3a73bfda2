//! Records against a plain model: random additions, edits, hiding and undos of a type with every kind of field; then the
//! table goes out and comes in again, and says nothing new.

use std::collections::BTreeMap;

use casebook_app::domain::ids::{ChangeSetId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::RecordFilter;
use casebook_app::records::{self, NewRecord, RecordChange, RecordImport};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Unwatched, changes};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Map, Value as Json, json};

use crate::records::visit;
use crate::room::Room;

const STEPS: usize = 80;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// What a record is, as a plain map.
#[derive(Clone, Debug, PartialEq)]
struct Plain {
    fields: BTreeMap<String, Json>,
    hidden: bool,
}

/// What a change set did to a record.
#[derive(Clone, Debug)]
enum Done {
    Added,
    Edited(BTreeMap<String, [Json; 2]>),
    Hidden,
    Restored,
}

struct Step {
    set: ChangeSetId,
    id: RecordId,
    done: Done,
    undone: bool,
}

/// Values that each field may have, as they are stored; null for none.
fn pool(party: &str, record: &str) -> Vec<(&'static str, Vec<Json>)> {
    vec![
        ("a_text", vec![json!("=1+1"), json!("Ünï, \"quoted\""), json!("{\"a\":1}"), Json::Null]),
        ("a_long_text", vec![json!("two\nlines"), json!("'=x"), Json::Null]),
        ("a_number", vec![json!(12.5), json!(-3), json!(0), Json::Null]),
        (
            "a_money",
            vec![
                json!({ "minor": 1250, "currency": "EUR" }),
                json!({ "minor": -5, "currency": "JPY" }),
                Json::Null,
            ],
        ),
        ("a_yes_no", vec![json!(true), json!(false), Json::Null]),
        ("a_date", vec![json!("2026-03-03"), json!("1999-12-31"), Json::Null]),
        ("a_instant", vec![json!("2026-03-03T09:00:00Z"), Json::Null]),
        ("a_duration", vec![json!("PT1H30M"), Json::Null]),
        ("a_choice", vec![json!("short"), json!("long"), Json::Null]),
        ("a_email", vec![json!("ada@example.org"), Json::Null]),
        ("a_phone", vec![json!("+44 20 7946 0958"), Json::Null]),
        ("a_url", vec![json!("https://example.org"), Json::Null]),
        ("a_address", vec![json!({ "city": "Bern", "street": "Gasse 1; 2" }), Json::Null]),
        ("a_party", vec![json!([{ "party": party, "role": "subject" }]), Json::Null]),
        ("a_record", vec![json!(record), Json::Null]),
        ("a_user", vec![json!("eve; bob"), Json::Null]),
    ]
}

struct Model {
    room: Room,
    pool: Vec<(&'static str, Vec<Json>)>,
    records: BTreeMap<RecordId, Plain>,
    steps: Vec<Step>,
}

impl Model {
    fn new(engine: Engine) -> Self {
        let room = Room::new(engine);
        records::declare(&room.session, visit()).unwrap();
        let ada = room.add(PartyKind::Person, "Ada");
        let holds = RecordChange { name: Some("Press".into()), ..RecordChange::default() };
        let press = records::add(&room.session, "product", NewRecord { holds }).unwrap().id();
        let pool = pool(&ada.to_string(), &press);
        Self { room, pool, records: BTreeMap::new(), steps: Vec::new() }
    }

    /// Some fields with some of their values.
    fn drawn(&self, dice: &mut Dice) -> Map<String, Json> {
        let count = 1 + dice.below(6);
        let one = |dice: &mut Dice| {
            let (name, values) = &self.pool[dice.below(self.pool.len())];
            ((*name).to_owned(), values[dice.below(values.len())].clone())
        };
        (0..count).map(|_| one(dice)).collect()
    }

    fn note(&mut self, id: RecordId, done: Done) {
        let set = self.room.session.change_set().unwrap();
        if self.steps.last().is_none_or(|last| last.set != set) {
            self.steps.push(Step { set, id, done, undone: false });
        }
    }

    fn add(&mut self, dice: &mut Dice) {
        let fields = self.drawn(dice);
        let holds =
            RecordChange { name: Some("Visit".into()), fields: fields.clone(), ..RecordChange::default() };
        let id = records::add(&self.room.session, "visit", NewRecord { holds }).unwrap().row.id;
        let fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
        self.records.insert(id, Plain { fields, hidden: false });
        self.note(id, Done::Added);
    }

    fn edit(&mut self, id: RecordId, dice: &mut Dice) {
        let fields = self.drawn(dice);
        let change = RecordChange { fields: fields.clone(), ..RecordChange::default() };
        records::edit_if(&self.room.session, "visit", id, change, |_| true).unwrap();
        let plain = self.records.get_mut(&id).unwrap();
        let mut changed = BTreeMap::new();
        for (name, after) in fields {
            let before = plain.fields.get(&name).cloned().unwrap_or_default();
            if before != after {
                put(plain, &name, &after);
                changed.insert(name, [before, after]);
            }
        }
        if !changed.is_empty() {
            self.note(id, Done::Edited(changed));
        }
    }

    fn set_hidden(&mut self, id: RecordId) {
        let plain = self.records.get_mut(&id).unwrap();
        plain.hidden = !plain.hidden;
        let session = &self.room.session;
        let done = if plain.hidden {
            records::hide(session, "visit", id).unwrap();
            Done::Hidden
        } else {
            records::restore(session, "visit", id).unwrap();
            Done::Restored
        };
        self.note(id, done);
    }

    fn undo(&mut self, dice: &mut Dice) {
        let place = dice.below(self.steps.len());
        if self.steps[place].undone {
            return;
        }
        changes::undo(&self.room.session, self.steps[place].set, &Unwatched).unwrap();
        self.steps[place].undone = true;
        let (id, done) = (self.steps[place].id, self.steps[place].done.clone());
        let others = self.steps.iter().enumerate().filter(|(other, step)| *other != place && step.id == id);
        let is_changed = others.into_iter().any(|(_, step)| !step.undone);
        let plain = self.records.get_mut(&id).unwrap();
        match done {
            Done::Added => plain.hidden |= !is_changed,
            Done::Hidden => plain.hidden = false,
            Done::Restored => plain.hidden = true,
            Done::Edited(fields) => {
                for (name, [before, after]) in fields {
                    if plain.fields.get(&name).cloned().unwrap_or_default() == after {
                        put(plain, &name, &before);
                    }
                }
            }
        }
    }

    fn compare(&self) {
        for (id, plain) in &self.records {
            let shown = records::show(&self.room.session, "visit", *id).unwrap();
            assert_eq!(shown.values.to_json(), json!(plain.fields), "{id}");
            assert_eq!(shown.row.hidden, plain.hidden, "{id}");
        }
        let visible = self.records.values().filter(|plain| !plain.hidden).count() as u64;
        assert_eq!(records::count(&self.room.session, "visit", &RecordFilter::default()).unwrap(), visible);
    }

    fn out_and_in(&self) {
        let mut table = Vec::new();
        let session = &self.room.session;
        let all = RecordFilter::default();
        let rows = records::export(session, "visit", &all, &mut table, &Unwatched).unwrap();
        let path = self.room.file(table);
        let table = Table::open(&path, &ReadOptions::default()).unwrap();
        let import = RecordImport { type_name: "visit".into(), table, dry_run: false };
        let report = records::import(session, &import, &Unwatched).unwrap();
        assert_eq!(report.rejects, []);
        assert_eq!((report.unchanged, report.edited, report.added), (rows, 0, 0));
    }
}

fn put(plain: &mut Plain, name: &str, value: &Json) {
    if value.is_null() {
        plain.fields.remove(name);
    } else {
        plain.fields.insert(name.to_owned(), value.clone());
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 1)]
#[case::sqlite_again(Engine::Sqlite, 2)]
#[case::sqlite_once_more(Engine::Sqlite, 3)]
#[case::postgres(Engine::Postgres, 4)]
fn records_are_what_a_plain_model_says(#[case] engine: Engine, #[case] seed: u64) {
    let (mut model, mut dice) = (Model::new(engine), Dice(seed));
    for _ in 0..STEPS {
        let ids: Vec<RecordId> = model.records.keys().copied().collect();
        match (dice.below(10), ids.as_slice()) {
            (0..2, _) | (_, []) => model.add(&mut dice),
            (2..6, ids) => model.edit(ids[dice.below(ids.len())], &mut dice),
            (6, ids) => model.set_hidden(ids[dice.below(ids.len())]),
            _ => model.undo(&mut dice),
        }
        model.compare();
    }
    model.out_and_in();
    model.compare();
    model.room.assert_verified();
}
