use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_happened_is_recorded_and_the_stage_follows(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let grace = server.seller().meets("Grace").await;
    let body = json!({
        "kind": "deal_won", "occurred_at": "2026-03-01T10:00:00+01:00",
        "participants": [{ "party": ada, "role": "subject" }, { "party": grace }],
        "amount": { "minor": 123_456, "currency": "EUR" }, "product_line": "desks", "deal": "D-1",
        "detail": { "covers_until": "2027-03-01", "note": { "colour": ["red"] } },
    });
    let answer = server.post("/api/v1/evidence", body).await;
    let piece = answer.created();
    assert_eq!(piece["occurred_at"], "2026-03-01T09:00:00Z");
    assert_eq!(piece["amount"], json!({ "minor": 123_456, "currency": "EUR" }));
    assert_eq!(piece["detail"]["note"], json!({ "colour": ["red"] }));
    assert_eq!(piece["detail"]["covers_until"], "2027-03-01T00:00:00Z");
    assert_eq!(piece["recorded_via"], "api");
    assert!(
        piece["participants"].as_array().unwrap().contains(&json!({ "party": grace, "role": "participant" }))
    );
    assert_eq!(server.get(answer.header("location")).await.ok(), piece);
    for party in [&ada, &grace] {
        let party = server.get(&format!("/api/v1/parties/{party}")).await.ok();
        assert_eq!(party["stages"]["journey"], "customer", "{party}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_time_is_an_instant_a_day_unknown_or_now(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    for (given, at, precision) in [
        (json!("2026-03-01"), json!("2026-03-01"), "day"),
        (json!("2026-03-01T10:00:00Z"), json!("2026-03-01T10:00:00Z"), "instant"),
        (Value::Null, Value::Null, "unknown"),
    ] {
        let piece = server.seller().notes(&ada, "call_held", given).await;
        assert_eq!((&piece["occurred_at"], &piece["precision"]), (&at, &json!(precision)));
    }
    let participants = json!([{ "party": ada, "role": "subject" }]);
    let now = json!({ "kind": "call_held", "participants": participants });
    assert_eq!(server.post("/api/v1/evidence", now).await.created()["occurred_at"], "2026-03-03T09:00:00Z");
    let listed = server.get(&format!("/api/v1/parties/{ada}/evidence")).await.ok();
    let kinds: Vec<&Value> =
        listed["items"].as_array().unwrap().iter().map(|one| &one["precision"]).collect();
    assert_eq!(kinds, ["unknown", "instant", "day", "instant", "instant"]);
    assert_eq!(listed["next"], Value::Null);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_evidence_of_a_party_comes_in_pages_from_either_end(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    for day in 1..=9 {
        server.seller().notes(&ada, "call_held", json!(format!("2026-02-0{day}"))).await;
    }
    let address = format!("/api/v1/parties/{ada}/evidence");
    let ids = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let mut whole = ids(&server.get(&address).await.ok());
    assert_eq!(whole.len(), 10);
    for sort in ["occurred_at", "-occurred_at"] {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = server.get(&format!("{address}?sort={sort}&limit=4{cursor}")).await.ok();
            assert_eq!(page["total"], 10);
            found.extend(ids(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(found, whole, "{sort}");
        whole.reverse();
    }
    let eve = server.seller().meets("Eve").await;
    let foreign = ids(&server.get(&format!("/api/v1/parties/{eve}/evidence")).await.ok()).remove(0);
    for (query, pointer) in
        [("limit=0", "?limit"), ("limit=1001", "?limit"), ("sort=kind", "?sort"), ("cursor=evd_x", "?cursor")]
    {
        server.get(&format!("{address}?{query}")).await.invalid(&[pointer]);
    }
    server.get(&format!("{address}?cursor={foreign}")).await.refused(422, "usage");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_evidence_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let subject = json!({ "party": ada, "role": "subject" });
    for (field, value, pointer) in [
        ("kind", json!("met_on_mars"), "/kind"),
        ("occurred_at", json!("yesterday"), "/occurred_at"),
        ("participants", json!([]), "/participants"),
        ("participants", json!([subject, subject]), "/participants"),
        ("participants", json!([{ "party": "per_x", "role": "subject" }]), "/participants/0/party"),
        ("participants", json!([{ "party": "per_0000000000000", "role": "subject" }]), "/participants"),
        ("amount", json!({ "minor": 1.5, "currency": "EUR" }), "/amount/minor"),
        ("amount", json!({ "minor": 1, "currency": "eur" }), "/amount/currency"),
        ("amount", json!([1, "EUR"]), "/amount"),
        ("names", json!("evd_0000000000000"), "/names"),
        ("deal", json!("deal_0000000000000"), "/deal"),
        ("detail", json!({ "amount": 7 }), "/detail/amount"),
        ("detail", json!({ "deep": [{ "x": "\u{0}" }] }), "/detail/deep/0/x"),
        ("subject", json!("x"), "/subject"),
    ] {
        let mut body = json!({ "kind": "call_held", "participants": [subject] });
        body[field] = value;
        let problem = server.post("/api/v1/evidence", body.clone()).await;
        assert_eq!(problem.status, 422, "{body}: {}", problem.text());
        assert_eq!(problem.json()["errors"][0]["pointer"], pointer, "{body}: {}", problem.text());
    }
    let ahead = json!({ "kind": "call_held", "occurred_at": "2027-01-01", "participants": [subject] });
    server.post("/api/v1/evidence", ahead).await.refused(422, "evidence_refused");
    server.get("/api/v1/evidence/evd_0000000000000").await.refused(404, "not_found");
    server.get("/api/v1/parties/per_0000000000000/evidence").await.refused(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_retraction_takes_back_and_can_be_taken_back(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let piece = server.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-02")).await;
    let path = format!("/api/v1/evidence/{}", piece["id"].as_str().unwrap());
    let stage =
        async || server.get(&format!("/api/v1/parties/{ada}")).await.ok()["stages"]["journey"].clone();
    assert_eq!(stage().await, "lead");
    let answer = server.post(&format!("{path}/retract"), json!({ "reason": "somebody else" })).await;
    assert_eq!(answer.created()["names"], piece["id"]);
    assert_eq!(server.get(&path).await.ok()["live"], false);
    assert_eq!(stage().await, "contact");
    server
        .post(&format!("{}/retract", answer.header("location")), json!({ "reason": "it was her" }))
        .await
        .created();
    assert_eq!(server.get(&path).await.ok()["live"], true);
    assert_eq!(stage().await, "lead");

    server.post(&format!("{path}/retract"), json!({ "reason": " " })).await.refused(422, "evidence_refused");
    server.post(&format!("{path}/retract"), json!({})).await.invalid(&[""]);
    let nowhere = "/api/v1/evidence/evd_0000000000000/retract";
    server.post(nowhere, json!({ "reason": "x" })).await.refused(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_wrong_piece_is_corrected_in_one_step(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let wrong = server.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-02")).await;
    let path = format!("/api/v1/evidence/{}", wrong["id"].as_str().unwrap());
    let correct = format!("{path}/correct");
    let subject = json!([{ "party": ada, "role": "subject" }]);
    let instead =
        json!({ "kind": "newsletter_subscribed", "occurred_at": "2026-02-01", "participants": subject });

    for (body, pointer) in [
        (json!({ "reason": " ", "instead": instead }), "/reason"),
        (json!({ "reason": "no", "instead": { "kind": "dream", "participants": subject } }), "/instead/kind"),
        (
            json!({ "reason": "no", "instead": { "kind": "call_held", "participants": [] } }),
            "/instead/participants",
        ),
        (
            json!({ "reason": "no", "instead": { "kind": "criterion_assessed", "participants": subject } }),
            "/instead/detail/criterion",
        ),
        (json!({ "reason": "no" }), ""),
    ] {
        let problem = server.post(&correct, body.clone()).await;
        assert_eq!(problem.status, 422, "{body}: {}", problem.text());
        assert_eq!(problem.json()["errors"][0]["pointer"], pointer, "{body}: {}", problem.text());
        assert_eq!(server.get(&path).await.ok()["live"], true, "{body}");
    }
    let nowhere = "/api/v1/evidence/evd_0000000000000/correct";
    server.post(nowhere, json!({ "reason": "x", "instead": instead })).await.refused(404, "not_found");

    let answer = server.post(&correct, json!({ "reason": "a month too late", "instead": instead })).await;
    let both = answer.created();
    assert_eq!(both["retraction"]["names"], wrong["id"]);
    assert_eq!(both["evidence"]["occurred_at"], "2026-02-01");
    assert_eq!(server.get(answer.header("location")).await.ok(), both["evidence"]);
    assert_eq!(server.get(&path).await.ok()["live"], false);
    let explained = server.get(&format!("/api/v1/parties/{ada}")).await.ok();
    assert_eq!(explained["stages"]["journey"], "lead");
}
