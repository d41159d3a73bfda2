//! SQL views for other people's tools.

use std::fmt::Write as _;

use casebook_app::domain::party::{OWN_FIELD_KINDS, PartyKind};
use casebook_app::domain::records::{Choice, Field, FieldKind};
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::{parties, views};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::records::visit;
use crate::room::Room;

fn added(room: &Room, of: &str, name: &str, fields: &Json) -> String {
    let fields = fields.as_object().unwrap().clone();
    let holds = RecordChange { name: Some(name.into()), fields, ..RecordChange::default() };
    records::add(&room.session, of, NewRecord { holds }).unwrap().id()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn views_have_typed_columns_and_follow_what_is_declared(#[case] engine: Engine) {
    let room = Room::new(engine);
    records::declare(&room.session, visit()).unwrap();
    let made = views::make(&room.session).unwrap();
    let names: Vec<&str> = made.iter().map(|view| view.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "casebook_people",
            "casebook_organizations",
            "casebook_deals",
            "casebook_products",
            "casebook_price_lists",
            "casebook_prices",
            "casebook_tasks",
            "casebook_visits"
        ]
    );
    let mill = room.add(PartyKind::Organization, "Mill");
    let amount = json!({ "minor": 120_050, "currency": "EUR" });
    let deal = added(&room, "deal", "Looms", &json!({ "account": mill.to_string(), "amount": amount }));
    let count = |sql: &str| room.count(&format!("SELECT count(*) FROM {sql}"));
    assert_eq!(count(&format!("casebook_deals WHERE id = '{deal}' AND amount_minor > 120000")), 1);
    assert_eq!(
        count("casebook_deals WHERE stage = 'qualification' AND state = 'open' AND lost_reason IS NULL"),
        1
    );
    assert_eq!(
        count("casebook_deals d JOIN casebook_organizations o ON o.id = d.account WHERE o.name = 'Mill'"),
        1
    );
    let every = json!({
        "a_text": "it's", "a_number": 12.5, "a_money": amount, "a_yes_no": true, "a_date": "2026-03-03",
        "a_instant": "2026-03-03T09:00:00Z", "a_duration": "PT1H30M", "a_choice": "long",
        "a_address": { "city": "Bern" }, "a_party": [mill.to_string()],
    });
    added(&room, "visit", "First", &every);
    assert_eq!(count("casebook_visits WHERE a_number > 12 AND a_yes_no AND a_date < '2026-04-01'"), 1);
    assert_eq!(count("casebook_visits WHERE a_party IS NOT NULL AND a_choice = 'long'"), 1);
    records::add_field(&room.session, "visit", Field::of_kind("weight", "Weight", FieldKind::Number))
        .unwrap();
    assert_eq!(count("casebook_visits WHERE weight IS NULL"), 1);
    room.assert_verified();
    assert_eq!(views::remove(&room.session).unwrap().len(), 8);
    records::add_field(&room.session, "visit", Field::of_kind("height", "Height", FieldKind::Number))
        .unwrap();
    let sql = match engine {
        Engine::Sqlite => "SELECT count(*) FROM sqlite_schema WHERE type = 'view'",
        Engine::Postgres => "SELECT count(*) FROM pg_views WHERE schemaname = current_schema()",
    };
    assert_eq!(room.count(sql), 0, "they are there only for whoever wants them");
}

/// A field of people, and a value of it as people type it; what the column of the view is then.
const OWN: [(FieldKind, &str, &str); 12] = [
    (FieldKind::Text, "it's", "= 'it''s'"),
    (FieldKind::LongText, "one\ntwo", "LIKE 'one%two'"),
    (FieldKind::Number, "-12.50", "< -12"),
    (FieldKind::Money, "EUR 12.5", "_minor = 1250"),
    (FieldKind::YesNo, "Yes", "= (1 = 1)"),
    (FieldKind::Date, "2028-02-29", "> '2028-02-28'"),
    (FieldKind::Instant, "2026-03-03T09:00:00Z", "< '2026-03-04'"),
    (FieldKind::Duration, "PT90M", "IS NOT NULL"),
    (FieldKind::Choice, "gold", "= 'gold'"),
    (FieldKind::Email, "ada@example.org", "= 'ada@example.org'"),
    (FieldKind::Phone, "+41 44 1", "= '+41 44 1'"),
    (FieldKind::Url, "https://example.org", "LIKE 'https%'"),
];

