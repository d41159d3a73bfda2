//! Nothing of a row about a deal is lost: rows that call a deal otherwise are named, and so is who is not known.

use casebook_app::domain::ids::RecordId;
use casebook_app::imports::ImportReport;
use casebook_store::{Engine, record};
use rstest::rstest;

use crate::room::Room;

const DEALS: &str = r#"
name = "deals"
system = "books"
[party]
kind = "organization"
key = ["name"]
[fields]
name = "Account"
[deal]
id = "Deal"
title = "Title"
owner = "Owner"
[[participant]]
column = "Contact"
by = "email"
role = "contact"
[[evidence]]
kind = "deal_opened"
at = "Opened"
"#;
const HEAD: &str = "Deal,Title,Owner,Account,Contact,Opened\n";

fn kept(report: &ImportReport) -> Vec<String> {
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let one = |one: &casebook_app::imports::KeptValue| {
        format!("{}: {}, not {}", one.field, or_none(&one.stays), or_none(&one.given))
    };
    report.kept_values.iter().map(one).collect()
}

#[rstest]
#[case::other_words(
    "D1,Renewal,Ann,Alder Mills,,2025-01-02\nD1,Extension,Bob,Alder Mills,,2025-01-03\n",
    (1, 1, 0),
    &["title of the deal Renewal: Renewal, not Extension", "owner of the deal Renewal: Ann, not Bob"]
)]
#[case::the_owner_alone(
    "D1,Renewal,Ann,Alder Mills,,2025-01-02\nD1,Renewal,Bob,Alder Mills,,2025-01-02\n",
    (1, 0, 1),
    &["owner of the deal Renewal: Ann, not Bob"]
)]
#[case::what_the_first_had_not(
    "D1,,,Alder Mills,,2025-01-02\nD1,Renewal,Ann,Alder Mills,,2025-01-03\n",
    (1, 1, 0),
    &[]
)]
fn a_deal_is_called_what_its_first_row_says(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] rows: &str,
    #[case] counts: (u64, u64, u64),
    #[case] lost: &[&str],
) {
    let room = Room::new(engine);
    let table = format!("{HEAD}{rows}");
    let ahead = room.dry_run(DEALS, &table);
    let report = room.import(DEALS, &table);
    assert_eq!((report.created, report.updated, report.unchanged), counts);
    assert_eq!(
        (kept(&report), kept(&ahead)),
        (lost.iter().map(|one| (*one).to_owned()).collect(), kept(&report))
    );
    let deals = room.database.store().read(|connection| record::after(connection, "deal", RecordId(0), 9));
    let deals: Vec<_> = deals.unwrap().into_iter().map(|row| (row.name, row.owner)).collect();
    assert_eq!(deals, [("Renewal".to_owned(), Some("Ann".to_owned()))]);
    let again = room.import(DEALS, &table);
    assert_eq!((again.created, again.updated), (0, 0), "the same file again changes nothing");
    let changed = room.import(DEALS, &table.replace("Ann", "Eve"));
    let named = |one: &String| one == "owner of the deal Renewal: Ann, not Eve";
    assert!(kept(&changed).iter().any(named), "the next export has another owner: {:?}", kept(&changed));
    let other = room
        .import(&DEALS.replace("\"deals\"", "\"more\""), &format!("{HEAD}D1,Upgrade,Ann,Alder Mills,,\n"));
    assert_eq!(kept(&other), ["title of the deal Renewal: Renewal, not Upgrade"], "another file");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whom_nobody_knows_is_a_detail_of_what_happened(#[case] engine: Engine) {
    let room = Room::new(engine);
    let people =
        "name = \"people\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n[fields]\nemail = \"Mail\"\n";
    room.import(people, "Mail,City\nida@x.example,Bern\n");
    room.import(
        DEALS,
        &format!("{HEAD}D1,A,,Alder Mills,ida@x.example,\nD2,B,,Alder Mills,Uwe <uwe@x.example>,\n"),
    );
    let mill = room.seen().into_iter().find(|(_, one)| one.fields["name"] == "Alder Mills").unwrap().0;
    let facts = room.facts(mill);
    let (known, unknown) = ("deal_opened ? ", r#"deal_opened ? {"Contact":"Uwe <uwe@x.example>"}"#);
    assert_eq!(facts.iter().filter(|one| *one == known).count(), 1, "{facts:?}");
    assert_eq!(facts.iter().filter(|one| *one == unknown).count(), 1, "{facts:?}");
    let ida = room.party_of_mail("ida@x.example");
    assert!(room.facts(ida).contains(&known.to_owned()), "she takes part herself");
    room.assert_verified();
}
