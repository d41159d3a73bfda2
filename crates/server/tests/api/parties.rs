use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_needs_the_version_that_it_changes(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let path = format!("/api/v1/parties/{}", server.seller().meets("Ada").await);
    let first = server.get(&path).await.header("etag").to_owned();
    let changed = server.patch(&path, &first, json!({ "city": "London" })).await;
    assert_eq!(changed.ok()["city"], "London");
    assert_ne!(changed.header("etag"), first);
    let second = changed.header("etag").to_owned();

    server.patch(&path, &first, json!({ "city": "Paris" })).await.refused(412, "stale");
    server.patch(&path, "W/\"1\"", json!({})).await.refused(412, "stale");
    server.patch(&path, "three", json!({})).await.invalid(&["If-Match"]);
    let without = server.with_body(axum::http::Method::PATCH, &path, &[], "{}").await;
    without.refused(428, "version_required");
    assert_eq!(server.get(&path).await.ok()["city"], "London");
    let list = format!("\"77\", {second}");
    assert_eq!(server.patch(&path, &list, json!({ "city": "Paris" })).await.ok()["city"], "Paris");
    assert_eq!(server.patch(&path, "*", json!({ "city": "Rome" })).await.ok()["city"], "Rome");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn absent_stays_and_null_empties(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({ "name": "Ada", "city": "London", "phone": "1", "more": { "a": "1", "b": "2" } });
    let created = server.post("/api/v1/people", body).await.created();
    let path = format!("/api/v1/people/{}", created["id"].as_str().unwrap());
    let change = json!({ "city": null, "more": { "a": null, "c": "3" } });
    let changed = server.patch(&path, "*", change).await.ok();
    assert!(changed.get("city").is_none(), "{changed}");
    assert_eq!(changed["phone"], "1");
    assert_eq!(changed["more"], json!({ "b": "2", "c": "3" }));
    server.patch(&path, "*", json!({ "city": 7 })).await.invalid(&["/city"]);
    server.patch(&path, "*", json!({ "more": { "city": "x" } })).await.invalid(&["/more/city"]);
    server.patch(&path, "*", json!({ "hidden": true })).await.invalid(&["/hidden"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_party_is_hidden_and_brought_back(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let path = format!("/api/v1/parties/{}", server.seller().meets("Ada").await);
    let hidden = server.post(&format!("{path}/hide"), json!({})).await.ok();
    assert_eq!(hidden["hidden"], true);
    let bare = axum::http::Request::post(format!("{path}/restore")).body(axum::body::Body::empty());
    assert_eq!(server.send(bare.unwrap()).await.ok()["hidden"], false);
    server.post(&format!("{path}/hide"), json!({ "why": "x" })).await.invalid(&["/why"]);
    server.post("/api/v1/parties/per_0000000000000/hide", json!({})).await.refused(404, "not_found");
}
