//! `quote` and `company`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_quote_is_written_sent_and_accepted(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let ada = shell.person("Ada", "7");
    let deal = shell.answer(&format!("record deal add --name Looms --field people={ada}"));
    let deal = deal["id"].as_str().unwrap().to_owned();
    let add = format!("quote add {deal} --line description=Loom;quantity=2;price=600;tax=19;discount=10%");
    let dry = shell.answer(&format!("{add} --dry-run"));
    assert_eq!((&dry["id"], &dry["totals"]["once"]["net"]["minor"]), (&json!(null), &json!(108_000)));
    let quote = shell.answer(&add);
    let id = quote["id"].as_str().unwrap();
    assert_eq!(quote["totals"], dry["totals"]);
    assert_eq!(shell.run(&format!("quote send {id} --json")).error_code(), "refused", "nobody sends it yet");
    assert_eq!(shell.answer("company set --name Weavers --accent #0b6e6e")["name"], "Weavers");
    assert_eq!(shell.answer("company show")["accent"], "#0b6e6e");
    let sent = shell.answer(&format!("quote send {id}"));
    let number = sent["quote"]["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with("Q-") && number.ends_with("-0001"), "{number}");
    assert_eq!(sent["link"]["token"].as_str().unwrap().len(), 32);
    assert_eq!(shell.run(&format!("quote send {id} --json")).error_code(), "quote_frozen");
    let file = shell.path("quote.pdf");
    let saved = shell.answer(&format!("quote pdf {id} --output {file}"));
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(saved, json!({ "file": file, "bytes": bytes.len() }));
    assert!(bytes.starts_with(b"%PDF-"));
    let missing = format!("quote pdf {id} --output {file}/none/quote.pdf --json");
    assert_eq!(shell.run(&missing).error_code(), "file");
    assert_eq!(shell.answer(&format!("quote revise {id}"))["version"], 2);
    assert_eq!(shell.answer(&format!("quote accept {id} --name Ada"))["state"], "accepted");
    let deal = shell.answer(&format!("record deal show {deal}"));
    assert_eq!(deal["fields"]["stage"], "won");
    let undo = shell.answer("change list --limit 1")["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(shell.answer(&format!("change undo {undo}"))["reopened"], json!([deal["id"]]));
    let declined = shell.answer(&format!("quote decline {id} --reason dear"));
    assert_eq!((&declined["state"], &declined["answer"]["reason"]), (&json!("declined"), &json!("dear")));
    let listed = shell.answer("quote list");
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(shell.run("quote show quo_0123456789abc --json").error_code(), "not_found");
    assert_eq!(
        shell
            .run(&format!("quote add {} --line colour=red --json", deal["id"].as_str().unwrap()))
            .error_code(),
        "usage"
    );
}
