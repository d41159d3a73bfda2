//! `backup` and `restore`, from each engine into each.

use std::fs;

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
fn a_backup_restores_into_either_engine(
    #[values(Engine::Sqlite, Engine::Postgres)] from: Engine,
    #[values(Engine::Sqlite, Engine::Postgres)] into: Engine,
) {
    let (source, target) = (Shell::new(from), Shell::new(into));
    source.answer("demo --parties 40 --seed 5");
    source.answer("kind add showroom_visited --family interest");
    let file = source.path("all.backup");
    source.answer(&format!("backup {file}"));
    assert_eq!(source.run(&format!("backup {file}")).code, 1, "a backup is never overwritten");

    target.answer(&format!("restore {file}"));
    assert_eq!(target.answer("verify")["differences"], json!([]));
    for words in ["funnel", "export parties --format json", "export evidence --format json", "kind list"] {
        assert_eq!(
            target.run(&format!("{words} --json")).stdout,
            source.run(&format!("{words} --json")).stdout
        );
    }

    let refused = target.run(&format!("restore {file} --json"));
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "refused"));
    target.answer(&format!("restore {file} --replace"));
    target.person("Ada", "1");
    assert_eq!(target.answer("verify")["parties"], json!(41));
}

#[test]
fn a_damaged_backup_or_another_file_changes_nothing() {
    let source = Shell::new(Engine::Postgres);
    source.answer("demo --parties 20 --seed 5");
    let file = source.path("all.backup");
    source.answer(&format!("backup {file}"));
    let whole = fs::read_to_string(&file).unwrap();
    let target = Shell::new(Engine::Sqlite);
    target.person("Ada", "1");
    let half = target.file("half.backup", &whole[..whole.len() / 2]);
    let altered = target.file("altered.backup", &whole.replacen("2026", "2025", 1));
    let other = target.file("other.csv", "Name\nAda\n");
    for path in [&half, &altered, &other] {
        let refused = target.run(&format!("restore {path} --replace --json"));
        assert_eq!(refused.code, 1, "{path}: {refused:?}");
        assert_eq!(target.answer("party list")["items"][0]["name"], json!("Ada"), "{path}");
    }
}
