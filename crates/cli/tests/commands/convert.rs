//! `convert`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_lead_is_converted_once_and_the_conversion_undone(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let id = shell.person("Grace Hopper", "7");
    assert_eq!(shell.answer("convert external:7 --options")["missing"].as_array().unwrap().len(), 4);
    assert_eq!(shell.run("convert external:7 --new-account Navy --json").error_code(), "not_qualified");
    let asked = "convert external:7 --new-account Navy --new-deal Compiler --deal-field amount=1200EUR --reason asked";
    let dry = shell.answer(&format!("{asked} --dry-run"));
    assert_eq!((&dry["change_set"], &dry["account"]), (&json!(null), &json!(null)));
    let receipt = shell.answer(asked);
    assert_eq!(receipt["made"].as_array().unwrap().len(), dry["made"].as_array().unwrap().len());
    let deal = shell.answer(&format!("record deal show {}", receipt["deal"].as_str().unwrap()));
    assert_eq!(deal["fields"]["people"], json!([{ "party": id, "role": "buyer" }]));
    assert_eq!(deal["fields"]["amount"], json!({ "minor": 120_000, "currency": "EUR" }));
    assert_eq!(shell.run(&format!("{asked} --json")).json()["error"]["receipt"], receipt);
    shell.answer(&format!("change undo {}", receipt["change_set"].as_str().unwrap()));
    let deal = receipt["deal"].as_str().unwrap();
    assert_eq!(shell.answer(&format!("record deal show {deal}"))["hidden"], json!(true));
}
