//! `funnel`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::shell::Shell;

fn add_history(shell: &Shell) {
    for (key, kind, at) in [("1", "form_submitted", "2026-01-10"), ("2", "form_submitted", "2026-02-10")] {
        shell.person(&format!("Person {key}"), key);
        shell.answer(&format!("evidence add external:{key} {kind} --at {at}"));
    }
    shell.answer("evidence add external:1 deal_won --at 2026-01-20");
    shell.answer("party edit external:1 --field source=web");
}

fn stage<'f>(funnel: &'f Value, name: &str) -> &'f Value {
    let stages = funnel["stages"].as_array().unwrap();
    stages.iter().find(|one| one["stage"] == json!(name)).unwrap()
}

#[rstest]
fn a_funnel_counts_who_came_how_far(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    add_history(&shell);
    let funnel = shell.answer("funnel");
    assert_eq!((&funnel["vocabulary"], &funnel["of"]), (&json!("journey"), &json!("all")));
    assert_eq!(funnel["cohort"], json!(2));
    let lead = stage(&funnel, "lead");
    assert_eq!((&lead["reached"], &lead["furthest"], &lead["here"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!((&lead["conversion"], &lead["median_days"]), (&json!(0.5), &json!(10.0)));
    assert_eq!(stage(&funnel, "customer")["reached"], json!(1));

    let grouped = shell.answer("funnel --by source");
    let keys: Vec<&Value> = grouped["groups"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
    assert!(keys.contains(&&json!("web")) && keys.contains(&&json!(null)), "{keys:?}");
    assert_eq!(shell.answer("funnel --of organizations")["cohort"], json!(0));
    assert_eq!(shell.answer("funnel --vocabulary zoho --cohort-stage customer")["cohort"], json!(1));
}

#[rstest]
fn a_funnel_is_grouped_by_shared_and_own_fields(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values("occurred", "recorded")] basis: &str,
) {
    let shell = Shell::new(engine);
    add_history(&shell);
    shell.answer("party edit external:1 --field owner=Tove --field shift=late");
    for (by, key) in [("owner", "Tove"), ("more.shift", "late")] {
        let grouped = shell.answer(&format!("funnel --by {by} --basis {basis}"));
        let groups: Vec<_> = grouped["groups"].as_array().unwrap().iter().collect();
        let found: Vec<_> =
            groups.iter().map(|group| (group["key"].clone(), group["cohort"].clone())).collect();
        assert_eq!(found, [(json!(null), json!(1)), (json!(key), json!(1))], "{by}");
        let text = shell.run(&format!("funnel --by {by} --basis {basis}")).stdout;
        assert!(text.contains(by) && text.contains(key), "{text}");
    }
    let refused = shell.run("funnel --by ownr").stderr;
    assert!(refused.contains("did you mean `owner`?"), "{refused}");
}

#[test]
fn a_window_holds_its_first_day_and_not_its_last_and_a_day_to_look_at_is_whole() {
    let shell = Shell::new(Engine::Sqlite);
    add_history(&shell);
    for (words, cohort) in [
        ("funnel --from 2026-01-10 --to 2026-02-10", 1),
        ("funnel --from 2026-01-10 --to 2026-02-11", 2),
        ("funnel --from 2026-01-11", 1),
        ("funnel --as-of 2026-01-10", 1),
        ("funnel --as-of 2026-01-09", 0),
        ("funnel --as-of 2026-02-10 --basis recorded", 0),
    ] {
        assert_eq!(shell.answer(words)["cohort"], json!(cohort), "{words}");
    }
}

#[test]
fn people_get_a_table_and_a_sentence_and_nonsense_is_refused() {
    let shell = Shell::new(Engine::Sqlite);
    add_history(&shell);
    let funnel = shell.run("funnel");
    assert!(funnel.stdout.contains("Of 2 who reached lead 1 reached prospect, 50.0 %"), "{}", funnel.stdout);
    for (words, code) in [
        ("funnel --cohort-stage king", 1),
        ("funnel --vocabulary king", 1),
        ("funnel --from never", 2),
        ("funnel --of everybody", 2),
        ("funnel --by name", 2),
        ("funnel --by more.", 2),
        ("funnel --by more.nothing", 1),
    ] {
        assert_eq!(shell.run(words).code, code, "{words}");
    }
}
