//! Nothing of a row about a deal is lost.

use casebook_store::Engine;
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
