//! Quotes: written, sent, answered, revised and taken back.

mod answers;
mod catalogue;
mod links;
mod numbers;
mod versions;

use casebook_app::domain::ids::{DealId, PartyId, QuoteId};
use casebook_app::domain::money::{Currency, Money};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::quotes::{Company, Percent, Quantity};
use casebook_app::quotes::{LineDraft, Quote, QuoteChange, QuoteDraft, Token};
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::{Result, Session, company, quotes};
use casebook_store::Engine;
use serde_json::{Value as Json, json};

use crate::room::Room;

/// A minute: what happens at one instant has no order of its own.
const MINUTE: i64 = 60_000_000;

/// A casebook with a deal of a mill, in which Ada decides.
struct Offer {
    room: Room,
    ada: PartyId,
    mill: PartyId,
    deal: DealId,
}

fn euro() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn deal(room: &Room, fields: &Json) -> DealId {
    let fields = fields.as_object().unwrap().clone();
    let holds = RecordChange { name: Some("Two looms".into()), fields, ..RecordChange::default() };
    DealId(records::add(&room.session, "deal", NewRecord { holds }).unwrap().row.id.0)
}

fn offer(engine: Engine) -> Offer {
    let room = Room::new(engine);
    let (ada, mill) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Organization, "Mill"));
    let people = json!([{ "party": ada.to_string(), "role": "decision_maker" }]);
    let deal = deal(&room, &json!({ "account": mill.to_string(), "people": people }));
    let sender = Company { name: "Loom & Co".into(), ..Company::default() };
    company::set(&room.session, sender).unwrap();
    Offer { room, ada, mill, deal }
}

fn line(description: &str, quantity: i64, minor: i64) -> LineDraft {
    LineDraft {
        description: Some(description.into()),
        quantity: Quantity::whole(quantity),
        unit_price: Some(Money { minor, currency: euro() }),
        tax_rate: Percent::whole(19),
        ..LineDraft::default()
    }
}

fn draft(deal: DealId, lines: Vec<LineDraft>) -> QuoteDraft {
    let says = QuoteChange { lines: Some(lines), ..QuoteChange::default() };
    QuoteDraft { deal, currency: euro(), price_list: None, says }
}

fn add(session: &Session, deal: DealId) -> Quote {
    quotes::add(session, draft(deal, vec![line("Loom", 2, 60_000)])).unwrap()
}

/// A token that differs for each number.
fn token(number: u8) -> Token {
    Token::of_random([number; Token::BYTES])
}

fn send(session: &Session, id: QuoteId, number: u8) -> Result<Quote> {
    quotes::send(session, id, &token(number), |_| true)
}

fn text(change: impl FnOnce(&mut QuoteChange)) -> QuoteChange {
    let mut says = QuoteChange::default();
    change(&mut says);
    says
}

fn edit(session: &Session, id: QuoteId, change: QuoteChange) -> Result<Quote> {
    quotes::edit_if(session, id, change, None, |_| true)
}

/// What was recorded of a party but its details, those that were retracted in brackets.
fn kinds(room: &Room, party: PartyId) -> Vec<String> {
    let known = casebook_app::kinds::known(&room.session).unwrap();
    let all = casebook_app::evidence::list(&room.session, party).unwrap();
    let name = |one: casebook_app::evidence::Listed| {
        let name = known.name(one.evidence.kind).to_owned();
        if one.live { name } else { format!("({name})") }
    };
    all.into_iter().map(name).filter(|name| name != "details_learned" && name != "retracted").collect()
}

fn stage_of(room: &Room, deal: DealId) -> Json {
    let id = casebook_app::domain::ids::RecordId(deal.0);
    records::show(&room.session, "deal", id).unwrap().values.to_json()["stage"].clone()
}
