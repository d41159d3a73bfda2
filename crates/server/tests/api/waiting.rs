//! Waiting: for how long, for what, and what whoever stops waiting can be sure of.

use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::http::Method;
use casebook_server::{Bounds, Limits};
use casebook_store::{Connection, Engine, Error};
use futures_util::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::server::TestServer;

/// Blocks a database by a statement until it is released.
struct Held {
    let_go: Sender<()>,
    holder: JoinHandle<()>,
}

fn held(server: &TestServer, statement: &'static str) -> Held {
    let other = server.other_store();
    let ((begun, has_begun), (let_go, may_go)) = (channel(), channel());
    let may_go = std::sync::Mutex::new(may_go);
    let holder = std::thread::spawn(move || {
        let hold = move |connection: &mut Connection<'_>| {
            connection.execute_script(statement)?;
            begun.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            Ok::<_, Error>(())
        };
        other.write(hold).unwrap();
        drop(other);
    });
    has_begun.recv().unwrap();
    Held { let_go, holder }
}

impl Held {
    fn ends(self) {
        self.let_go.send(()).unwrap();
        self.holder.join().unwrap();
    }
}

fn hasty(answer: Duration) -> Limits {
    let bounds = Bounds { begin: Duration::from_millis(300), ..Bounds::default() };
    Limits { bounds, answer, ..Limits::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_to_be_repeated_has_written_nothing_and_never_will() {
    let server = TestServer::bounded(Engine::Sqlite, hasty(Duration::from_secs(30)));
    let held = held(&server, "SELECT 1");
    let begun = Instant::now();
    let writes = (0..30).map(|n| {
        let body = json!({ "name": format!("Ada {n}") });
        let server = &server;
        async move { server.post("/api/v1/people", body).await }
    });
    for answer in join_all(writes).await {
        let problem = answer.refused(503, "busy");
        assert!(problem["detail"].as_str().unwrap().contains("Nothing was written"), "{problem}");
    }
    // One after the other, each would have waited for twenty seconds.
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    server.get("/api/v1/health").await.ok();
    held.ends();
    server.post("/api/v1/people", json!({ "name": "Bob" })).await.created();
    let found = server.get("/api/v1/people").await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_had_begun_when_its_answer_was_given_up_may_be_there() {
    let server = TestServer::bounded(Engine::Postgres, hasty(Duration::from_millis(700)));
    server.get("/api/v1/people").await.ok();
    let held = held(&server, "LOCK TABLE party IN EXCLUSIVE MODE");
    let key = [("idempotency-key", "one")];
    let body = json!({ "name": "Ada" }).to_string();
    let answer = server.with_body(Method::POST, "/api/v1/people", &key, body).await;
    let problem = answer.refused(504, "outcome_unknown");
    assert!(problem["detail"].as_str().unwrap().contains("Idempotency-Key"), "{problem}");
    held.ends();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_does_not_answer_is_reported_within_a_second() {
    let server = TestServer::new(Engine::Postgres);
    server.get("/api/v1/health").await.ok();
    let held = held(&server, "LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE");
    for _ in 0..2 {
        let begun = Instant::now();
        let problem = server.get("/api/v1/health").await.refused(503, "database_silent");
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        assert!(problem["detail"].as_str().unwrap().contains("has not responded since 20"), "{problem}");
    }
    held.ends();
    server.until("/api/v1/version", |version| version["schema_step"].is_i64()).await;
    server.get("/api/v1/health").await.ok();
}

fn evidence(count: usize) -> Value {
    let one = json!({ "evidence": { "kind": "call_held" } });
    json!({ "or": vec![one; count] })
}

fn deep(depth: usize) -> Value {
    (1..depth).fold(json!({ "text": "a" }), |inner, _| json!({ "not": inner }))
}

#[rstest]
#[case::asked(evidence(30), evidence(31), "at most 30 conditions on evidence")]
#[case::all(
    json!({ "and": vec![json!({ "and": vec![json!({ "text": "a" }); 250] }); 2] }),
    json!({ "and": vec![json!({ "and": vec![json!({ "text": "a" }); 251] }); 2] }),
    "at most 500 conditions"
)]
#[case::deep(deep(32), deep(33), "nested at most 32 deep")]
#[tokio::test]
async fn a_filter_has_a_size(#[case] fits: Value, #[case] too_large: Value, #[case] reason: &str) {
    let server = TestServer::new(Engine::Sqlite);
    let ask = async |path: &str, filter: &Value| server.post(path, json!({ "filter": filter })).await;
    ask("/api/v1/parties/search", &fits).await.ok();
    for path in ["/api/v1/parties/search", "/api/v1/exports/parties"] {
        let problem = ask(path, &too_large).await.refused(422, "usage");
        assert_eq!(problem["errors"][0]["pointer"], "/filter", "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(reason), "{problem}");
    }
    let text: String = form_urlencoded::byte_serialize(too_large.to_string().as_bytes()).collect();
    for path in ["/api/v1/parties", "/api/v1/parties/count", "/api/v1/parties/facets"] {
        let answer = server.get(&format!("{path}?filter={text}")).await;
        // A long one is too long for an address before it is read.
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(
            answer.json()["errors"][0]["pointer"].as_str().unwrap().starts_with("?filter"),
            "{}",
            answer.text()
        );
    }
}