fn own_field(kind: FieldKind) -> Field {
    let mut field = Field::of_kind(&format!("own_{}", kind.name()), kind.name(), kind);
    if kind == FieldKind::Choice {
        field.choices.push(Choice { name: "gold".into(), title: "Gold".into() });
    }
    field
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn own_fields_of_people_and_organizations_are_typed_columns(#[case] engine: Engine) {
    let room = Room::new(engine);
    views::make(&room.session).unwrap();
    assert_eq!(OWN.map(|(kind, ..)| kind), OWN_FIELD_KINDS);
    for (kind, ..) in OWN {
        records::add_field(&room.session, "people", own_field(kind)).unwrap();
    }
    records::add_field(&room.session, "organizations", own_field(FieldKind::Number)).unwrap();
    let (ada, mill) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Organization, "Mill"));
    let given = OWN.map(|(kind, value, _)| (own_field(kind).name, Some(value.to_owned())));
    parties::edit(&room.session, ada, given.to_vec()).unwrap();
    room.edit(mill, "own_number", "300");
    let count = |sql: &str| room.count(&format!("SELECT count(*) FROM {sql}"));
    for (kind, _, test) in OWN {
        let space = if test.starts_with('_') { "" } else { " " };
        assert_eq!(count(&format!("casebook_people WHERE own_{}{space}{test}", kind.name())), 1, "{test}");
    }
    assert_eq!(count("casebook_people WHERE own_money_currency = 'EUR' AND more IS NOT NULL"), 1);
    assert_eq!(count("casebook_organizations WHERE own_number + 1 = 301"), 1);
    let only_postgres = match engine {
        Engine::Sqlite => "1 = 1",
        Engine::Postgres => "own_duration = interval '90 minutes' AND own_date + 1 = date '2028-03-01'",
    };
    assert_eq!(count(&format!("casebook_people WHERE {only_postgres}")), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_does_not_fit_its_field_is_null_and_spoils_no_view(#[case] engine: Engine) {
    let room = Room::new(engine);
    views::make(&room.session).unwrap();
    for (kind, ..) in OWN {
        records::add_field(&room.session, "people", own_field(kind)).unwrap();
    }
    // Earlier programs stored what no field takes now.
    let wrong = [
        "",
        "many",
        "12,5",
        "12.5 EUR",
        "12.505 EUR",
        "1 JPY",
        "1.0 JPY",
        "x EUR",
        "2026-02-30",
        "0000-01-01",
        "2026-13-01T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-02-03T25:00:00Z",
        "PT",
        "PT99999999999H",
        "-PT5M",
        "maybe",
        "1-2",
        "99999999999999999999 JPY",
        "{}",
        "[1]",
    ];
    let kinds = [
        FieldKind::Number,
        FieldKind::Money,
        FieldKind::YesNo,
        FieldKind::Date,
        FieldKind::Instant,
        FieldKind::Duration,
    ];
    let names = kinds.map(|kind| own_field(kind).name.replace("own_", "old_"));
    let mapping = names.iter().fold(
        "name = \"own\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n[fields]\nname = \"Id\"\n"
            .to_owned(),
        |mapping, name| format!("{mapping}{name} = \"{name}\"\n"),
    );
    let mut table = format!("Id,{}\n", names.join(","));
    for (place, text) in wrong.iter().enumerate() {
        writeln!(table, "{place},{}", vec![format!("\"{text}\""); names.len()].join(",")).unwrap();
    }
    room.import(&mapping, &table);
    room.sql("UPDATE party SET more = replace(more, '\"old_', '\"own_')");
    let filled = |column: &str| {
        room.count(&format!("SELECT count(*) FROM casebook_people WHERE {column} IS NOT NULL"))
    };
    let found = ["number", "money_minor", "money_currency", "yes_no", "date", "instant", "duration"];
    let found = found.map(|column| filled(&format!("own_{column}")));
    assert_eq!(found, [0, 1, 1, 0, 0, 0, if engine == Engine::Sqlite { 2 } else { 1 }]);
    assert_eq!(room.count("SELECT count(*) FROM casebook_people"), wrong.len() as i64);
}
