//! What holds for every command.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::{Shell, run_in};

#[test]
fn bad_usage_ends_with_2_and_one_line_of_json_where_that_was_asked() {
    let shell = Shell::new(Engine::Sqlite);
    for words in ["nonsense", "party", "party add", "explain", "funnel --of x", "party list --limit many"] {
        let plain = shell.run(words);
        assert_eq!((plain.code, plain.stdout.as_str()), (2, ""), "{words}");
        assert!(!plain.stderr.is_empty(), "{words}");
        let json = shell.run(&format!("{words} --json"));
        assert_eq!((json.code, json.error_code().as_str()), (2, "usage"), "{words}");
    }
    for address in ["mysql://x", "casebook.db", "sqlite:"] {
        assert_eq!(run_in(address, &["party", "list"]).code, 2, "{address}");
    }
}

#[test]
fn help_and_version_are_asked_for_and_end_well() {
    let shell = Shell::new(Engine::Sqlite);
    let help = shell.run("--help");
    assert_eq!(help.code, 0);
    assert!(help.stdout.contains("Exit codes"), "{}", help.stdout);
    let version = shell.run("--version");
    assert_eq!((version.code, version.stdout.trim()), (0, concat!("casebook ", env!("CARGO_PKG_VERSION"))));
}

#[rstest]
fn every_command_makes_and_migrates_an_empty_database(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values("party list", "funnel", "import list", "vocabulary list", "kind list", "migrate", "rebuild")]
    words: &str,
) {
    let shell = Shell::new(engine);
    let answer = shell.answer(words);
    assert!(answer.is_object(), "{words}: {answer}");
    let verified = shell.answer("verify");
    assert_eq!((&verified["parties"], &verified["evidence"]), (&json!(0), &json!(0)));
    assert_eq!(verified["differences"], json!([]));
}

#[test]
fn a_file_of_another_program_is_refused() {
    let shell = Shell::new(Engine::Sqlite);
    let file = shell.file("notes.txt", "not a database, but long enough to look like one at first sight");
    let refused = run_in(&format!("sqlite:{file}"), &["party", "list", "--json"]);
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "store"), "{refused:?}");
    assert!(refused.stderr.contains("notes.txt"), "{}", refused.stderr);
}
