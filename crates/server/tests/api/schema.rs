use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_server_writes_nothing_once_a_newer_program_has_migrated_the_database(#[case] engine: Engine) {
    let room = Room::new(engine);
    assert_eq!(room.post("/api/v1/people", json!({ "name": "Before" })).await.status, 201);
    room.sql(
        "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (9999, 'later', '', 0)",
    );
    let health = room.get("/api/v1/health").await;
    let write = room.post("/api/v1/people", json!({ "name": "After" })).await;
    for said in [health, write] {
        assert_eq!((said.status, said.json()["code"].as_str()), (503, Some("newer_schema")));
        let detail = said.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("9999") && detail.contains("use a newer program"), "{detail}");
    }
    room.sql("DELETE FROM schema_migration WHERE number = 9999");
    assert_eq!(room.get("/api/v1/health").await.status, 200);
    let listed = room.get("/api/v1/parties").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
}
