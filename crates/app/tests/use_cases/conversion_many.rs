//! Converting many leads: each entirely or not at all, with a result, in one change set.

use casebook_app::conversion::{
    self, AccountRule, BulkConversion, BulkConversionReport, Conversion, Outcome, RowResult, convert,
    convert_all, preview_all, resume_conversion,
};
use casebook_app::domain::change::{State, What};
use casebook_app::domain::filter::{FieldIs, Leaf};
use casebook_app::domain::ids::{ChangeSetId, PartyId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::RecordFilter;
use casebook_app::links::{self, NewLink};
use casebook_app::parties::{Filter, NewParty};
use casebook_app::records::RecordChange;
use casebook_app::{Error, Unwatched, changes, parties, records};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;
use crate::undo::Stops;

fn person(room: &Room, name: &str, company: &str) -> PartyId {
    let fields = [("name", name), ("company", company), ("source", "fair")];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let new = NewParty { kind: PartyKind::Person, fields, external: Vec::new() };
    let person = parties::add(&room.session, new).unwrap();
    room.record(person, "form_submitted", 3);
    person
}

fn from(source: &str) -> Filter {
    Filter::Leaf(Leaf::Field("source".to_owned(), FieldIs::Is(source.to_owned())))
}

/// Everybody from the fair, with a deal each.
fn asked() -> BulkConversion {
    let fields = json!({ "amount": { "minor": 5_000, "currency": "EUR" } });
    let deal = RecordChange {
        name: Some("{account}: looms for {lead}".to_owned()),
        fields: fields.as_object().unwrap().clone(),
        ..RecordChange::default()
    };
    BulkConversion {
        filter: from("fair"),
        account: AccountRule::MatchOrCreate,
        deal: Some(deal),
        reason: Some("met at the fair".to_owned()),
        request: "{}".to_owned(),
    }
}

fn run(room: &Room, asked: &BulkConversion) -> BulkConversionReport {
    convert_all(&room.session, asked, &Unwatched).unwrap()
}

fn results(room: &Room, set: ChangeSetId) -> Vec<RowResult> {
    let rows = conversion::results(&room.session, set, false, None, 1_000).unwrap();
    rows.into_iter().map(|(_, row)| row).collect()
}

fn account_of(results: &[RowResult], lead: PartyId) -> Option<PartyId> {
    results.iter().find(|row| row.party == lead).unwrap().outcome.account()
}

fn code_of(row: &RowResult) -> &str {
    match &row.outcome {
        Outcome::Refused { code, .. } => code,
        Outcome::Converted { .. } => "",
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn each_lead_gets_the_account_it_belongs_to_or_the_one_of_its_company(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (mill, guild) =
        (room.add(PartyKind::Organization, "Weaver Mills"), room.add(PartyKind::Organization, "Guild"));
    let linked = person(&room, "Ada Lace", "Nowhere Ltd");
    let role = "member".to_owned();
    let link = NewLink { person: linked, organization: guild, role, from: None, to: None };
    links::add(&room.session, link).unwrap();
    let named = person(&room, "Bo Thread", "WEAVER MILLS");
    let (first, second) = (person(&room, "Cy Spool", "Spool & Co"), person(&room, "Di Spool", "spool & co"));
    let alone = person(&room, "Ed Single", "");

    let report = run(&room, &asked());
    assert_eq!((report.matched, report.converted, report.refused), (5, 5, 0));
    let set = report.change_set.unwrap();
    let found = results(&room, set);
    assert_eq!(account_of(&found, linked), Some(guild));
    assert_eq!(account_of(&found, named), Some(mill));
    let spool = account_of(&found, first);
    assert!(spool.is_some() && spool == account_of(&found, second), "one company, one account");
    assert_eq!(account_of(&found, alone), None);
    let deals = records::count(&room.session, "deal", &RecordFilter::default()).unwrap();
    assert_eq!(deals, 5);
    let listed = changes::show(&room.session, set).unwrap();
    assert_eq!((listed.row.what, listed.state), (What::Convert, State::Done));
    assert_eq!(room.stage(alone, "zoho").as_deref(), Some("contact"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_is_refused_stays_as_he_was_and_is_listed_with_the_reason(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bo) = (person(&room, "Ada", "Mill"), person(&room, "Bo", "Mill"));
    let torn = person(&room, "Cy", "");
    for name in ["One", "Two"] {
        let organization = room.add(PartyKind::Organization, name);
        let role = "member".to_owned();
        let link = NewLink { person: torn, organization, role, from: None, to: None };
        links::add(&room.session, link).unwrap();
    }
    room.record(ada, "sales_accepted", 1);
    let done = person(&room, "Di", "");
    let reason = Some("asked for it".to_owned());
    convert(&room.session, done, Conversion { reason, ..Conversion::default() }).unwrap();
    let before = [bo, torn, done].map(|party| room.seen_of(party));

    let report = run(&room, &BulkConversion { reason: None, ..asked() });
    assert_eq!((report.matched, report.converted, report.refused), (4, 1, 3));
    let found = results(&room, report.change_set.unwrap());
    let mut codes: Vec<(PartyId, &str)> = found.iter().map(|row| (row.party, code_of(row))).collect();
    codes.sort_unstable();
    let mut expected = [(ada, ""), (bo, "not_qualified"), (torn, "ambiguous"), (done, "already_converted")];
    expected.sort_unstable();
    assert_eq!(codes, expected);
    assert_eq!([bo, torn, done].map(|party| room.seen_of(party)), before);
    let refused = conversion::results(&room.session, report.change_set.unwrap(), true, None, 2).unwrap();
    let rest =
        conversion::results(&room.session, report.change_set.unwrap(), true, Some(refused[1].0), 2).unwrap();
    assert_eq!((refused.len(), rest.len()), (2, 1), "refusals come in pages");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn people_are_converted_once_where_their_business_is_a_lead_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    room.edit(mill, "source", "fair");
    let ada = person(&room, "Ada", "Mill");
    let role = "works at".to_owned();
    links::add(&room.session, NewLink { person: ada, organization: mill, role, from: None, to: None })
        .unwrap();
    let report = run(&room, &asked());
    assert_eq!((report.converted, report.refused), (1, 1));
    assert_eq!((report.refusals[0].party, code_of(&report.refusals[0])), (ada, "already_converted"));
    assert_eq!(records::count(&room.session, "deal", &RecordFilter::default()).unwrap(), 1);
    let found = results(&room, report.change_set.unwrap());
    assert_eq!(found.len(), 2, "one result each: {found:?}");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn undoing_it_gives_back_every_lead_as_it_was(#[case] engine: Engine) {
    let room = Room::new(engine);
    for number in 0..40 {
        person(&room, &format!("Lead {number}"), &format!("Company {}", number % 7));
    }
    let before = room.seen();
    let report = run(&room, &asked());
    assert_eq!((report.converted, room.seen().len()), (40, 47));
    let set = report.change_set.unwrap();
    assert!(room.undo_set(set).kept.is_empty());
    assert_eq!(room.seen(), before);
    assert_eq!(records::count(&room.session, "deal", &RecordFilter::default()).unwrap(), 0);
    let again = run(&room, &asked());
    assert_eq!((again.converted, again.refused), (40, 0), "an undone conversion is in nobody's way");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn it_can_be_stopped_and_resumed_and_every_lead_has_one_result(#[case] engine: Engine) {
    let room = Room::new(engine);
    for number in 0..130 {
        person(&room, &format!("Lead {number}"), "Mill");
    }
    let stopped = convert_all(&room.session, &asked(), &Stops::after(1));
    assert!(matches!(stopped, Err(Error::Stopped(_))), "{stopped:?}");
    let set = room.session.change_set().unwrap();
    let some = results(&room, set).len();
    assert!(0 < some && some < 130, "{some}");
    assert_eq!(changes::show(&room.session, set).unwrap().state, State::Interrupted);
    assert!(matches!(changes::bulk_request(&room.session, set), Ok((What::Convert, _))));

    let report = resume_conversion(&room.session, set, &asked(), &Unwatched).unwrap();
    assert_eq!((report.matched, report.converted, report.refused), (130, 130, 0));
    let mut parties: Vec<PartyId> = results(&room, set).into_iter().map(|row| row.party).collect();
    parties.sort_unstable();
    parties.dedup();
    assert_eq!(parties.len(), 130);
    assert!(resume_conversion(&room.session, set, &asked(), &Unwatched).is_err(), "it is done");
    room.undo_set(set);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_preview_says_what_would_come_of_the_first_and_stores_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    let (ada, bo) = (person(&room, "Ada", "Mill"), person(&room, "Bo", "New Mill"));
    let before = (room.seen(), changes::page(&room.session, None, None, 50).unwrap().len());
    let preview = preview_all(&room.session, &asked()).unwrap();
    assert_eq!((preview.matched, preview.rows.len()), (2, 2));
    assert_eq!([ada, bo].map(|lead| account_of(&preview.rows, lead)), [Some(mill), None]);
    assert_eq!((room.seen(), changes::page(&room.session, None, None, 50).unwrap().len()), before);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_fits_no_lead_is_refused_before_anything_is_stored(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = person(&room, "Ada", "Mill");
    let sets = changes::page(&room.session, None, None, 50).unwrap().len();
    let deal = |fields: serde_json::Value| {
        let fields = fields.as_object().unwrap().clone();
        Some(RecordChange { fields, ..RecordChange::default() })
    };
    for wrong in [
        BulkConversion { account: AccountRule::Link(ada), ..asked() },
        BulkConversion {
            account: AccountRule::Link(PartyId::new(4_711, PartyKind::Organization)),
            ..asked()
        },
        BulkConversion { deal: deal(json!({ "stage": "dreaming" })), ..asked() },
        BulkConversion { deal: deal(json!({ "colour": "red" })), ..asked() },
    ] {
        let refused = convert_all(&room.session, &wrong, &Unwatched);
        assert!(refused.is_err(), "{refused:?}");
    }
    let guest = room.guest(ada);
    assert!(matches!(convert_all(&guest, &asked(), &Unwatched), Err(Error::Forbidden)));
    let nobody = BulkConversion { filter: from("the moon"), ..asked() };
    assert_eq!(run(&room, &nobody), BulkConversionReport::default());
    assert_eq!(changes::page(&room.session, None, None, 50).unwrap().len(), sets);
}
