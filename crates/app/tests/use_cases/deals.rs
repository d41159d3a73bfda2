//! Deals: records whose stage, state, dates and parties follow from evidence, and evidence that follows from records.

use casebook_app::domain::change::What;
use casebook_app::domain::ids::{ChangeSetId, PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Grouping, RecordFilter};
use casebook_app::evidence::{list, retract};
use casebook_app::records::{self, NewRecord, Record, RecordBulkEdit, RecordChange};
use casebook_app::{Error, Unwatched};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::room::Room;

const FILE: &str = "name = \"opportunities\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\n\
    external_id = \"Account\"\n[fields]\nname = \"Account\"\n[deal]\nid = \"Opportunity\"\ntitle = \"Title\"\n\
    amount = \"Amount\"\ndefault_currency = \"USD\"\nproduct_line = \"Product\"\n\
    [[evidence]]\nkind = \"deal_opened\"\nat = \"Opened\"\n[[evidence]]\nkind = \"deal_won\"\nat = \"Won\"\nwhen = \"Won\"\n";

fn change(fields: &Json) -> RecordChange {
    RecordChange { fields: fields.as_object().unwrap().clone(), ..RecordChange::default() }
}

fn add(room: &Room, fields: &Json) -> Result<Record, Error> {
    let holds = RecordChange { name: Some("Looms".into()), ..change(fields) };
    records::add(&room.session, "deal", NewRecord { holds })
}

fn edit(room: &Room, id: RecordId, fields: &Json) -> Result<Record, Error> {
    records::edit_if(&room.session, "deal", id, change(fields), |_| true)
}

fn shown(room: &Room, id: RecordId) -> Json {
    records::show(&room.session, "deal", id).unwrap().values.to_json()
}

/// The only deal that is not hidden.
fn only(room: &Room) -> Record {
    let ids = records::ids(&room.session, "deal", &RecordFilter::default()).unwrap();
    assert_eq!(ids.len(), 1, "{ids:?}");
    records::show(&room.session, "deal", ids[0]).unwrap()
}

/// What was recorded of a party but its details, those that were retracted in brackets.
fn kinds(room: &Room, party: PartyId) -> Vec<String> {
    let known = casebook_app::kinds::known(&room.session).unwrap();
    let name = |one: casebook_app::evidence::Listed| {
        let name = known.name(one.evidence.kind).to_owned();
        if one.live { name } else { format!("({name})") }
    };
    let all = list(&room.session, party).unwrap().into_iter().map(name);
    all.filter(|name| name != "details_learned" && name != "retracted").collect()
}

fn last_set(room: &Room) -> ChangeSetId {
    room.session.change_set().unwrap()
}

struct Sale {
    room: Room,
    ada: PartyId,
    mill: PartyId,
    deal: RecordId,
}

