//! `framework …` and `qualify …`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_framework_is_checked_tried_used_and_retired(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    shell.person("Ada", "1");
    let listed = shell.answer("framework list");
    let in_use: Vec<_> =
        listed["items"].as_array().unwrap().iter().filter(|one| one["in_use"] == true).collect();
    assert_eq!((in_use.len(), &in_use[0]["name"]), (1, &json!("journey")));

    let text = shell.run("framework show bant").stdout.replace("name = \"bant\"", "name = \"ours\"");
    let ours = shell.file("ours.toml", &text);
    assert_eq!(shell.answer(&format!("framework check {ours}"))["name"], json!("ours"));
    let bad = shell.file("bad.toml", &text.replace("finding = \"met\"", "finding = \"maybe\""));
    for command in ["check", "try", "use"] {
        let refused = shell.run(&format!("framework {command} {bad} --json"));
        assert_eq!((refused.code, refused.error_code().as_str()), (1, "framework_refused"), "{command}");
        assert!(refused.json()["error"]["problems"][0]["line"].as_u64().unwrap() > 1);
        assert!(refused.stderr.contains("bad.toml: line"), "{}", refused.stderr);
    }
    let tried = shell.answer(&format!("framework try {ours}"));
    assert_eq!(tried["vocabularies"][0]["vocabulary"], json!("journey"));
    let used = shell.answer(&format!("framework use {ours}"));
    assert_eq!((&used["version"], &used["unchanged"]), (&json!(1), &json!(false)));
    assert_eq!(shell.answer("framework use meddic")["vocabularies"], json!(["journey"]));
    assert_eq!(shell.answer("framework retire meddic")["name"], json!("meddic"));
    assert_eq!(shell.run("framework retire latin").code, 1);
    assert_eq!(shell.answer("verify")["differences"], json!([]));
}

#[rstest]
fn somebody_is_qualified_and_handed_over_in_the_shell(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    shell.person("Ada", "1");
    let shown = shell.answer("qualify external:1");
    assert_eq!((&shown["qualified"], &shown["next"]["criterion"]), (&json!(false), &json!("fit")));
    let set = "qualify external:1 --set fit=met --set need=met --set authority=met --confidence high";
    assert_eq!(shell.answer(set)["next"]["criterion"], json!("budget"));
    let shown = shell.answer("qualify external:1 --set budget=met --answer approved");
    assert_eq!((&shown["qualified"], &shown["frameworks"][0]["gate"]["holds"]), (&json!(true), &json!(true)));
    assert_eq!(shown["frameworks"][0]["criteria"][3]["answer"], json!("approved"));
    let refused = shell.run("qualify external:1 --set colour=met --json");
    assert_eq!(refused.error_code(), "evidence_refused");
    assert_eq!(shell.run("qualify external:1 --set fit=met --set need=met --answer both").code, 2);

    assert_eq!(shell.run("qualify external:1 --reject not_ready").code, 2, "until when?");
    let refused = shell.run("qualify external:1 --reject not_ready --until 2099-01-01 --json");
    assert_eq!(refused.error_code(), "not_handed_over");
    let waits = shell.answer("qualify external:1 --hand-over");
    assert_eq!(waits["hand_over"]["state"], json!("waiting"));
    assert_eq!(shell.answer("qualify --waiting")["items"][0]["name"], json!("Ada"));
    assert_eq!(shell.answer("qualify --waiting --overdue")["items"], json!([]));
    let rejected = shell.answer("qualify external:1 --reject not_ready --until 2099-01-01");
    assert_eq!(
        (&rejected["hand_over"]["state"], &rejected["qualified"]),
        (&json!("rejected"), &json!(false))
    );
    let set = rejected["change_set"].as_str().unwrap();
    shell.answer(&format!("change undo {set}"));
    assert_eq!(shell.answer("qualify external:1")["hand_over"]["state"], json!("waiting"));
    assert_eq!(shell.answer("setting handover-days 5")["handover_days"], json!(5));
    assert_eq!(shell.answer("setting handover-days")["handover_days"], json!(5));
    let text = shell.run("qualify external:1").stdout;
    assert!(text.contains("Journey: the gate holds") && text.contains("Waits for sales; due on"), "{text}");
}
