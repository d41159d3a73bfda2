//! `/exports`.

use axum::body::Body;
use axum::http::Request;
use casebook_server::Limits;
use casebook_store::Engine;
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everything_comes_out_as_a_table_or_as_json(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("=Ada").await;
    let eve = server.seller().meets("Eve").await;
    server.post(&format!("/api/v1/parties/{eve}/hide"), json!({})).await.ok();
    let table = server.get("/api/v1/exports/parties").await;
    assert_eq!((table.status, table.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"parties.csv\"");
    assert!(table.text().starts_with("\u{feff}id,kind,"), "a spreadsheet reads UTF-8 behind its mark");
    assert!(table.text().contains(&format!("{ada},person,'=Ada,")), "{}", table.text());
    assert!(!table.text().contains("Eve"), "hidden parties stay inside");
    let all = server.get("/api/v1/exports/parties?format=json&hidden=true").await;
    assert_eq!(all.header("content-disposition"), "attachment; filename=\"parties.json\"");
    assert_eq!(all.ok()["items"].as_array().unwrap().len(), 2);
    let evidence = server.get("/api/v1/exports/evidence?format=json").await.ok();
    assert_eq!(evidence["items"][0]["participants"], json!([{ "party": ada, "role": "subject" }]));
    server.get("/api/v1/exports/parties?format=xlsx").await.invalid(&["?format"]);
    server.get("/api/v1/exports/evidence?hidden=perhaps").await.invalid(&["?hidden"]);
}

#[tokio::test]
async fn a_client_that_leaves_frees_its_slot_and_too_many_are_refused() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { streams: 1, ..Limits::default() });
    let row = |n: usize| format!("P{n},{}\n", "x".repeat(300));
    let rows = (0..4_000).map(row).collect::<Vec<_>>().concat();
    let upload = server.upload(&format!("Name,Note\n{rows}")).await;
    let mapping = "name = \"a\"\n[party]\nkind = \"person\"\n[fields]\nname = \"Name\"\n";
    let answer = server.post("/api/v1/imports", json!({ "upload": upload, "mapping": mapping })).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    server.until(answer.header("location"), |import: &Value| import["state"] == "done").await;

    let mut opened = server.opened("/api/v1/exports/parties").await;
    let first = opened.body_mut().frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(first.len() < 300 * 4_000, "it does not come at once");
    server.get("/api/v1/exports/parties").await.refused(503, "overloaded");
    drop(opened);
    let mut tries = 0;
    while server.get("/api/v1/exports/parties").await.status != 200 {
        tokio::task::yield_now().await;
        tries += 1;
        assert!(tries < 100_000, "the turn never came back");
    }
}

#[rstest]
#[case::gzip("gzip")]
#[case::brotli("br")]
#[tokio::test]
async fn a_compressed_export_is_whole(#[case] coding: &str) {
    let server = TestServer::new(Engine::Sqlite);
    server.seller().meets("Ada").await;
    for what in ["parties", "evidence"] {
        let request = Request::get(format!("/api/v1/exports/{what}")).header("accept-encoding", coding);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding));
        assert!(!answer.bytes.is_empty());
    }
}

/// The names in an export, in its order.
fn names(export: &Value) -> Vec<&str> {
    export["items"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_a_list_holds_is_exported_and_nobody_else(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada Byron").await;
    let eve = server.seller().meets("Eve Byron").await;
    server.seller().meets("Bob").await;
    server.seller().notes(&ada, "newsletter_subscribed", json!("2026-01-01")).await;
    server.post(&format!("/api/v1/parties/{eve}/hide"), json!({})).await.ok();

    let exported =
        async |query: &str| server.get(&format!("/api/v1/exports/parties?format=json&{query}")).await.ok();
    assert_eq!(names(&exported("q=byron").await), ["Ada Byron"]);
    assert_eq!(names(&exported("q=byron&hidden=true").await), ["Ada Byron", "Eve Byron"]);
    assert_eq!(names(&exported("stage.journey=contact").await), ["Bob"]);
    assert_eq!(names(&exported("stage.journey=lead&standing=active&kind=person").await), ["Ada Byron"]);
    assert_eq!(names(&exported("filter=%7B%22hidden%22%3Atrue%7D").await), ["Eve Byron"]);
    assert_eq!(names(&exported("q=nobody").await), [""; 0]);
    let table = server.get("/api/v1/exports/parties?q=byron").await;
    assert_eq!(table.text().lines().count(), 2, "{}", table.text());

    let asked = json!({ "filter": { "not": { "ids": [ada] } }, "format": "json" });
    let by_body = server.post("/api/v1/exports/parties", asked).await;
    assert_eq!(by_body.header("content-disposition"), "attachment; filename=\"parties.json\"");
    assert_eq!(names(&by_body.ok()), ["Bob"]);
    assert_eq!(server.post("/api/v1/exports/parties", json!({})).await.text().lines().count(), 3);

    server.get("/api/v1/exports/parties?stage.journey=baron").await.refused(422, "unknown_name");
    server.get("/api/v1/exports/parties?filter=%7B%22all%22%3A1%7D").await.invalid(&["?filter"]);
    server.get("/api/v1/exports/parties?limit=5").await.invalid(&["?limit"]);
    server
        .post("/api/v1/exports/parties", json!({ "filter": { "field": 1 } }))
        .await
        .invalid(&["/filter/field"]);
}

#[tokio::test]
async fn an_export_under_a_key_is_read_again_rather_than_remembered() {
    let server = TestServer::new(Engine::Sqlite);
    server.seller().meets("Ada").await;
    let export = async || {
        let request = Request::post("/api/v1/exports/parties")
            .header("content-type", "application/json")
            .header("idempotency-key", "export-1");
        server.send(request.body(Body::from(r#"{"format":"json"}"#)).unwrap()).await
    };
    assert_eq!(names(&export().await.ok()), ["Ada"]);
    server.seller().meets("Bob").await;
    let again = export().await;
    assert_eq!(names(&again.ok()), ["Ada", "Bob"]);
    assert!(!again.headers.contains_key("idempotency-replayed"));
}
