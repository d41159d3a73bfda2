//! `change …`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn what_was_changed_is_listed_shown_and_undone(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let id = shell.person("Grace Hopper", "7");
    shell.answer("party edit external:7 --field city=Arlington --field title=Dr");
    let listed = shell.answer("change list --party external:7");
    let (edit, add) = (&listed["items"][0], &listed["items"][1]);
    assert_eq!((&edit["what"], &add["what"]), (&json!("edit"), &json!("add")));
    assert_eq!(
        (&edit["state"], &edit["via"], &edit["reverses"]),
        (&json!("done"), &json!("shell"), &json!(null))
    );
    assert_eq!(edit["counts"]["parties_edited"], json!(1));
    let edit = edit["id"].as_str().unwrap();
    let first = shell.answer("change list --limit 1");
    assert_eq!(first["items"][0]["id"], json!(edit));
    let rest = shell.answer(&format!("change list --before {}", first["next"].as_str().unwrap()));
    assert_eq!(rest["items"][0]["id"], add["id"]);
    assert_eq!(shell.answer(&format!("change show {edit}"))["what"], json!("edit"));

    shell.answer("party edit external:7 --field city=Boston");
    let undone = shell.answer(&format!("change undo {edit}"));
    assert_eq!(undone["undone"], json!(1));
    assert_eq!(undone["kept"], json!([{ "record": id, "field": "city", "reason": "changed_since" }]));
    let by = undone["change_set"].as_str().unwrap();
    assert_eq!(shell.answer("party show external:7")["fields"].get("title"), None);
    assert_eq!(shell.answer(&format!("change show {edit}"))["state"], json!("undone"));
    shell.answer(&format!("change undo {by}"));
    assert_eq!(shell.answer("party show external:7")["fields"]["title"], json!("Dr"));
}

#[rstest]
fn an_import_is_undone_by_either_of_its_names(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    let file = shell.file("people.csv", "Id,Name,Email\n1,Ada,ada@example.org\n");
    let import = shell.answer_words(&["import", &file]);
    let import = import["import_id"].as_str().unwrap();
    let shown = shell.answer(&format!("change show {import}"));
    assert_eq!((&shown["what"], &shown["counts"]["parties_added"]), (&json!("import"), &json!(1)));
    let set = shown["id"].as_str().unwrap();
    let preview = shell.answer(&format!("change undo {set} --dry-run"));
    assert_eq!(preview["change_set"], json!(null));
    assert_eq!(shell.answer("party list")["items"].as_array().unwrap().len(), 1);
    let undone = shell.answer(&format!("change undo {set}"));
    assert_eq!(preview["undone"], undone["undone"]);
    assert!(undone["undone"].as_u64().unwrap() > 0);
    assert_eq!(shell.answer("party list")["items"], json!([]));
    shell.answer(&format!("change undo {}", undone["change_set"].as_str().unwrap()));
    assert_eq!(shell.answer("party list")["items"].as_array().unwrap().len(), 1);
    shell.answer(&format!("import undo {import}"));
    assert_eq!(shell.answer("party list")["items"], json!([]));
}

#[rstest]
fn an_unknown_change_is_refused() {
    let shell = Shell::new(Engine::Sqlite);
    for words in ["change show set_0000000000001", "change undo nonsense", "change undo imp_0000000000001"] {
        let refused = shell.run(&format!("{words} --json"));
        assert_eq!((refused.code, refused.error_code().as_str()), (1, "not_found"), "{words}");
    }
    let listed = shell.answer("change list");
    assert_eq!(listed, json!({ "items": [], "next": null }));
}
