use casebook_app::domain::time::{DAY, Timestamp};
use casebook_store::Engine;
use casebook_testkit::FixedClock;
use rstest::rstest;
use serde_json::{Value, json};

use crate::room::Room;

async fn add(room: &Room, name: &str) -> String {
    let said = room.post("/api/v1/people", json!({ "name": name })).await;
    assert_eq!(said.status, 201, "{:?}", said.json());
    said.json()["id"].as_str().unwrap().to_owned()
}

async fn names(room: &Room, query: &str) -> Vec<Value> {
    let said = room.get(&format!("/api/v1/parties?{query}")).await;
    assert_eq!(said.status, 200, "{:?}", said.json());
    said.json()["items"].as_array().unwrap().iter().map(|party| party["name"].clone()).collect()
}

async fn record(room: &Room, party: &str, kind: &str, at: Option<&str>) -> u16 {
    let mut piece = json!({ "kind": kind, "participants": [{ "party": party, "role": "subject" }] });
    if let Some(at) = at {
        piece["occurred_at"] = at.into();
    }
    room.post("/api/v1/evidence", piece).await.status
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_is_set_back_loses_nothing_and_mixes_nothing_up(#[case] engine: Engine) {
    let room = Room::new(engine);
    let before = add(&room, "Before").await;
    assert_eq!(record(&room, &before, "content_downloaded", None).await, 201);
    assert_eq!(names(&room, "stage.journey=lead").await, ["Before"]);

    room.clock.advance(-3 * DAY);
    // What happened by the clock that ran ahead has not happened yet; nothing of it is lost.
    assert_eq!(names(&room, "stage.journey=lead").await, [""; 0]);
    assert_eq!(names(&room, "").await, ["Before"]);
    let after = add(&room, "After").await;
    assert!(after > before, "ids go on rising: {before}, {after}");
    assert_eq!(record(&room, &after, "content_downloaded", None).await, 201);
    assert_eq!(names(&room, "stage.journey=lead").await, ["After"]);
    // A day more than a day ahead is refused as ever, by the clock as it is now.
    assert_eq!(record(&room, &after, "call_held", Some("2026-03-03T09:00:00Z")).await, 422);

    let room = room.restarted();
    let later = add(&room, "Later").await;
    assert!(later > after, "ids go on rising over a restart: {after}, {later}");
    room.clock.advance(3 * DAY);
    assert_eq!(names(&room, "stage.journey=lead").await, ["After", "Before"]);
    assert_eq!(names(&room, "").await, ["After", "Before", "Later"]);
    let told = room.get(&format!("/api/v1/parties/{before}/evidence")).await.json();
    assert_eq!(told["items"].as_array().unwrap().len(), 2, "{told}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_clock_that_shows_what_cannot_be_stores_nothing_and_says_what_to_do(#[case] engine: Engine) {
    let room = Room::new(engine);
    let before = add(&room, "Before").await;
    for shows in [Timestamp(0), Timestamp(3_768_508_800_000_000)] {
        room.clock.set(shows);
        let said = room.post("/api/v1/people", json!({ "name": "Never" })).await;
        assert_eq!((said.status, said.json()["code"].as_str()), (503, Some("clock_not_believed")));
        assert!(said.json()["detail"].as_str().unwrap().contains("Correct the clock"));
        assert_eq!(names(&room, "").await, ["Before"]);
    }
    room.clock.set(FixedClock::START);
    let room = room.restarted();
    let after = add(&room, "After").await;
    assert!(after > before, "{before}, {after}");
}
