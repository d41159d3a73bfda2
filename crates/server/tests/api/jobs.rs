//! `/jobs`, and the work on vocabularies that is such.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const TINY: &str = r#"
name = "tiny"
title = "Tiny"
description = "Two stages."
[[stages]]
name = "known"
title = "Known"
definition = "Anybody."
rule = "no_such_fact > 0"
"#;

/// The text of a vocabulary that Casebook has, under another name.
fn another() -> String {
    include_str!("../../../domain/src/vocabularies/zoho.toml").replacen("\"zoho\"", "\"tried\"", 1)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_vocabulary_is_tried_and_then_put_to_use(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let tried = server.post("/api/v1/vocabularies/try", json!({ "toml": another() })).await.ok();
    assert_eq!((&tried["job"]["work"], &tried["job"]["state"]), (&json!("try_vocabulary"), &json!("done")));
    let moved = &tried["result"]["moves"][0];
    assert_eq!((&moved["from"], &moved["to"], &moved["count"]), (&Value::Null, &json!("lead"), &json!(1)));
    assert_eq!(moved["examples"], json!([{ "party": ada, "name": "Ada" }]));
    assert_eq!(tried["result"]["after"]["stages"][0]["reached"], 1);
    server.get("/api/v1/vocabularies/tried").await.refused(404, "not_found");

    let used = server.post("/api/v1/vocabularies/use", json!({ "toml": another() })).await.ok();
    assert_eq!(used["result"], json!({ "name": "tried", "version": 1, "unchanged": false }));
    let again = server.post("/api/v1/vocabularies/use?wait=5", json!({ "toml": another() })).await.ok();
    assert_eq!(again["result"]["unchanged"], true);
    let later = format!("# Tried a second time\n{}", another());
    server.post("/api/v1/vocabularies/use", json!({ "toml": later })).await.ok();
    let all = server.get("/api/v1/vocabularies").await.ok();
    let by = |name: &str| {
        all["items"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["recorded_by"]
            .clone()
    };
    assert_eq!((by("tried"), by("journey")), (json!("ada"), json!("casebook")));
    let shown = server.get("/api/v1/vocabularies/tried").await.ok();
    assert_eq!((&shown["version"], &shown["toml"]), (&json!(2), &json!(later)), "with its comments");
    let former = server.get("/api/v1/vocabularies/tried?version=1").await.ok();
    assert_eq!((&former["version"], &former["toml"]), (&json!(1), &json!(another())));
    server.get("/api/v1/vocabularies/tried?version=3").await.refused(404, "not_found");
    server.get("/api/v1/vocabularies/tried?version=one").await.invalid(&["?version"]);

    for work in ["try", "use"] {
        let refused = server.post(&format!("/api/v1/vocabularies/{work}"), json!({ "toml": TINY })).await;
        let problem = refused.refused(422, "vocabulary_refused");
        assert_eq!(problem["errors"][0]["pointer"], "/toml", "{problem}");
        let huge = json!({ "toml": "#".repeat(262_145) });
        server.post(&format!("/api/v1/vocabularies/{work}?wait=0"), huge).await.invalid(&["/toml"]);
        let long = format!("/api/v1/vocabularies/{work}?wait=31");
        server.post(&long, json!({ "toml": TINY })).await.invalid(&["?wait"]);
    }
}

#[tokio::test]
async fn long_work_goes_on_by_itself_and_is_forgotten_an_hour_after_its_end() {
    let server = TestServer::new(Engine::Sqlite);
    let answer = server.post("/api/v1/vocabularies/try?wait=0", json!({ "toml": another() })).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let address = answer.header("location").to_owned();
    assert_eq!(address, format!("/api/v1/jobs/{}", answer.json()["id"].as_str().unwrap()));
    let ended = server.until(&address, |outcome| outcome["job"]["state"] != "running").await;
    assert_eq!(ended["job"]["state"], "done");
    assert_eq!(ended["result"]["try_vocabulary"]["vocabulary"], "tried");
    assert_eq!(ended["problem"], Value::Null);

    let failing = server.post("/api/v1/vocabularies/use?wait=0", json!({ "toml": TINY })).await;
    let failed =
        server.until(failing.header("location"), |outcome| outcome["job"]["state"] != "running").await;
    assert_eq!((&failed["job"]["state"], &failed["result"]), (&json!("failed"), &Value::Null));
    assert_eq!(failed["problem"]["code"], "vocabulary_refused");

    server.clock.advance(3_600 * 1_000_000);
    server.get(&address).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_job_that_is_stopped_while_it_waits_does_nothing() {
    let server = TestServer::new(Engine::Sqlite);
    let answer = server.post("/api/v1/vocabularies/use?wait=0", json!({ "toml": another() })).await;
    let address = answer.header("location").to_owned();
    let job = server.post(&format!("{address}/stop"), json!({})).await.ok();
    assert_eq!(job["work"], "use_vocabulary");
    let ended = server.until(&address, |outcome| outcome["job"]["state"] != "running").await;
    let (state, there) = (&ended["job"]["state"], server.get("/api/v1/vocabularies/tried").await.status);
    assert!((state == "stopped" && there == 404) || (state == "done" && there == 200), "{ended} {there}");
    assert_eq!(server.post(&format!("{address}/stop"), json!({})).await.ok()["state"], *state);
    server.get("/api/v1/jobs/job_0000000000001").await.refused(404, "not_found");
    server.post("/api/v1/jobs/job_0000000000001/stop", json!({})).await.refused(404, "not_found");
}
