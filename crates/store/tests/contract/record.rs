//! Records, their parties and their keys.

use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::records::{Field, FieldKind, RecordType};
use casebook_domain::time::Timestamp;
use casebook_store::record::{self, RecordParty, RecordRow};
use casebook_store::record_key::{self, RecordKey};
use casebook_store::record_type::{self, RecordTypeRow};
use casebook_store::{Engine, Error};
use casebook_testkit::TestDatabase;
use rstest::rstest;

/// A record of a type that need not be declared.
pub fn row(id: i64, name: &str) -> RecordRow {
    RecordRow {
        id: RecordId(id),
        type_name: "visit".to_owned(),
        name: name.to_owned(),
        search: format!("\n{}", name.to_lowercase()),
        owner: Some("eve".to_owned()),
        state: None,
        fields: r#"{"on":"2026-03-03"}"#.to_owned(),
        hidden: false,
        version: 1,
        created_at: Timestamp(id),
        updated_at: Timestamp(id),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn records_come_back_as_they_were_stored_and_change_in_one_version_alone(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let rows = [row(3, "Zürich"), row(5, ""), RecordRow { owner: None, ..row(9, "Bern") }];
    let stored = rows.clone();
    store.write(move |connection| record::insert_many(connection, &stored)).unwrap();
    let all = |ids: &[i64]| {
        let ids: Vec<RecordId> = ids.iter().copied().map(RecordId).collect();
        store.read(|connection| record::get_many(connection, &ids)).unwrap()
    };
    assert_eq!(all(&[9, 3, 4, 5]), rows);
    let of_type = |name: &str, after: i64| {
        let found = store.read(|connection| record::after(connection, name, RecordId(after), 2)).unwrap();
        found.into_iter().map(|row| row.id.0).collect::<Vec<_>>()
    };
    assert_eq!((of_type("visit", 0), of_type("visit", 5), of_type("call", 0)), (vec![3, 5], vec![9], vec![]));
    let changed = RecordRow {
        name: "Basel".to_owned(),
        state: Some("done".to_owned()),
        hidden: true,
        ..rows[0].clone()
    };
    let update = |row: &RecordRow| {
        let row = row.clone();
        store.write(move |connection| record::update_many(connection, std::slice::from_ref(&row))).unwrap()
    };
    assert_eq!((update(&changed), update(&changed)), (1, 0), "the second had read an older version");
    assert_eq!(all(&[3]), [RecordRow { version: 2, ..changed }]);
    let twice = store.write(|connection| record::insert_many(connection, &[row(3, "again")]));
    assert!(matches!(twice, Err(Error::Conflict { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_parties_of_a_record_are_replaced_as_a_whole(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let one = |party: i64, record: i64, role: &str| RecordParty {
        party: PartyId(party),
        record: RecordId(record),
        field: "people".to_owned(),
        role: role.to_owned(),
    };
    let set = |parties: Vec<RecordParty>| {
        store.write(move |connection| record::set_parties(connection, &[RecordId(3)], &parties)).unwrap();
    };
    let of = |party: i64| store.read(|connection| record::of_parties(connection, &[PartyId(party)])).unwrap();
    set(vec![one(2, 3, "guest"), one(2, 3, "host"), one(4, 3, "guest")]);
    assert_eq!((of(2).len(), of(4)), (2, vec![one(4, 3, "guest")]));
    set(vec![one(4, 3, "host")]);
    assert_eq!((of(2), of(4)), (vec![], vec![one(4, 3, "host")]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_key_names_one_record_of_a_type(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let key = |value: &str| RecordKey { system: ":code".to_owned(), value: value.to_owned() };
    let put = |of: &'static str, id: i64, value: String| {
        store.write(move |connection| {
            record_key::insert_many(
                connection,
                of,
                &[(RecordId(id), RecordKey { system: ":code".to_owned(), value: value.clone() })],
            )
        })
    };
    let long = "ä".repeat(2_000);
    put("product", 3, "a-1".to_owned()).unwrap();
    put("product", 3, long.clone()).unwrap();
    put("visit", 5, "a-1".to_owned()).unwrap();
    assert!(matches!(put("product", 7, "a-1".to_owned()), Err(Error::Conflict { .. })));
    let find = |of: &str, value: &str| {
        store.read(|connection| record_key::find(connection, of, &key(value))).unwrap()
    };
    assert_eq!((find("product", "a-1"), find("visit", "a-1")), (Some(RecordId(3)), Some(RecordId(5))));
    assert_eq!((find("product", &long), find("product", "b")), (Some(RecordId(3)), None));
    store
        .write(|connection| {
            let key = RecordKey { system: ":code".to_owned(), value: "a-1".to_owned() };
            record_key::remove_many(connection, RecordId(3), &[key])
        })
        .unwrap();
    assert_eq!((find("product", "a-1"), find("visit", "a-1")), (None, Some(RecordId(5))));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_last_version_of_a_type_is_in_force(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let declare = |version: i64, declaration: RecordType| {
        let row =
            RecordTypeRow { version, declaration, created_at: Timestamp(1), recorded_by: "ada".to_owned() };
        store.write(move |connection| record_type::insert(connection, &row))
    };
    let built_in = RecordType::built_in();
    let load = || store.read(record_type::load).unwrap();
    assert_eq!((load().parties.as_slice(), load().records.as_slice()), (RecordType::parties(), built_in));
    let mut product = built_in.iter().find(|one| one.name == "product").unwrap().clone();
    let visit = RecordType { name: "visit".to_owned(), plural: "visits".to_owned(), ..product.clone() };
    declare(1, visit.clone()).unwrap();
    product.fields.push(Field::of_kind("weight", "Weight", FieldKind::Number));
    declare(1, product.clone()).unwrap();
    product.fields.push(Field::of_kind("height", "Height", FieldKind::Number));
    declare(2, product.clone()).unwrap();
    assert!(matches!(declare(2, product.clone()), Err(Error::Conflict { .. })));
    let mut expected = built_in.to_vec();
    expected.iter_mut().filter(|one| one.name == "product").for_each(|one| *one = product.clone());
    expected.push(visit);
    assert_eq!(load().records, expected);
    let [mut person, organization] = <[RecordType; 2]>::try_from(RecordType::parties().to_vec()).unwrap();
    person.fields.push(Field::of_kind("shoe_size", "Shoe size", FieldKind::Number));
    declare(1, person.clone()).unwrap();
    assert_eq!(load().parties, [person, organization]);
    let last = |name: &str| store.read(|connection| record_type::last_version(connection, name)).unwrap();
    assert_eq!((last("product"), last("visit"), last("call")), (2, 1, 0));
}