fn sale(engine: Engine) -> Sale {
    let room = Room::new(engine);
    let (ada, mill) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Organization, "Mill"));
    let given = json!({
        "account": mill.to_string(),
        "people": [{ "party": ada.to_string(), "role": "decision_maker" }],
        "amount": { "minor": 120_000, "currency": "EUR" },
        "close_date": "2030-01-01",
    });
    let deal = add(&room, &given).unwrap();
    assert_eq!(deal.row.state.as_deref(), Some("open"));
    Sale { deal: deal.row.id, room, ada, mill }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_that_is_added_is_opened_for_everybody_who_buys(#[case] engine: Engine) {
    let Sale { room, ada, mill, deal } = sale(engine);
    for party in [ada, mill] {
        assert_eq!(kinds(&room, party), ["deal_opened"]);
        assert_eq!(room.stage(party, "journey").as_deref(), Some("prospect"));
    }
    let held = shown(&room, deal);
    assert_eq!((&held["stage"], &held["close_date"]), (&json!("qualification"), &json!("2030-01-01")));
    assert_eq!(held["people"], json!([{ "party": ada.to_string(), "role": "decision_maker" }]));
    assert!(held["opened_on"].is_string() && held["closed_on"].is_null(), "{held}");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn moving_winning_and_reopening_append_and_each_is_undone_as_one(#[case] engine: Engine) {
    let Sale { room, ada, deal, .. } = sale(engine);
    edit(&room, deal, &json!({ "stage": "negotiation" })).unwrap();
    let won = edit(&room, deal, &json!({ "stage": "won" })).unwrap();
    assert_eq!(won.row.state.as_deref(), Some("won"));
    let set = last_set(&room);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("customer"));
    let reopened = edit(&room, deal, &json!({ "stage": "proposal" })).unwrap();
    assert_eq!(
        (reopened.row.state.as_deref(), shown(&room, deal)["closed_on"].is_null()),
        (Some("open"), true)
    );
    let appended = ["deal_opened", "deal_moved", "deal_won", "deal_reopened"];
    assert_eq!(kinds(&room, ada), appended);
    room.assert_verified();
    room.undo_set(last_set(&room));
    assert_eq!(shown(&room, deal)["stage"], "won");
    room.undo_set(set);
    assert_eq!(shown(&room, deal)["stage"], "negotiation");
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    assert_eq!(kinds(&room, ada), ["deal_opened", "deal_moved", "(deal_won)", "(deal_reopened)"]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn changing_what_evidence_says_corrects_it(#[case] engine: Engine) {
    let Sale { room, ada, mill, deal } = sale(engine);
    let bob = room.add(PartyKind::Person, "Bob");
    edit(&room, deal, &json!({ "stage": "won" })).unwrap();
    edit(&room, deal, &json!({ "amount": { "minor": 5, "currency": "EUR" } })).unwrap();
    edit(
        &room,
        deal,
        &json!({ "people": [{ "party": bob.to_string() }, { "party": ada.to_string(), "role": "blocker" }] }),
    )
    .unwrap();
    assert_eq!(room.stage(bob, "journey").as_deref(), Some("customer"));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("contact"), "a blocker does not buy");
    let won = list(&room.session, mill)
        .unwrap()
        .into_iter()
        .rfind(|one| one.live && one.evidence.deal.is_some())
        .unwrap();
    assert_eq!(won.evidence.amount.map(|money| money.minor), Some(5));
    room.assert_verified();
    room.undo_set(last_set(&room));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("customer"));
    assert_eq!(room.stage(bob, "journey").as_deref(), Some("contact"));
    assert_eq!(shown(&room, deal)["people"], json!([{ "party": ada.to_string(), "role": "decision_maker" }]));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_not_of_the_evidence_appends_nothing(#[case] engine: Engine) {
    let Sale { room, ada, deal, .. } = sale(engine);
    let before = kinds(&room, ada);
    edit(&room, deal, &json!({ "close_date": "2031-01-01", "description": "Wants two." })).unwrap();
    assert_eq!(kinds(&room, ada), before);
    assert_eq!(shown(&room, deal)["description"], "Wants two.");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_that_evidence_names_is_a_record(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let with_bob =
        format!("{{\"deal\":\"Press\",\"amount\":\"12 EUR\",\"participants\":[{{\"party\":\"{bob}\"}}]}}");
    let opened = room.record_all(ada, "deal_opened", 40, &with_bob).unwrap();
    let deal = only(&room);
    assert_eq!((deal.row.name.as_str(), deal.row.state.as_deref()), ("Press", Some("open")));
    assert_eq!(deal.values.get("people").unwrap().parties().len(), 2);
    let won = room.record_all(ada, "deal_won", 20, "{\"deal\":\"Press\"}").unwrap();
    assert_eq!(only(&room).row.state.as_deref(), Some("won"));
    // Evidence that somebody recorded is retracted like any other, and the deal follows.
    let gone = retract(&room.session, won.id, "not yet").unwrap();
    assert_eq!(only(&room).row.state.as_deref(), Some("open"));
    retract(&room.session, gone.id, "it was").unwrap();
    assert_eq!(only(&room).row.state.as_deref(), Some("won"));
    edit(&room, deal.row.id, &json!({ "stage": "negotiation" })).unwrap();
    assert_eq!(only(&room).row.state.as_deref(), Some("open"));
    room.assert_verified();
    room.undo_set(last_set(&room));
    for piece in [won.id, opened.id] {
        retract(&room.session, piece, "somebody else's").unwrap();
    }
    assert_eq!(records::count(&room.session, "deal", &RecordFilter::default()).unwrap(), 0);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_follows_from_a_record_is_retracted_through_it_alone(#[case] engine: Engine) {
    let Sale { room, ada, deal, .. } = sale(engine);
    let piece =
        list(&room.session, ada).unwrap().into_iter().find(|one| one.evidence.deal.is_some()).unwrap();
    let refused = retract(&room.session, piece.evidence.id, "no").unwrap_err();
    let id = deal.text("deal");
    assert!(matches!(&refused, Error::Refused(detail) if detail.contains(&id)), "{refused}");
    assert!(room.record_all(ada, "call_held", 1, "{\"rule\":\"deal\"}").is_err());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_a_deal_cannot_say_is_refused_and_leaves_nothing(#[case] engine: Engine) {
    let Sale { room, ada, deal, .. } = sale(engine);
    let before = (kinds(&room, ada), shown(&room, deal));
    assert!(matches!(add(&room, &json!({})), Err(Error::Argument { name, .. }) if name == "account"));
    let nobody = edit(&room, deal, &json!({ "account": null, "people": [] }));
    assert!(matches!(nobody, Err(Error::Argument { name, .. }) if name == "account"));
    let ahead = edit(&room, deal, &json!({ "opened_on": "2999-01-01" }));
    assert!(matches!(&ahead, Err(Error::Argument { name, .. }) if name == "opened_on"), "{ahead:?}");
    assert!(matches!(edit(&room, deal, &json!({ "stage": "wonn" })), Err(Error::Values(_))));
    let open = edit(&room, deal, &json!({ "closed_on": "2020-01-01" }));
    assert!(matches!(&open, Err(Error::Argument { name, .. }) if name == "closed_on"), "{open:?}");
    // Won before it was opened.
    let early = edit(&room, deal, &json!({ "stage": "won", "closed_on": "2001-01-01" }));
    assert!(matches!(&early, Err(Error::Argument { name, .. }) if name == "stage"), "{early:?}");
    assert_eq!((kinds(&room, ada), shown(&room, deal)), before);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_file_of_deals_makes_deals_and_undoing_it_takes_them_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let table = "Account,Opportunity,Title,Opened,Won,Amount,Product\n\
        Mill,O-1,Two looms,2017-01-03,2017-02-03,100,GTX\nMill,O-2,A press,2017-01-04,,7,MG\n";
    let first = room.import(FILE, table);
    let request = |by: &str| {
        let of = records::record_type(&room.session, "deal").unwrap();
        let grouping = Grouping::parse(&of, by, Some("amount")).unwrap();
        let groups = records::groups(&room.session, "deal", &RecordFilter::default(), &grouping).unwrap();
        let shown = |group: casebook_app::RecordGroup| {
            (group.values, group.count, group.sums.values().copied().sum::<i128>())
        };
        groups.into_iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(request("state"), [(vec![json!("open")], 1, 700), (vec![json!("won")], 1, 10_000)]);
    assert_eq!(
        request("product_line,closed_on:quarter"),
        [(vec![json!("GTX"), json!("2017-Q1")], 1, 10_000), (vec![json!("MG"), Json::Null], 1, 700)]
    );
    room.assert_verified();
    // The same file says nothing new; a changed one moves the deal.
    let again = room.import(FILE, table);
    assert_eq!((again.evidence, request("state").len()), (0, 2));
    let changed =
        room.import(FILE, &table.replace("A press,2017-01-04,,7", "A press,2017-01-04,2017-05-01,9"));
    assert_eq!(request("state"), [(vec![json!("won")], 2, 10_900)]);
    room.assert_verified();
    for report in [changed, again, first] {
        room.undo(report.import);
    }
    assert_eq!(records::count(&room.session, "deal", &RecordFilter::default()).unwrap(), 0);
    room.assert_verified();
    room.import(FILE, table);
    assert_eq!(request("state").len(), 2);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn many_deals_are_moved_at_once_and_undone_as_one(#[case] engine: Engine) {
    let Sale { room, ada, mill, deal } = sale(engine);
    let second = add(&room, &json!({ "account": mill.to_string() })).unwrap();
    let set = change(&json!({ "stage": "lost", "lost_reason": "price" }));
    let edit = RecordBulkEdit {
        type_name: "deal".into(),
        filter: RecordFilter::default(),
        set,
        request: String::new(),
    };
    let report = records::edit_all(&room.session, &edit, &Unwatched).unwrap();
    assert_eq!((report.matched, report.edited), (2, 2));
    for id in [deal, second.row.id] {
        assert_eq!(shown(&room, id)["lost_reason"], "price");
    }
    assert_eq!(kinds(&room, ada), ["deal_opened", "deal_lost"]);
    room.assert_verified();
    let undone = room.undo_set(report.change_set.unwrap());
    assert_eq!(undone.retracted, 2, "{undone:?} of {:?}", What::Bulk);
    assert_eq!(shown(&room, deal)["stage"], "qualification");
    assert_eq!(shown(&room, deal).get("lost_reason"), None);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_id_of_another_system_is_of_one_deal(#[case] engine: Engine) {
    let Sale { room, mill, .. } = sale(engine);
    let own = |system: &str| NewRecord {
        holds: RecordChange {
            name: Some("Press".into()),
            external: vec![(system.into(), "7".into())],
            ..change(&json!({ "account": mill.to_string() }))
        },
    };
    let first = records::add(&room.session, "deal", own("crm")).unwrap();
    assert_eq!(first.external, [("crm".to_owned(), "7".to_owned())]);
    let twice = records::add(&room.session, "deal", own("crm"));
    assert!(matches!(twice, Err(Error::Argument { name, .. }) if name == "external"));
    records::add(&room.session, "deal", own("erp")).unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rebuilding_derives_deals_anew(#[case] engine: Engine) {
    let Sale { room, deal, .. } = sale(engine);
    edit(&room, deal, &json!({ "stage": "won" })).unwrap();
    let right = shown(&room, deal);
    // As a migration leaves them.
    room.sql("UPDATE record SET fields = '{}', state = NULL, hidden = 1, search = '', checksum = NULL");
    assert!(!room.verify().is_clean());
    casebook_app::rebuild::rebuild(&room.session, &Unwatched).unwrap();
    let derived = shown(&room, deal);
    for name in ["stage", "amount", "account", "opened_on", "closed_on"] {
        assert_eq!(derived[name], right[name], "{name}");
    }
    assert!(!records::show(&room.session, "deal", deal).unwrap().row.hidden);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_of_which_nothing_is_left_is_not_restored_by_hand(#[case] engine: Engine) {
    let Sale { room, deal, .. } = sale(engine);
    let added = last_set(&room);
    records::hide(&room.session, "deal", deal).unwrap();
    let hidden = last_set(&room);
    records::restore(&room.session, "deal", deal).unwrap();
    records::hide(&room.session, "deal", deal).unwrap();
    room.undo_set(added);
    let gone = last_set(&room);
    let refused = records::restore(&room.session, "deal", deal).unwrap_err();
    assert!(matches!(&refused, Error::Refused(detail) if detail.contains("Looms")), "{refused}");
    // Nor by undoing that it was hidden.
    room.undo_set(hidden);
    assert!(records::show(&room.session, "deal", deal).unwrap().row.hidden);
    room.assert_verified();
    room.undo_set(gone);
    assert!(!records::show(&room.session, "deal", deal).unwrap().row.hidden);
    room.assert_verified();
}
