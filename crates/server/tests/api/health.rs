use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn health_and_version_are_answered(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(server.get("/api/v1/health").await.ok(), json!({ "status": "ok", "version": version }));
    let found = server.get("/api/v1/version").await.ok();
    assert_eq!(found["version"], version);
    assert!(found["schema_step"].as_i64().unwrap() > 0);
    server.post("/api/v1/version", json!({})).await.refused(405, "method_not_allowed");
    server.get("/api/v1/health?deep=1").await.invalid(&["?deep"]);
}

#[tokio::test]
async fn requests_are_counted_by_route_and_not_by_id() {
    let server = TestServer::new(Engine::Sqlite);
    let ada = server.seller().meets("Ada").await;
    server.get(&format!("/api/v1/people/{ada}")).await.ok();
    server.get("/api/v1/people/nobody").await.refused(404, "not_found");
    server.get("/unknown/address").await.refused(404, "not_found");
    let answer = server.get("/api/v1/metrics").await;
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    let text = answer.text();
    for line in [
        "casebook_http_requests_total{route=\"/api/v1/people/{id}\",method=\"GET\",status=\"200\"} 1",
        "casebook_http_requests_total{route=\"/api/v1/people/{id}\",method=\"GET\",status=\"404\"} 1",
        "casebook_http_requests_total{route=\"(none)\",method=\"GET\",status=\"404\"} 1",
        "casebook_http_request_seconds_count{route=\"/api/v1/people\",method=\"POST\",status=\"201\"} 1",
        "casebook_http_requests_in_flight 1",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains(&ada) && !text.contains("/unknown/address"), "{text}");
}
