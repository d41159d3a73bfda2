//! Pipelines over the API: read, checked, previewed and activated, and what they ask of deals.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const PIPELINES: &str = "/api/v1/pipelines";
const DEALS: &str = "/api/v1/deals";

fn renewals(more: &str) -> Value {
    let text = format!(
        "name = \"renewals\"\ntitle = \"Renewals\"\n{more}\n[[stages]]\nname = \"talk\"\ntitle = \"Talk\"\n\
         probability = 40\nrots_after = 10\n[[stages]]\nname = \"offer\"\ntitle = \"Offer\"\nprobability = 75\n\
         required = [\"amount\"]\n"
    );
    json!({ "toml": text })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_built_in_pipeline_is_there_from_the_beginning(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let listed = server.get(PIPELINES).await.ok();
    let sales = &listed["items"][0];
    assert_eq!(
        (&sales["name"], &sales["version"], &sales["quote_wins"]),
        (&json!("sales"), &json!(1), &json!(true))
    );
    let stages: Vec<(&Value, &Value)> =
        sales["stages"].as_array().unwrap().iter().map(|one| (&one["name"], &one["state"])).collect();
    let open = json!("open");
    assert_eq!(stages[0], (&json!("qualification"), &open));
    assert_eq!(stages[3..], [(&json!("won"), &json!("won")), (&json!("lost"), &json!("lost"))]);
    let shown = server.get(&format!("{PIPELINES}/sales")).await.ok();
    assert_eq!(
        (&shown["versions"][0]["recorded_by"], &shown["versions"][0]["created_at"]),
        (&json!("casebook"), &json!(null))
    );
    assert!(shown["toml"].as_str().unwrap().contains("[[stages]]"));
    for name in ["latin", "%00", "%ff"] {
        server.get(&format!("{PIPELINES}/{name}")).await.refused(404, "not_found");
    }
    server.get(&format!("{PIPELINES}/sales?version=7")).await.refused(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_pipeline_is_checked_previewed_activated_and_retired(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let checked = server.post(&format!("{PIPELINES}/check"), renewals("")).await.ok();
    assert_eq!((&checked["version"], &checked["stages"][1]["required"]), (&json!(null), &json!(["amount"])));
    let problem = server.post(&format!("{PIPELINES}/check"), renewals("quote_win = true")).await;
    let problem = problem.refused(422, "pipeline_refused");
    assert_eq!(problem["errors"][0]["pointer"], "/toml");
    let detail = problem["errors"][0]["detail"].as_str().unwrap();
    assert_eq!(detail, "line 3, column 1: there is no key `quote_win`; did you mean `quote_wins`?");
    let tried = server.post(&format!("{PIPELINES}/try?wait=30"), renewals("")).await.ok();
    assert_eq!((&tried["result"]["moves"], &tried["result"]["stranded"]), (&json!([]), &json!(0)));
    server.get(&format!("{PIPELINES}/renewals")).await.refused(404, "not_found");
    let used = server.post(&format!("{PIPELINES}/use?wait=30"), renewals("")).await.ok();
    assert_eq!(used["result"], json!({ "name": "renewals", "version": 1, "unchanged": false }));
    server
        .post(&format!("{PIPELINES}/use?wait=30"), renewals("quote_win = true"))
        .await
        .refused(422, "pipeline_refused");
    // What can be chosen is described.
    let described = server.get("/api/v1/openapi.json").await.ok();
    let deal = &described["components"]["schemas"]["Deal"]["properties"];
    assert_eq!(deal["pipeline"]["anyOf"][0]["enum"], json!(["sales", "renewals"]));
    let stages = json!(["qualification", "proposal", "negotiation", "talk", "offer", "won", "lost"]);
    assert_eq!(deal["stage"]["anyOf"][0]["enum"], stages);
    let out = server.post(&format!("{PIPELINES}/renewals/retire"), json!({})).await;
    assert_eq!(out.status, 204);
    server.post(&format!("{PIPELINES}/sales/retire"), json!({})).await.refused(409, "refused");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_move_names_the_fields_that_its_stage_requires(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    server.post(&format!("{PIPELINES}/use?wait=30"), renewals("")).await.ok();
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let body = json!({ "name": "Looms", "account": mill, "pipeline": "renewals" });
    let deal = server.post(DEALS, body).await.created();
    assert_eq!(
        (&deal["stage"], &deal["probability"], &deal["rotting"]),
        (&json!("talk"), &json!(40), &json!(false))
    );
    assert_eq!((&deal["weighted"], &deal["days_in_stage"]), (&json!(null), &json!(0)));
    let path = format!("{DEALS}/{}", deal["id"].as_str().unwrap());
    let problem = server.patch(&path, "*", json!({ "stage": "offer" })).await;
    let problem = problem.refused(422, "stage_requires");
    assert_eq!(problem["errors"], json!([{ "pointer": "/amount", "detail": "is required in this stage" }]));
    let nested = format!("/api/v1/records/deals/{}", deal["id"].as_str().unwrap());
    let problem = server.patch(&nested, "*", json!({ "fields": { "stage": "offer" } })).await;
    assert_eq!(problem.refused(422, "stage_requires")["errors"][0]["pointer"], "/fields/amount");
    server.clock.advance(60_000_000);
    let amount = json!({ "minor": 10_000, "currency": "EUR" });
    let moved = server.patch(&path, "*", json!({ "stage": "offer", "amount": amount })).await.ok();
    assert_eq!((&moved["stage"], &moved["weighted"]["minor"]), (&json!("offer"), &json!(7_500)));
    server.patch(&path, "*", json!({ "stage": "proposal" })).await.refused(422, "usage");
    let history = server.get(&format!("{path}/history")).await.ok();
    let stages: Vec<&Value> = history["stages"].as_array().unwrap().iter().map(|one| &one["stage"]).collect();
    assert_eq!(stages, ["talk", "offer"]);
    assert_eq!(
        (&history["stages"][0]["current"], &history["stages"][1]["current"]),
        (&json!(false), &json!(true))
    );
    assert!(history["stages"][1]["entered_by"].as_str().unwrap().starts_with("evd_"));
    server.get(&format!("{DEALS}/deal_0000000000001/history")).await.refused(404, "not_found");
    // Neither stages nor the pipeline go while the deal is there.
    let only_talk =
        "name = \"renewals\"\ntitle = \"R\"\n[[stages]]\nname = \"talk\"\ntitle = \"T\"\nprobability = 4\n";
    server
        .post(&format!("{PIPELINES}/use?wait=30"), json!({ "toml": only_talk }))
        .await
        .refused(409, "refused");
    server.post(&format!("{PIPELINES}/renewals/retire"), json!({})).await.refused(409, "refused");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn each_figure_of_the_funnel_leads_to_the_list_of_its_deals(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let amount = json!({ "minor": 1_000, "currency": "EUR" });
    for (name, stages) in [("A", vec!["proposal", "won"]), ("B", vec!["negotiation", "lost"]), ("C", vec![])]
    {
        let body = json!({ "name": name, "account": mill, "amount": amount, "owner": "kim" });
        let deal = server.post(DEALS, body).await.created();
        let path = format!("{DEALS}/{}", deal["id"].as_str().unwrap());
        for stage in stages {
            server.clock.advance(60_000_000);
            server.patch(&path, "*", json!({ "stage": stage, "lost_reason": "Price" })).await.ok();
        }
    }
    let funnel = server.get(&format!("{DEALS}/funnel")).await.ok();
    let figures = &funnel;
    assert_eq!((&figures["pipeline"], figures["as_of"].is_string()), (&json!("sales"), true));
    assert_eq!(
        (&figures["cohort"], &figures["won"], &figures["lost"], &figures["open"]),
        (&json!(3), &json!(1), &json!(1), &json!(1))
    );
    assert_eq!((&figures["win_rate"], &figures["elsewhere"]), (&json!(0.5), &json!(0)));
    assert_eq!(figures["amount"]["weighted"], json!([{ "minor": 200, "currency": "EUR" }]));
    assert_eq!(figures["stages"][2]["dropped"], json!({ "Price": 1 }));
    // Each list has as many deals as its number says.
    let count = async |list: &Value| {
        let listed = server.get(list.as_str().unwrap()).await.ok();
        listed["items"].as_array().unwrap().len()
    };
    for name in ["cohort", "undated", "won", "lost", "open", "elsewhere"] {
        assert_eq!(json!(count(&figures["lists"][name]).await), figures[name], "{name}");
    }
    for stage in figures["stages"].as_array().unwrap() {
        for (name, list) in stage["lists"].as_object().unwrap() {
            let figure = match name.as_str() {
                "dropped" => {
                    let reasons = stage["dropped"].as_object().unwrap().values();
                    json!(reasons.map(|one| one.as_u64().unwrap()).sum::<u64>())
                }
                name => stage[name].clone(),
            };
            assert_eq!(json!(count(list).await), figure, "{name} of {}", stage["stage"]);
        }
        for (reason, list) in stage["dropped_lists"].as_object().unwrap() {
            assert_eq!(json!(count(list).await), stage["dropped"][reason], "{reason}");
        }
    }
    let grouped = server.get(&format!("{DEALS}/funnel?by=owner&pipeline=sales")).await.ok();
    let group = &grouped["groups"][0];
    assert_eq!((&group["key"], &group["by"]), (&json!("kim"), &json!({ "owner": "kim" })));
    assert_eq!((&grouped["pipeline"], grouped["as_of"].is_string()), (&json!("sales"), true));
    assert_eq!(count(&group["lists"]["won"]).await, 1);
    let before = server.get(&format!("{DEALS}/funnel?as_of=2020-01-01")).await.ok();
    assert_eq!(before["cohort"], 0);
    for (query, pointer) in [
        ("pipeline=latin", "?pipeline"),
        ("cohort_stage=lost", "?cohort_stage"),
        ("by=shoe", "?by"),
        ("filter=%7B%22nope%22%3A1%7D", "?filter"),
    ] {
        let problem = server.get(&format!("{DEALS}/funnel?{query}")).await;
        assert_eq!(problem.status, 422, "{query}");
        let problem: Value = serde_json::from_slice(&problem.bytes).unwrap();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
}
