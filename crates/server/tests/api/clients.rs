//! Clients that send slowly and clients that do not read.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use casebook_server::Limits;
use casebook_store::Engine;
use futures_util::StreamExt;
use futures_util::stream::{once, pending};
use http_body_util::BodyExt;
use serde_json::json;

use crate::server::TestServer;

/// The longest answer that needs no data.
const LONG: &str = "/api/v1/openapi.json";

#[tokio::test]
async fn files_that_trickle_in_make_room_for_the_next() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { streams: 2, ..Limits::default() });
    let trickle = || {
        let begun = once(async { Ok::<_, Infallible>(Bytes::from_static(b"name\nAda")) });
        let request = Request::post("/api/v1/uploads?name=slow.csv").header(CONTENT_TYPE, "text/csv");
        server.answer(request.body(Body::from_stream(begun.chain(pending()))).unwrap())
    };
    let next = async {
        // The two are there first.
        tokio::task::yield_now().await;
        server.upload("name\nBob\n").await
    };
    let (first, second) = (trickle(), trickle());
    tokio::select! {
        (first, second) = async { tokio::join!(first, second) } => panic!("{first:?} {second:?}"),
        id = next => assert!(id.starts_with("upl_"), "{id}"),
    }
}

#[tokio::test]
async fn answers_that_nobody_reads_take_no_more_memory_than_there_is_for_them() {
    let size = TestServer::new(Engine::Sqlite).get(LONG).await.bytes.len();
    assert!(size > 64 * 1024, "{size}");
    let server = TestServer::bounded(Engine::Sqlite, Limits { answers: size + 1024, ..Limits::default() });
    let unread = server.opened(LONG).await;
    assert_eq!(unread.status().as_u16(), 200);
    server.get(LONG).await.refused(503, "overloaded");
    server.get("/api/v1/health").await.ok();
    assert_eq!(unread.into_body().collect().await.unwrap().to_bytes().len(), size);
    assert_eq!(server.get(LONG).await.bytes.len(), size);
}

#[tokio::test]
async fn an_answer_that_is_longer_than_all_the_memory_for_answers_goes_out_alone() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { answers: 1024, ..Limits::default() });
    let unread = server.opened(LONG).await;
    assert_eq!(unread.status().as_u16(), 200);
    server.get(LONG).await.refused(503, "overloaded");
    drop(unread);
    server.get(LONG).await.ok();
}

#[tokio::test]
async fn the_answer_to_a_write_goes_out_whatever_memory_there_is() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { answers: 1024, ..Limits::default() });
    let _unread = server.opened(LONG).await;
    let ada = server.seller().meets("Ada").await;
    let piece = json!({
        "kind": "meeting_held",
        "participants": [{ "party": ada, "role": "subject" }],
        "detail": { "note": "x".repeat(1_000) },
    });
    let answer = server.post("/api/v1/evidence", json!(vec![piece; 100])).await;
    assert_eq!((answer.status, answer.bytes.len() > 64 * 1024), (201, true));
}

#[tokio::test]
async fn a_folder_for_uploads_that_is_not_writable_is_reported() {
    let server = TestServer::new(Engine::Sqlite);
    // A file where the folder should be.
    std::fs::write(server.uploads(), "").unwrap();
    let answer = server.upload_as("text/csv", "name\nAda\n").await;
    let problem = answer.refused(503, "uploads_not_writable");
    assert!(problem["detail"].as_str().unwrap().contains("--uploads"), "{problem}");
}
