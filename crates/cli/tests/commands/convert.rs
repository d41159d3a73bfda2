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

#[rstest]
fn all_leads_of_a_filter_are_converted_listed_and_undone(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let grace = shell.person("Grace Hopper", "7");
    let ada = shell.person("Ada Lovelace", "8");
    shell.answer("evidence add external:8 sales_accepted");
    let asked = r#"convert-all --filter {"kind":"person"} --account none --new-deal {lead}"#;
    let dry = shell.answer(&format!("{asked} --dry-run"));
    assert_eq!((&dry["matched"], dry["items"].as_array().unwrap().len()), (&json!(2), 2));
    let report = shell.answer(asked);
    assert_eq!((&report["converted"], &report["refused"]), (&json!(1), &json!(1)));
    assert_eq!(report["refusals"][0]["party"], json!(grace));
    let set = report["change_set"].as_str().unwrap();
    let results = shell.answer(&format!("convert-all --results {set}"));
    let converted = results["items"].as_array().unwrap().iter().find(|one| one["outcome"] == "converted");
    assert_eq!(converted.unwrap()["party"], json!(ada));
    assert_eq!(shell.run(&format!("convert-all --resume {set} --json")).error_code(), "refused");
    shell.answer(&format!("change undo {set}"));
    let wrong = shell.run(r#"convert-all --filter {"kin":1} --json"#);
    assert_eq!(wrong.error_code(), "usage");
}
