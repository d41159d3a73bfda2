//! Records of declared types: added, edited, found, hidden, changed in bulk and undone, without a line of code for them.

use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::domain::ids::{ChangeSetId, PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Field, FieldKind, Grouping, RecordFilter, RecordSort, RecordType};
use casebook_app::records::{self, NewRecord, Record, RecordBulkEdit, RecordChange};
use casebook_app::{Error, Progress, RecordGroup, RecordRequest, Unwatched, changes};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Map, Value as Json, json};

use crate::room::Room;

/// A type with a field of every kind that can be stored.
pub fn visit() -> RecordType {
    let of_kind = |kind: FieldKind| {
        let mut field = Field::of_kind(&format!("a_{}", kind.name()), kind.name(), kind);
        match kind {
            FieldKind::Choice => field.choices = serde_json::from_value(json!(["short", "long"])).unwrap(),
            FieldKind::Record => field.types = vec!["product".into()],
            FieldKind::Text => field.searched = true,
            FieldKind::Party => field.multiple = true,
            _ => {}
        }
        field
    };
    RecordType {
        name: "visit".into(),
        plural: "visits".into(),
        title: "Visit".into(),
        plural_title: None,
        description: String::new(),
        name_title: None,
        columns: Vec::new(),
        fields: FieldKind::ALL.into_iter().filter(|kind| *kind != FieldKind::File).map(of_kind).collect(),
        evidence: Vec::new(),
    }
}

fn fields(given: &Json) -> Map<String, Json> {
    given.as_object().unwrap().clone()
}

fn added(room: &Room, of: &str, name: &str, given: &Json) -> Record {
    let holds = RecordChange { name: Some(name.into()), fields: fields(given), ..RecordChange::default() };
    records::add(&room.session, of, NewRecord { holds }).unwrap()
}

fn edited(room: &Room, of: &str, id: RecordId, given: &Json) -> Record {
    let change = RecordChange { fields: fields(given), ..RecordChange::default() };
    records::edit_if(&room.session, of, id, change, |_| true).unwrap()
}

fn names(room: &Room, of: &str, filter: &Json, sort: &str) -> Vec<String> {
    let declared = records::record_type(&room.session, of).unwrap();
    let request = RecordRequest {
        filter: RecordFilter::read(&declared, filter).unwrap(),
        sort: RecordSort::parse(&declared, sort).unwrap(),
        limit: 100,
        ..RecordRequest::default()
    };
    let (found, _) = records::find(&room.session, of, &request).unwrap();
    found.iter().map(|one| one.row.name.clone()).collect()
}

