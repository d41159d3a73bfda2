//! `party …`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_party_is_added_changed_hidden_and_brought_back(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let id = shell.person("Grace Hopper", "7");
    let edited = shell.answer("party edit external:test/7 --email grace@example.org --field city=Arlington");
    assert_eq!(
        edited["fields"],
        json!({ "name": "Grace Hopper", "email": "grace@example.org", "city": "Arlington" })
    );
    let emptied = shell.answer("party edit external:7 --field city=");
    assert_eq!(emptied["fields"]["city"], json!(null));

    assert_eq!(shell.answer("party hide external:7")["hidden"], json!(true));
    assert_eq!(shell.answer("party list"), json!({ "items": [], "more": false }));
    assert_eq!(shell.answer("party list --hidden")["items"][0]["id"], json!(id));
    assert_eq!(shell.answer("party restore external:7")["hidden"], json!(false));

    let shown = shell.answer(&format!("party show {id}"));
    assert_eq!(shown["kind"], json!("person"));
    assert_eq!(shown["external"], json!([{ "system": "test", "id": "7" }]));
    assert_eq!(shown["stages"], json!({ "journey": "contact", "zoho": "lead", "inbound": "known" }));
    assert_eq!(shown["standing"], json!("active"));
}

#[rstest]
fn an_edit_takes_no_mail_of_somebody_else_unless_it_insists(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    shell.person("Grace", "1");
    shell.person("Ada", "2");
    shell.answer("party edit external:1 --email grace@example.org");
    let refused = shell.run("party edit external:2 --email mailto:Grace@Example.org --json");
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "duplicate"));
    let both = shell.answer("party edit external:2 --email grace@example.org --duplicates allow");
    assert_eq!(both["fields"]["email"], json!("grace@example.org"));
}

#[rstest]
fn lists_are_narrowed_by_what_is_asked(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    shell.person("Ada Lovelace", "1");
    let grace = shell.person("Grace Hopper", "2");
    shell.answer("evidence add external:2 demo_requested");
    for words in ["party list --query hopp", "party list --stage journey=lead"] {
        let found = shell.answer(words);
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{words}");
        assert_eq!(found["items"][0]["id"], json!(grace), "{words}");
    }
    assert_eq!(shell.answer("party list --limit 1")["more"], json!(true));
    assert_eq!(shell.answer("party list --kind organization")["items"], json!([]));
    let refused = shell.run("party list --stage journey=king --json");
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "not_found"));
}

#[rstest]
fn a_party_that_nothing_or_too_much_names_is_refused(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let missing = shell.run("party show external:9 --json");
    assert_eq!((missing.code, missing.error_code().as_str()), (1, "not_found"));

    shell.person("Ada", "7");
    shell.answer("party add --kind organization --name Babbage --external other/7");
    let ambiguous = shell.run("explain external:7 --json");
    assert_eq!(ambiguous.code, 1);
    assert_eq!(ambiguous.json()["error"]["code"], json!("ambiguous"));
    let candidates = ambiguous.json()["error"]["candidates"].to_string();
    assert!(
        candidates.contains("external:test/7") && candidates.contains("external:other/7"),
        "{candidates}"
    );
    assert!(ambiguous.stderr.contains("external:other/7"), "{}", ambiguous.stderr);
}

#[test]
fn a_party_without_a_name_or_with_a_taken_id_is_refused() {
    let shell = Shell::new(Engine::Sqlite);
    let nameless = shell.run("party add --kind person --field city=Rome --json");
    assert_eq!((nameless.code, nameless.error_code().as_str()), (2, "usage"));
    shell.person("Ada", "7");
    let taken = shell.run("party add --kind person --name Eva --external test/7 --json");
    assert_eq!((taken.code, taken.error_code().as_str()), (1, "refused"));
    let nothing = shell.run("party edit external:7");
    assert_eq!(nothing.code, 2);
    assert_eq!(nothing.stdout, "");
}

#[rstest]
fn an_organization_is_put_below_another(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    for (name, id) in [("Holding", "1"), ("Company", "2")] {
        shell.answer(&format!("party add --kind organization --name {name} --external test/{id}"));
    }
    let placed = shell.answer("party parent external:2 external:1");
    assert_eq!(placed["ancestors"][0]["name"], json!("Holding"));
    assert_eq!(shell.answer("party tree external:1")["children"][0]["name"], json!("Company"));
    let refused = shell.run("party parent external:1 external:2 --json");
    assert_eq!((refused.code, refused.error_code().as_str()), (2, "usage"));
    let neither = shell.run("party parent external:1 --json");
    assert_eq!(neither.code, 2, "a parent or --none");
    assert_eq!(shell.answer("party parent external:2 --none")["ancestors"], json!([]));
}
