//! Lines that take their price from the catalogue, and the company that is printed.

use casebook_app::domain::ids::RecordId;
use casebook_app::domain::money::Currency;
use casebook_app::domain::quotes::Company;
use casebook_app::quotes::{self, LineDraft, QuoteDraft};
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::{Error, company};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use super::{Offer, draft, euro, offer};
use crate::room::Room;

fn record(room: &Room, of: &str, name: &str, fields: &Json) -> RecordId {
    let fields = fields.as_object().unwrap().clone();
    let holds = RecordChange { name: Some(name.into()), fields, ..RecordChange::default() };
    records::add(&room.session, of, NewRecord { holds }).unwrap().row.id
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_line_takes_from_the_catalogue_what_it_leaves_out(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let money = |minor: i64, code: &str| json!({ "minor": minor, "currency": code });
    let loom = record(&room, "product", "Loom", &json!({ "unit": "piece", "price": money(60_000, "EUR") }));
    let dealers = json!({ "currency": "EUR", "valid_from": "2026-01-01", "valid_until": "2026-12-31" });
    let dealers = record(&room, "price_list", "Dealers 2026", &dealers);
    let old = record(
        &room,
        "price_list",
        "Dealers 2025",
        &json!({ "currency": "EUR", "valid_until": "2025-12-31" }),
    );
    let price = |list: RecordId, minor| {
        let fields = json!({ "product": loom.to_string(), "price_list": list.to_string(), "price": money(minor, "EUR") });
        record(&room, "price", "Loom", &fields)
    };
    price(dealers, 48_000);
    price(old, 45_000);
    let line = || LineDraft { product: Some(loom), ..LineDraft::default() };
    let asked = |price_list| QuoteDraft { price_list, ..draft(deal, vec![line()]) };
    let first =
        |price_list| quotes::preview(&room.session, asked(price_list)).unwrap().content.lines.remove(0);
    let plain = first(None);
    assert_eq!(
        (plain.description.as_str(), plain.unit.as_str(), plain.unit_price),
        ("Loom", "piece", 60_000)
    );
    assert_eq!(first(Some(dealers)).unit_price, 48_000);
    let over = quotes::preview(&room.session, asked(Some(old))).unwrap_err();
    assert!(matches!(&over, Error::Argument { name, .. } if name == "price_list"), "{over}");
    let yen = QuoteDraft { currency: Currency::parse("JPY").unwrap(), ..asked(None) };
    let unpriced = quotes::preview(&room.session, yen).unwrap_err();
    assert!(matches!(&unpriced, Error::Argument { name, .. } if name == "lines.0.unit_price"), "{unpriced}");
    let unknown = LineDraft { product: Some(RecordId(loom.0 ^ 1 << 30)), ..LineDraft::default() };
    let unknown = quotes::add(&room.session, draft(deal, vec![unknown])).unwrap_err();
    assert!(matches!(&unknown, Error::Argument { name, .. } if name == "lines.0.product"), "{unknown}");
    assert_eq!(
        quotes::list(&room.session, quotes::ListRequest { deal: None, after: None, limit: 9 })
            .unwrap()
            .0
            .len(),
        0
    );
    // A price that changes later changes no quote.
    let added = quotes::add(&room.session, asked(Some(dealers))).unwrap();
    price(dealers, 1);
    assert_eq!(quotes::show(&room.session, added.row.id).unwrap().content.lines[0].unit_price, 48_000);
    assert_eq!(added.content.currency, euro());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_quote_is_sent_by_a_company_that_is_set_and_can_be_set_back(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let sender = company::get(&room.session).unwrap();
    company::set(&room.session, Company::default()).unwrap();
    let set = room.session.change_set().unwrap();
    let quote = super::add(&room.session, deal).row.id;
    let refused = super::send(&room.session, quote, 1).unwrap_err();
    assert!(refused.to_string().contains("company"), "{refused}");
    room.undo_set(set);
    assert_eq!(company::get(&room.session).unwrap(), sender);
    super::send(&room.session, quote, 1).unwrap();
    let wrong = Company { accent: "teal".into(), ..sender };
    assert_eq!(company::set(&room.session, wrong).unwrap_err().code(), "usage");
}
