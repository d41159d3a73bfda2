//! Whom a row is about where people have several addresses, and what rows may say in declared fields.

use casebook_app::domain::party::emails;
use casebook_app::domain::records::{Choice, Field, FieldKind};
use casebook_app::records;
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const CARDS: &str = r#"
name = "cards"
[party]
kind = "person"
key = ["email"]
[fields]
name = "Name"
emails = "Mails"
city = "City"
"#;

fn cards(rows: &[&str]) -> String {
    format!("Name,Mails,City,budget,size\n{}\n", rows.join("\n"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_person_is_found_by_any_of_several_addresses_and_the_name(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CARDS, &cards(&["Ada,ada@x.org; ada@y.org,Rome,,"]));
    assert_eq!((first.created, first.updated), (1, 0));
    // Another file knows another address of hers as the primary one.
    let other = CARDS.replace("\"cards\"", "\"badges\"");
    let report = room.import(
        &other,
        &cards(&[
            "Ada,ada@z.org; ada@y.org,Rome,,",
            "Ada,ada@y.org,Rome,,",
            "Eve,eve@x.org; ada@x.org,Rome,,",
        ]),
    );
    assert_eq!((report.created, report.rejected), (1, 0), "Eve reads Ada's mail and is not Ada");
    // What she is known by already stays first.
    let ada = room.card(room.party_of_mail("ada@z.org"));
    assert_eq!(emails(&ada.fields), ["ada@x.org", "ada@y.org", "ada@z.org"]);
    let eve = room.card(room.party_of_mail("eve@x.org"));
    assert_eq!(
        (&*eve.fields["name"], emails(&eve.fields)),
        ("Eve", vec!["eve@x.org".into(), "ada@x.org".into()])
    );
    room.undo(report.import);
    assert_eq!(emails(&room.card(ada.id).fields), ["ada@x.org", "ada@y.org"]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn values_of_declared_fields_fit_or_their_row_is_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    let budget = Field::of_kind("budget", "Budget", FieldKind::Money);
    let sizes = ["small", "large"].map(|name| Choice { name: name.into(), title: name.into() });
    let size = Field { choices: sizes.to_vec(), ..Field::of_kind("size", "Size", FieldKind::Choice) };
    for field in [budget, size] {
        records::add_field(&room.session, "person", field).unwrap();
    }
    let report = room.import(
        CARDS,
        &cards(&[
            "Ada,ada@x.org,Rome,eur 12.5,Large",
            "Bob,bob@x.org,Rome,n/a,-",
            "Eve,eve@x.org,Rome,much,small",
            "Kim,kim@x.org,Rome,,middling",
        ]),
    );
    assert_eq!((report.created, report.rejected), (2, 2));
    let (ada, bob) = (room.party_of_mail("ada@x.org"), room.party_of_mail("bob@x.org"));
    assert_eq!(room.field(ada, "budget").as_deref(), Some("12.50 EUR"));
    assert_eq!(room.field(ada, "size").as_deref(), Some("large"));
    assert_eq!((room.field(bob, "budget"), room.field(bob, "size")), (None, None));
    let listed = std::fs::read_to_string(report.rejected_file.unwrap()).unwrap();
    assert!(listed.contains("Budget: ") && listed.contains("Size: "), "{listed}");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_name_follows_the_first_and_last_name(#[case] engine: Engine) {
    let room = Room::new(engine);
    let staff = "name = \"staff\"\nsystem = \"hr\"\n[party]\nkind = \"person\"\nexternal_id = \"No\"\n[fields]\n\
                 first_name = \"First\"\nlast_name = \"Last\"\n";
    room.import(staff, "No,First,Last\n1,Mia,Kern\n2,Noa,Vogt\n3,Pia,Rau\n");
    let [mia, noa, pia] = ["hr/1", "hr/2", "hr/3"].map(|id| room.party(id));
    room.edit(noa, "last_name", "Castell");
    room.edit(pia, "name", "Dr. Pia Rau");
    room.import(staff, "No,First,Last\n1,Mia,Lund\n2,Noa,Vogt\n3,Pia,Lenz\n");
    let name = |party| room.field(party, "name").unwrap();
    assert_eq!([name(mia), name(noa), name(pia)], ["Mia Lund", "Noa Castell", "Dr. Pia Lenz"]);
    assert_eq!(room.party_of_mail("castell noa"), noa, "found under the new name");
    let edit = casebook_app::changes::page(&room.session, None, None, 3).unwrap().remove(2).row.id;
    room.undo_set(edit);
    assert_eq!(name(noa), "Noa Vogt", "and the name follows back");
    room.assert_verified();
}

/// The names of everybody of a kind.
fn names(room: &Room, kind: &str) -> Vec<String> {
    let of_kind = room.seen().into_iter().filter(|(id, _)| id.kind().word() == kind);
    let mut names: Vec<String> = of_kind.map(|(_, seen)| seen.fields["name"].clone()).collect();
    names.sort();
    names
}

const CONTACTS: &str = r#"
name = "contacts"
system = "crm"
[party]
kind = "person"
external_id = "Contact ID"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
[organization]
external_id = "Account ID"
"#;

const ACCOUNTS: &str = r#"
name = "accounts"
system = "crm"
[party]
kind = "organization"
external_id = "Account ID"
[fields]
name = "Name"
"#;

#[rstest]
#[case::sqlite(Engine::Sqlite, false)]
#[case::postgres(Engine::Postgres, false)]
#[case::sqlite_people_first(Engine::Sqlite, true)]
#[case::postgres_people_first(Engine::Postgres, true)]
fn a_person_and_an_account_may_have_one_id(#[case] engine: Engine, #[case] people_first: bool) {
    let room = Room::new(engine);
    let people = "Contact ID,Name,Mail,Account ID\n1,Ada,ada@x.org,1\n2,Bo,bo@x.org,1\n3,Cy,cy@x.org,2\n";
    let accounts = "Account ID,Name\n1,Acme\n2,Beta\n";
    let files = [(CONTACTS, people), (ACCOUNTS, accounts)];
    let order = if people_first { [0, 1] } else { [1, 0] };
    for place in order {
        assert_eq!(room.import(files[place].0, files[place].1).rejected, 0);
    }
    assert_eq!(names(&room, "person"), ["Ada", "Bo", "Cy"]);
    assert_eq!(names(&room, "organization"), ["Acme", "Beta"], "no account is called by its id");
    let ada = room.card(room.party_of_mail("ada@x.org"));
    assert_eq!(ada.links.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["Acme"]);
    let external = |mail: &str| room.card(room.party_of_mail(mail)).external;
    assert_eq!(external("ada@x.org"), [("crm".to_owned(), "1".to_owned())], "as the file says");
    let two = casebook_app::parties::resolve(&room.session, "external:crm/1").unwrap_err().to_string();
    assert!(two.contains("per_") && two.contains("org_"), "{two}");
    assert_eq!(room.party("crm/3"), room.party_of_mail("cy@x.org"));
    for (mapping, text) in files {
        let again = room.import(mapping, text);
        assert_eq!((again.created, again.updated, again.rejected), (0, 0, 0));
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_address_of_an_organization_finds_no_person(#[case] engine: Engine) {
    let room = Room::new(engine);
    let firms = "name = \"firms\"\n[party]\nkind = \"organization\"\nkey = [\"email\"]\n[fields]\nname = \"Name\"\nemail = \"Mail\"\n";
    let people = firms.replace("firms", "people").replace("organization", "person");
    room.import(firms, "Name,Mail\nAcme,info@x.org\n");
    assert_eq!(room.import(&people, "Name,Mail\nAda,info@x.org\n").created, 1);
    assert_eq!(room.import(&people, "Name,Mail\nAda,info@x.org\n").unchanged, 1);
    assert_eq!(
        (names(&room, "person"), names(&room, "organization")),
        (vec!["Ada".into()], vec!["Acme".to_owned()])
    );
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_history_is_about_whomever_its_deals_are_about(#[case] engine: Engine) {
    let room = Room::new(engine);
    let deals = "name = \"deals\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\nkey = [\"name\"]\n[fields]\nname = \"Account\"\n\
        [deal]\nid = \"Deal\"\n[[evidence]]\nkind = \"deal_opened\"\n";
    let moves = "name = \"moves\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nknown = true\n[row]\nkey = [\"Deal\", \"Stage\"]\n\
        [deal]\nid = \"Deal\"\n[[evidence]]\nkind = \"deal_moved\"\ndetail = { stage = \"Stage\" }\n";
    let history = "Deal,Stage\nD1,Talks\nD1,Offer\nD9,Talks\n";
    let early = room.import(moves, history);
    assert_eq!((early.created, early.rejected), (0, 3), "no deal is made by what is said of it");
    room.import(deals, "Account,Deal\nAcme,D1\n");
    let report = room.import(moves, history);
    assert_eq!((report.updated, report.evidence, report.rejected), (2, 2, 1));
    let again = room.import(moves, history);
    assert_eq!((again.unchanged, again.evidence), (2, 0));
    assert_eq!(names(&room, "person"), Vec::<String>::new());
    room.undo(report.import);
    room.assert_verified();
}

#[test]
fn a_row_that_was_taken_for_a_person_names_the_organization_that_it_is_about() {
    let room = Room::new(Engine::Sqlite);
    let accounts = "Account ID,Name\n1,Acme\n2,Beta\n";
    room.import(&ACCOUNTS.replace("organization", "person"), accounts);
    room.import(CONTACTS, "Contact ID,Name,Mail,Account ID\n8,Ada,ada@x.org,1\n9,Bo,bo@x.org,2\n");
    assert_eq!(names(&room, "organization"), ["1", "2"], "only their ids are known");
    room.import(ACCOUNTS, accounts);
    assert_eq!(names(&room, "organization"), ["Acme", "Beta"]);
    room.assert_verified();
}

#[test]
fn a_row_about_somebody_who_is_not_there_names_the_address_as_it_is() {
    let room = Room::new(Engine::Sqlite);
    let mapping = "name = \"calls\"\n[party]\nkind = \"person\"\nknown = true\nkey = \"email\"\n[fields]\nemail = \"Mail\"\n\
                   [[evidence]]\nkind = \"call_held\"\nat = \"Day\"\n";
    let report = room.import(mapping, "Mail,Day\nnobody@example.org,2026-01-05\n");
    let rejected = std::fs::read_to_string(report.rejected_file.unwrap()).unwrap();
    assert!(
        rejected.contains("there is no party `nobody@example.org`; import or add it first"),
        "{rejected}"
    );
}
