//! A type with as many fields as there may be: its lists are as quick as those of a small type whose records say as much.

use std::fmt::Write as _;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::json;

use crate::client::Client;
use crate::node::Node;
use crate::shell;

const RECORDS: usize = 400;
const FILLED: usize = 20;
/// How often each list is asked for, and how often in a row.
const ROUNDS: usize = 4;
const TURNS: usize = 10;
const PAGE: &str = "limit=100&sort=-field_005,field_007,name&filter=%7B%22field%22%3A%7B%22name%22%3A%22field_003%22%2C%22contains%22%3A%22value%22%7D%7D";

/// Declares a type with so many fields in sections, and adds records with values in the first of them.
fn declared(node: &Node, database: &str, name: &str, fields: usize) {
    let field = |place: usize| {
        let section = format!("Section {}", place / 50);
        json!({ "name": format!("field_{place:03}"), "title": format!("Field {place}"), "kind": "text", "section": section })
    };
    let fields: Vec<_> = (0..fields).map(field).collect();
    let plural = format!("{name}s");
    let of =
        json!({ "name": name, "plural": plural, "title": name, "columns": ["field_003"], "fields": fields });
    Client::new().post(node, "/record-types", &of);
    let mut table = "name".to_owned();
    (0..FILLED).for_each(|place| write!(table, ",field_{place:03}").unwrap());
    for record in 0..RECORDS {
        write!(table, "\nRecord {record:04}").unwrap();
        (0..FILLED).for_each(|place| write!(table, ",value {}", record * place % 97).unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.csv").display().to_string();
    std::fs::write(&file, table).unwrap();
    assert_eq!(shell::answer(database, &["record", name, "import", &file])["added"], RECORDS);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_list_of_a_type_with_500_fields_is_as_quick_as_one_with_20(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    let node = Node::start(database.address());
    let client = Client::new();
    for (name, fields) in [("narrow", FILLED), ("wide", 500)] {
        declared(&node, database.address(), name, fields);
    }
    // Work rather than time: others may be at work on the same machine.
    let work = |name: &str| {
        let before = node.worked();
        for _ in 0..TURNS {
            let page = client.get(&node, &format!("/records/{name}s?{PAGE}"));
            assert_eq!(page["items"].as_array().unwrap().len(), 100);
        }
        node.worked().saturating_sub(before)
    };
    let (mut narrow, mut wide) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        narrow += work("narrow");
        wide += work("wide");
    }
    assert!(wide < narrow * 2, "{wide:?} of work with 500 fields, {narrow:?} with {FILLED}");
    node.assert_never_panicked();
}
