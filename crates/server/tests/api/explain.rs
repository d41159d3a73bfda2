use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_stage_is_explained_by_its_evidence(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let piece = server.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-02T10:00:00Z")).await;
    let path = format!("/api/v1/parties/{ada}/explain");
    let explanation = server.get(&path).await.ok();
    assert_eq!((&explanation["vocabulary"], &explanation["stage"]), (&json!("journey"), &json!("lead")));
    assert_eq!(explanation["since"], "2026-03-02T10:00:00Z");
    assert_eq!(explanation["because"][0]["evidence"], piece["id"]);
    let missing = explanation["missing"].as_array().unwrap();
    let customer =
        missing.iter().find(|one| one["stage"] == "customer").unwrap_or_else(|| panic!("{explanation}"));
    let way = |kind| json!({ "kind": kind, "family": null, "criterion": null });
    assert_eq!(customer["ways"], json!([way("purchased"), way("deal_won")]), "{explanation}");
    let other = server.get(&format!("{path}?vocabulary=inbound")).await.ok();
    assert_eq!(other["stage"], "subscriber");
    let before = server.get(&format!("{path}?at=2026-03-01")).await.ok();
    assert_eq!(before["stage"], Value::Null);
    let by_day = server.get(&format!("{path}?at=2026-03-02")).await.ok();
    assert_eq!(by_day["stage"], "lead", "a date means the end of that day");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_explained_is_refused(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let path = format!("/api/v1/parties/{}/explain", server.seller().meets("Ada").await);
    for (query, pointer, code) in [
        ("?vocabulary=latin", "?vocabulary", "unknown_name"),
        ("?at=yesterday", "?at", "invalid"),
        ("?at=2026-03-01&at=2026-03-01", "?at", "invalid"),
        ("?on=2026-03-01", "?on", "invalid"),
        ("?vocabulary=%00", "?vocabulary", "invalid"),
    ] {
        let problem = server.get(&format!("{path}{query}")).await.refused(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}: {problem}");
    }
    server.get("/api/v1/parties/per_0000000000000/explain").await.refused(404, "not_found");
}
