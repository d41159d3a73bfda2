//! `vocabulary …`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_changed_definition_is_tried_and_then_used(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    shell.person("Ada", "1");
    shell.answer("evidence add external:1 form_submitted --at 2026-01-10");
    let shown = shell.run("vocabulary show journey");
    let same = shell.file("same.toml", &shown.stdout);
    assert_eq!(shell.answer(&format!("vocabulary try {same}"))["moves"], json!([]));

    let changed =
        shell.file("changed.toml", &shown.stdout.replace("interest.count > 0", "interest.count > 1"));
    let tried = shell.answer(&format!("vocabulary try {changed}"));
    let moved = &tried["moves"][0];
    assert_eq!(
        (&moved["from"], &moved["to"], &moved["count"]),
        (&json!("lead"), &json!("contact"), &json!(1))
    );
    assert_eq!(moved["examples"][0]["name"], json!("Ada"));
    assert_eq!(shell.answer("explain external:1")["stage"], json!("lead"), "trying stores nothing");

    let used = shell.answer(&format!("vocabulary use {changed}"));
    assert_eq!(
        (&used["name"], &used["version"], &used["unchanged"]),
        (&json!("journey"), &json!(2), &json!(false))
    );
    assert_eq!(shell.answer("explain external:1")["stage"], json!("contact"));
    assert_eq!(shell.answer("verify")["differences"], json!([]));
}

#[test]
fn every_problem_of_a_file_is_reported_with_its_place() {
    let shell = Shell::new(Engine::Sqlite);
    let shown = shell.run("vocabulary show journey").stdout;
    let good = shell.file("good.toml", &shown);
    assert_eq!(shell.answer(&format!("vocabulary check {good}"))["name"], json!("journey"));
    let bad = shell.file("bad.toml", &shown.replace("interest.count > 0", "intrest.count > 0"));
    for command in ["check", "try", "use"] {
        let refused = shell.run(&format!("vocabulary {command} {bad} --json"));
        assert_eq!((refused.code, refused.error_code().as_str()), (1, "vocabulary_refused"), "{command}");
        let problem = &refused.json()["error"]["problems"][0];
        assert!(
            problem["line"].as_u64().unwrap() > 1 && problem["column"].as_u64().unwrap() > 1,
            "{problem}"
        );
        assert!(problem["expected"].as_str().unwrap().contains("interest"), "{problem}");
        assert!(refused.stderr.contains("bad.toml: line"), "{}", refused.stderr);
    }
    assert_eq!(shell.run("vocabulary show nonsense").code, 1);
    assert_eq!(shell.run("vocabulary check").code, 2);
    let listed = shell.answer("vocabulary list");
    assert_eq!(listed["items"].as_array().unwrap().len(), 3);
}
