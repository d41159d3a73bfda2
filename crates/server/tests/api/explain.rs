use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stage_is_explained_by_the_evidence_that_made_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.seller().meets("Ada").await;
    let piece = room.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-02T10:00:00Z")).await;
    let path = format!("/api/v1/parties/{ada}/explain");
    let told = room.get(&path).await.ok();
    assert_eq!((&told["vocabulary"], &told["stage"]), (&json!("journey"), &json!("lead")));
    assert_eq!(told["since"], "2026-03-02T10:00:00Z");
    assert_eq!(told["because"][0]["evidence"], piece["id"]);
    let missing = told["missing"].as_array().unwrap();
    let customer = missing.iter().find(|one| one["stage"] == "customer").unwrap_or_else(|| panic!("{told}"));
    let way = |kind| json!({ "kind": kind, "family": null, "criterion": null });
    assert_eq!(customer["ways"], json!([way("purchased"), way("deal_won")]), "{told}");
    let other = room.get(&format!("{path}?vocabulary=inbound")).await.ok();
    assert_eq!(other["stage"], "subscriber");
    let before = room.get(&format!("{path}?at=2026-03-01")).await.ok();
    assert_eq!(before["stage"], Value::Null);
    let by_day = room.get(&format!("{path}?at=2026-03-02")).await.ok();
    assert_eq!(by_day["stage"], "lead", "a date means the end of that day");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_explained_is_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    let path = format!("/api/v1/parties/{}/explain", room.seller().meets("Ada").await);
    for (query, pointer, code) in [
        ("?vocabulary=latin", "?vocabulary", "unknown_name"),
        ("?at=yesterday", "?at", "invalid"),
        ("?at=2026-03-01&at=2026-03-01", "?at", "invalid"),
        ("?on=2026-03-01", "?on", "invalid"),
        ("?vocabulary=%00", "?vocabulary", "invalid"),
    ] {
        let problem = room.get(&format!("{path}{query}")).await.refused(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}: {problem}");
    }
    room.get("/api/v1/parties/per_0000000000000/explain").await.refused(404, "not_found");
}
