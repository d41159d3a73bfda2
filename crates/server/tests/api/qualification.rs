//! Frameworks, qualification and the hand-over over the API: what several kinds of people do with them.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const SITE: &str = r#"name = "site"
title = "Site"
reasons = ["no_room"]

[gate]
total = 3

[[criteria]]
name = "room"
title = "Room"
question = "Is there room for it?"
weight = 2
answers = [{ text = "Yes", finding = "met" }]

[[criteria]]
name = "power"
title = "Power"
question = "Is there power?"
weight = 2
"#;

async fn assess(server: &TestServer, party: &str, detail: Value) -> Value {
    let piece = json!({ "kind": "criterion_assessed", "detail": detail,
        "participants": [{ "party": party, "role": "subject" }] });
    server.post("/api/v1/evidence", piece).await.created()
}

async fn qualification(server: &TestServer, party: &str) -> Value {
    server.get(&format!("/api/v1/parties/{party}/qualification")).await.ok()
}

/// Somebody in operations reads the frameworks and puts one of their own to use.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn frameworks_are_listed_checked_kept_tried_and_used(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let listed = server.get("/api/v1/frameworks").await.ok();
    let journey = listed["items"].as_array().unwrap().iter().find(|one| one["name"] == "journey").unwrap();
    let keys: Vec<&String> = journey.as_object().unwrap().keys().collect();
    let expected =
        ["built_in", "criteria", "description", "gate", "in_use", "name", "reasons", "title", "version"];
    assert!(expected.iter().all(|key| keys.iter().any(|one| one == key)) && keys.len() == expected.len());
    assert_eq!(
        (&journey["in_use"], &journey["built_in"], &journey["version"]),
        (&json!(true), &json!(true), &json!(1))
    );
    let names: Vec<&Value> = journey["criteria"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["fit", "need", "authority", "budget", "interest"]);
    assert_eq!(journey["criteria"][0]["answers"][0]["finding"], "met");
    assert_eq!(listed["items"].as_array().unwrap().iter().filter(|one| one["in_use"] == true).count(), 1);

    let check = server.post("/api/v1/frameworks/check", json!({ "toml": SITE })).await.ok();
    assert_eq!((&check["name"], &check["gate"]["total"]), (&json!("site"), &json!(3)));
    let bad = SITE.replace("total = 3", "total = 5").replace("weight = 2\nanswers", "weight = 200\nanswers");
    let problem = server.post("/api/v1/frameworks/check", json!({ "toml": bad })).await;
    let problem = problem.refused(422, "framework_refused");
    let places: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().filter_map(|one| one["detail"].as_str()).collect();
    assert!(places.iter().any(|one| one.starts_with("line 12, column 10")), "{places:?}");

    server.get("/api/v1/frameworks/site").await.refused(404, "not_found");
    let put = server.put("/api/v1/frameworks/site", json!({ "toml": SITE })).await.ok();
    assert_eq!((&put["version"], &put["in_use"], &put["toml"]), (&json!(1), &json!(false), &json!(SITE)));
    server.put("/api/v1/frameworks/other", json!({ "toml": SITE })).await.refused_at("usage", &["/toml"]);

    let ada = server.seller().meets("Ada").await;
    server.seller().notes(&ada, "form_submitted", json!("2026-02-01")).await;
    let tried = server.post("/api/v1/frameworks/try?wait=30", json!({ "toml": SITE })).await.ok();
    let [of_journey] = &tried["result"]["vocabularies"].as_array().unwrap()[..] else { panic!("{tried}") };
    assert_eq!((&of_journey["vocabulary"], &of_journey["moves"]), (&json!("journey"), &json!([])));
    let used = server.post("/api/v1/frameworks/site/use?wait=30", json!({})).await.ok();
    assert_eq!(
        used["result"],
        json!({ "name": "site", "version": 1, "unchanged": false, "vocabularies": ["journey"] })
    );
    let again = server.post("/api/v1/frameworks/use?wait=30", json!({ "toml": SITE })).await.ok();
    assert_eq!(again["result"]["unchanged"], true);

    assess(&server, &ada, json!({ "criterion": "room", "value": "met" })).await;
    assess(&server, &ada, json!({ "criterion": "power", "value": "partly", "confidence": "low" })).await;
    let found = qualification(&server, &ada).await;
    let site = found["frameworks"].as_array().unwrap().iter().find(|one| one["name"] == "site").unwrap();
    assert_eq!(
        (&site["gate"]["holds"], &site["gate"]["total"], &site["gate"]["needed"]),
        (&json!(true), &json!(3.0), &json!(3))
    );
    assert_eq!((&found["qualified"], &site["criteria"][1]["confidence"]), (&json!(true), &json!("low")));
    let stages = server.get(&format!("/api/v1/parties/{ada}")).await.ok();
    assert_eq!(stages["stages"]["journey"], "prospect");

    server.post("/api/v1/frameworks/site/retire?wait=30", json!({})).await.ok();
    server.post("/api/v1/frameworks/site/retire?wait=30", json!({})).await.refused(409, "refused");
    server.post("/api/v1/frameworks/journey/retire?wait=30", json!({})).await.refused(409, "refused");
    server.post("/api/v1/frameworks/latin/use?wait=30", json!({})).await.refused(404, "not_found");
    assert_eq!(qualification(&server, &ada).await["qualified"], false);
}

