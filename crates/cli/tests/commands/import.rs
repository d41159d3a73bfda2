//! `import …`.

use std::fs;

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shell::Shell;

const LEADS: &str = "Lead ID,Full Name,Email,Status,Created\n\
    1,Ada Lovelace,ada@example.org,Qualified,2026-03-03\n\
    2,Grace Hopper,grace@example.org,New,2026-03-04\n";

#[rstest]
fn a_file_comes_in_is_listed_and_is_taken_back(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let file = shell.file("leads.csv", LEADS);
    let imported = shell.answer(&format!("import {file}"));
    assert_eq!((&imported["created"], &imported["rejected"]), (&json!(2), &json!(0)));
    assert_eq!(imported["dry_run"], json!(false));
    let again = shell.answer(&format!("import {file}"));
    assert_eq!(
        (&again["created"], &again["unchanged"], &again["evidence"]),
        (&json!(0), &json!(2), &json!(0))
    );

    let listed = shell.answer("import list");
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][1]["import_id"], imported["import_id"]);
    assert_eq!((&listed["items"][1]["state"], &listed["items"][1]["rows_done"]), (&json!("done"), &json!(2)));

    let undo =
        |import: &Value| shell.answer(&format!("import undo {}", import["import_id"].as_str().unwrap()));
    // The later one has confirmed them.
    assert_eq!(undo(&imported)["hidden"], json!(0));
    assert_eq!(shell.answer("party list")["items"].as_array().unwrap().len(), 2);
    assert_eq!(undo(&again)["hidden"], json!(2));
    assert_eq!(shell.answer("party list")["items"], json!([]));
    assert_eq!(shell.answer("import list")["items"][1]["state"], json!("undone"));
    assert_eq!(shell.answer("verify")["differences"], json!([]));
}

#[test]
fn the_guess_is_printed_on_stderr_and_can_be_kept_and_used() {
    let shell = Shell::new(Engine::Sqlite);
    let (file, mapping) = (shell.file("leads.csv", LEADS), shell.path("leads.toml"));
    let tried = shell.run(&format!("import {file} --dry-run --save-mapping {mapping} --json"));
    assert_eq!(tried.code, 0, "{tried:?}");
    assert_eq!((&tried.json()["created"], &tried.json()["import_id"]), (&json!(2), &json!(null)));
    assert!(tried.stderr.contains("[party]"), "{}", tried.stderr);
    assert_eq!(shell.answer("party list")["items"], json!([]));

    assert_eq!(shell.answer(&format!("import {file} --mapping {mapping}"))["created"], json!(2));
    fs::write(&mapping, "# mine").unwrap();
    let kept = shell.run(&format!("import {file} --dry-run --save-mapping {mapping}"));
    assert_eq!(kept.code, 1);
    assert_eq!(fs::read_to_string(&mapping).unwrap(), "# mine");
}

#[test]
fn a_date_that_can_be_read_two_ways_refuses_and_names_the_flag() {
    let shell = Shell::new(Engine::Sqlite);
    let file = shell.file("leads.csv", "Name,Email,Created\nAda,ada@example.org,03/04/2026\n");
    let refused = shell.run(&format!("import {file} --json"));
    assert_eq!((refused.code, refused.error_code().as_str()), (2, "usage"));
    assert!(refused.stderr.contains("--date-order"), "{}", refused.stderr);
    assert_eq!(shell.answer(&format!("import {file} --date-order day-first"))["created"], json!(1));
}

#[test]
fn rows_that_cannot_be_taken_stand_in_a_file_and_the_rest_goes_on() {
    let shell = Shell::new(Engine::Sqlite);
    let (good, mapping) = (shell.file("good.csv", LEADS), shell.path("leads.toml"));
    shell.answer(&format!("import {good} --dry-run --save-mapping {mapping}"));
    let file = shell.file("leads.csv", &format!("{LEADS}3,Eva,eva@example.org,Qualified,2026-13-45\n"));
    let first = shell.run(&format!("import {file} --mapping {mapping} --json"));
    assert_eq!(first.code, 3, "{first:?}");
    assert_eq!((&first.json()["created"], &first.json()["rejected"]), (&json!(2), &json!(1)));
    let rejected = fs::read_to_string(first.json()["rejected_file"].as_str().unwrap()).unwrap();
    assert!(rejected.contains("2026-13-45"), "{rejected}");
}

#[test]
fn what_is_no_table_or_no_mapping_is_refused() {
    let shell = Shell::new(Engine::Sqlite);
    let file = shell.file("leads.csv", LEADS);
    let broken = shell.file("broken.toml", "nonsense = true\n");
    let refused = shell.run(&format!("import {file} --mapping {broken} --json"));
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "mapping_refused"));
    assert!(refused.stderr.contains("broken.toml: line 1"), "{}", refused.stderr);
    assert_eq!(shell.run(&format!("import {} --json", shell.path("nothing.csv"))).code, 1);
    assert_eq!(shell.run(&format!("import {file} --mapping {broken} --zone UTC")).code, 2);
    assert_eq!(shell.run("import").code, 2);
    assert_eq!(shell.run("import undo imp_0000000000000 --json").error_code(), "not_found");
}
