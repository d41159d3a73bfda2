//! One name or one email address may stand for two: nobody is merged silently.

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Duplicates, NewParty};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const FIRMS: &str = r#"
name = "firms"
[party]
kind = "organization"
key = ["name"]
[fields]
name = "Firm"
website = "Site"
city = "City"
phone = "Phone"
"#;

const STAFF: &str = r#"
name = "staff"
[party]
kind = "person"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
phone = "Phone"
[organization]
name = "Firm"
"#;

fn firms(rows: &[&str]) -> String {
    format!("Firm,Site,City,Phone\n{}\n", rows.join("\n"))
}

fn staff(rows: &[&str]) -> String {
    format!("Name,Mail,Phone,Firm\n{}\n", rows.join("\n"))
}

/// Name, site and city of every party, in order.
fn seen(room: &Room) -> Vec<String> {
    let field = |one: &crate::room::Seen, name| one.fields.get(name).cloned().unwrap_or_default();
    let mut all: Vec<String> = room
        .seen()
        .values()
        .map(|one| format!("{}, {}, {}", field(one, "name"), field(one, "website"), field(one, "city")))
        .collect();
    all.sort();
    all
}

const FOUR: [&str; 4] = [
    "Blue Door Cafe,north.example,Kiel,",
    "Blue Door Cafe,south.example,Ulm,",
    "Rößler KG,roessler.example,Trier,",
    "Rossler KG,rossler.example,Mainz,",
];

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn companies_of_one_name_in_two_towns_are_two(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = room.import(FIRMS, &firms(&FOUR));
    assert_eq!((report.created, report.updated, report.kept), (4, 0, 0));
    let four = seen(&room);
    assert_eq!(four.len(), 4);
    let again = room.import(FIRMS, &firms(&FOUR));
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 4));
    // The next export has them in another order, and one has a phone number by now.
    let turned = [FOUR[3], FOUR[2], "Blue Door Cafe,south.example,Ulm,0731 5551", FOUR[0]];
    let turned = room.import(FIRMS, &firms(&turned));
    assert_eq!((turned.created, turned.kept), (0, 0));
    assert_eq!(seen(&room), four, "each row finds its own");
    let other = FIRMS.replace("\"firms\"", "\"others\"");
    let report = room.import(&other, &firms(&["BLUE DOOR cafe,,Ulm,", "Rossler KG,,,"]));
    assert_eq!(
        (report.created, report.kept),
        (0, 1),
        "another file finds them too, and its spelling is named"
    );
    assert_eq!(seen(&room), four);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_company_that_has_moved_is_the_same(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(FIRMS, &firms(&["Blue Door Cafe,,Kiel,"]));
    let report = room.import(FIRMS, &firms(&["Blue Door Cafe,,Ulm,"]));
    assert_eq!((report.created, report.updated), (0, 1));
    assert_eq!(seen(&room), ["Blue Door Cafe, , Ulm"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_company_added_by_hand_is_that_of_a_column(#[case] engine: Engine) {
    let room = Room::new(engine);
    let [rossler, kiel] =
        [[("name", "Rössler KG"), ("city", "Trier")], [("name", "Blue Door Cafe"), ("city", "Kiel")]]
            .map(|fields| added(&room, PartyKind::Organization, &fields));
    let people = staff(&["Mia Kern,mia@x.example,,RÖSSLER  kg", "Noa Vogt,noa@x.example,,Rossler KG"]);
    room.import(STAFF, &people);
    let named = |party: PartyId| room.seen_of(party).links;
    assert_eq!(named(rossler), [("Mia Kern".to_owned(), "works at".to_owned())]);
    room.import(FIRMS, &firms(&["Blue Door Cafe,blue.example,Kiel,", "Blue Door Cafe,red.example,Ulm,"]));
    assert_eq!(room.field(kiel, "website").as_deref(), Some("blue.example"));
    let cafes = seen(&room).into_iter().filter(|one| one.starts_with("Blue")).collect::<Vec<_>>();
    assert_eq!(cafes, ["Blue Door Cafe, blue.example, Kiel", "Blue Door Cafe, red.example, Ulm"]);
    room.assert_verified();
}

fn added(room: &Room, kind: PartyKind, fields: &[(&str, &str)]) -> PartyId {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    parties::add(&room.session, NewParty { kind, fields, external: Vec::new() }).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn two_names_with_one_mailbox_are_decided_by_a_person(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows =
        ["Mia Kern,desk@x.example,1234567,", "Noa Vogt,desk@x.example,7654321,", "Kern Mia,desk@x.example,,"];
    let ahead = room.dry_run(STAFF, &staff(&rows));
    let report = room.import(STAFF, &staff(&rows));
    assert_eq!((report.created, report.unchanged, report.rejected), (1, 1, 1));
    assert_eq!((ahead.created, ahead.rejected), (1, 1));
    let list = std::fs::read_to_string(report.rejected_file.unwrap()).unwrap();
    assert!(list.contains("--shared-mail people") && list.contains("Mia Kern"), "{list}");
    assert_eq!(seen(&room).len(), 1);

    let people = STAFF.replace("key = [\"email\"]", "key = [\"email\"]\nshared_mail = \"people\"");
    let report = room.import(&people, &staff(&rows));
    assert_eq!((report.created, report.rejected), (1, 0));
    // Another file knows them both by now, whatever its order.
    let other = STAFF.replace("\"staff\"", "\"badges\"");
    let report = room.import(&other, &staff(&[rows[1], rows[0]]));
    assert_eq!((report.created, report.updated, report.rejected, report.kept), (0, 0, 0, 0));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn one_person_under_two_names_is_one_where_that_was_said(#[case] engine: Engine) {
    let room = Room::new(engine);
    let one = STAFF.replace("key = [\"email\"]", "key = [\"email\"]\nshared_mail = \"one\"");
    let report = room.import(&one, &staff(&["Mia Kern,m@x.example,,", "Dolly Star,m@x.example,1234567,"]));
    assert_eq!((report.created, report.updated, report.rejected), (1, 1, 0));
    assert_eq!(report.kept_values[0].given.as_deref(), Some("Dolly Star"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_marries_is_the_same_in_the_next_export(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(STAFF, &staff(&["Mia Kern,mia@x.example,,"]));
    let report = room.import(STAFF, &staff(&["Mia Lund,mia@x.example,,"]));
    assert_eq!((report.created, report.updated, report.rejected), (0, 1, 0));
    assert_eq!(seen(&room), ["Mia Lund, , "]);
}

const CLUB: &str = r#"
name = "club"
system = "club"
[party]
kind = "person"
external_id = "No"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
phone = "Phone"
"#;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_next_export_reaches_the_one_who_is_seen(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CLUB, "No,Name,Mail,Phone\n7,Mia Kern,mia@x.example,111111\n8,Noa Vogt,noa@x.example,\n");
    let (hidden, noa) = (room.party("club/7"), room.party("club/8"));
    parties::hide(&room.session, hidden).unwrap();
    parties::hide(&room.session, noa).unwrap();
    let mia = NewParty {
        kind: PartyKind::Person,
        fields: [("name", "Mia Kern"), ("email", "mia@x.example")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        external: Vec::new(),
    };
    let mia = parties::add_unless_there(&room.session, mia, Duplicates::Refuse).unwrap().card.id;
    let before = room.seen();
    let next = "No,Name,Mail,Phone\n7,Mia Kern,mia@x.example,222222\n8,Noa Vogt,noa@x.example,333333\n";
    let report = room.import(CLUB, next);
    assert_eq!(
        (report.created, report.updated, report.kept, report.hidden),
        (0, 2, 0, 1),
        "Noa stays hidden"
    );
    assert_eq!(room.field(mia, "phone").as_deref(), Some("222222"));
    assert_eq!(room.party("club/7"), mia, "and has the id from now on");
    room.undo(report.import);
    assert_eq!(room.seen(), before);
    room.assert_verified();
}
