use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_time_zone_is_set_and_days_follow(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let zone = "/api/v1/settings/time-zone";
    assert_eq!(server.get(zone).await.ok(), json!({ "time_zone": "UTC" }));
    let ada = server.seller().meets("Ada").await;
    server.seller().notes(&ada, "form_submitted", json!("2026-02-01")).await;
    let january = "/api/v1/funnel?cohort_stage=lead&from=2026-01-01&to=2026-02-01&as_of=2026-02-15";
    assert_eq!(server.get(january).await.ok()["cohort"], 0);
    let answer = server.put(zone, json!({ "time_zone": "Pacific/Auckland" })).await;
    assert_eq!(answer.ok(), json!({ "time_zone": "Pacific/Auckland" }));
    assert_eq!(
        server.get(january).await.ok()["cohort"],
        0,
        "the first of February is in no zone one of January"
    );
    let explained = server.get(&format!("/api/v1/parties/{ada}/explain")).await.ok();
    assert_eq!((&explained["since"], &explained["earliest"]), (&json!("2026-02-01"), &json!(false)));
    let history = server.get(&format!("/api/v1/parties/{ada}/history")).await.ok();
    assert_eq!(history["standings"][0]["from"], "2026-02-01");
}

/// In Kiritimati a day begins 14 hours before that of UTC, in Pago Pago 11 hours after it.
#[rstest]
#[case::east("Pacific/Kiritimati", "2026-02-01T09:59:59Z", "2026-02-01T10:00:00Z")]
#[case::west("Pacific/Pago_Pago", "2026-02-02T10:59:59Z", "2026-02-02T11:00:00Z")]
#[tokio::test]
async fn dates_of_filters_are_days_of_the_zone(#[case] zone: &str, #[case] before: &str, #[case] on: &str) {
    let server = TestServer::new(Engine::Sqlite);
    server.put("/api/v1/settings/time-zone", json!({ "time_zone": zone })).await.ok();
    let seller = server.seller();
    for (name, when) in [("Ada", before), ("Bea", on), ("Cleo", "2026-02-01"), ("Dora", "2026-02-02")] {
        let id = seller.meets(name).await;
        seller.notes(&id, "form_submitted", json!(when)).await;
    }
    let second = [
        json!({ "evidence": { "kind": "form_submitted", "from": "2026-02-02", "to": "2026-02-03" } }),
        json!({ "funnel": { "vocabulary": "journey", "cohort_stage": "lead", "from": "2026-02-02",
            "to": "2026-02-03", "number": "cohort" } }),
    ];
    for filter in second {
        let found =
            server.post("/api/v1/parties/search", json!({ "filter": filter, "sort": "name" })).await.ok();
        let names: Vec<&str> =
            found["items"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, ["Bea", "Dora"], "{zone}: {filter}");
    }
    let own = json!({ "name": "seen", "title": "Seen", "kind": "instant" });
    server.post("/api/v1/record-types/people/fields", own).await.created();
    for (name, seen) in [("Ada", before), ("Bea", on)] {
        let list = server.get(&format!("/api/v1/parties?q={name}")).await.ok();
        let id = list["items"][0]["id"].as_str().unwrap().to_owned();
        server.patch(&format!("/api/v1/people/{id}"), "*", json!({ "more": { "seen": seen } })).await.ok();
    }
    for (test, expected) in [("after", vec!["Bea"]), ("at_most", vec!["Ada"])] {
        let field = json!({ "field": { "name": "seen", test: "2026-02-01" } });
        let found = server.post("/api/v1/records/people/search", json!({ "filter": field })).await.ok();
        let names: Vec<&str> =
            found["items"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, expected, "{zone}: {test}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_time_zone_that_does_not_exist_is_refused(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let zone = "/api/v1/settings/time-zone";
    server.put(zone, json!({ "time_zone": "Europe/Atlantis" })).await.refused(422, "usage");
    server.put(zone, json!({})).await.invalid(&[""]);
    assert_eq!(server.get(zone).await.ok(), json!({ "time_zone": "UTC" }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_so_at_the_earliest_says_so(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let piece = json!({
        "kind": "sales_accepted", "occurred_at": "2026-02-01", "earliest": true,
        "participants": [{ "party": ada, "role": "subject" }],
    });
    let piece = server.post("/api/v1/evidence", piece).await.created();
    assert_eq!(
        (&piece["occurred_at"], &piece["precision"], &piece["earliest"]),
        (&json!("2026-02-01"), &json!("day"), &json!(true))
    );
    let explained = server.get(&format!("/api/v1/parties/{ada}/explain")).await.ok();
    assert_eq!((&explained["stage"], &explained["earliest"]), (&json!("prospect"), &json!(true)));
    let exported = server.get("/api/v1/exports/evidence?format=json").await.ok();
    let found = exported["items"].as_array().unwrap().iter().find(|one| one["id"] == piece["id"]).unwrap();
    assert_eq!(found["earliest"], true);
}