fn last_set(room: &Room) -> ChangeSetId {
    room.session.change_set().unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_type_declared_at_run_time_holds_values_of_every_kind(#[case] engine: Engine) {
    let room = Room::new(engine);
    records::declare(&room.session, visit()).unwrap();
    let (ada, product) = (room.add(PartyKind::Person, "Ada"), added(&room, "product", "Press", &json!({})));
    let given = json!({
        "a_text": "Zürich", "a_long_text": "one\ntwo", "a_number": 12.5,
        "a_money": { "minor": 990, "currency": "EUR" }, "a_yes_no": true, "a_date": "2026-03-03",
        "a_instant": "2026-03-03T09:00:00Z", "a_duration": "PT1H", "a_choice": "long",
        "a_email": "ada@example.org", "a_phone": "+41 44 1", "a_url": "https://example.org",
        "a_address": { "city": "Zürich" }, "a_party": [{ "party": ada.to_string(), "role": "subject" }],
        "a_record": product.id(), "a_user": "eve",
    });
    let visit = added(&room, "visit", "First", &given);
    assert_eq!(visit.values.to_json(), given);
    let again = records::show(&room.another(), "visits", visit.row.id).unwrap();
    assert_eq!((again.values.to_json(), &again.row.name), (given.clone(), &visit.row.name));
    added(&room, "visit", "Second", &json!({}));
    for (field, is) in given.as_object().unwrap() {
        let wanted = if field == "a_party" { json!(ada.to_string()) } else { is.clone() };
        let with = |test: Json| names(&room, "visit", &json!({ "field": test }), "");
        assert_eq!(with(json!({ "name": field, "is": wanted })), ["First"], "{field}");
        assert_eq!(with(json!({ "name": field, "one_of": [wanted] })), ["First"], "{field}");
        assert_eq!(with(json!({ "name": field, "filled": true })), ["First"], "{field}");
        assert_eq!(with(json!({ "name": field, "filled": false })), ["Second"], "{field}");
        assert_eq!(
            names(&room, "visit", &json!({ "and": [] }), field)[0],
            "First",
            "nothing comes last: {field}"
        );
        assert_eq!(names(&room, "visit", &json!({ "and": [] }), &format!("-{field}"))[0], "First", "{field}");
    }
    assert_eq!(names(&room, "visit", &json!({ "text": "zur" }), ""), ["First"]);
    assert_eq!(names(&room, "visit", &json!({ "party": ada.to_string() }), ""), ["First"]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lists_are_filtered_sorted_and_turned_page_by_page(#[case] engine: Engine) {
    let room = Room::new(engine);
    let price = |minor: i64, currency: &str| json!({ "price": { "minor": minor, "currency": currency } });
    for (name, given) in [
        ("Basic", price(900, "EUR")),
        ("Plus", price(1_900, "EUR")),
        ("Pro", price(4_900, "EUR")),
        ("Pro US", price(5_500, "USD")),
        ("Free", json!({})),
    ] {
        added(&room, "product", name, &given);
    }
    let all = json!({ "and": [] });
    assert_eq!(names(&room, "product", &all, ""), ["Basic", "Free", "Plus", "Pro", "Pro US"]);
    assert_eq!(names(&room, "product", &all, "price"), ["Basic", "Plus", "Pro", "Pro US", "Free"]);
    assert_eq!(names(&room, "product", &all, "-price,name"), ["Pro US", "Pro", "Plus", "Basic", "Free"]);
    let euro = |minor: i64| json!({ "minor": minor, "currency": "EUR" });
    for (test, found) in [
        (json!({ "name": "price", "at_least": euro(1_900) }), vec!["Plus", "Pro"]),
        (json!({ "name": "price", "before": euro(1_900) }), vec!["Basic"]),
        (json!({ "name": "price", "after": euro(1_900) }), vec!["Pro"]),
        (json!({ "name": "price", "at_most": euro(900) }), vec!["Basic"]),
        (json!({ "name": "name", "contains": "PRO" }), vec!["Pro", "Pro US"]),
        (json!({ "name": "created_at", "after": "2099-01-01" }), vec![]),
    ] {
        assert_eq!(names(&room, "product", &json!({ "field": test }), ""), found, "{test}");
    }
    let product = records::record_type(&room.session, "product").unwrap();
    let mut request = RecordRequest {
        sort: RecordSort::parse(&product, "-price").unwrap(),
        limit: 2,
        ..RecordRequest::default()
    };
    let mut turned = Vec::new();
    loop {
        let (page, next) = records::find(&room.session, "product", &request).unwrap();
        turned.extend(page.iter().map(|one| one.row.name.clone()));
        request.cursor = next;
        if request.cursor.is_none() {
            break;
        }
    }
    assert_eq!(turned, ["Pro US", "Pro", "Plus", "Basic", "Free"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn every_change_of_a_record_can_be_undone_and_that_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    let press = added(&room, "product", "Press", &json!({ "code": "P-1" }));
    let (id, made) = (press.row.id, last_set(&room));
    edited(&room, "product", id, &json!({ "code": "P-2", "unit": "piece" }));
    let change = last_set(&room);
    let code = || records::show(&room.session, "product", id).unwrap().values.to_json()["code"].clone();
    let undone = room.undo_set(change);
    assert_eq!((code(), undone.restored), (json!("P-1"), 1));
    room.undo_set(undone.change_set.unwrap());
    assert_eq!(code(), "P-2");
    // What was changed since stays, and is named.
    edited(&room, "product", id, &json!({ "code": "P-3" }));
    let partly = room.undo_set(change);
    assert_eq!(code(), "P-3");
    assert_eq!(partly.kept[0].field.as_deref(), Some("code"));
    let stays = room.undo_set(made);
    assert_eq!((stays.stayed, stays.hidden), (1, 0), "it was changed by hand since");
    let plain = added(&room, "product", "Plain", &json!({}));
    let gone = room.undo_set(last_set(&room));
    assert_eq!(gone.hidden, 1);
    assert!(records::show(&room.session, "product", plain.row.id).unwrap().row.hidden);
    assert_eq!(names(&room, "product", &json!({ "and": [] }), ""), ["Press"]);
    room.undo_set(gone.change_set.unwrap());
    assert_eq!(names(&room, "product", &json!({ "and": [] }), ""), ["Plain", "Press"]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_bulk_edit_of_records_is_one_change_set(#[case] engine: Engine) {
    let room = Room::new(engine);
    for place in 0..450 {
        added(
            &room,
            "product",
            &format!("Part {place:03}"),
            &json!({ "family": if place % 2 == 0 { "a" } else { "b" } }),
        );
    }
    let product = records::record_type(&room.session, "product").unwrap();
    let filter = RecordFilter::read(&product, &json!({ "field": { "name": "family", "is": "A" } })).unwrap();
    let set = RecordChange { fields: fields(&json!({ "unit": "box" })), ..RecordChange::default() };
    let edit = RecordBulkEdit { type_name: "product".into(), filter, set, request: String::new() };
    let report = records::edit_all(&room.session, &edit, &Unwatched).unwrap();
    assert_eq!((report.matched, report.edited), (225, 225));
    let boxed = RecordFilter::read(&product, &json!({ "field": { "name": "unit", "is": "box" } })).unwrap();
    let count = || records::count(&room.session, "product", &boxed).unwrap();
    assert_eq!(count(), 225);
    let undone = room.undo_set(report.change_set.unwrap());
    assert_eq!((undone.restored, count()), (225, 0));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_unique_value_belongs_to_one_record_at_a_time(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = added(&room, "product", "First", &json!({ "code": "A-1" }));
    let holds = RecordChange {
        name: Some("Second".into()),
        fields: fields(&json!({ "code": " a-1 " })),
        ..RecordChange::default()
    };
    let add = || records::add(&room.session, "product", NewRecord { holds: holds.clone() });
    assert!(matches!(add(), Err(Error::Argument { name, .. }) if name == "code"));
    records::hide(&room.session, "product", first.row.id).unwrap();
    let second = add().unwrap();
    let refused = records::restore(&room.session, "product", first.row.id);
    assert!(matches!(refused, Err(Error::Argument { name, .. }) if name == "code"));
    edited(&room, "product", second.row.id, &json!({ "code": null }));
    records::restore(&room.session, "product", first.row.id).unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_field_added_to_a_type_is_there_at_once_in_every_process(#[case] engine: Engine) {
    let room = Room::new(engine);
    let there = room.another();
    added(&room, "product", "Press", &json!({}));
    assert_eq!(names(&room, "product", &json!({ "and": [] }), "").len(), 1);
    let weight = Field::of_kind("weight", "Weight", FieldKind::Number);
    records::add_field(&there, "product", weight.clone()).unwrap();
    added(&room, "product", "Drill", &json!({ "weight": 2 }));
    let heavy = json!({ "field": { "name": "weight", "at_least": 1.5 } });
    assert_eq!(names(&room, "product", &heavy, ""), ["Drill"]);
    let again = records::add_field(&room.session, "product", weight);
    assert!(matches!(again, Err(Error::Refused(_))));
    let twice = RecordType { name: "product".into(), plural: "wares".into(), ..visit() };
    assert!(matches!(records::declare(&room.session, twice), Err(Error::Refused(_))));
    let needs = Field { required: true, ..Field::of_kind("height", "Height", FieldKind::Number) };
    assert!(matches!(records::add_field(&room.session, "product", needs), Err(Error::Argument { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_does_not_fit_is_refused_and_leaves_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let before = room.session.change_set();
    let add = |name: &str, given: &Json| {
        let holds =
            RecordChange { name: Some(name.into()), fields: fields(given), ..RecordChange::default() };
        records::add(&room.session, "product", NewRecord { holds })
    };
    assert!(matches!(add(" ", &json!({})), Err(Error::Argument { name, .. }) if name == "name"));
    assert!(matches!(add("Press", &json!({ "price": 5 })), Err(Error::Values(_))));
    assert!(matches!(add("Press", &json!({ "prise": 5 })), Err(Error::Values(_))));
    assert!(matches!(records::show(&room.session, "product", RecordId(7)), Err(Error::NotFound { .. })));
    assert!(matches!(records::record_type(&room.session, "prodct"), Err(Error::NotFound { .. })));
    assert_eq!(room.session.change_set(), before);
    assert_eq!(names(&room, "product", &json!({ "and": [] }), ""), Vec::<String>::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_a_field_refers_to_has_to_be_there(#[case] engine: Engine) {
    let room = Room::new(engine);
    records::declare(&room.session, visit()).unwrap();
    let (ada, press) = (room.add(PartyKind::Person, "Ada"), added(&room, "product", "Press", &json!({})));
    let of_both = json!({ "a_record": press.id(), "a_party": [{ "party": ada.to_string() }] });
    let first = added(&room, "visit", "First", &of_both);
    let before = room.session.change_set();
    let nobody = PartyId::new(ada.0 + 2, PartyKind::Person);
    for (field, wrong, message) in [
        ("a_record", json!(RecordId(7).to_string()), "there is no product `rec_0000000000007`"),
        ("a_record", json!(first.id()), &format!("there is no product `{}`", first.id())),
        ("a_party", json!([nobody.to_string()]), &format!("there is no party `{nobody}`")),
    ] {
        let holds = || RecordChange {
            name: Some("New".into()),
            fields: fields(&json!({ field: wrong })),
            ..RecordChange::default()
        };
        let added = records::add(&room.session, "visit", NewRecord { holds: holds() });
        let edited = records::edit_if(&room.session, "visit", first.row.id, holds(), |_| true);
        for refused in [added, edited] {
            let Err(Error::Values(error)) = refused else { panic!("{field}: {refused:?}") };
            assert_eq!((error.path(), error.to_string()), (vec![field.to_owned()], message.to_owned()));
        }
    }
    assert_eq!(room.session.change_set(), before);
    // A record that is hidden later does not stand in the way of other changes.
    records::hide(&room.session, "product", press.row.id).unwrap();
    let edited = edited(&room, "visit", first.row.id, &json!({ "a_text": "Zürich", "a_record": press.id() }));
    assert_eq!(edited.values.to_json()["a_record"], json!(press.id()));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_record_that_is_refused_spoils_no_other_of_many(#[case] engine: Engine) {
    let room = Room::new(engine);
    for name in ["First", "Second", "Third"] {
        added(&room, "product", name, &json!({}));
    }
    let edit = |fields: &Json| RecordBulkEdit {
        type_name: "product".into(),
        filter: RecordFilter::default(),
        set: RecordChange { fields: self::fields(fields), ..RecordChange::default() },
        request: String::new(),
    };
    // A code must be unique, so that one of them can have it.
    let code = edit(&json!({ "code": "A-1", "unit": "box" }));
    let report = records::edit_all(&room.session, &code, &Unwatched).unwrap();
    assert_eq!((report.matched, report.edited, report.refused), (3, 1, 2));
    assert!(report.refusals.iter().all(|(_, reason)| reason.contains("must be unique")), "{report:?}");
    let of_unit = json!({ "field": { "name": "unit", "is": "box" } });
    assert_eq!(names(&room, "product", &of_unit, "name").len(), 1);
    room.undo_set(report.change_set.unwrap());
    assert_eq!(names(&room, "product", &of_unit, "name").len(), 0);
    let wrong = edit(&json!({ "price": 5 }));
    assert!(matches!(records::edit_all(&room.session, &wrong, &Unwatched), Err(Error::Values(_))));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_edit_of_many_that_is_stopped_is_resumed_or_undone(#[case] engine: Engine) {
    /// Stops after the first chunk.
    #[derive(Default)]
    struct Stops(AtomicBool);
    impl Progress for Stops {
        fn at(&self, _: u64, _: u64) {
            self.0.store(true, Ordering::Relaxed);
        }
        fn stopped(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }
    let room = Room::new(engine);
    for place in 0..250 {
        added(&room, "product", &format!("Part {place:03}"), &json!({}));
    }
    let product = records::record_type(&room.session, "product").unwrap();
    let loose = json!({ "not": { "field": { "name": "unit", "is": "box" } } });
    let edit = |request: &str| RecordBulkEdit {
        type_name: "product".into(),
        filter: RecordFilter::read(&product, &loose).unwrap(),
        set: RecordChange { fields: fields(&json!({ "unit": "box" })), ..RecordChange::default() },
        request: request.into(),
    };
    let left = || records::count(&room.session, "product", &edit("").filter).unwrap();
    let stopped = records::edit_all(&room.session, &edit("{}"), &Stops::default()).unwrap_err();
    assert!(matches!(&stopped, Error::Stopped(_)), "{stopped}");
    let id = room.session.change_set().unwrap();
    assert!((1..250).contains(&left()));
    assert_eq!(changes::bulk_request(&room.session, id).unwrap().1, "{}");
    let report = records::resume_bulk(&room.another(), id, &edit("{}"), &Unwatched).unwrap();
    assert_eq!((report.change_set, report.edited < 250, left()), (Some(id), true, 0));
    let over = records::resume_bulk(&room.session, id, &edit("{}"), &Unwatched);
    assert!(matches!(&over, Err(Error::Refused(_))), "{over:?}");
    room.undo_set(id);
    assert_eq!(left(), 250, "both parts are one change set");
    // Of one whose request was not kept nobody knows what is left to do.
    records::edit_all(&room.session, &edit(""), &Stops::default()).unwrap_err();
    let id = room.session.change_set().unwrap();
    let resumed = records::resume_bulk(&room.session, id, &edit(""), &Unwatched);
    assert!(matches!(&resumed, Err(Error::Refused(why)) if why.contains("undo it")), "{resumed:?}");
    room.undo_set(id);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn records_are_counted_and_added_up_in_groups(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mut visit = visit();
    let choice = visit.fields.iter_mut().find(|field| field.name == "a_choice").unwrap();
    choice.multiple = true;
    records::declare(&room.session, visit).unwrap();
    let money = |minor: i64, currency: &str| json!({ "minor": minor, "currency": currency });
    for (name, given) in [
        (
            "First",
            json!({ "a_choice": ["long", "short"], "a_money": money(5, "EUR"), "a_date": "2026-02-03" }),
        ),
        ("Second", json!({ "a_choice": ["short"], "a_money": money(7, "USD"), "a_date": "2026-03-31" })),
        ("Third", json!({ "a_money": money(i64::MAX, "EUR"), "a_date": "2026-04-01" })),
        ("Fourth", json!({ "a_choice": ["short"], "a_money": money(i64::MAX, "EUR") })),
    ] {
        added(&room, "visit", name, &given);
    }
    let grouped = |by: &str| {
        let of = records::record_type(&room.session, "visit").unwrap();
        let grouping = Grouping::parse(&of, by, Some("a_money")).unwrap();
        let groups = records::groups(&room.session, "visit", &RecordFilter::default(), &grouping).unwrap();
        let shown = |one: RecordGroup| {
            let sums = one.sums.into_iter().map(|(currency, sum)| format!("{sum} {currency}"));
            (json!(one.values), one.count, sums.collect::<Vec<_>>().join(", "))
        };
        groups.into_iter().map(shown).collect::<Vec<_>>()
    };
    let most = i128::from(i64::MAX);
    assert_eq!(
        grouped("a_choice"),
        [
            (json!(["short"]), 3, format!("{} EUR, 7 USD", most + 5)),
            (json!(["long"]), 1, "5 EUR".to_owned()),
            (json!([null]), 1, format!("{most} EUR")),
        ]
    );
    assert_eq!(
        grouped("a_date:quarter,a_choice"),
        [
            (json!(["2026-Q1", "short"]), 2, "5 EUR, 7 USD".to_owned()),
            (json!(["2026-Q1", "long"]), 1, "5 EUR".to_owned()),
            (json!(["2026-Q2", null]), 1, format!("{most} EUR")),
            (json!([null, "short"]), 1, format!("{most} EUR")),
        ]
    );
    assert_eq!(grouped("a_date:month").len(), 4);
    let today = grouped("created_at");
    assert_eq!((today.len(), today[0].1), (1, 4), "{today:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_follows_from_records_of_a_declared_type(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mut site_visit = visit();
    let rule =
        json!({ "on": "a_choice -> long", "kind": "webinar_attended", "at": "a_date", "amount": "a_money" });
    site_visit.evidence = vec![serde_json::from_value(rule).unwrap()];
    records::declare(&room.session, site_visit).unwrap();
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let live = |party| {
        let all = casebook_app::evidence::list(&room.session, party).unwrap();
        let live = all.into_iter().filter(|one| one.live && one.evidence.detail.text("record").is_some());
        live.map(|one| one.evidence).collect::<Vec<_>>()
    };
    let given = json!({ "a_party": [ada.to_string()], "a_choice": "short", "a_date": "2026-02-03" });
    let id = added(&room, "visit", "First", &given).row.id;
    assert_eq!(live(ada), []);
    edited(&room, "visit", id, &json!({ "a_choice": "long" }));
    let done = room.session.change_set().unwrap();
    assert_eq!(live(ada).len(), 1);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    assert!(live(ada)[0].occurred_at.unwrap().to_string().starts_with("2026-02-03"));
    // What the rule took is corrected with the record.
    edited(&room, "visit", id, &json!({ "a_party": [bob.to_string()], "a_date": "2026-02-04" }));
    assert_eq!((live(ada).len(), live(bob).len()), (0, 1));
    assert!(live(bob)[0].occurred_at.unwrap().to_string().starts_with("2026-02-04"));
    let piece = live(bob)[0].id;
    assert!(matches!(casebook_app::evidence::retract(&room.session, piece, "no"), Err(Error::Refused(_))));
    room.undo_set(room.session.change_set().unwrap());
    assert_eq!((live(ada).len(), live(bob).len()), (1, 0));
    room.undo_set(done);
    assert_eq!(live(ada), []);
    // What is of no rule changes nothing.
    edited(&room, "visit", id, &json!({ "a_choice": "long" }));
    let before = live(ada);
    edited(&room, "visit", id, &json!({ "a_text": "Nice." }));
    assert_eq!(live(ada), before);
    edited(&room, "visit", id, &json!({ "a_choice": null }));
    assert_eq!(live(ada), []);
    room.assert_verified();
    let unknown = json!({ "on": "added", "kind": "meeting_hold" });
    let wrong = RecordType {
        name: "call".into(),
        plural: "calls".into(),
        evidence: vec![serde_json::from_value(unknown).unwrap()],
        ..visit()
    };
    assert!(matches!(records::declare(&room.session, wrong), Err(Error::NotFound { .. })));
}
