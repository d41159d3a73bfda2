use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn vocabularies_are_listed_and_shown(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let listed = server.get("/api/v1/vocabularies").await.ok();
    let names: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["inbound", "journey", "zoho"]);
    let shown = server.get("/api/v1/vocabularies/journey").await.ok();
    assert_eq!((&shown["version"], &shown["stages"][1]["name"]), (&json!(1), &json!("lead")));
    for name in ["latin", "%00", "%ff"] {
        server.get(&format!("/api/v1/vocabularies/{name}")).await.refused(404, "not_found");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_vocabulary_is_checked_without_being_stored(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let stage = "[[stages]]\nname = \"known\"\ntitle = \"Known\"\ndefinition = \"Somebody.\"\n";
    let head = "name = \"short\"\ntitle = \"Short\"\n";
    let good = format!("{head}{stage}rule = \"evidence.count > 0\"\n");
    let checked = server.post("/api/v1/vocabularies/check", json!({ "toml": good })).await.ok();
    assert_eq!((&checked["name"], &checked["version"]), (&json!("short"), &Value::Null));
    server.get("/api/v1/vocabularies/short").await.refused(404, "not_found");
    let bad = format!("{head}{stage}rule = \"charm > 0\"\n");
    let problem = server.post("/api/v1/vocabularies/check", json!({ "toml": bad })).await;
    let problem = problem.refused(422, "vocabulary_refused");
    assert_eq!(problem["errors"][0]["pointer"], "/toml");
    assert!(problem["errors"][0]["detail"].as_str().unwrap().starts_with("line 7"), "{problem}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_vocabulary_is_taken_out_of_use_but_for_the_default_one(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let out = server.post("/api/v1/vocabularies/inbound/retire", json!({})).await;
    assert_eq!((out.status, out.bytes.len()), (204, 0));
    let listed = server.get("/api/v1/vocabularies").await.ok();
    let state = |name: &str| {
        let all = listed["items"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["state"].clone()
    };
    assert_eq!((state("inbound"), state("zoho")), (json!("retired"), json!("active")));
    server.get("/api/v1/vocabularies/inbound").await.refused(404, "not_found");
    server.post("/api/v1/vocabularies/inbound/retire", json!({})).await.refused(404, "not_found");
    server.post("/api/v1/vocabularies/journey/retire", json!({})).await.refused(409, "refused");
}
