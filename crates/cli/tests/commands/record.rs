//! `record` and `record-type`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

const VISIT: &str = r#"
name = "visit"
plural = "visits"
title = "Visit"
columns = ["on", "cost"]

[[fields]]
name = "on"
title = "On"
kind = "date"
required = true

[[fields]]
name = "cost"
title = "Cost"
kind = "money"

[[fields]]
name = "topics"
title = "Topics"
kind = "choice"
choices = ["price", "delivery"]
multiple = true
"#;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn records_of_a_declared_type_are_added_listed_and_edited(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    let file = shell.file("visit.toml", VISIT);
    assert_eq!(shell.answer(&format!("record-type declare {file}"))["name"], "visit");
    let names: Vec<_> = shell.answer("record-type list")["items"].as_array().unwrap().clone();
    assert_eq!(
        names.iter().map(|one| &one["name"]).collect::<Vec<_>>(),
        ["deal", "product", "price_list", "price", "task", "visit"]
    );
    let add = |name: &str, cost: &str| {
        let fields =
            [format!("cost={cost}"), "on=2026-03-03".to_owned(), "topics=price; delivery".to_owned()];
        let mut words = vec!["record", "visit", "add", "--name", name];
        for field in &fields {
            words.extend(["--field", field]);
        }
        shell.answer_words(&words)
    };
    let first = add("First", "12.50 EUR");
    assert_eq!(
        first["fields"],
        json!({ "cost": { "minor": 1250, "currency": "EUR" }, "on": "2026-03-03", "topics": ["price", "delivery"] })
    );
    add("Second", "99 EUR");
    let listed = shell.answer("record visits list --sort -cost");
    assert_eq!(
        listed["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect::<Vec<_>>(),
        ["Second", "First"]
    );
    let filter = r#"{"field":{"name":"cost","at_most":{"minor":2000,"currency":"EUR"}}}"#;
    let cheap = shell.answer_words(&["record", "visit", "list", "--filter", filter]);
    assert_eq!(cheap["items"][0]["id"], first["id"]);
    let id = first["id"].as_str().unwrap();
    let edited = shell.answer_words(&[
        "record", "visit", "edit", id, "--name", "Once", "--field", "cost=", "--owner", "eve",
    ]);
    assert_eq!((&edited["name"], &edited["owner"]), (&json!("Once"), &json!("eve")));
    assert!(edited["fields"].get("cost").is_none());
    assert_eq!(shell.answer(&format!("record visit hide {id}"))["hidden"], true);
    assert_eq!(shell.answer("record visit list")["items"].as_array().unwrap().len(), 1);
    assert_eq!(shell.answer(&format!("record visit restore {id}"))["hidden"], false);
    let text = shell.run("record visit list");
    assert!(text.stdout.contains("2026-03-03") && text.stdout.contains("99.00 EUR"), "{text:?}");
    assert_eq!(shell.answer("verify")["differences"], json!([]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_does_not_fit_is_refused(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    let refused = |words: &[&str]| {
        let outcome = shell.run_words(&[words, &["--json"]].concat());
        (outcome.code, outcome.error_code())
    };
    let add = ["record", "product", "add", "--name", "Press", "--field"];
    assert_eq!(refused(&[&add[..], &["price=a lot"]].concat()), (1, "values_refused".to_owned()));
    assert_eq!(refused(&[&add[..], &["prise=1 EUR"]].concat()), (1, "values_refused".to_owned()));
    assert_eq!(refused(&["record", "prodct", "list"]), (1, "not_found".to_owned()));
    assert_eq!(refused(&["record", "product", "show", "rec_0000000000001"]), (1, "not_found".to_owned()));
    assert_eq!(refused(&["record", "product", "list", "--filter", "price"]), (2, "usage".to_owned()));
    assert_eq!(refused(&["record", "product", "list", "--sort", "prise"]), (2, "usage".to_owned()));
    let file = shell.file("wrong.toml", "name = \"visit\"\nplural = \"visit\"\ntitle = \"Visit\"\n");
    assert_eq!(refused(&["record-type", "declare", &file]), (1, "declaration_refused".to_owned()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn records_go_out_as_a_table_and_come_in_again(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    let file = shell.file("visit.toml", VISIT);
    shell.answer(&format!("record-type declare {file}"));
    let first = [
        "record",
        "visit",
        "add",
        "--name",
        "First, =1",
        "--field",
        "on=2026-03-03",
        "--field",
        "cost=12.50 EUR",
    ];
    let id = shell.answer_words(&first)["id"].as_str().unwrap().to_owned();
    let table = shell.file("visits.csv", "");
    assert_eq!(shell.answer(&format!("record visit export --output {table}"))["rows"], 1);
    let same = shell.answer(&format!("record visit import {table}"));
    assert_eq!((&same["unchanged"], &same["rejected"]), (&json!(1), &json!(0)), "{same}");
    let text = shell.run("record visit export").stdout;
    assert!(text.contains(&format!("{id},\"First, =1\"")), "{text}");
    let more = "name,On,Cost,Topics\nSecond,2026-04-01,99 EUR,price; delivery\nThird,soon,1 EUR,\n";
    let more = shell.file("more.csv", more);
    let dry = shell.answer(&format!("record visit import {more} --dry-run"));
    assert_eq!((&dry["added"], &dry["change_set"]), (&json!(1), &json!(null)));
    assert_eq!(shell.answer("record visit list")["items"].as_array().unwrap().len(), 1);
    let done = shell.answer(&format!("record visit import {more}"));
    assert_eq!(
        (&done["added"], &done["rejected"], &done["rejects"][0]["line"]),
        (&json!(1), &json!(1), &json!(3))
    );
    let set = done["change_set"].as_str().unwrap();
    shell.answer(&format!("change undo {set}"));
    assert_eq!(shell.answer("record visit list")["items"].as_array().unwrap().len(), 1);
    let unknown = shell.file("unknown.csv", "name,Wheight\nA,1\n");
    let refused = shell.run(&format!("record visit import {unknown}"));
    assert!(refused.stderr.contains("there is no field `Wheight`"), "{refused:?}");
    let views = shell.answer("views");
    let names: Vec<_> = views["views"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert!(names.contains(&json!("casebook_visits")), "{names:?}");
    assert_eq!(shell.answer("views --remove")["removed"].as_array().unwrap().len(), names.len());
    assert_eq!(shell.answer("verify")["differences"], json!([]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn deals_are_counted_in_groups_with_win_rates_and_revenue(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    let buyer = shell.person("Nia", "1");
    for (name, owner, stage, amount) in [
        ("Looms", "Rosa", "won", "500 EUR"),
        ("Yarn", "Rosa", "lost", "90 EUR"),
        ("Dyes", "Sven", "proposal", "20 EUR"),
    ] {
        let fields = [format!("people={buyer}"), format!("stage={stage}"), format!("amount={amount}")];
        let mut words = vec!["record", "deal", "add", "--name", name, "--owner", owner];
        for field in &fields {
            words.extend(["--field", field]);
        }
        shell.answer_words(&words);
    }
    let groups = shell.answer("record deal groups --by owner --sum amount");
    let euros = |minor: i64| json!([{ "minor": minor, "currency": "EUR" }]);
    assert_eq!(
        groups["items"],
        json!([
            {
                "by": { "owner": "Rosa" }, "count": 2, "sums": euros(59_000), "won": 1, "lost": 1, "open": 0,
                "win_rate": 0.5, "won_sums": euros(50_000), "weighted_sums": [],
                "filter": { "field": { "name": "owner", "is": "Rosa" } },
            },
            {
                "by": { "owner": "Sven" }, "count": 1, "sums": euros(2_000), "won": 0, "lost": 0, "open": 1,
                "win_rate": null, "won_sums": [], "weighted_sums": euros(1_000),
                "filter": { "field": { "name": "owner", "is": "Sven" } },
            },
        ])
    );
    let of_rosa = groups["items"][0]["filter"].to_string();
    let listed = shell.answer_words(&["record", "deal", "list", "--filter", &of_rosa]);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    // Conditions on parties are read too, so that every group opens its list.
    let of_nobody = shell.answer("record deal groups --by account.country")["items"][0]["filter"].to_string();
    let listed = shell.answer_words(&["record", "deal", "list", "--filter", &of_nobody]);
    assert_eq!(listed["items"].as_array().unwrap().len(), 3, "{of_nobody}");
    for wrong in ["--by ownr", "--by closed_on:week", "--by owner --sum owner", "--by account.email"] {
        assert_eq!(shell.run(&format!("record deal groups {wrong}")).code, 2, "{wrong}");
    }
}
