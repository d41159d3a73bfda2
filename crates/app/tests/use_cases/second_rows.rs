//! Several rows about somebody in one file count as much as rows in several files.

use casebook_app::domain::ids::PartyId;
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const GUESTS: &str = r#"
name = "guests"
[party]
kind = "person"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
phone = "Phone"
city = "City"
source = "Source"
"#;

const HEAD: &str = "Name,Mail,Phone,City,Source,Shoe size\n";

fn file(first: &str, between: usize, second: &str) -> String {
    let between = (0..between).map(|one| format!("Guest {one},g{one}@x.example,,,,"));
    let rows: Vec<String> =
        [first.to_owned()].into_iter().chain(between).chain([second.to_owned()]).collect();
    format!("{HEAD}{}\n", rows.join("\n"))
}

#[rstest]
#[case::side_by_side_sqlite(Engine::Sqlite, 0)]
#[case::side_by_side_postgres(Engine::Postgres, 0)]
#[case::far_apart_sqlite(Engine::Sqlite, 1_500)]
#[case::far_apart_postgres(Engine::Postgres, 1_500)]
fn a_second_row_brings_what_the_first_had_not(#[case] engine: Engine, #[case] between: usize) {
    let room = Room::new(engine);
    let table =
        file("Mia Kern,mia@x.example,,Bern,web,", between, "Mia Kern,mia@x.example,0301234567,Basel,fair,38");
    let report = room.import(GUESTS, &table);
    assert_eq!((report.created, report.updated, report.unchanged), (1 + between as u64, 1, 0));
    let mia = room.party_of_mail("mia@x.example");
    assert_eq!(room.field(mia, "phone").as_deref(), Some("0301234567"));
    assert_eq!(room.field(mia, "Shoe size").as_deref(), Some("38"));
    assert_eq!(room.field(mia, "city").as_deref(), Some("Bern"), "the first row stands");
    let lost: Vec<_> = report.kept_values.iter().map(|one| lost(one, mia)).collect();
    assert_eq!(lost, ["city: Bern, not Basel", "source: web, not fair"]);
    assert_eq!(report.kept, 2);
    let again = room.import(GUESTS, &table);
    assert_eq!((again.created, again.updated, again.kept), (0, 0, 0), "each row is compared with itself");
    room.undo(again.import);
    room.undo(report.import);
    assert_eq!(room.seen().len(), 0, "all of it came by that file");
    room.assert_verified();
}

fn lost(one: &casebook_app::imports::KeptValue, party: PartyId) -> String {
    assert_eq!((one.party, one.name.as_str()), (party, "Mia Kern"));
    format!("{}: {}, not {}", one.field, one.stays.as_deref().unwrap(), one.given.as_deref().unwrap())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_preview_names_what_will_not_be_taken_over_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    let table = file("Mia Kern,mia@x.example,,Bern,,", 0, "Mia Kern,mia@x.example,,Basel,,");
    let ahead = room.dry_run(GUESTS, &table);
    let done = room.import(GUESTS, &table);
    let named = |report: &casebook_app::imports::ImportReport| {
        let all = report.kept_values.iter();
        all.map(|one| (one.field.clone(), one.stays.clone(), one.given.clone())).collect::<Vec<_>>()
    };
    assert_eq!((ahead.kept, named(&ahead)), (1, named(&done)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_row_of_a_company_fills_what_a_column_had_named(#[case] engine: Engine) {
    let room = Room::new(engine);
    let companies = "name = \"firms\"\n[party]\nkind = \"organization\"\nkey = [\"name\"]\n[fields]\nname = \"Firm\"\n\
                     city = \"City\"\n[organization]\nname = \"Parent\"\n";
    let report =
        room.import(companies, "Firm,City,Parent\nAster Labs,Bern,Aster Group\nAster Group,Basel,\n");
    assert_eq!((report.created, report.updated), (1, 1), "the group was named first");
    let group = room.seen().into_values().find(|one| one.fields["name"] == "Aster Group").unwrap();
    assert_eq!(group.fields["city"], "Basel");
    room.assert_verified();
}
