use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_funnel_counts_who_came_how_far(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    server.seller().meets("Grace").await;
    server.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-03T09:00:00Z")).await;
    let funnel = server.get("/api/v1/funnel?vocabulary=journey&of=people&as_of=2026-03-03").await.ok();
    assert_eq!((&funnel["cohort"], &funnel["of"]), (&json!(2), &json!("people")));
    assert_eq!(funnel["stages"][0]["conversion"], 0.5);
    assert_eq!((&funnel["stages"][1]["stage"], &funnel["stages"][1]["reached"]), (&json!("lead"), &json!(1)));
    let later = server.get("/api/v1/funnel?from=2026-03-04").await.ok();
    assert_eq!(later["cohort"], 0);
    let recorded = server.get("/api/v1/funnel?basis=recorded&as_of=2026-03-02").await.ok();
    assert_eq!(recorded["cohort"], 0);
    let grouped = server.get("/api/v1/funnel?by=source&cohort_stage=lead").await.ok();
    assert_eq!(grouped["groups"][0]["cohort"], 1, "{grouped}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_funnel_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for (query, pointer) in [
        ("vocabulary=latin", "?vocabulary"),
        ("cohort_stage=peer", "?cohort_stage"),
        ("of=cats", "?of"),
        ("from=soon", "?from"),
        ("basis=hearsay", "?basis"),
        ("by=mood", "?by"),
        ("limit=5", "?limit"),
    ] {
        let answer = server.get(&format!("/api/v1/funnel?{query}")).await;
        assert_eq!(answer.status, 422, "{query}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}: {}", answer.text());
    }
}