/// A representative on the phone: one question after the other, with what was said.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_call_is_noted_question_by_question(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let call = server.seller().notes(&ada, "call_held", json!("2026-02-01")).await;
    let mut asked = Vec::new();
    loop {
        let found = qualification(&server, &ada).await;
        let Some(criterion) = found["next"]["criterion"].as_str() else { break };
        assert!(found["next"]["question"].as_str().unwrap().ends_with('?'));
        asked.push(criterion.to_owned());
        let detail = json!({ "criterion": criterion, "value": "met", "answer": "they said so",
            "confidence": "high", "evidence": call["id"] });
        assess(&server, &ada, detail).await;
    }
    assert_eq!(asked, ["fit", "need", "authority", "budget", "interest"]);
    let found = qualification(&server, &ada).await;
    let fit = &found["frameworks"][0]["criteria"][0];
    assert_eq!(
        (&fit["value"], &fit["answer"], &fit["evidence"]),
        (&json!("met"), &json!("they said so"), &call["id"])
    );
    assert!(
        found["qualified"] == true
            && found["since"].is_string()
            && fit["at"].is_string()
            && fit["by"].is_string()
    );
    let options = server.get(&format!("/api/v1/people/{ada}/convert/options")).await.ok();
    assert_eq!((&options["qualified"], &options["gates"]), (&json!(true), &json!([])));

    let wrong = |detail: Value| json!({ "kind": "criterion_assessed", "detail": detail, "participants": [{ "party": ada, "role": "subject" }] });
    let post = |detail| server.post("/api/v1/evidence", wrong(detail));
    post(json!({ "criterion": "colour", "value": "met" })).await.refused(422, "evidence_refused");
    post(json!({ "criterion": "fit", "value": "yes" })).await.refused(422, "evidence_refused");
    post(json!({ "criterion": "fit", "value": "met", "confidence": "surely" }))
        .await
        .refused(422, "evidence_refused");
    post(json!({ "criterion": "fit", "value": "met", "evidence": "evd_0000000000001" }))
        .await
        .refused(422, "unknown_name");
    let twice = json!({ "kind": "criterion_assessed", "names": call["id"],
        "detail": { "criterion": "fit", "value": "met", "evidence": call["id"] },
        "participants": [{ "party": ada, "role": "subject" }] });
    server.post("/api/v1/evidence", twice).await.invalid(&["/detail/evidence"]);
}

