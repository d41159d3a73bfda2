//! `evidence …`, `explain` and `kind …`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn scores_are_counted_and_averaged(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    shell.person("Nia", "1");
    for (day, score) in [("2026-01-14", "9"), ("2026-01-20", "4")] {
        let detail = format!(r#"{{"score":{score}}}"#);
        shell.answer_words(&[
            "evidence",
            "add",
            "external:test/1",
            "meeting_held",
            "--at",
            day,
            "--detail",
            &detail,
        ]);
    }
    let found = shell.answer("evidence numbers meeting_held --by month,account.country");
    assert_eq!(
        found["items"],
        json!([{
            "by": { "month": "2026-01", "account.country": null }, "pieces": 2, "count": 2, "sum": 13.0,
            "average": 6.5, "minimum": 4.0, "maximum": 9.0,
        }])
    );
    assert!(shell.run("evidence numbers meeting_held --by month").stdout.contains("6.50"));
    for wrong in ["meeting_held --by week", "meeting_hold", "meeting_held --of deal"] {
        assert_ne!(shell.run(&format!("evidence numbers {wrong}")).code, 0, "{wrong}");
    }
}

#[rstest]
fn the_stage_follows_the_evidence_and_goes_back_with_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let shell = Shell::new(engine);
    let id = shell.person("Grace Hopper", "7");
    shell.answer("evidence add external:7 demo_requested --at 2026-03-03");
    let won = shell.answer_words(&[
        "evidence",
        "add",
        "external:7",
        "deal_won",
        "--at",
        "2026-04-01T10:00:00+02:00",
        "--detail",
        r#"{"deal":"D1","amount":"1200.50","currency":"EUR"}"#,
    ]);
    assert_eq!(won["amount"], json!({ "minor": 120_050, "currency": "EUR" }));
    assert_eq!(won["occurred_at"], json!("2026-04-01T08:00:00Z"));

    let explanation = shell.answer("explain external:7 --vocabulary journey");
    assert_eq!(explanation["party"], json!(id));
    assert_eq!(explanation["stage"], json!("customer"));
    assert_eq!(explanation["since"], json!("2026-04-01T08:00:00Z"));
    assert_eq!(explanation["because"][0]["evidence"], won["id"]);
    assert_eq!(explanation["because"][0]["recorded_by"], json!("ada"));
    assert_eq!(explanation["missing"][0]["stage"], json!("advocate"));

    let retracted =
        shell.answer(&format!("evidence retract {} --reason mistaken", won["id"].as_str().unwrap()));
    assert_eq!(retracted["names"], won["id"]);
    assert_eq!(shell.answer("explain external:7")["stage"], json!("lead"));
    // Taking the retraction back is how it is undone.
    let retraction = retracted["id"].as_str().unwrap();
    let again = shell.run(&format!("evidence retract {retraction} --reason it-was-right"));
    assert!(again.stdout.starts_with(&format!("{retraction} retracted by evd_")), "{again:?}");
    assert_eq!(shell.answer("explain external:7")["stage"], json!("customer"));

    let listed = shell.answer("evidence list external:7");
    let kinds: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["demo_requested", "deal_won", "details_learned", "retracted", "retracted"]);
    let live: Vec<bool> =
        listed["items"].as_array().unwrap().iter().map(|one| one["live"].as_bool().unwrap()).collect();
    assert_eq!(live, [true, true, true, false, true]);
    assert_eq!(listed["items"][0]["precision"], json!("day"));
    assert_eq!(listed["items"][0]["participants"], json!([{ "party": id, "role": "subject" }]));
}

#[test]
fn a_wrong_piece_is_corrected_in_one_step() {
    let shell = Shell::new(Engine::Sqlite);
    shell.person("Grace Hopper", "7");
    let wrong = shell.answer("evidence add external:7 demo_requested --at 2026-03-03");
    let id = wrong["id"].as_str().unwrap();
    let refused =
        shell.run(&format!("evidence correct {id} demo_wished --reason typo --at 2026-02-03 --json"));
    assert_eq!((refused.code, refused.error_code().as_str()), (1, "not_found"), "{refused:?}");
    assert_eq!(shell.answer("evidence list external:7")["items"][0]["live"], json!(true));

    let corrected =
        shell.answer(&format!("evidence correct {id} webinar_attended --reason typo --at 2026-02-03"));
    assert_eq!(corrected["retraction"]["names"], wrong["id"]);
    assert_eq!(corrected["evidence"]["occurred_at"], json!("2026-02-03"));
    assert_eq!(corrected["evidence"]["participants"], wrong["participants"]);
    let explanation = shell.answer("explain external:7 --vocabulary journey");
    assert_eq!((&explanation["stage"], &explanation["since"]), (&json!("lead"), &json!("2026-02-03")));
}

#[test]
fn an_explanation_is_a_sentence_and_can_be_asked_of_the_past() {
    let shell = Shell::new(Engine::Sqlite);
    shell.person("Grace Hopper", "7");
    shell.answer("evidence add external:7 demo_requested --at 2026-03-03");
    shell.answer("evidence add external:7 sales_accepted --at 2026-04-01");
    let output = shell.run("explain external:7");
    assert_eq!(output.code, 0);
    assert!(output.stdout.contains("Prospect since 1 April 2026 because of"), "{}", output.stdout);
    assert!(output.stdout.contains("by ada"), "{}", output.stdout);
    assert!(output.stdout.contains("Missing for Customer:\n  - at least 1 purchase"), "{}", output.stdout);
    assert_eq!(shell.answer("explain external:7 --at 2026-03-31")["stage"], json!("lead"));
    assert_eq!(shell.answer("explain external:7 --at 2026-04-01")["stage"], json!("prospect"));
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let shell = Shell::new(Engine::Sqlite);
    shell.person("Ada", "7");
    for (words, code, error) in [
        ("evidence add external:7 demo_request", 1, "not_found"),
        ("evidence add external:7 demo_requested --at yesterday", 2, "usage"),
        ("evidence add external:7 demo_requested --detail [1]", 2, "usage"),
        ("evidence add external:7 demo_requested --at 2999-01-01", 1, "evidence_refused"),
        ("evidence retract evd_0000000000000 --reason x", 1, "not_found"),
        ("evidence retract nonsense --reason x", 1, "not_found"),
        ("explain external:7 --vocabulary nonsense", 1, "not_found"),
        ("explain external:7 --at never", 2, "usage"),
    ] {
        let refused = shell.run(&format!("{words} --json"));
        assert_eq!((refused.code, refused.error_code().as_str()), (code, error), "{words}: {refused:?}");
        assert!(refused.stderr.starts_with("error: "), "{words}: {}", refused.stderr);
    }
}

#[rstest]
fn a_kind_of_ones_own_counts_in_its_family(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let shell = Shell::new(engine);
    shell.answer("kind add showroom_visited --family interest");
    shell.person("Ada", "7");
    shell.answer("evidence add external:7 showroom_visited");
    assert_eq!(shell.answer("explain external:7")["stage"], json!("lead"));
    let kinds = shell.answer("kind list");
    assert!(
        kinds["items"]
            .as_array()
            .unwrap()
            .contains(&json!({ "name": "showroom_visited", "family": "interest" }))
    );
    let taken = shell.run("kind add showroom_visited --family reach --json");
    assert_eq!((taken.code, taken.error_code().as_str()), (1, "kind_refused"));
    assert_eq!(shell.run("kind add other --family nonsense --json").code, 2);
}
