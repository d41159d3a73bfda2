//! SQL views for other people's tools.

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Field, FieldKind};
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::views;
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
    assert_eq!(views::remove(&room.session).unwrap().len(), 5);
    records::add_field(&room.session, "visit", Field::of_kind("height", "Height", FieldKind::Number))
        .unwrap();
    let sql = match engine {
        Engine::Sqlite => "SELECT count(*) FROM sqlite_schema WHERE type = 'view'",
        Engine::Postgres => "SELECT count(*) FROM pg_views WHERE schemaname = current_schema()",
    };
    assert_eq!(room.count(sql), 0, "they are there only for whoever wants them");
}