/// Marketing hands over, sales answers, and a manager looks at what waits.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_lead_goes_from_marketing_to_sales_and_back(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let path = |step: &str| format!("/api/v1/parties/{ada}/qualification/{step}");
    let reject = json!({ "reason": "not_ready", "until": "2099-03-31" });
    server.post(&path("reject"), reject.clone()).await.refused(409, "not_handed_over");
    let waits = server.post(&path("hand-over"), json!({})).await;
    assert_eq!((&waits.ok()["state"], &waits.ok()["overdue"]), (&json!("waiting"), &json!(false)));
    assert!(waits.header("change-set").starts_with("set_"));
    server.post(&path("hand-over"), json!({})).await.refused(409, "already_handed_over");

    let listed = server.get("/api/v1/qualification/hand-overs").await.ok();
    assert_eq!((&listed["items"][0]["party"], &listed["items"][0]["name"]), (&json!(ada), &json!("Ada")));
    assert_eq!(server.get("/api/v1/qualification/hand-overs?overdue=true").await.ok()["items"], json!([]));
    server.get("/api/v1/qualification/hand-overs?limit=0").await.invalid(&["?limit"]);
    server.get("/api/v1/qualification/hand-overs?cursor=x").await.invalid(&["?cursor"]);

    server
        .post(&path("reject"), json!({ "reason": "not_ready", "until": "soon" }))
        .await
        .invalid(&["/until"]);
    server
        .post(&path("reject"), json!({ "reason": "not_ready", "until": "2020-01-01" }))
        .await
        .refused_at("usage", &["/until"]);
    server
        .post(&path("reject"), json!({ "reason": " ", "until": "2099-03-31" }))
        .await
        .refused_at("usage", &["/reason"]);
    let answer = server.post(&path("reject"), reject).await;
    let rejected = answer.ok();
    assert_eq!((&rejected["state"], &rejected["until"]), (&json!("rejected"), &json!("2099-03-31")));
    let standing = server.get(&format!("/api/v1/parties/{ada}")).await.ok()["standing"].clone();
    assert_eq!(standing, "nurturing");
    let set = answer.header("change-set").to_owned();
    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await.ok();
    assert_eq!(qualification(&server, &ada).await["hand_over"]["state"], "waiting");

    assert_eq!(server.post(&path("accept"), json!({})).await.ok()["state"], "accepted");
    server.post(&path("accept"), json!({})).await.refused(409, "already_accepted");
    server.post(&path("disqualify"), json!({ "reason": "ugly" })).await.refused_at("usage", &["/reason"]);
    server.post(&path("disqualify"), json!({ "reason": "other" })).await.refused_at("usage", &["/words"]);
    let out = json!({ "reason": "other", "words": "went to sea" });
    // In the order of evidence of one instant, sales accepts last.
    server.post(&path("disqualify"), out.clone()).await.refused(409, "refused");
    server.clock.advance(60_000_000);
    let disqualified = server.post(&path("disqualify"), out).await.ok();
    assert_eq!(disqualified["words"], "went to sea", "{disqualified}");
    server.post(&path("accept"), json!({})).await.refused(409, "disqualified");
    server.clock.advance(60_000_000);
    assert_eq!(server.post(&path("requalify"), json!({})).await.ok()["state"], "requalified");
    server.post(&path("requalify"), json!({ "reason": "back" })).await.refused(409, "not_disqualified");
    assert_eq!(server.get("/api/v1/qualification/hand-overs").await.ok()["items"], json!([]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_days_for_a_hand_over_are_a_setting(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let days = "/api/v1/settings/handover-days";
    assert_eq!(server.get(days).await.ok(), json!({ "handover_days": 3 }));
    assert_eq!(server.put(days, json!({ "handover_days": 5 })).await.ok(), json!({ "handover_days": 5 }));
    assert_eq!(server.get(days).await.ok(), json!({ "handover_days": 5 }));
    server.put(days, json!({ "handover_days": 366 })).await.refused_at("usage", &["/handover_days"]);
    server.put(days, json!({ "handover_days": -1 })).await.invalid(&["/handover_days"]);
}
