use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Method, Request};
use casebook_server::{Bounds, Limits};
use casebook_store::Engine;
use serde_json::json;

use crate::server::TestServer;

const PEOPLE: &str = "/api/v1/people";

async fn post(server: &TestServer, headers: &[(&str, &str)], body: impl Into<Body>) -> crate::server::Answer {
    let mut request = Request::post(PEOPLE);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn bodies_are_json_and_declared_as_json() {
    let server = TestServer::new(Engine::Sqlite);
    let ada = json!({ "name": "Ada" }).to_string();
    for good in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        post(&server, &[("content-type", good)], ada.clone()).await.created();
    }
    for bad in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""]
    {
        post(&server, &[("content-type", bad)], ada.clone()).await.refused(415, "unsupported_media_type");
    }
    post(&server, &[], ada.clone()).await.refused(415, "unsupported_media_type");
    for broken in ["", "{", "nonsense", "{\"name\":\"\\ud800\"}", "\u{feff}{}"] {
        server.with_body(Method::POST, PEOPLE, &[], broken).await.invalid(&[""]);
    }
    let nested = format!("{{\"name\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    server.with_body(Method::POST, PEOPLE, &[], nested).await.invalid(&[""]);
    server.with_body(Method::POST, PEOPLE, &[], vec![0x7b, 0xff, 0x7d]).await.invalid(&[""]);
}

#[tokio::test]
async fn long_bodies_are_not_read_to_their_end() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { body: 100, ..Limits::default() });
    let fits = json!({ "name": "x".repeat(80) });
    server.post(PEOPLE, fits).await.created();
    let endless = futures_util::stream::repeat(Ok::<_, Infallible>(Bytes::from_static(b"          ")));
    let answer = server.with_body(Method::POST, PEOPLE, &[], Body::from_stream(endless)).await;
    answer.refused(413, "too_long");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { arrival: Duration::ZERO, ..Limits::default() });
    let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, Infallible>>());
    server.with_body(Method::POST, PEOPLE, &[], never).await.refused(408, "slow_body");
}

#[tokio::test]
async fn addresses_and_headers_that_are_too_long_are_problems_too() {
    let server = TestServer::new(Engine::Sqlite);
    let long = "x".repeat(40_000);
    server.get(&format!("/api/v1/parties?source={long}")).await.refused(414, "address_too_long");
    let request = Request::builder().uri("/api/v1/parties").header("x-long", &long);
    server.send(request.body(Body::empty()).unwrap()).await.refused(431, "headers_too_long");
    server.get(&format!("/api/v1/parties?source={}", "x".repeat(10_000))).await.ok();
    server.get(&format!("/api/v1/parties?source={}", "x".repeat(10_001))).await.invalid(&["?source"]);
}

#[tokio::test]
async fn a_name_that_is_given_twice_is_refused() {
    let server = TestServer::new(Engine::Sqlite);
    let twice = r#"{"name":"Ada","name":"Bob"}"#;
    let answer = server.with_body(Method::POST, PEOPLE, &[], twice).await.refused(422, "invalid");
    assert!(answer["detail"].as_str().unwrap().contains("`name` is given twice"), "{answer}");
    let filter = "%7B%22all%22:%5B%5D,%22all%22:%5B%5D%7D";
    server.get(&format!("/api/v1/parties?filter={filter}")).await.invalid(&["?filter"]);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    // Whoever waits there waits for ever.
    let bounds = Bounds { at_once: 0, waiting: 8, ..Bounds::default() };
    let limits = Limits { bounds, answer: Duration::from_millis(20), ..Limits::default() };
    let server = TestServer::bounded(Engine::Sqlite, limits);
    server.get("/api/v1/parties").await.refused(504, "took_too_long");
    // Nothing was written, and nothing will be.
    server.post(PEOPLE, json!({ "name": "Ada" })).await.refused(503, "busy");
}

#[tokio::test]
async fn nobody_waits_in_a_line_that_is_full() {
    let bounds = Bounds { at_once: 0, waiting: 0, ..Bounds::default() };
    let server = TestServer::bounded(Engine::Sqlite, Limits { bounds, ..Limits::default() });
    let answer = server.get("/api/v1/version").await;
    answer.refused(503, "overloaded");
    assert_eq!(answer.header("retry-after"), "1");
    server.get("/api/v1/health").await.ok();
}

#[tokio::test]
async fn pages_from_elsewhere_are_refused() {
    let server = TestServer::new(Engine::Sqlite);
    let ask = async |name: &str, value: &str| {
        server.with_body(Method::POST, PEOPLE, &[(name, value)], json!({ "name": "Ada" }).to_string()).await
    };
    for ours in ["http://localhost:7171", "http://127.0.0.1:7171", "http://[::1]:7171"] {
        ask("origin", ours).await.created();
    }
    for theirs in [
        "null",
        "",
        "http://localhost",
        "http://localhost:7172",
        "https://localhost:7171",
        "http://example.org:7171",
        "http://localhost:7171.example.org",
        "http://a@localhost:7171",
        "localhost:7171",
    ] {
        ask("origin", theirs).await.refused(403, "foreign_origin");
    }
    ask("sec-fetch-site", "same-origin").await.created();
    ask("sec-fetch-site", "none").await.created();
    ask("sec-fetch-site", "cross-site").await.refused(403, "foreign_origin");
    ask("host", "rebound.example.org:7171").await.refused(421, "misdirected");
}

#[tokio::test]
async fn no_answer_lets_other_origins_read_it() {
    let server = TestServer::new(Engine::Sqlite);
    let preflight = Request::options(PEOPLE)
        .header("origin", "http://example.org")
        .header("access-control-request-method", "POST");
    let refused = server.send(preflight.body(Body::empty()).unwrap()).await;
    refused.refused(403, "foreign_origin");
    let answered = server.get("/api/v1/health").await;
    for answer in [refused, answered] {
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{answer:?}");
    }
}

#[tokio::test]
async fn every_answer_has_an_id_and_sane_ones_are_taken_over() {
    let server = TestServer::new(Engine::Sqlite);
    let ask = async |id: &str| {
        server.send(Request::get("/nothing").header("x-request-id", id).body(Body::empty()).unwrap()).await
    };
    let taken = ask("order-66").await;
    taken.refused(404, "not_found");
    assert_eq!(taken.header("x-request-id"), "order-66");
    let refused = ask("<script>").await;
    refused.refused(404, "not_found");
    assert!(!refused.text().contains("script"));
    assert_ne!(server.get("/").await.header("x-request-id"), refused.header("x-request-id"));
}

#[tokio::test]
async fn answers_are_packed_for_those_who_can_unpack() {
    let server = TestServer::new(Engine::Sqlite);
    for coding in ["br", "gzip"] {
        let request = Request::get("/api/v1/kinds").header("accept-encoding", coding).body(Body::empty());
        let answer = server.send(request.unwrap()).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding));
    }
    assert!(!server.get("/api/v1/kinds").await.headers.contains_key("content-encoding"));
}

#[tokio::test]
async fn a_method_that_is_not_there_is_refused_with_those_that_are() {
    let server = TestServer::new(Engine::Sqlite);
    let answer = server.with_body(Method::DELETE, "/api/v1/kinds", &[], "").await;
    answer.refused(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
}
