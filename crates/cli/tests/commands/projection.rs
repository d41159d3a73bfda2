//! `demo`, `verify`, `rebuild` and `doctor`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn sample_data_has_as_many_parties_as_asked_and_verifies(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let added = shell.answer("demo --parties 60 --seed 3");
    assert_eq!(added["parties"], json!(60));
    let verified = shell.answer("verify");
    assert_eq!((&verified["parties"], &verified["differences"]), (&json!(60), &json!([])));
    assert_eq!(verified["evidence"], added["evidence"]);
    assert_eq!(shell.answer("rebuild")["parties"], json!(60));
    assert_eq!(shell.answer("verify")["differences"], json!([]));
    assert_eq!(shell.run("demo --parties 60 --seed 3 --json").error_code(), "refused");
    assert_eq!(shell.run("demo --parties 0").code, 2);
}

#[rstest]
fn the_doctor_names_everything_it_looked_at(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let before = shell.run("doctor --json");
    assert_eq!(before.code, 1, "it does not migrate: {before:?}");
    assert_eq!(shell.run("verify --json").code, 1, "nor does this");
    shell.answer("migrate");
    let outcome = shell.run("doctor --json");
    let checks = outcome.json()["checks"].as_array().unwrap().clone();
    let ok = |name: &str| checks.iter().find(|check| check["name"] == json!(name)).unwrap()["ok"].clone();
    for name in
        ["database", "schema", "integrity", "vocabularies", "projections", "imports", "clock", "leases"]
    {
        assert_eq!(ok(name), json!(true), "{name}: {checks:?}");
    }
    // The tests' PostgreSQL does not sync, and the doctor must see that.
    assert_eq!(ok("durability"), json!(engine == Engine::Sqlite), "{checks:?}");
    assert_eq!(outcome.code, i32::from(engine == Engine::Postgres));
    assert_eq!(shell.run("doctor --migrate").code, outcome.code);
}
