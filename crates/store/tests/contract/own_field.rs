//! The names of custom fields.

use std::collections::BTreeSet;

use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_store::party::{self, PartyRow};
use casebook_store::{Engine, Error, own_field};
use casebook_testkit::{BACK_TO_STEP_6, FixedClock, JOURNAL_OF_STEP_6, TestDatabase};
use rstest::rstest;

fn row(id: i64, own: impl IntoIterator<Item = String>) -> PartyRow {
    let name = [("name".to_owned(), format!("Nr {id}"))];
    PartyRow {
        id: PartyId::new(id * 2, PartyKind::Person),
        fields: name.into_iter().chain(own.into_iter().map(|name| (name, "x".to_owned()))).collect(),
        hidden: false,
        version: 1,
        created_at: FixedClock::START,
        updated_at: FixedClock::START,
    }
}

fn named(range: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    range.map(|number| format!("own {number}"))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn there_are_at_most_so_many_however_they_are_added(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let put = |id, own: std::ops::Range<usize>| {
        let rows = [row(id, named(own))];
        store.write(move |connection| party::insert_many(connection, &rows))
    };
    put(1, 0..own_field::MOST - 1).unwrap();
    let refused = put(2, own_field::MOST - 1..own_field::MOST + 1).unwrap_err();
    assert!(matches!(refused, Error::TooManyFields { most: own_field::MOST, .. }), "{refused}");
    put(3, 0..2).unwrap();
    put(4, own_field::MOST - 1..own_field::MOST).unwrap();
    let changed = row(3, ["one more".to_owned()]);
    let refused = store.write(move |connection| party::update(connection, &changed)).unwrap_err();
    assert!(matches!(refused, Error::TooManyFields { ref field, .. } if field == "one more"), "{refused}");
    assert_eq!(store.read(own_field::all).unwrap().len(), own_field::MOST);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn those_of_an_earlier_version_are_registered_by_the_migration(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let rows = [row(1, named(0..3)), row(2, named(2..4)), row(3, [])];
    store
        .write(move |connection| {
            party::insert_many(connection, &rows)?;
            connection.execute_script(JOURNAL_OF_STEP_6)?;
            connection.execute_script(BACK_TO_STEP_6)?;
            connection.execute_script("DROP TABLE own_field; DELETE FROM schema_migration WHERE number = 6")
        })
        .unwrap();
    store.migrate(FixedClock::START).unwrap();
    assert_eq!(store.read(own_field::all).unwrap(), named(0..4).collect::<BTreeSet<_>>());
}
