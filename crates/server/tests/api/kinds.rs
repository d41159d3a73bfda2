use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_kind_is_added_and_can_be_used(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let kind = json!({ "name": "podcast_heard", "family": "interest" });
    assert_eq!(server.post("/api/v1/kinds", kind.clone()).await.created(), kind);
    let listed = server.get("/api/v1/kinds").await.ok();
    assert!(listed["items"].as_array().unwrap().contains(&kind));
    let ada = server.seller().meets("Ada").await;
    server.seller().notes(&ada, "podcast_heard", json!("2026-03-01")).await;
    assert_eq!(server.get(&format!("/api/v1/people/{ada}")).await.ok()["stages"]["journey"], "lead");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_kind_that_cannot_be_is_refused(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let taken = json!({ "name": "call_held", "family": "interest" });
    server.post("/api/v1/kinds", taken).await.refused(409, "kind_refused");
    let odd = json!({ "name": "Call held", "family": "interest" });
    server.post("/api/v1/kinds", odd).await.refused(422, "kind_refused");
    let no_family = json!({ "name": "called", "family": "smith" });
    server.post("/api/v1/kinds", no_family).await.invalid(&["/family"]);
}
