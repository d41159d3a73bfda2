//! Converting a lead: account, deal and evidence in one change set, once, and back.

use casebook_app::conversion::{
    AccountChoice, Conversion, DealChoice, Part, Reason, Receipt, convert, options, preview,
};
use casebook_app::domain::change::What;
use casebook_app::domain::ids::{PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{FieldValue, RecordFilter};
use casebook_app::evidence::list;
use casebook_app::links::{self, NewLink};
use casebook_app::parties::NewParty;
use casebook_app::records::{self, Record, RecordChange};
use casebook_app::{Error, changes, parties};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::room::Room;

const QUALIFYING: [&str; 4] = ["fit", "need", "authority", "budget"];

fn account(name: &str) -> AccountChoice {
    let fields = [("name".to_owned(), name.to_owned())].into_iter().collect();
    AccountChoice::Create(NewParty { kind: PartyKind::Organization, fields, external: Vec::new() })
}

fn deal(name: &str, fields: &Json) -> DealChoice {
    let fields = fields.as_object().unwrap().clone();
    DealChoice::Create(RecordChange { name: Some(name.to_owned()), fields, ..RecordChange::default() })
}

fn both() -> Conversion {
    Conversion {
        account: Some(account("Weaver Mills")),
        deal: Some(deal("Looms", &json!({ "amount": { "minor": 120_000, "currency": "EUR" } }))),
        reason: Some("met at the fair".to_owned()),
    }
}

fn lead(room: &Room) -> PartyId {
    let lead = room.add(PartyKind::Person, "Ada Weaver");
    room.record(lead, "form_submitted", 3);
    lead
}

fn assess(room: &Room, party: PartyId, criterion: &str) {
    let detail = json!({ "criterion": criterion, "value": "met" }).to_string();
    room.record_all(party, "criterion_assessed", 1, &detail).unwrap();
}

fn live(room: &Room, party: PartyId) -> Vec<String> {
    let known = casebook_app::kinds::known(&room.session).unwrap();
    let all = list(&room.session, party).unwrap().into_iter().filter(|one| one.live);
    let name = |one: casebook_app::evidence::Listed| known.name(one.evidence.kind).to_owned();
    let mut names: Vec<String> = all.map(name).filter(|name| name != "retracted").collect();
    names.sort();
    names
}

fn shown(room: &Room, receipt: &Receipt) -> Record {
    records::show(&room.session, "deal", RecordId(receipt.deal.unwrap().0)).unwrap()
}

fn people_of(record: &Record) -> Vec<(PartyId, String)> {
    let people = record.values.get("people").map(FieldValue::parties).unwrap_or_default();
    people.iter().map(|one| (one.party, one.role.clone())).collect()
}

/// The parts of a list of things, each with the reason for which it stays.
fn parts(items: &[casebook_app::conversion::Item]) -> Vec<(Part, Option<Reason>)> {
    items.iter().map(|one| (one.what, one.reason)).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_lead_becomes_a_contact_of_an_account_with_a_deal(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room);
    assert_eq!(room.stage(ada, "zoho").as_deref(), Some("lead"));
    let (set, receipt) = convert(&room.session, ada, both()).unwrap();
    let mill = receipt.account.unwrap();

    assert_eq!(changes::show(&room.session, set).unwrap().row.what, What::Convert);
    let made = [Part::Account, Part::Link, Part::Field, Part::Deal, Part::Evidence].map(|part| (part, None));
    assert_eq!(parts(&receipt.made), made);
    assert_eq!(parts(&receipt.kept), [(Part::Person, Some(Reason::SameRecord))]);
    let became: Vec<_> = receipt.stages.iter().map(|one| (&*one.vocabulary, one.after.as_deref())).collect();
    assert!(became.contains(&("journey", Some("prospect"))) && became.contains(&("zoho", Some("contact"))));
    assert_eq!(receipt.reason.as_deref(), Some("met at the fair"));

    let card = parties::show(&room.session, ada).unwrap();
    assert_eq!((card.links[0].party, card.links[0].role.as_str()), (mill, "works at"));
    assert_eq!(card.fields["company"], "Weaver Mills");
    let looms = shown(&room, &receipt);
    assert_eq!(
        (people_of(&looms), looms.row.state.as_deref()),
        (vec![(ada, "buyer".to_owned())], Some("open"))
    );
    assert_eq!(live(&room, mill), ["converted", "deal_opened", "details_learned"]);
    assert_eq!(room.stage(mill, "zoho").as_deref(), Some("contact"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn undoing_a_conversion_leaves_the_lead_as_it_was_and_it_can_be_converted_anew(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room);
    let before = room.seen_of(ada);
    let (set, receipt) = convert(&room.session, ada, both()).unwrap();
    match convert(&room.session, ada, both()) {
        Err(Error::Converted(first)) => assert_eq!(*first, (set, receipt.clone())),
        other => panic!("{other:?}"),
    }
    assert_eq!(options(&room.session, ada).unwrap().converted, Some((set, receipt.clone())));

    assert!(room.undo_set(set).kept.is_empty());
    assert_eq!(room.seen_of(ada), before);
    assert!(parties::show(&room.session, receipt.account.unwrap()).unwrap().hidden);
    assert!(shown(&room, &receipt).row.hidden);
    let undo = room.session.change_set().unwrap();
    let (again, _) = convert(&room.session, ada, both()).unwrap();
    room.undo_set(again);
    // Undoing the undo brings the first conversion back, which holds again.
    room.undo_set(undo);
    assert!(matches!(convert(&room.session, ada, both()), Err(Error::Converted(_))));
    assert!(!shown(&room, &receipt).row.hidden);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_people_did_since_stays_and_is_named(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room);
    let (set, receipt) = convert(&room.session, ada, both()).unwrap();
    let mill = receipt.account.unwrap();
    room.record(mill, "meeting_held", 0);
    parties::edit(&room.session, ada, vec![("company".to_owned(), Some("Mills of Weaver".to_owned()))])
        .unwrap();

    let report = room.undo_set(set);
    let kept: Vec<_> = report.kept.iter().map(|one| (one.record.as_str(), one.field.as_deref())).collect();
    assert!(
        kept.contains(&(&*mill.to_string(), None)) && kept.contains(&(&*ada.to_string(), Some("company")))
    );
    assert!(!parties::show(&room.session, mill).unwrap().hidden);
    assert_eq!(parties::show(&room.session, ada).unwrap().fields["company"], "Mills of Weaver");
    assert_eq!(room.stage(ada, "zoho").as_deref(), Some("lead"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_is_not_qualified_needs_a_reason(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room);
    let without = Conversion { reason: Some("  ".to_owned()), ..both() };
    let missing = |room: &Room| match convert(&room.session, ada, without.clone()) {
        Err(Error::Unqualified(open)) => open.iter().map(ToString::to_string).collect::<Vec<String>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(&room), QUALIFYING);
    for criterion in &QUALIFYING[..3] {
        assess(&room, ada, criterion);
    }
    assert_eq!(missing(&room), ["budget"]);
    assert_eq!(options(&room.session, ada).unwrap().missing.len(), 1);
    assess(&room, ada, "budget");
    let (_, receipt) = convert(&room.session, ada, without).unwrap();
    assert_eq!(receipt.reason, None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_lead_joins_an_account_and_a_deal_that_are_there(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (_, first) = convert(&room.session, lead(&room), both()).unwrap();
    let (mill, looms) = (first.account.unwrap(), RecordId(first.deal.unwrap().0));
    let fields = [("name", "Bo Weaver"), ("company", "WEAVER MILLS Ltd"), ("email", "bo@weaver.example")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let bo = NewParty { kind: PartyKind::Person, fields, external: Vec::new() };
    let bo = parties::add(&room.session, bo).unwrap();
    let website = vec![("website".to_owned(), Some("https://www.weaver.example/about".to_owned()))];
    parties::edit(&room.session, mill, website).unwrap();

    let found = options(&room.session, bo).unwrap();
    let by: Vec<_> = found.accounts[0].matched.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!((found.accounts[0].id.as_str(), by), (&*mill.to_string(), vec!["company", "domain"]));
    assert_eq!(found.deals[0].id, first.deal.unwrap().to_string());

    let joining = Conversion {
        account: Some(AccountChoice::Link(mill)),
        deal: Some(DealChoice::Join(looms)),
        reason: Some("same company".to_owned()),
    };
    let (_, receipt) = convert(&room.session, bo, joining).unwrap();
    assert_eq!((receipt.account, receipt.deal), (first.account, first.deal));
    let reasons: Vec<_> = receipt.kept.iter().filter_map(|one| one.reason).collect();
    assert_eq!(reasons, [Reason::SameRecord, Reason::Chosen, Reason::HasAValue, Reason::Chosen]);
    assert_eq!(people_of(&shown(&room, &receipt)).len(), 2);
    assert_eq!(records::count(&room.session, "deal", &RecordFilter::default()).unwrap(), 1);
    assert_eq!(live(&room, bo), ["converted", "deal_opened", "details_learned"]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_business_is_converted_with_its_people(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (mill, ada) = (room.add(PartyKind::Organization, "Weaver Mills"), lead(&room));
    let link = |to| NewLink { person: ada, organization: mill, role: "works at".to_owned(), from: None, to };
    links::add(&room.session, link(None)).unwrap();
    let new = Conversion { account: None, ..both() };
    let (_, receipt) = convert(&room.session, mill, new).unwrap();
    assert_eq!(
        (receipt.account, people_of(&shown(&room, &receipt))),
        (Some(mill), vec![(ada, "buyer".to_owned())])
    );
    for party in [mill, ada] {
        assert_eq!(room.stage(party, "zoho").as_deref(), Some("contact"));
        assert!(matches!(convert(&room.session, party, both_for(party)), Err(Error::Converted(_))));
    }
    room.assert_verified();
}

fn both_for(party: PartyId) -> Conversion {
    if party.kind() == PartyKind::Person { both() } else { Conversion { account: None, ..both() } }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_preview_says_what_would_be_and_stores_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = lead(&room);
    let before = (room.seen_of(ada), changes::page(&room.session, None, None, 50).unwrap().len());
    let foreseen = preview(&room.session, ada, both()).unwrap();
    assert_eq!(before, (room.seen_of(ada), changes::page(&room.session, None, None, 50).unwrap().len()));
    assert_eq!((foreseen.account, foreseen.deal), (None, None));
    let (_, receipt) = convert(&room.session, ada, both()).unwrap();
    assert_eq!(parts(&foreseen.made), parts(&receipt.made));
    assert_eq!((foreseen.kept, foreseen.stages), (receipt.kept, receipt.stages));
    let unborn = foreseen.made.iter().filter(|one| one.what != Part::Field);
    assert!(unborn.clone().count() == 4 && unborn.clone().all(|one| one.record.is_none()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_cannot_be_converted_is_refused_and_nothing_is_stored(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, mill) = (lead(&room), room.add(PartyKind::Organization, "Mill"));
    let hidden = room.add(PartyKind::Person, "Gone");
    parties::hide(&room.session, hidden).unwrap();
    let sets = changes::page(&room.session, None, None, 50).unwrap().len();
    let linked = |account| Conversion { account: Some(AccountChoice::Link(account)), ..both() };
    let joined = |deal| Conversion { deal: Some(DealChoice::Join(deal)), ..both() };
    let unnamed = Conversion { deal: Some(deal("", &json!({}))), ..both() };
    for (party, new) in [
        (hidden, both()),
        (ada, linked(ada)),
        (ada, linked(PartyId::new(4_711, PartyKind::Organization))),
        (mill, both()),
        (ada, joined(RecordId(4_711))),
        (ada, unnamed),
        (PartyId::new(4_711, PartyKind::Person), both()),
    ] {
        let refused = convert(&room.session, party, new);
        assert!(refused.is_err(), "{refused:?}");
    }
    assert_eq!(changes::page(&room.session, None, None, 50).unwrap().len(), sets);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nobody_sees_or_touches_what_is_out_of_scope(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, other) = (lead(&room), room.add(PartyKind::Organization, "Weaver Mills"));
    let guest = room.guest(ada);
    assert!(options(&guest, ada).unwrap().accounts.is_empty());
    let alone = Conversion { account: Some(AccountChoice::Link(other)), deal: None, ..both() };
    assert!(matches!(convert(&guest, ada, alone), Err(Error::NotFound { .. })));
    assert!(matches!(convert(&guest, ada, both()), Err(Error::Forbidden)), "deals are the workspace's");
    assert!(matches!(
        convert(&guest, other, Conversion { account: None, ..both() }),
        Err(Error::NotFound { .. })
    ));
    let (set, receipt) = convert(&guest, ada, Conversion { deal: None, ..both() }).unwrap();
    assert_ne!(receipt.account, Some(other));

    // What somebody else converted it into is named neither by the options nor by the refusal.
    room.undo_set(set);
    convert(&room.session, ada, both()).unwrap();
    let (_, first) = options(&guest, ada).unwrap().converted.unwrap();
    let Err(Error::Converted(again)) = convert(&guest, ada, Conversion { deal: None, ..both() }) else {
        panic!("it is converted");
    };
    assert_eq!(again.1, first);
    assert_eq!((first.account, first.deal), (None, None));
    assert_eq!(parts(&first.made), [Part::Field, Part::Evidence].map(|part| (part, None)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_account_of_a_colleague_is_offered_by_the_domain_of_both(#[case] engine: Engine) {
    let room = Room::new(engine);
    let person = |mail: &str| {
        let fields = [("email".to_owned(), mail.to_owned())].into_iter().collect();
        let new = NewParty { kind: PartyKind::Person, fields, external: Vec::new() };
        parties::add(&room.session, new).unwrap()
    };
    let (ada, bo, eve) = (person("ada@weaver.example"), person("bo@weaver.example"), person("eve@gmail.com"));
    let mill = room.add(PartyKind::Organization, "Mill");
    for person in [bo, person("al@gmail.com")] {
        let role = "works at".to_owned();
        let link = NewLink { person, organization: mill, role, from: None, to: None };
        links::add(&room.session, link).unwrap();
    }
    let offered = |lead| options(&room.session, lead).unwrap().accounts;
    let domain = vec![("domain".to_owned(), "weaver.example".to_owned())];
    assert_eq!(
        offered(ada).iter().map(|one| (&*one.name, &one.matched)).collect::<Vec<_>>(),
        [("Mill", &domain)]
    );
    assert!(offered(eve).is_empty(), "a provider's domain says nothing of a company");
}
