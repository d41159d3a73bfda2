//! Numbers of evidence over HTTP: the scores of a survey.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const NUMBERS: &str = "/api/v1/evidence/numbers?kind=survey_answered";

/// Two customers, of one account and of none, and what they answered.
async fn a_survey(server: &TestServer) {
    server.post("/api/v1/kinds", json!({ "name": "survey_answered", "family": "service" })).await;
    let account = json!({ "name": "Tarn Mills", "more": { "sector": "Paper" } });
    let account = server.post("/api/v1/organizations", account).await.created()["id"].clone();
    for (name, works_there, answers) in [
        ("Nia", true, [("2026-01-14", json!(9)), ("2026-02-02", json!("4"))]),
        ("Olu", false, [("2026-01-20", json!(10)), ("2026-02-09", json!("no idea"))]),
    ] {
        let person = server.post("/api/v1/people", json!({ "name": name })).await.created()["id"].clone();
        if works_there {
            let link = json!({ "person": person, "organization": account, "role": "employee" });
            server.post("/api/v1/links", link).await.created();
        }
        for (day, score) in answers {
            let piece = json!({ "kind": "survey_answered", "occurred_at": day, "detail": { "score": score },
                "participants": [{ "party": person, "role": "subject" }] });
            server.post("/api/v1/evidence", piece).await.created();
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_success_manager_asks_how_customers_score(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    a_survey(&server).await;
    for (query, expected) in [
        ("", json!([[{}, 4, 3, 23.0, 23.0 / 3.0, 4.0, 10.0]])),
        (
            "&by=month",
            json!([
                [{ "month": "2026-01" }, 2, 2, 19.0, 9.5, 9.0, 10.0],
                [{ "month": "2026-02" }, 2, 1, 4.0, 4.0, 4.0, 4.0],
            ]),
        ),
        (
            "&by=account.more.sector",
            json!([
                [{ "account.more.sector": "Paper" }, 2, 2, 13.0, 6.5, 4.0, 9.0],
                [{ "account.more.sector": null }, 2, 1, 10.0, 10.0, 10.0, 10.0],
            ]),
        ),
        (
            "&by=number&from=2026-02-01",
            json!([
                [{ "number": "4" }, 1, 1, 4.0, 4.0, 4.0, 4.0],
                [{ "number": null }, 1, 0, 0.0, null, null, null],
            ]),
        ),
        ("&to=2026-02-01&filter=%7B%22text%22%3A%22olu%22%7D", json!([[{}, 1, 1, 10.0, 10.0, 10.0, 10.0]])),
        ("&number=nps", json!([[{}, 4, 0, 0.0, null, null, null]])),
        ("&filter=%7B%22text%22%3A%22nobody%22%7D", json!([])),
    ] {
        let answer = server.get(&format!("{NUMBERS}{query}")).await.ok();
        let names = ["by", "pieces", "count", "sum", "average", "minimum", "maximum"];
        let figures = |one: &Value| names.iter().map(|name| one[*name].clone()).collect::<Value>();
        let found: Value = answer["items"].as_array().unwrap().iter().map(figures).collect();
        assert_eq!(found, expected, "{query}");
    }
    for (query, place) in [
        ("kind=survey_answred", "?kind"),
        ("kind=survey_answered&by=week", "?by"),
        ("kind=survey_answered&by=more.mood", "?by"),
        ("kind=survey_answered&by=account.more.mood", "?by"),
        ("kind=survey_answered&from=soon", "?from"),
        ("kind=survey_answered&filter=%7B%22nope%22%3A1%7D", "?filter"),
        ("by=month", "?"),
        ("kind=survey_answered&limit=5", "?limit"),
    ] {
        let refused = server.get(&format!("/api/v1/evidence/numbers?{query}")).await;
        assert_eq!(refused.status, 422, "{query}: {}", refused.text());
        let pointer = refused.json()["errors"][0]["pointer"].clone();
        assert!(pointer.as_str().unwrap().starts_with(place), "{query}: {}", refused.text());
    }
}
