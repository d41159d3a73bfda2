use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

const SAMPLE: &str = "/api/v1/sample_data";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_empty_casebook_is_filled_once(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let created = server.post(SAMPLE, json!({ "parties": 20 })).await.created();
    assert_eq!(created["parties"], 20);
    assert!(created["evidence"].as_u64().unwrap() >= 20);
    assert_eq!(server.get("/api/v1/parties/count").await.ok()["count"], 20);
    server.post(SAMPLE, json!({ "parties": 20 })).await.refused(409, "not_empty");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_hidden_party_is_reason_enough_not_to_mix_sample_data_in(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    server.post(&format!("/api/v1/parties/{ada}/hide"), json!({})).await.ok();
    server.post(SAMPLE, json!({ "parties": 20 })).await.refused(409, "not_empty");
}

#[tokio::test]
async fn a_company_of_nobody_or_too_many_is_refused() {
    let server = TestServer::new(Engine::Sqlite);
    for parties in [json!(0), json!(5_001), json!("many")] {
        server.post(SAMPLE, json!({ "parties": parties })).await.invalid(&["/parties"]);
    }
}
