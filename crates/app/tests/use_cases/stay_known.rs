//! Whose details we have is a contact, whatever is taken back.

use casebook_app::changes;
use casebook_app::domain::party::PartyKind;
use casebook_app::evidence::retract;
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const LEADS: &str = r#"
name = "leads"
system = "shop"
[party]
kind = "person"
external_id = "No"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
[[evidence]]
kind = "webinar_attended"
at = "Seen"
when = "Seen"
[[evidence]]
column = "Status"
[evidence.values]
Good = "sales_accepted"
Bad = { kind = "disqualified", reason = "Bad" }
[[evidence]]
column = "No mail"
[evidence.values]
yes = { kind = "consent_withdrawn", constant = { purpose = "marketing", channel = "email" } }
no = ""
"#;

fn leads(rows: &[&str]) -> String {
    format!("No,Name,Mail,Seen,Status,No mail\n{}\n", rows.join("\n"))
}

fn stands(room: &Room, id: &str) -> String {
    let party = room.party(&format!("shop/{id}"));
    let card = room.card(party);
    let standing = card.standing.map_or("none", |(standing, _)| standing.word());
    format!("{}/{standing}", room.stage(party, "journey").unwrap_or_default())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn consent_alone_comes_with_a_contact(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = room.import(LEADS, &leads(&["1,Kai,kai@x.example,,,yes", "2,Lea,lea@x.example,,,no"]));
    assert_eq!((report.created, report.evidence), (2, 3));
    assert_eq!([stands(&room, "1"), stands(&room, "2")], ["contact/active"; 2]);
    assert_eq!(room.funnel_of("journey").cohort, 2);
    let now = room.import(LEADS, &leads(&["1,Kai,kai@x.example,,,no", "2,Lea,lea@x.example,,,yes"]));
    assert_eq!(now.evidence, 2, "consent is taken back and given; both are known as before");
    assert_eq!(room.funnel_of("journey").cohort, 2);
    room.assert_verified();
}

#[rstest]
#[case::status_sqlite(Engine::Sqlite, "1,Kai,kai@x.example,,Good,", "prospect/active")]
#[case::status_postgres(Engine::Postgres, "1,Kai,kai@x.example,,Good,", "prospect/active")]
#[case::date_sqlite(Engine::Sqlite, "1,Kai,kai@x.example,2025-03-01,,", "lead/active")]
#[case::date_postgres(Engine::Postgres, "1,Kai,kai@x.example,2025-03-01,,", "lead/active")]
#[case::both_sqlite(Engine::Sqlite, "1,Kai,kai@x.example,2025-03-01,Bad,yes", "lead/disqualified")]
fn who_loses_the_last_evidence_by_a_file_stays_a_contact(
    #[case] engine: Engine,
    #[case] row: &str,
    #[case] stood: &str,
) {
    let room = Room::new(engine);
    room.import(LEADS, &leads(&[row]));
    assert_eq!(stands(&room, "1"), stood);
    let before = room.seen();
    for status in ["", "Contacted"] {
        let bare = leads(&[&format!("1,Kai,kai@x.example,,{status},")]);
        let ahead = room.dry_run(LEADS, &bare);
        let lost = room.import(LEADS, &bare);
        assert_eq!((ahead.updated, ahead.evidence), (lost.updated, lost.evidence));
        assert_eq!(stands(&room, "1"), "contact/active", "{status:?}");
        assert_eq!(room.funnel_of("journey").undated, 1, "since nobody knows when");
        room.undo(lost.import);
        assert_eq!(room.seen(), before, "its undo takes that back as well");
        room.import(LEADS, &bare);
        let again = room.import(LEADS, &leads(&[row]));
        assert_eq!(stands(&room, "1"), stood);
        let learned = room.seen().into_values().flat_map(|one| one.evidence);
        assert!(learned.into_iter().all(|one| !one.starts_with("details_learned")), "it goes again");
        room.undo(again.import);
        assert_eq!(stands(&room, "1"), "contact/active");
        room.import(LEADS, &leads(&[row]));
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_is_known_otherwise_loses_nothing_by_a_file(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(LEADS, &leads(&["1,Kai,kai@x.example,,Good,"]));
    let kai = room.party("shop/1");
    room.record(kai, "meeting_held", 30);
    let report = room.import(LEADS, &leads(&["1,Kai,kai@x.example,,,"]));
    assert_eq!(report.evidence, 1, "the status is taken back, and nothing stands in for it");
    assert_eq!(room.facts(kai).len(), 1);
    assert_eq!(room.funnel_of("journey").undated, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_loses_the_last_evidence_by_hand_stays_a_contact(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(LEADS, &leads(&["1,Kai,kai@x.example,2025-03-01,,"]));
    let kai = room.party("shop/1");
    let before = room.seen();
    let piece = casebook_app::evidence::list(&room.session, kai).unwrap().remove(0).evidence;
    let gone = retract(&room.session, piece.id, "somebody else").unwrap();
    assert_eq!(stands(&room, "1"), "contact/active");
    assert_eq!(room.facts(kai).len(), 1);
    let again = retract(&room.session, gone.id, "it was Kai after all").unwrap();
    assert_eq!(room.seen(), before, "what stood in for it goes");
    retract(&room.session, again.id, "no").unwrap();
    assert_eq!(stands(&room, "1"), "contact/active");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn that_details_are_known_can_be_taken_back_by_hand(#[case] engine: Engine) {
    let room = Room::new(engine);
    let kai = room.add(PartyKind::Person, "Kai");
    let learned = casebook_app::evidence::list(&room.session, kai).unwrap().remove(0).evidence;
    retract(&room.session, learned.id, "never met").unwrap();
    assert_eq!((room.stage(kai, "journey"), room.facts(kai).len()), (None, 0));
    room.edit(kai, "city", "Bern");
    let edit = changes::page(&room.session, None, None, 1).unwrap().remove(0).row.id;
    room.undo_set(edit);
    assert_eq!(room.stage(kai, "journey"), None, "what does not touch evidence brings none");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_stays_when_an_import_is_undone_stays_a_contact(#[case] engine: Engine) {
    let room = Room::new(engine);
    let import =
        room.import(LEADS, &leads(&["1,Kai,kai@x.example,,Good,", "2,Lea,lea@x.example,,Good,"])).import;
    let kai = room.party("shop/1");
    room.edit(kai, "city", "Bern");
    let before = room.seen();
    let undone = room.undo(import);
    assert_eq!((undone.hidden, undone.stayed), (1, 1));
    assert_eq!(room.stage(kai, "journey").as_deref(), Some("contact"));
    room.undo_set(undone.change_set.unwrap());
    assert_eq!(room.seen(), before);
    room.assert_verified();
}
