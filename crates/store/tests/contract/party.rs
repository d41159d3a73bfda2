//! Parties and their keys.

use casebook_domain::ids::PartyId;
use casebook_store::party::PartyRow;
use casebook_store::party_key::{KeyRow, Named};
use casebook_store::{Engine, Error, party, party_key};
use casebook_testkit::TestDatabase;
use casebook_testkit::sample::{organization, person};
use rstest::rstest;

fn with(engine: Engine, parties: Vec<PartyRow>) -> TestDatabase {
    let database = TestDatabase::new(engine);
    database.store().write(move |c| party::insert_many(c, &parties)).unwrap();
    database
}

fn named(names: &[&str]) -> Vec<PartyRow> {
    (1..).zip(names).map(|(n, name)| person(n, &[("name", name)])).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_party_comes_back_as_it_was_stored(#[case] engine: Engine) {
    let ada = person(
        1,
        &[("name", "Ada \u{1f389}"), ("email", "ada@example.org"), ("shoe size", "38"), ("note", "")],
    );
    let firm = PartyRow { hidden: true, ..organization(2, &[("name", "Engines")]) };
    let database = with(engine, vec![ada.clone(), firm.clone()]);
    let ids = [firm.id, ada.id, PartyId(1_000)];
    let found = database.store().read(|c| party::get_many(c, &ids)).unwrap();
    assert_eq!(found, [ada.clone(), firm]);
    assert_eq!(database.store().read(|c| party::get(c, ada.id)).unwrap(), Some(ada));
    assert_eq!(database.store().read(|c| party::get(c, PartyId(8))).unwrap(), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_party_without_a_name_gets_the_best_of_what_is_known(#[case] engine: Engine) {
    let database = with(engine, vec![person(1, &[("last_name", "King"), ("first_name", "Ada")])]);
    let stored = database.store().read(|c| party::get(c, PartyId(2))).unwrap().unwrap();
    assert_eq!(stored.fields["name"], "Ada King");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_update_of_an_old_version_changes_nothing(#[case] engine: Engine) {
    let database = with(engine, named(&["Ada"]));
    let store = database.store();
    let mut row = person(1, &[("name", "Ada King"), ("city", "London"), ("pet", "cat")]);
    row.hidden = true;
    let fresh = row.clone();
    assert!(store.write(move |c| party::update(c, &fresh)).unwrap());
    let stored = store.read(|c| party::get(c, PartyId(2))).unwrap().unwrap();
    assert_eq!(stored, PartyRow { version: 2, ..row.clone() });
    let stale = person(1, &[("name", "Eve")]);
    assert!(!store.write(move |c| party::update(c, &stale)).unwrap());
    assert_eq!(store.read(|c| party::get(c, PartyId(2))).unwrap(), Some(stored));
    assert_eq!(store.read(|c| party::count(c, false)).unwrap(), 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn parties_are_counted_walked_and_locked(#[case] engine: Engine) {
    let mut parties = named(&["A", "B", "C"]);
    parties[2].hidden = true;
    let ids: Vec<PartyId> = parties.iter().map(|party| party.id).collect();
    let database = with(engine, parties);
    let store = database.store();
    let counts = [true, false].map(|hidden_too| store.read(|c| party::count(c, hidden_too)).unwrap());
    assert_eq!(counts, [3, 2]);
    assert_eq!(store.read(|c| party::ids_after(c, PartyId(i64::MIN), 9)).unwrap(), ids);
    assert_eq!(store.read(|c| party::ids_after(c, ids[0], 1)).unwrap(), [ids[1]]);
    store.write(move |c| party::lock_many(c, &ids)).unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn keys_name_one_party_until_they_are_freed(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let key = |system: &str, value: &str, party| KeyRow {
        system: system.into(),
        value: value.into(),
        party: PartyId(party),
        freed: false,
    };
    let keys = vec![key("zoho", "1", 2), key(":mail", "ada@example.org", 2), key("espo", "1", 4)];
    let same = keys[0].clone();
    store.write(move |c| party_key::insert_many(c, &keys)).unwrap();
    let twice = store.write(move |c| party_key::insert_many(c, std::slice::from_ref(&same)));
    assert!(matches!(twice, Err(Error::Conflict { table, .. }) if table == "party_key"));

    let wanted = [("espo", "1"), ("espo", "2"), ("zoho", "1")];
    let found = |freed| {
        let named = |party, freed| Some(Named { party: PartyId(party), freed });
        assert_eq!(
            store.read(|c| party_key::find_many(c, &wanted)).unwrap(),
            [named(4, false), None, named(2, freed)]
        );
    };
    found(false);
    assert_eq!(store.read(|c| party_key::find_value(c, "1")).unwrap().len(), 2);
    let taken = |outcome: Result<(), Error>| matches!(outcome, Err(Error::Conflict { table, .. }) if table == "party_key");
    assert!(taken(
        store.write(|c| party_key::claim_many(c, &[("new", "1", PartyId(6)), ("zoho", "1", PartyId(6))]))
    ));
    assert_eq!(
        store.read(|c| party_key::find_many(c, &[("new", "1")])).unwrap(),
        [None],
        "nothing of it is kept"
    );
    store.write(|c| party_key::claim_many(c, &[("zoho", "1", PartyId(2))])).unwrap();
    found(false);
    assert_eq!(store.write(|c| party_key::free_of(c, &[PartyId(2)])).unwrap(), 2);
    found(true);
    assert_eq!(store.read(|c| party_key::find_value(c, "1")).unwrap(), [("espo".to_owned(), PartyId(4))]);
    store.write(|c| party_key::claim_many(c, &[("zoho", "1", PartyId(6))])).unwrap();
    let pass =
        |from, to| store.write(move |c| party_key::pass_on(c, ("espo", "1"), PartyId(from), PartyId(to)));
    assert!(taken(pass(2, 6)), "it is no key of that party");
    pass(4, 8).unwrap();
    pass(8, 4).unwrap();
    let held = store.read(|c| party_key::of_parties(c, &[PartyId(2), PartyId(6)])).unwrap();
    assert_eq!(held[&PartyId(2)].len(), 1);
    assert_eq!(held[&PartyId(6)], [key("zoho", "1", 6)]);
    assert_eq!(store.write(|c| party_key::delete_many(c, &[("zoho", "1"), ("x", "y")])).unwrap(), 1);
}
