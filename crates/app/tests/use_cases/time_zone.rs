//! Days begin in the workspace's time zone; changing it derives everything anew, also after an interruption.

use std::collections::BTreeMap;

use casebook_app::domain::filter::Bound;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::{DAY, Precision, Timestamp};
use casebook_app::evidence::{NewEvidence, When};
use casebook_app::funnel::{FunnelDates, FunnelMembers, FunnelRequest, Number};
use casebook_app::imports::PrepareOptions;
use casebook_app::parties::{EvidenceIs, EvidenceOf, Filter, Leaf, Point, Stretch};
use casebook_app::{Error, Unwatched, changes, evidence, imports, parties, time_zone};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn on_day(room: &Room, party: PartyId, kind: &str, day: &str) {
    let when = When::At(at(&format!("{day}T00:00:00Z")), Precision::Day);
    evidence::record(
        &room.session,
        party,
        NewEvidence { kind: kind.to_owned(), when, detail: BTreeMap::new() },
    )
    .unwrap();
}

/// How many there were in the funnel of a stretch of time.
fn cohort(room: &Room, from: &str, to: &str) -> u64 {
    let (from, to) = (Some(at(from)), Some(at(to)));
    let request = FunnelRequest { vocabulary: "journey".to_owned(), from, to, ..FunnelRequest::default() };
    room.funnel(&request).groups.remove(0).1.cohort
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_change_derives_everything_anew(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    on_day(&room, ada, "form_submitted", "2025-04-01");
    assert_eq!(cohort(&room, "2025-03-31T22:00:00Z", "2025-04-01T00:00:00Z"), 0);
    let before = room.card(ada).stages;
    assert_eq!(
        time_zone::set(&room.session, "europe/berlin", &Unwatched).unwrap(),
        ("Europe/Berlin".to_owned(), true)
    );
    assert_eq!(cohort(&room, "2025-03-31T22:00:00Z", "2025-04-01T00:00:00Z"), 1);
    assert_eq!(room.card(ada).stages, before, "a day reads the same in every zone");
    room.assert_verified();
    // Another process derives in it too.
    assert_eq!(room.another().zone().unwrap().name(), "Europe/Berlin");
    let again = time_zone::set(&room.session, "Europe/Berlin", &Unwatched).unwrap();
    assert_eq!(again, ("Europe/Berlin".to_owned(), false));
    let refused = time_zone::set(&room.session, "Europe/Atlantis", &Unwatched);
    assert!(matches!(refused, Err(Error::Argument { .. })), "{refused:?}");
    let sets = changes::page(&room.session, None, None, 10).unwrap();
    assert_eq!(sets[0].row.what.word(), "setting");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_interrupted_is_derived_when_the_database_is_opened(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    on_day(&room, ada, "form_submitted", "2025-04-01");
    // As a process leaves it that is killed between the change and the derivation.
    room.sql("INSERT INTO setting (name, value) VALUES ('time.zone', 'Asia/Tokyo')");
    room.sql("DELETE FROM setting WHERE name = 'projection.version'");
    room.sql("UPDATE setting SET value = '1000' WHERE name = 'words.generation'");
    let session = room.another();
    assert_eq!(session.zone().unwrap().name(), "Asia/Tokyo");
    let periods = casebook_app::history::history(&session, ada).unwrap();
    let journey = periods.stages.iter().find(|one| one.vocabulary == "journey").unwrap();
    let lead = journey.periods.iter().find(|one| one.stage == 1).unwrap();
    assert_eq!(lead.entered_at, Some(at("2025-03-31T15:00:00Z")));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_first_file_that_names_a_zone_sets_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = |zone: &str| {
        format!(
            "name = \"leads\"\n[party]\nkind = \"person\"\nkey = \"email\"\n[fields]\nemail = \"Email\"\n\
             [[evidence]]\nkind = \"form_submitted\"\nat = \"Sent\"\n[dates]\nzone = \"{zone}\"\n"
        )
    };
    room.import(&mapping("UTC"), "Email,Sent\nada@example.org,2025-04-01\n");
    assert_eq!(room.session.zone().unwrap().name(), "UTC");
    room.import(&mapping("America/New_York"), "Email,Sent\nbob@example.org,2025-04-01\n");
    assert_eq!(room.session.zone().unwrap().name(), "America/New_York");
    room.import(&mapping("Asia/Tokyo"), "Email,Sent\ncyd@example.org,2025-04-01\n");
    assert_eq!(room.session.zone().unwrap().name(), "America/New_York");
    let notes = |zone: &str| {
        let options = PrepareOptions { mapping: Some(mapping(zone)), ..PrepareOptions::default() };
        imports::prepare(&room.session, &room.file("Email,Sent\n"), options).unwrap().notes
    };
    assert!(notes("Asia/Tokyo")[0].contains("`America/New_York`, the time zone of the workspace"));
    assert_eq!((notes("America/New_York"), notes("UTC")), (vec![], vec![]));
    assert_eq!(cohort(&room, "2025-04-01T04:00:00Z", "2025-04-01T04:00:01Z"), 3, "each on that day");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn times_of_a_file_without_a_zone_are_those_of_the_workspace(#[case] engine: Engine) {
    let room = Room::new(engine);
    let read = |mail: &str| {
        let all = evidence::list(&room.session, room.party_of_mail(mail)).unwrap();
        all[0].evidence.occurred_at.unwrap().to_string()
    };
    let plain = "name = \"calls\"\n[party]\nkind = \"person\"\nkey = \"email\"\n[fields]\nemail = \"Email\"\n\
                 [[evidence]]\nkind = \"call_held\"\nat = \"At\"\n";
    room.import(plain, "Email,At\nada@example.org,2026-03-01 14:20\n");
    assert_eq!(read("ada@example.org"), "2026-03-01T14:20:00Z", "UTC while there is no zone");
    time_zone::set(&room.session, "Asia/Tokyo", &Unwatched).unwrap();
    let table = "Email,At\nbea@example.org,2026-03-01 14:20\ncyd@example.org,2026-03-01T14:20:00-03:00\n";
    let dry = room.dry_run(plain, table);
    let report = room.import(plain, table);
    assert_eq!((report.created, report.evidence), (dry.created, dry.evidence));
    assert_eq!(read("bea@example.org"), "2026-03-01T05:20:00Z");
    assert_eq!(read("cyd@example.org"), "2026-03-01T17:20:00Z", "what states its zone is in it");
    let again = room.import(plain, table);
    assert_eq!((again.created, again.updated, again.evidence), (0, 0, 0));
    let stated = format!("{plain}[dates]\nzone = \"America/New_York\"\n").replace("calls", "visits");
    room.import(&stated, "Email,At\ndan@example.org,2026-03-01 14:20\n");
    assert_eq!(read("dan@example.org"), "2026-03-01T19:20:00Z", "the file's zone comes first");
    room.assert_verified();
}

/// Clocks go back in Auckland on 5 April 2026, which has 25 hours, and forward in Los Angeles on 8 March 2026, of 23.
#[rstest]
#[case::east(Engine::Sqlite, "Pacific/Auckland", "2026-04-05", ["2026-04-04T11:00:00Z", "2026-04-05T12:00:00Z"])]
#[case::west(Engine::Postgres, "America/Los_Angeles", "2026-03-08", ["2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"])]
fn a_date_of_a_filter_is_a_day_of_the_workspace(
    #[case] engine: Engine,
    #[case] zone: &str,
    #[case] day: &str,
    #[case] ends: [&str; 2],
) {
    let room = Room::new(engine);
    time_zone::set(&room.session, zone, &Unwatched).unwrap();
    room.clock.advance(400 * DAY);
    let begun = casebook_app::domain::zone::read(day).unwrap();
    let within = Stretch::Dated(Some(Bound::Start(begun)), Some(Bound::End(begun)));
    let [start, end] = ends.map(at);
    let instants = [start.plus(-1), start, end.plus(-1), end].map(|at| When::At(at, Precision::Instant));
    let days = [-1, 0, 1].map(|days| When::At(begun.plus(days * DAY), Precision::Day));
    let mut expected = Vec::new();
    for (place, when) in instants.into_iter().chain(days).enumerate() {
        let id = room.add(PartyKind::Person, &format!("Mia {place}"));
        let new = NewEvidence { kind: "form_submitted".to_owned(), when, detail: BTreeMap::new() };
        evidence::record(&room.session, id, new).unwrap();
        expected.extend([1, 2, 5].contains(&place).then_some(id));
    }
    let of = EvidenceOf::Kind("form_submitted".to_owned());
    let found = |leaf| parties::ids(&room.session, &Filter::Leaf(leaf)).unwrap();
    assert_eq!(found(Leaf::Evidence(EvidenceIs { of, within, at_least: 1 })), expected, "evidence in {zone}");
    let request = FunnelRequest {
        vocabulary: "journey".to_owned(),
        cohort_stage: Some("lead".to_owned()),
        ..FunnelRequest::default()
    };
    let dates = FunnelDates { from: Some(Bound::Start(begun)), to: Some(Bound::End(begun)), as_of: None };
    let members = FunnelMembers { request, stage: None, number: Number::Cohort, dates: Some(dates) };
    assert_eq!(found(Leaf::Funnel(Box::new(members))), expected, "the funnel in {zone}");
    assert_eq!(found(Leaf::Time(Point::FirstEvidence, within)), expected, "first evidence in {zone}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_status_is_so_at_the_earliest_since_the_last_date_of_its_row(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = "name = \"leads\"\n[party]\nkind = \"person\"\nkey = \"email\"\n[fields]\nemail = \"Email\"\n\
                   [[evidence]]\nkind = \"form_submitted\"\nat = \"Sent\"\n\
                   [[evidence]]\nkind = \"call_held\"\nat = \"Called\"\nwhen = \"Called\"\n\
                   [[evidence]]\ncolumn = \"Status\"\nat = \"Sent\"\nearliest = true\n\
                   [evidence.values]\nQualified = \"sales_accepted\"\n";
    room.import(
        mapping,
        "Email,Sent,Called,Status\nada@example.org,2025-02-03,,Qualified\n\
         bob@example.org,2025-02-03,2025-02-10 09:30,Qualified\n",
    );
    let since = |mail: &str| {
        let card = room.card(room.party_of_mail(mail));
        card.stages.iter().find(|one| one.vocabulary == "journey").and_then(|one| one.since).unwrap()
    };
    assert_eq!((since("ada@example.org").text().as_str()), "2025-02-03");
    assert_eq!((since("bob@example.org").text().as_str()), "2025-02-10");
    assert!(since("bob@example.org").precision.is_earliest());
    let lead = room.funnel_of("journey").stages.remove(1);
    assert_eq!((lead.reached, lead.timed), (2, 0), "what is so at the earliest is not timed");
    room.assert_verified();
}
