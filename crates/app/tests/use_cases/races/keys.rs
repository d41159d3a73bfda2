//! Who a party is known by: ids elsewhere and mail addresses.

use std::collections::HashSet;

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Added, Duplicates, NewParty};
use casebook_app::{Error, Result, Session, Unwatched};
use casebook_store::Engine;
use rstest::rstest;

use super::{CONTENDERS, ROUNDS, only, race};
use crate::room::Room;

fn person(name: String, email: Option<String>, external: &[(&str, String)]) -> NewParty {
    let email = email.map(|email| ("email".to_owned(), email));
    NewParty {
        kind: PartyKind::Person,
        fields: [("name".to_owned(), name)].into_iter().chain(email).collect(),
        external: external.iter().map(|(system, id)| ((*system).to_owned(), id.clone())).collect(),
    }
}

fn add(session: &Session, new: NewParty, duplicates: Duplicates) -> Result<Added> {
    parties::add_unless_there(session, new, duplicates)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_many_who_add_the_same_external_id_one_gets_it_and_keeps_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, who| {
        // Two ids, named in either order, so that two might wait for each other.
        let mut ids = [("crm", format!("c{round}")), ("shop", format!("s{round}"))];
        if who % 2 == 1 {
            ids.reverse();
        }
        // Whether duplicates of other kinds are wanted makes no difference to an id.
        let duplicates = if who % 4 < 2 { Duplicates::Refuse } else { Duplicates::Allow };
        add(session, person(format!("P{round}"), None, &ids), duplicates)
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        let refused = |error: &Error| matches!(error, Error::Duplicate(_) | Error::Refused(_));
        let winner = only(round, outcomes, refused);
        for system in ["crm", "shop"] {
            let id = format!("{system}/{}{round}", &system[..1]);
            assert_eq!(room.party(&id), winner.card.id, "what was acknowledged is kept: {id}");
        }
    }
    assert_eq!(room.count("SELECT count(*) FROM party"), ROUNDS as i64);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_many_who_add_the_same_mail_address_one_makes_a_party(#[case] engine: Engine) {
    let room = Room::new(engine);
    // The address of every other round was somebody's who has another one now.
    let had = |round: usize| (round % 2 == 1).then(|| format!("p{round}@example.org"));
    for round in 0..ROUNDS {
        if let Some(mail) = had(round) {
            let new = person(format!("Former {round}"), Some(mail), &[]);
            let former = add(&room.session, new, Duplicates::Refuse).unwrap().card.id;
            room.edit(former, "email", &format!("former{round}@example.org"));
        }
    }
    let rounds = race(&room, |session, round, who| {
        let mail = format!("p{round}@example.org");
        let mail = if who % 2 == 1 { mail.to_uppercase() } else { mail };
        add(session, person(format!("P{round} {who}"), Some(mail), &[]), Duplicates::Refuse)
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        let winner = only(round, outcomes, |error| matches!(error, Error::Duplicate(_)));
        let again = person("Again".to_owned(), Some(format!("p{round}@example.org")), &[]);
        let found = add(&room.session, again, Duplicates::AddTo).unwrap();
        assert_eq!((found.card.id, found.created), (winner.card.id, false));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn many_who_add_to_whoever_is_there_add_to_the_same(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, who| {
        let ids = [("crm", format!("{round}-{who}"))];
        let new = person(format!("P{round}"), Some(format!("p{round}@example.org")), &ids);
        add(session, new, Duplicates::AddTo).unwrap()
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        assert_eq!(outcomes.iter().filter(|one| one.created).count(), 1, "round {round}: one is made");
        let parties: HashSet<PartyId> = outcomes.iter().map(|one| one.card.id).collect();
        assert_eq!(parties.len(), 1, "round {round}");
        for who in 0..outcomes.len() {
            assert!(parties.contains(&room.party(&format!("crm/{round}-{who}"))), "no id is lost");
        }
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn editors_of_one_version_change_it_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let first = room.card(ada).version;
    let rounds = race(&room, |session, round, who| {
        let to = Some(format!("{who}@{round}.example.org"));
        let expected = first + round as i64;
        let changes = vec![("email".to_owned(), to)];
        parties::edit_if(session, ada, changes, Duplicates::Allow, move |version| version == expected)
            .map(|()| who)
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::Stale { .. }));
    }
    assert_eq!(room.card(ada).version, first + ROUNDS as i64);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn files_of_one_feed_at_the_same_moment_leave_each_row_as_one_of_them_says(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = "name = \"list\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n[fields]\nemail = \"Mail\"\n\
                   [[evidence]]\nkind = \"form_submitted\"\nat = \"At\"\n";
    let table = |file: usize| {
        let row = |n| format!("p{n}@example.org,2026-01-{:02}\n", file + 1);
        format!("Mail,At\n{}", (0..ROUNDS).map(row).collect::<String>())
    };
    room.import(mapping, &table(0));
    std::thread::scope(|scope| {
        for file in 1..=CONTENDERS {
            let (room, table) = (&room, table(file));
            let session = if file % 2 == 0 { room.session.clone() } else { room.another() };
            scope.spawn(move || room.try_import(&session, mapping, &table, &Unwatched).unwrap());
        }
    });
    for n in 0..ROUNDS {
        let facts = room.facts(room.party_of_mail(&format!("p{n}@example.org")));
        assert_eq!(facts.len(), 1, "the files correct each other's row: {facts:?}");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn imports_and_people_who_add_the_same_addresses_make_each_party_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = |feed: usize| {
        format!(
            "name = \"feed{feed}\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n\
             [fields]\nemail = \"Mail\"\nname = \"Name\"\n"
        )
    };
    let rows = 2 * ROUNDS;
    let row = |n| format!("p{n}@example.org,P{n}\n");
    let table = format!("Mail,Name\n{}", (0..rows).map(row).collect::<String>());
    std::thread::scope(|scope| {
        for feed in 0..2 {
            let (room, table) = (&room, &table);
            scope.spawn(move || {
                let report = room.try_import(&room.another(), &mapping(feed), table, &Unwatched).unwrap();
                assert_eq!(
                    (report.created + report.updated + report.unchanged, report.rejected),
                    (rows as u64, 0)
                );
            });
        }
        for who in 0..6 {
            let room = &room;
            scope.spawn(move || {
                for n in 0..rows {
                    // From both ends and out of the middle, to meet the imports somewhere.
                    let n = if who % 2 == 0 { n } else { rows - 1 - n };
                    let new = person(format!("P{n}"), Some(format!("p{n}@example.org")), &[]);
                    add(&room.session, new, Duplicates::AddTo).unwrap();
                }
            });
        }
    });
    assert_eq!(room.count("SELECT count(*) FROM party"), rows as i64, "nobody is there twice");
    assert_eq!(room.count("SELECT count(*) FROM party_key WHERE freed = 0"), rows as i64);
    room.assert_verified();
}
