//! `export`.

use std::fs;
use std::process::{Command, Stdio};

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn parties_and_evidence_come_out_in_both_forms(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let id = shell.person("=cmd|' /C calc'!A0", "7");
    shell.answer_words(&[
        "party",
        "edit",
        "external:7",
        "--phone",
        "+44 20 7946 0958",
        "--field",
        "Region=North",
    ]);
    let hidden = shell.person("Hidden", "8");
    shell.answer("party hide external:8");

    let csv = shell.run("export parties").stdout;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].contains(",Region,external,stage_inbound,stage_journey,stage_zoho,standing,"),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains(",'=cmd|' /C calc'!A0,"), "{}", lines[1]);
    assert!(lines[1].contains(",+44 20 7946 0958,"), "{}", lines[1]);
    assert!(lines[1].contains(",North,test/7,known,contact,lead,active,"), "{}", lines[1]);

    let all = shell.answer("export parties");
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    assert_eq!(all["items"][0]["id"], json!(id));
    assert_eq!(all["items"][0]["stages"]["journey"], json!("contact"));
    let with_hidden = shell.run("export parties --format json --hidden");
    assert!(with_hidden.stdout.contains(&hidden));

    let evidence = shell.answer("export evidence");
    assert_eq!(evidence["items"].as_array().unwrap().len(), 1, "a hidden party's evidence stays inside");
    assert_eq!(evidence["items"][0]["kind"], json!("details_learned"));
}

#[test]
fn an_export_goes_to_a_file_and_says_how_much() {
    let shell = Shell::new(Engine::Sqlite);
    shell.person("Ada", "1");
    let path = shell.path("parties.csv");
    let written = shell.answer(&format!("export parties --output {path}"));
    assert_eq!(written, json!({ "file": path, "rows": 1 }));
    assert!(fs::read_to_string(&path).unwrap().contains("Ada"));
    assert_eq!(shell.run("export parties --format csv --json").code, 2);
    assert_eq!(shell.run("export parties --output /nowhere/at/all.csv").code, 1);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shell = Shell::new(Engine::Sqlite);
    shell.answer("demo --parties 300");
    let address = shell.address().to_owned();
    let mut child = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["export", "evidence", "--database", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
