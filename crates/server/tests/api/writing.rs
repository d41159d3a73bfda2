//! Writing as programs do: twice, many at once, about somebody who is there already; and following it.

use axum::body::Body;
use axum::http::{Method, Request};
use casebook_store::Engine;
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_same_mail_is_a_duplicate_unless_it_is_meant(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({ "name": "Ada", "email": "ada@example.org" });
    let ada = server.post("/api/v1/people", body.clone()).await.created();
    let refused = server.post("/api/v1/people", body.clone()).await.refused(409, "duplicate");
    assert_eq!(refused["matches"], json!([{ "party": ada["id"], "name": "Ada", "by": "email" }]));
    let more = json!({ "name": "Ada", "email": "ADA@example.org", "city": "London" });
    let added_to = server.post("/api/v1/people?duplicates=add_to", more).await.ok();
    assert_eq!((&added_to["id"], &added_to["city"]), (&ada["id"], &json!("London")));
    let both = server.post("/api/v1/people?duplicates=allow", body.clone()).await.created();
    assert_ne!(both["id"], ada["id"]);
    server.post("/api/v1/people?duplicates=maybe", body).await.invalid(&["?duplicates"]);
}

async fn keyed(server: &TestServer, key: &str, path: &str, body: &Value) -> crate::server::Answer {
    server.with_body(Method::POST, path, &[("idempotency-key", key)], body.to_string()).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_request_sent_again_is_answered_again_and_not_carried_out(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({ "name": "Ada" });
    let first = keyed(&server, "k1", "/api/v1/people", &body).await;
    let again = keyed(&server, "k1", "/api/v1/people", &body).await;
    assert_eq!((again.status, again.created()), (first.status, first.created()));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert!(first.headers.get("idempotency-replayed").is_none());
    assert_eq!(server.get("/api/v1/parties/count").await.ok()["count"], 1);
    let other = keyed(&server, "k1", "/api/v1/people", &json!({ "name": "Bob" })).await;
    other.refused(422, "key_reused");
    keyed(&server, "k1", "/api/v1/organizations", &body).await.refused(422, "key_reused");
    keyed(&server, "", "/api/v1/people", &body).await.invalid(&["Idempotency-Key"]);
    keyed(&server, &"k".repeat(201), "/api/v1/people", &body).await.invalid(&["Idempotency-Key"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_refused_request_may_be_sent_again_under_its_key(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let piece = |kind: &str| json!({ "kind": kind, "participants": [{ "party": ada, "role": "subject" }] });
    assert_eq!(keyed(&server, "k", "/api/v1/evidence", &piece("nonsense")).await.status, 422);
    keyed(&server, "k", "/api/v1/evidence", &piece("call_held")).await.created();
    let undone = json!({ "reason": "mistaken" });
    let retract =
        format!("/api/v1/evidence/{}/retract", evidence(&server, &ada).await[1]["id"].as_str().unwrap());
    keyed(&server, "k2", &retract, &undone).await.created();
    keyed(&server, "k2", &retract, &undone).await.created();
    assert_eq!(evidence(&server, &ada).await.len(), 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_sent_again_under_its_key_is_kept_once(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let sent = async |key: &str, text: &str| {
        let request = Request::builder().method(Method::POST).uri("/api/v1/uploads?name=a.csv");
        let request = request.header("content-type", "text/csv").header("idempotency-key", key);
        server.send(request.body(text.to_owned().into()).unwrap()).await
    };
    let first = sent("k", "name\nAda\n").await;
    let again = sent("k", "name\nAda\n").await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.created(), first.created());
    sent("k", "name\nBob\n").await.refused(422, "key_reused");
    server.get(first.header("location")).await.ok();
    let files = std::fs::read_dir(server.uploads()).unwrap();
    let files = files.filter(|file| file.as_ref().unwrap().path().extension().is_none()).count();
    assert_eq!(files, 1, "what came again was not kept a second time");
    sent("", "name\n").await.invalid(&["Idempotency-Key"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn long_work_asked_for_again_under_its_key_is_done_once(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let toml = include_str!("../../../domain/src/vocabularies/zoho.toml").replacen("\"zoho\"", "\"own\"", 1);
    let body = json!({ "toml": toml });
    for (key, path) in [("try", "/api/v1/vocabularies/try"), ("use", "/api/v1/vocabularies/use?wait=20")] {
        let wrong = keyed(&server, key, path, &json!({ "toml": "nonsense" })).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        let first = keyed(&server, key, path, &body).await.ok();
        let again = keyed(&server, key, path, &body).await;
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.ok(), first, "the same job, not another one");
        keyed(&server, key, path, &json!({ "toml": "nonsense" })).await.refused(422, "key_reused");
    }
}

async fn evidence(server: &TestServer, party: &str) -> Vec<Value> {
    let listed = server.get(&format!("/api/v1/parties/{party}/evidence")).await.ok();
    listed["items"].as_array().unwrap().clone()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn of_a_list_each_piece_has_its_own_result(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let of = |kind: &str| json!({ "kind": kind, "participants": [{ "party": ada, "role": "subject" }] });
    let good = server.post("/api/v1/evidence", json!([of("call_held"), of("purchased")])).await.created();
    assert_eq!((&good["recorded"], &good["refused"]), (&json!(2), &json!(0)));
    assert_eq!(good["items"][1]["evidence"]["kind"], "purchased");
    let stranger =
        json!({ "kind": "call_held", "participants": [{ "party": "per_0000000000000", "role": "subject" }] });
    let sent = json!([of("nonsense"), of("mail_sent"), stranger, { "kind": "call_held" }, 7]);
    let mixed = server.post("/api/v1/evidence", sent).await;
    assert_eq!(mixed.status, 207);
    let mixed = mixed.json();
    let codes: Vec<&Value> =
        mixed["items"].as_array().unwrap().iter().map(|item| &item["problem"]["code"]).collect();
    assert_eq!(
        codes,
        [&json!("unknown_name"), &Value::Null, &json!("unknown_name"), &json!("invalid"), &json!("invalid")]
    );
    assert_eq!(mixed["items"][0]["problem"]["errors"][0]["pointer"], "/kind");
    assert_eq!((&mixed["recorded"], &mixed["refused"]), (&json!(1), &json!(4)));
    assert_eq!(evidence(&server, &ada).await.len(), 4);
    server.post("/api/v1/evidence", json!(vec![of("call_held"); 1_001])).await.invalid(&[""]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn links_are_added_ended_and_removed(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let body = json!({ "person": ada, "organization": mill, "role": "employee", "from": "2020-01-01" });
    let answer = server.post("/api/v1/links", body.clone()).await;
    let (link, address) = (answer.created(), answer.header("location").to_owned());
    assert_eq!((&link["from"], &link["to"]), (&json!("2020-01-01T00:00:00Z"), &Value::Null));
    assert_eq!(server.get(&address).await.ok(), link);
    let listed = server.get(&format!("/api/v1/parties/{ada}/links")).await.ok();
    assert_eq!(listed["items"][0]["name"], "Mill");
    let ended = server.post(&format!("{address}/end"), json!({ "to": "2021-01-01" })).await.ok();
    assert_eq!(ended["to"], "2021-01-01T00:00:00Z");
    server.post(&format!("{address}/end"), json!({ "to": "2019-01-01" })).await.refused(422, "usage");
    let removed = server.send(Request::delete(&address).body(Body::empty()).unwrap()).await;
    assert_eq!((removed.status, removed.text().as_str()), (204, ""));
    server.get(&address).await.refused(404, "not_found");
    assert_eq!(server.post("/api/v1/links", body).await.created()["id"], link["id"], "restored");
    let wrong = json!({ "person": mill, "organization": ada, "role": "employee" });
    server.post("/api/v1/links", wrong).await.refused(422, "usage");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn changes_and_history_are_listed(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    server.patch(&format!("/api/v1/parties/{ada}"), "*", json!({ "city": "London" })).await.ok();
    server.seller().notes(&ada, "purchased", json!("2026-02-01")).await;
    let changes = server.get(&format!("/api/v1/parties/{ada}/changes?limit=1")).await.ok();
    assert_eq!(changes["items"][0]["action"], "party_edited");
    assert_eq!(changes["items"][0]["fields"]["city"], json!({ "before": null, "after": "London" }));
    let next = format!("/api/v1/parties/{ada}/changes?cursor={}", changes["next"].as_str().unwrap());
    assert_eq!(server.get(&next).await.ok()["items"][0]["action"], "party_added");
    server.get("/api/v1/changes?limit=0").await.invalid(&["?limit"]);
    server.get("/api/v1/parties/per_0000000000000/changes").await.refused(404, "not_found");
    let history = server.get(&format!("/api/v1/parties/{ada}/history")).await.ok();
    let journey =
        history["vocabularies"].as_array().unwrap().iter().find(|one| one["vocabulary"] == "journey");
    assert_eq!(journey.unwrap()["periods"][0]["stage"], "customer");
    assert_eq!(history["standings"][0]["standing"], "active");
    server.get("/api/v1/parties/per_0000000000000/history").await.refused(404, "not_found");
}

/// Reads a stream of events until `wanted` has come.
async fn events_until(
    server: &TestServer,
    path: &str,
    known: Option<&str>,
    wanted: &str,
) -> Vec<(String, String)> {
    let mut request = Request::get(path);
    if let Some(known) = known {
        request = request.header("last-event-id", known);
    }
    let response = server.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let (mut body, mut text) = (response.into_body(), String::new());
    while !text.contains(wanted) {
        let frame = body.frame().await.unwrap().unwrap();
        text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    let field = |event: &str, name: &str| {
        let line = event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().to_owned()
    };
    let whole = text.split("\n\n").filter(|event| event.contains("data:"));
    whole.map(|event| (field(event, "event:") + "#" + &field(event, "id:"), field(event, "data:"))).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn events_are_sent_once_and_from_where_the_client_stopped(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    server.seller().notes(&ada, "call_held", json!("2026-02-01")).await;
    let events = events_until(&server, "/api/v1/events?after=0", None, "call_held").await;
    let ids: Vec<&str> = events.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["ready#0", "change#1", "change#2"]);
    let first: Value = serde_json::from_str(&events[1].1).unwrap();
    let actions: Vec<&Value> =
        first["changes"].as_array().unwrap().iter().map(|one| &one["action"]).collect();
    assert_eq!(actions, ["evidence_appended", "party_added"]);
    assert_eq!((&first["actor"], &first["via"]), (&json!("ada"), &json!("api")));
    let resumed = events_until(&server, "/api/v1/events", Some("1"), "call_held").await;
    assert_eq!(resumed.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["ready#1", "change#2"]);
    let lost = events_until(&server, "/api/v1/events?after=99", None, "reset").await;
    assert_eq!(lost[1].0, "reset#2");
    server.get("/api/v1/events?after=-1").await.invalid(&["?after"]);
    server.get("/api/v1/events?since=1").await.invalid(&["?since"]);
}
