use casebook_app::domain::time::{DAY, Timestamp};
use casebook_store::Engine;
use casebook_testkit::FixedClock;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

async fn add(server: &TestServer, name: &str) -> String {
    let answer = server.post("/api/v1/people", json!({ "name": name })).await;
    assert_eq!(answer.status, 201, "{:?}", answer.json());
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn names(server: &TestServer, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/v1/parties?{query}")).await;
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    answer.json()["items"].as_array().unwrap().iter().map(|party| party["name"].clone()).collect()
}

async fn record(server: &TestServer, party: &str, kind: &str, at: Option<&str>) -> u16 {
    let mut piece = json!({ "kind": kind, "participants": [{ "party": party, "role": "subject" }] });
    if let Some(at) = at {
        piece["occurred_at"] = at.into();
    }
    server.post("/api/v1/evidence", piece).await.status
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_is_set_back_loses_nothing_and_mixes_nothing_up(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let before = add(&server, "Before").await;
    assert_eq!(record(&server, &before, "content_downloaded", None).await, 201);
    assert_eq!(names(&server, "stage.journey=lead").await, ["Before"]);

    server.clock.advance(-3 * DAY);
    // What happened by the clock that ran ahead has not happened yet; nothing of it is lost.
    assert_eq!(names(&server, "stage.journey=lead").await, [""; 0]);
    assert_eq!(names(&server, "").await, ["Before"]);
    let after = add(&server, "After").await;
    assert!(after > before, "ids go on rising: {before}, {after}");
    assert_eq!(record(&server, &after, "content_downloaded", None).await, 201);
    assert_eq!(names(&server, "stage.journey=lead").await, ["After"]);
    // A day more than a day ahead is refused as ever, by the clock as it is now.
    assert_eq!(record(&server, &after, "call_held", Some("2026-03-03T09:00:00Z")).await, 422);

    let server = server.restarted();
    let later = add(&server, "Later").await;
    assert!(later > after, "ids go on rising over a restart: {after}, {later}");
    server.clock.advance(3 * DAY);
    assert_eq!(names(&server, "stage.journey=lead").await, ["After", "Before"]);
    assert_eq!(names(&server, "").await, ["After", "Before", "Later"]);
    let evidence = server.get(&format!("/api/v1/parties/{before}/evidence")).await.json();
    assert_eq!(evidence["items"].as_array().unwrap().len(), 2, "{evidence}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_shows_what_cannot_be_stores_nothing_and_says_what_to_do(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let before = add(&server, "Before").await;
    for shows in [Timestamp(0), Timestamp(3_768_508_800_000_000)] {
        server.clock.set(shows);
        let answer = server.post("/api/v1/people", json!({ "name": "Never" })).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("clock_not_believed")));
        assert!(answer.json()["detail"].as_str().unwrap().contains("Correct the clock"));
        assert_eq!(names(&server, "").await, ["Before"]);
    }
    server.clock.set(FixedClock::START);
    let server = server.restarted();
    let after = add(&server, "After").await;
    assert!(after > before, "{before}, {after}");
}
