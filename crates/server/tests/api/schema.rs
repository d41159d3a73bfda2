use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_server_writes_nothing_once_a_newer_program_has_migrated_the_database(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    assert_eq!(server.post("/api/v1/people", json!({ "name": "Before" })).await.status, 201);
    server.sql(
        "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', '', 0)",
    );
    let health = server.get("/api/v1/health").await;
    let write = server.post("/api/v1/people", json!({ "name": "After" })).await;
    for answer in [health, write] {
        assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("newer_schema")));
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("9999") && detail.contains("use a newer program"), "{detail}");
    }
    server.sql("DELETE FROM schema_migration WHERE number = 9999");
    assert_eq!(server.get("/api/v1/health").await.status, 200);
    let listed = server.get("/api/v1/parties").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
}
