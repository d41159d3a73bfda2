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
}
