//! Parties, their lists, and what they are known by.

use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_store::party::{Cursor, PartyFilter, PartyRow};
use casebook_store::party_key::{KeyRow, Named};
use casebook_store::{Engine, Error, Store, party, party_key};
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

/// All names of a filter, read page by page.
fn listed(store: &Store, filter: &PartyFilter, limit: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = store.read(|c| party::list(c, filter, after.as_ref(), limit)).unwrap();
        assert!(page.parties.len() <= limit);
        names.extend(page.parties.iter().map(|party| party.fields["name"].clone()));
        after = page.next;
        if after.is_none() {
            return names;
        }
    }
}

fn search(text: &str) -> PartyFilter {
    PartyFilter { text: Some(text.to_owned()), ..PartyFilter::default() }
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
    assert_eq!(listed(database.store(), &PartyFilter::default(), 5), ["Ada King"]);
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
    assert_eq!(listed(store, &PartyFilter::default(), 5), Vec::<String>::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lists_sort_by_folded_name_and_page_without_gaps(#[case] engine: Engine) {
    let names = ["émile", "Zoë", "ada", "Emil", "Ada", "Ölaf", "bob", "Emile", "", "z"];
    let database = with(engine, named(&names));
    let all = listed(database.store(), &PartyFilter::default(), 100);
    assert_eq!(all, ["", "ada", "Ada", "bob", "Emil", "émile", "Emile", "Ölaf", "z", "Zoë"]);
    for limit in 1..=4 {
        assert_eq!(listed(database.store(), &PartyFilter::default(), limit), all, "pages of {limit}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn search_puts_names_that_begin_so_first(#[case] engine: Engine) {
    let names = ["Zimmer Müller", "Muller Anna", "Adam Muellerson", "Müller", "Anna Muller-Zander", "Huber"];
    let database = with(engine, named(&names));
    let expected = ["Müller", "Muller Anna", "Anna Muller-Zander", "Zimmer Müller"];
    for limit in 1..=5 {
        assert_eq!(listed(database.store(), &search("MÜLLER"), limit), expected, "pages of {limit}");
    }
    assert_eq!(listed(database.store(), &search("anna müller"), 9), ["Anna Muller-Zander", "Muller Anna"]);
    assert_eq!(database.store().read(|c| party::count(c, &search("ulle"))).unwrap(), 4);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn search_looks_in_five_fields_and_takes_no_text_for_a_pattern(#[case] engine: Engine) {
    let fields =
        |n: i64, field: &'static str, value: &'static str| person(n, &[("name", "X"), (field, value)]);
    let database = with(
        engine,
        vec![
            fields(1, "email", "ada@example.org"),
            fields(2, "phone", "+43 1 5877"),
            fields(3, "company", "100% Wolle_GmbH"),
            fields(4, "note", "likes \"quotes\" and 'apostrophes'"),
            fields(5, "city", "Example"),
        ],
    );
    let hits = |text: &str| database.store().read(|c| party::count(c, &search(text))).unwrap();
    assert_eq!([hits("example"), hits("5877"), hits("wolle"), hits("quotes")], [1, 1, 1, 1]);
    assert_eq!(
        [hits("100%"), hits("%%%"), hits("___"), hits("'apo"), hits("*"), hits("\" OR 1")],
        [1, 0, 0, 1, 0, 0]
    );
    assert_eq!([hits("wo"), hits("ol"), hits("gm"), hits("x"), hits("")], [1, 0, 0, 5, 5]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn filters_join_and_hidden_parties_show_only_when_asked_for(#[case] engine: Engine) {
    let mut parties = vec![
        person(1, &[("name", "A"), ("source", "fair"), ("owner", "eve")]),
        organization(2, &[("name", "B"), ("source", "fair")]),
        person(3, &[("name", "C")]),
    ];
    parties[2].hidden = true;
    let ids: Vec<PartyId> = parties.iter().map(|party| party.id).collect();
    let database = with(engine, parties);
    let store = database.store();
    let all = PartyFilter::default();
    assert_eq!(listed(store, &all, 9), ["A", "B"]);
    assert_eq!(listed(store, &PartyFilter { hidden_too: true, ..all.clone() }, 9), ["A", "B", "C"]);
    assert_eq!(listed(store, &PartyFilter { kind: Some(PartyKind::Organization), ..all.clone() }, 9), ["B"]);
    assert_eq!(
        listed(
            store,
            &PartyFilter { source: Some("fair".into()), owner: Some("eve".into()), ..all.clone() },
            9
        ),
        ["A"]
    );
    let some = PartyFilter { ids: Some(vec![ids[1], ids[2]]), ..all.clone() };
    assert_eq!(listed(store, &some, 9), ["B"]);
    let mut seen = Vec::new();
    let take = |id| {
        seen.push(id);
        Ok::<(), Error>(())
    };
    store.read(|c| party::ids_of(c, &PartyFilter { hidden_too: true, ..all }, take)).unwrap();
    assert_eq!(seen, ids);
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
