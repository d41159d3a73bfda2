//! Adding somebody who is there already, and editing what somebody else has changed.

use std::sync::Barrier;

use casebook_app::Error;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Added, Duplicates, NewParty, SimilarRequest};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn ada(email: &str, city: &str) -> NewParty {
    let fields = [("name", "Ada"), ("email", email), ("city", city)];
    let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
    NewParty {
        kind: PartyKind::Person,
        fields: filled.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        external: Vec::new(),
    }
}

fn add(room: &Room, new: NewParty, duplicates: Duplicates) -> Result<Added, Error> {
    parties::add_unless_there(&room.session, new, duplicates)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_same_mail_is_refused_unless_both_are_meant(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = add(&room, ada("ada@example.org", ""), Duplicates::Refuse).unwrap();
    assert!(first.created);
    let refused = add(&room, ada("  ADA@Example.org", "Berlin"), Duplicates::Refuse).unwrap_err();
    let Error::Duplicate(found) = refused else { panic!("{refused}") };
    assert_eq!((found[0].party, found[0].by, found.len()), (first.card.id, "email", 1));
    let both = add(&room, ada("ada@example.org", ""), Duplicates::Allow).unwrap();
    assert!(both.created && both.card.id != first.card.id);
    let company = NewParty { kind: PartyKind::Organization, ..ada("ada@example.org", "") };
    assert!(add(&room, company, Duplicates::Refuse).unwrap().created, "a company may share the address");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_person_and_an_organization_may_have_the_same_id(#[case] engine: Engine) {
    let room = Room::new(engine);
    let known = |kind, name: &str, system: &str| NewParty {
        kind,
        fields: [("name".to_owned(), name.to_owned())].into(),
        external: vec![(system.to_owned(), "1".to_owned())],
    };
    let (person, organization) = (PartyKind::Person, PartyKind::Organization);
    for (first, second, system) in [(person, organization, "crm"), (organization, person, "shop")] {
        let one = add(&room, known(first, "Mia", system), Duplicates::Refuse).unwrap();
        let other = add(&room, known(second, "Aster", system), Duplicates::Refuse).unwrap();
        assert!(one.created && other.created);
        for added in [&one, &other] {
            let id = added.card.id;
            assert_eq!(room.card(id).external, [(system.to_owned(), "1".to_owned())], "{id}");
            // It is known by it, and nobody else of its kind can have it.
            let again = add(&room, known(id.kind(), "Other", system), Duplicates::AddTo).unwrap();
            assert_eq!((again.created, again.card.id), (false, id));
            let refused = add(&room, known(id.kind(), "Other", system), Duplicates::Refuse).unwrap_err();
            assert!(matches!(refused, Error::Duplicate(_)), "{refused}");
            let refused = add(&room, known(id.kind(), "Other", system), Duplicates::Allow).unwrap_err();
            assert!(matches!(refused, Error::Refused(_)), "{refused}");
        }
    }
    let both = parties::resolve(&room.session, "external:crm/1").unwrap_err();
    assert!(matches!(both, Error::Ambiguous { .. }), "{both}");
    let mapping = "name = \"list\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\nexternal_id = \"Id\"\n\
                   [fields]\ncity = \"City\"\n";
    let report = room.import(mapping, "Id,City\n1,Bern\n");
    assert_eq!((report.created, report.updated), (0, 1), "a file finds it too");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_id_that_somebody_gets_besides_is_taken_back(#[case] engine: Engine) {
    let room = Room::new(engine);
    let external = vec![("crm".to_owned(), "1".to_owned())];
    let fields = || [("name".to_owned(), "Aster".to_owned())].into();
    let firm = NewParty { kind: PartyKind::Organization, fields: fields(), external: external.clone() };
    add(&room, firm, Duplicates::Refuse).unwrap();
    let first = add(&room, ada("ada@example.org", ""), Duplicates::Refuse).unwrap().card.id;
    let more = NewParty { external: external.clone(), ..ada("ada@example.org", "") };
    assert!(!add(&room, more, Duplicates::AddTo).unwrap().created);
    let set = room.session.change_set().unwrap();
    assert_eq!(room.card(first).external, external);
    let undone = room.undo_set(set);
    assert_eq!(room.card(first).external, []);
    room.undo_set(undone.change_set.unwrap());
    assert_eq!(room.card(first).external, external);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn adding_to_somebody_fills_what_is_empty_and_leaves_the_rest(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = add(&room, ada("ada@example.org", ""), Duplicates::Refuse).unwrap();
    let mut new = ada("ada@example.org", "London");
    new.fields.insert("name".to_owned(), "Countess".to_owned());
    new.external.push(("zoho".to_owned(), "17".to_owned()));
    let added = add(&room, new, Duplicates::AddTo).unwrap();
    assert_eq!(added, Added { card: room.card(first.card.id), created: false });
    assert_eq!(room.field(first.card.id, "city").as_deref(), Some("London"));
    assert_eq!(room.field(first.card.id, "name").as_deref(), Some("Ada"));
    assert_eq!(room.party("zoho/17"), first.card.id);
    assert_eq!(
        room.facts(first.card.id).len(),
        2,
        "that the details were learned again is a fact of its own"
    );
    let fresh = add(&room, ada("new@example.org", ""), Duplicates::AddTo).unwrap();
    assert!(fresh.created, "nobody to add to: it is added");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_adds_is_answered_what_is_stored(#[case] engine: Engine) {
    let room = Room::new(engine);
    let key = |system: &str, id: &str| (system.to_owned(), id.to_owned());
    let external = vec![
        key("zoho", "9"),
        key("crm", &"x".repeat(500)),
        key("crm", "2"),
        key("zoho", "9"),
        key("zoho", "10"),
    ];
    for (kind, external) in [(PartyKind::Person, external), (PartyKind::Organization, Vec::new())] {
        let mut new = NewParty { kind, external, ..ada("ada@example.org", "Berlin") };
        new.fields.insert("floor".to_owned(), "3".to_owned());
        new.fields.insert("note".to_owned(), "  ".to_owned());
        let added = add(&room, new, Duplicates::Refuse).unwrap();
        assert_eq!(added.card, room.card(added.card.id));
        assert!(added.card.standing.is_some() && added.created);
    }
}

const ONLY_IDS: &str = r#"
name = "crm"
[party]
kind = "person"
external_id = "Id"
[fields]
name = "Name"
email = "Mail"
"#;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_was_imported_under_an_id_is_found_by_mail_too(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(
        ONLY_IDS,
        "Id,Name,Mail\n1,Ada,Ada@Example.org\n2,Bob,bob@example.org\n3,Bob B,BOB@example.org\n",
    );
    let refused = add(&room, ada(" ada@example.ORG", ""), Duplicates::Refuse).unwrap_err();
    let Error::Duplicate(found) = refused else { panic!("{refused}") };
    assert_eq!((found[0].name.as_str(), found[0].by, found.len()), ("Ada", "email", 1));
    let added = add(&room, ada("ada@example.org", "London"), Duplicates::AddTo).unwrap();
    assert!(!added.created && added.card.id == found[0].party);
    let refused = add(&room, ada("bob@example.org", ""), Duplicates::AddTo).unwrap_err();
    assert!(matches!(&refused, Error::Duplicate(found) if found.len() == 2), "{refused}");
    let company = NewParty { kind: PartyKind::Organization, ..ada("ada@example.org", "") };
    assert!(add(&room, company, Duplicates::Refuse).unwrap().created);
    parties::hide(&room.session, found[0].party).unwrap();
    assert!(add(&room, ada("ada@example.org", ""), Duplicates::Refuse).unwrap().created);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn hidden_parties_and_old_addresses_double_nobody(#[case] engine: Engine) {
    let room = Room::new(engine);
    let hidden = add(&room, ada("a@example.org", ""), Duplicates::Refuse).unwrap();
    parties::hide(&room.session, hidden.card.id).unwrap();
    let second = add(&room, ada("a@example.org", ""), Duplicates::Refuse).unwrap();
    assert!(second.created);
    assert!(add(&room, ada("a@example.org", ""), Duplicates::Refuse).is_err(), "the second one is seen");
    room.edit(second.card.id, "email", "b@example.org");
    assert!(add(&room, ada("a@example.org", ""), Duplicates::Refuse).unwrap().created);
    assert!(add(&room, ada("b@example.org", ""), Duplicates::Refuse).is_err(), "an edit counts at once");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_id_elsewhere_names_one_party_only(#[case] engine: Engine) {
    let room = Room::new(engine);
    let with_id =
        |email: &str| NewParty { external: vec![("zoho".to_owned(), "4711".to_owned())], ..ada(email, "") };
    let first = add(&room, with_id("a@example.org"), Duplicates::Refuse).unwrap();
    let refused = add(&room, with_id("b@example.org"), Duplicates::Refuse).unwrap_err();
    assert!(
        matches!(refused, Error::Duplicate(found) if found[0].party == first.card.id && found[0].by == "external")
    );
    assert!(matches!(add(&room, with_id("c@example.org"), Duplicates::Allow), Err(Error::Refused(_))));
    for (system, id) in [(":mail", "x"), ("", "x"), ("zoho", " "), ("zo\0ho", "x")] {
        let new = NewParty { external: vec![(system.to_owned(), id.to_owned())], ..ada("", "") };
        assert!(
            matches!(add(&room, new, Duplicates::Refuse), Err(Error::Argument { .. })),
            "{system:?}/{id:?}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_many_who_add_the_same_mail_at_once_one_does(#[case] engine: Engine) {
    let room = Room::new(engine);
    let created = std::thread::scope(|scope| {
        let adders: Vec<_> = (0..8)
            .map(|n| {
                let session = if n % 2 == 0 { room.session.clone() } else { room.another() };
                scope.spawn(move || {
                    match parties::add_unless_there(&session, ada("a@example.org", ""), Duplicates::Refuse) {
                        Ok(added) => added.created,
                        Err(Error::Duplicate(_)) => false,
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        adders.into_iter().filter_map(|adder| adder.join().unwrap().then_some(())).count()
    });
    assert_eq!(created, 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_edit_of_what_has_changed_meanwhile_is_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    let id = add(&room, ada("a@example.org", ""), Duplicates::Refuse).unwrap().card.id;
    let rename = |name: &str| vec![("name".to_owned(), Some(name.to_owned()))];
    let edit =
        |name| parties::edit_if(&room.session, id, rename(name), Duplicates::Refuse, |version| version == 1);
    edit("Countess").unwrap();
    let stale = edit("King");
    assert!(matches!(stale, Err(Error::Stale { version: 2 })));
    assert_eq!(room.field(id, "name").as_deref(), Some("Countess"));
    assert_eq!(parties::show(&room.session, id).unwrap().version, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_edit_takes_no_mail_of_somebody_else_unless_both_are_meant(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = add(&room, ada("ada@example.org", ""), Duplicates::Refuse).unwrap().card.id;
    let second = add(&room, ada("eve@example.org", ""), Duplicates::Refuse).unwrap().card.id;
    let edit = |field: &str, value: &str, duplicates| {
        let changes = vec![(field.to_owned(), Some(value.to_owned()))];
        parties::edit_if(&room.session, second, changes, duplicates, |_| true)
    };
    for (field, value) in [
        ("email", "Ada King <ADA@Example.org>"),
        ("email", "ada@example.org\u{200b}"),
        ("emails", "eve@example.org; mailto:ada@example.org"),
    ] {
        let refused = edit(field, value, Duplicates::Refuse).unwrap_err();
        let Error::Duplicate(found) = refused else { panic!("{refused}") };
        assert_eq!((found[0].party, found[0].by, found.len()), (first, "email", 1), "{value}");
    }
    assert_eq!(parties::show(&room.session, second).unwrap().version, 1, "nothing was stored");
    edit("email", "EVE@example.org", Duplicates::Refuse).expect("one's own address in another writing");
    edit("emails", "eve@example.org; ada@example.org", Duplicates::Allow).unwrap();
    // What was there before the edit is no matter.
    edit("email", "ada@example.org", Duplicates::Refuse).unwrap();
    edit("city", "Bern", Duplicates::Refuse).unwrap();
    let company = room.add(PartyKind::Organization, "Acme");
    let changes = vec![("email".to_owned(), Some("ada@example.org".to_owned()))];
    parties::edit_if(&room.session, company, changes, Duplicates::Refuse, |_| true)
        .expect("a company may share the address");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn edits_to_the_same_new_mail_at_once_all_succeed(#[case] engine: Engine) {
    const EDITORS: usize = 6;
    let room = Room::new(engine);
    let ids: Vec<_> = (0..EDITORS).map(|n| room.add(PartyKind::Person, &format!("Person {n}"))).collect();
    let other = room.another();
    for round in 0..10 {
        let mail = format!("{round}@example.org");
        // They begin together, so that none finds what another has taken.
        let start = Barrier::new(EDITORS);
        std::thread::scope(|scope| {
            for (n, id) in ids.iter().enumerate() {
                let session = if n % 2 == 0 { &room.session } else { &other };
                let (mail, start) = (&mail, &start);
                scope.spawn(move || {
                    start.wait();
                    let changes = vec![("email".to_owned(), Some(mail.clone()))];
                    parties::edit(session, *id, changes).unwrap();
                });
            }
        });
        assert!(ids.iter().all(|id| room.field(*id, "email").as_ref() == Some(&mail)));
        assert!(matches!(add(&room, ada(&mail, ""), Duplicates::Refuse), Err(Error::Duplicate(_))));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn similar_names_are_listed_with_colleagues_first(#[case] engine: Engine) {
    let room = Room::new(engine);
    let somebody = |kind, name: &str, company: &str| {
        let fields = [("name", name), ("company", company)];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        parties::add(&room.session, NewParty { kind, fields, external: Vec::new() }).unwrap()
    };
    for name in ["Ada King", "Ada Kings", "Adam King", "Grace Hopper"] {
        somebody(PartyKind::Person, name, "");
    }
    somebody(PartyKind::Person, "Ada Kling", "Engine Ltd.");
    somebody(PartyKind::Organization, "Ada King GmbH", "");
    let hidden = somebody(PartyKind::Person, "Ada King", "");
    parties::hide(&room.session, hidden).unwrap();
    let similar = |name: &str, company: &str| {
        let request = SimilarRequest {
            name: name.to_owned(),
            kind: Some(PartyKind::Person),
            fields: [("company".to_owned(), company.to_owned())].into(),
        };
        let rows = parties::similar(&room.session, &request).unwrap();
        rows.iter().map(|row| row.party.fields["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(similar("King, Ada", ""), ["Ada King", "Ada Kings", "Adam King", "Ada Kling"]);
    assert_eq!(similar("Ada King", "engine")[..2], ["Ada Kling", "Ada King"]);
    assert_eq!(similar("Grace Hoper", ""), ["Grace Hopper"]);
    assert!(similar("Grace", "").is_empty(), "who only begins alike is another one");
    assert!(similar(" . ", "").is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_has_the_same_number_or_address_is_similar_whatever_the_name(#[case] engine: Engine) {
    let room = Room::new(engine);
    let fields = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let person = |pairs: &[(&str, &str)]| {
        let new = NewParty { kind: PartyKind::Person, fields: fields(pairs), external: Vec::new() };
        parties::add(&room.session, new).unwrap()
    };
    let home = [("street", "Gasse 1"), ("postal_code", "3000"), ("city", "Bern")];
    person(
        &[
            &[("name", "Ada King"), ("phones", "+41 44 668 18 00; 030 1234567"), ("country", "DE")][..],
            &home[..],
        ]
        .concat(),
    );
    person(&[("name", "Bob"), ("phone", "(030) 123 45 67"), ("email", "bob@example.org")]);
    person(&[("name", "Carl"), ("phone", "+43 30 1234567")]);
    let hidden = person(&[("name", "Dora"), ("phone", "+49301234567")]);
    parties::hide(&room.session, hidden).unwrap();
    let similar = |name: &str, pairs: &[(&str, &str)]| {
        let request = SimilarRequest { name: name.to_owned(), kind: None, fields: fields(pairs) };
        let rows = parties::similar(&room.session, &request).unwrap();
        let mut names: Vec<String> = rows.iter().map(|row| row.party.fields["name"].clone()).collect();
        names.sort_unstable();
        names.join(", ")
    };
    for number in ["+49 30 1234567", "0049301234567", "+49 (0)30 123-45 67"] {
        assert_eq!(similar("", &[("phone", number)]), "Ada King, Bob", "{number}");
    }
    assert_eq!(similar("", &[("phone", "030 1234567"), ("country", "DE")]), "Ada King, Bob");
    assert_eq!(similar("Eve", &[("phone", "044 668 18 00"), ("country", "CH")]), "Ada King");
    assert_eq!(similar("", &[("phone", "+49 30 1234567; 044 668 18 01")]), "Ada King, Bob");
    assert_eq!(similar("Eve", &[("email", "BOB@example.org")]), "Bob");
    assert_eq!(similar("", &[("phone", "1234567")]), "", "the end of a number is no number");
    assert_eq!(similar("Ada Kingsley", &home), "Ada King");
    assert_eq!(similar("Ada Kingsley", &home[..1]), "", "a street is nothing without its town");
}
