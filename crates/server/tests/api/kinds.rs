use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_kind_is_added_and_can_be_used(#[case] engine: Engine) {
    let room = Room::new(engine);
    let kind = json!({ "name": "podcast_heard", "family": "interest" });
    assert_eq!(room.post("/api/v1/kinds", kind.clone()).await.made(), kind);
    let listed = room.get("/api/v1/kinds").await.ok();
    assert!(listed["items"].as_array().unwrap().contains(&kind));
    let ada = room.seller().meets("Ada").await;
    room.seller().notes(&ada, "podcast_heard", json!("2026-03-01")).await;
    assert_eq!(room.get(&format!("/api/v1/people/{ada}")).await.ok()["stages"]["journey"], "lead");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_kind_that_cannot_be_is_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    let taken = json!({ "name": "call_held", "family": "interest" });
    room.post("/api/v1/kinds", taken).await.refused(409, "kind_refused");
    let odd = json!({ "name": "Call held", "family": "interest" });
    room.post("/api/v1/kinds", odd).await.refused(422, "kind_refused");
    let no_family = json!({ "name": "called", "family": "smith" });
    room.post("/api/v1/kinds", no_family).await.invalid(&["/family"]);
}
