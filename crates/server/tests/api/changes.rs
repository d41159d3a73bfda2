//! Change sets: every write names its own, and each can be undone.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::{Answer, TestServer};

fn set_of(answer: &Answer) -> String {
    answer.headers["change-set"].to_str().unwrap().to_owned()
}

async fn ada(server: &TestServer) -> (String, String) {
    let answer = server.post("/api/v1/people", json!({ "name": "Ada", "city": "Rome" })).await;
    let set = set_of(&answer);
    (answer.created()["id"].as_str().unwrap().to_owned(), set)
}

async fn edit(server: &TestServer, id: &str, change: Value) -> Answer {
    server.patch(&format!("/api/v1/people/{id}"), "*", change).await
}

async fn undo(server: &TestServer, set: &str) -> Answer {
    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_write_names_its_change_set_which_is_listed_shown_and_undone(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (id, added) = ada(&server).await;
    let edited = set_of(&edit(&server, &id, json!({ "city": "Oslo" })).await);
    let hidden = set_of(&server.post(&format!("/api/v1/parties/{id}/hide"), json!({})).await);
    let kind = json!({ "name": "showroom_visited", "family": "interest" });
    let kind = set_of(&server.post("/api/v1/kinds", kind.clone()).await);
    let read = server.get(&format!("/api/v1/people/{id}")).await;
    assert!(!read.headers.contains_key("change-set"), "a read writes nothing");

    let listed = server.get("/api/v1/changes").await.ok();
    let answer: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|one| (&one["id"], &one["what"])).collect();
    let expected = [(&kind, "kind"), (&hidden, "hide"), (&edited, "edit"), (&added, "add")];
    assert_eq!(answer.len(), expected.len());
    for ((set, what), (expected, word)) in answer.iter().zip(expected) {
        assert_eq!((set.as_str().unwrap(), what.as_str().unwrap()), (expected.as_str(), word));
    }
    let first = &listed["items"][2];
    for name in ["id", "what", "state", "actor", "via", "at", "counts", "reverses"] {
        assert!(first.get(name).is_some(), "{name}: {first}");
    }
    assert_eq!((&first["state"], &first["counts"]["parties_edited"]), (&json!("done"), &json!(1)));
    let of_party = server.get(&format!("/api/v1/changes?party={id}&limit=2")).await.ok();
    assert_eq!(of_party["items"][0]["id"], hidden.as_str());
    let rest = server
        .get(&format!("/api/v1/changes?party={id}&cursor={}", of_party["next"].as_str().unwrap()))
        .await;
    assert_eq!(rest.ok()["items"][0]["id"], added.as_str());
    let unknown = server.get("/api/v1/changes?party=per_00000000000zc").await;
    assert_eq!(unknown.status, 404);

    let undone = undo(&server, &edited).await;
    let by = set_of(&undone);
    assert_eq!(undone.ok(), json!({ "change_set": by, "undone": 1, "kept": [] }));
    assert_eq!(server.get(&format!("/api/v1/people/{id}")).await.ok()["city"], "Rome");
    let shown = server.get(&format!("/api/v1/changes/{by}")).await.ok();
    assert_eq!((&shown["what"], &shown["reverses"]), (&json!("undo"), &json!(edited)));
    let shown = server.get(&format!("/api/v1/changes/{edited}")).await.ok();
    assert_eq!(shown["state"], "undone");
    let again = undo(&server, &edited).await.ok();
    assert_eq!(again, json!({ "change_set": null, "undone": 0, "kept": [] }));
    undo(&server, &by).await.ok();
    assert_eq!(server.get(&format!("/api/v1/people/{id}")).await.ok()["city"], "Oslo");
    assert_eq!(undo(&server, "set_0000000000001").await.status, 404);
    assert_eq!(server.get("/api/v1/changes/nonsense").await.status, 404);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_was_changed_since_is_kept_and_listed(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (id, _) = ada(&server).await;
    let first = set_of(&edit(&server, &id, json!({ "city": "Oslo", "title": "Dr" })).await);
    edit(&server, &id, json!({ "city": "Bern" })).await.ok();
    let preview =
        server.post(&format!("/api/v1/changes/{first}/undo?preview=true&wait=20"), json!({})).await.ok();
    let kept = json!([{ "record": id, "field": "city", "reason": "changed_since" }]);
    assert_eq!(preview, json!({ "change_set": null, "undone": 1, "kept": kept }));
    assert_eq!(server.get(&format!("/api/v1/changes/{first}")).await.ok()["state"], "done");
    assert_eq!(server.get(&format!("/api/v1/people/{id}")).await.ok()["title"], "Dr", "nothing is stored");
    let undone = undo(&server, &first).await.ok();
    assert_eq!(undone["undone"], 1);
    assert_eq!(undone["kept"], kept);
    let party = server.get(&format!("/api/v1/people/{id}")).await.ok();
    assert_eq!((&party["city"], &party["title"]), (&json!("Bern"), &Value::Null));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn everybody_whom_a_filter_fits_is_edited_and_that_is_undone_at_once(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for number in 0..5 {
        server
            .post("/api/v1/people", json!({ "name": format!("P{number}"), "source": "fair" }))
            .await
            .created();
    }
    ada(&server).await;
    let body =
        json!({ "filter": { "field": { "name": "source", "is": "fair" } }, "set": { "owner": "eve" } });
    let answer = server.post("/api/v1/parties/bulk?wait=20", body.clone()).await;
    let set = set_of(&answer);
    assert_eq!(answer.ok(), json!({ "change_set": set, "matched": 5, "edited": 5 }));
    let owned = || server.get("/api/v1/parties/count?owner=eve");
    assert_eq!(owned().await.ok()["count"], 5);
    let nobody = json!({ "filter": { "text": "nobody" }, "set": { "owner": "eve" } });
    let answer = server.post("/api/v1/parties/bulk?wait=20", nobody.clone()).await.ok();
    assert_eq!(answer, json!({ "change_set": null, "matched": 0, "edited": 0 }));
    for (wrong, place) in [
        (json!({ "filter": { "text": "x" }, "set": {} }), "/set"),
        (json!({ "filter": { "stage": {} }, "set": { "owner": "eve" } }), "/filter/stage"),
        (json!({ "set": { "owner": "eve" } }), ""),
        (
            json!({ "filter": { "stage": { "vocabulary": "none", "one_of": ["lead"] } }, "set": { "owner": "eve" } }),
            "/filter/stage",
        ),
        (json!({ "filter": { "text": "x" }, "set": { "shoe": "43" } }), "/set/shoe"),
    ] {
        let answer = server.post("/api/v1/parties/bulk", wrong.clone()).await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.text());
        assert!(answer.text().contains(place), "{place}: {}", answer.text());
    }
    assert_eq!(undo(&server, &set).await.ok()["undone"], 5);
    assert_eq!(owned().await.ok()["count"], 0);
    let over = server.post(&format!("/api/v1/changes/{set}/resume"), json!({})).await;
    assert_eq!(over.status, 409, "{}", over.text());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_repeated_request_names_the_set_of_the_first(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({ "name": "Ada" });
    let sent = || {
        let request = Request::post("/api/v1/people").header(CONTENT_TYPE, "application/json");
        request.header("idempotency-key", "k1").body(Body::from(body.to_string())).unwrap()
    };
    let (first, again) = (server.send(sent()).await, server.send(sent()).await);
    assert_eq!(set_of(&first), set_of(&again));
    assert_eq!(server.get("/api/v1/changes").await.ok()["items"].as_array().unwrap().len(), 1);
}
