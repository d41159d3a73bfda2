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

use crate::room::Room;

/// The longest answer that needs no data.
const LONG: &str = "/api/v1/openapi.json";

#[tokio::test]
async fn files_that_trickle_in_make_room_for_the_next() {
    let room = Room::bounded(Engine::Sqlite, Limits { streams: 2, ..Limits::default() });
    let trickle = || {
        let begun = once(async { Ok::<_, Infallible>(Bytes::from_static(b"name\nAda")) });
        let request = Request::post("/api/v1/uploads?name=slow.csv").header(CONTENT_TYPE, "text/csv");
        room.answer(request.body(Body::from_stream(begun.chain(pending()))).unwrap())
    };
    let next = async {
        // The two are there first.
        tokio::task::yield_now().await;
        room.upload("name\nBob\n").await
    };
    let (first, second) = (trickle(), trickle());
    tokio::select! {
        (first, second) = async { tokio::join!(first, second) } => panic!("{first:?} {second:?}"),
        id = next => assert!(id.starts_with("upl_"), "{id}"),
    }
}

#[tokio::test]
async fn answers_that_nobody_reads_take_no_more_memory_than_there_is_for_them() {
    let size = Room::new(Engine::Sqlite).get(LONG).await.bytes.len();
    assert!(size > 64 * 1024, "{size}");
    let room = Room::bounded(Engine::Sqlite, Limits { answers: size + 1024, ..Limits::default() });
    let unread = room.opened(LONG).await;
    assert_eq!(unread.status().as_u16(), 200);
    room.get(LONG).await.refused(503, "overloaded");
    room.get("/api/v1/health").await.ok();
    assert_eq!(unread.into_body().collect().await.unwrap().to_bytes().len(), size);
    assert_eq!(room.get(LONG).await.bytes.len(), size);
}

#[tokio::test]
async fn an_answer_that_is_longer_than_all_the_memory_for_answers_goes_out_alone() {
    let room = Room::bounded(Engine::Sqlite, Limits { answers: 1024, ..Limits::default() });
    let unread = room.opened(LONG).await;
    assert_eq!(unread.status().as_u16(), 200);
    room.get(LONG).await.refused(503, "overloaded");
    drop(unread);
    room.get(LONG).await.ok();
}

#[tokio::test]
async fn what_was_written_is_told_whatever_memory_there_is() {
    let room = Room::bounded(Engine::Sqlite, Limits { answers: 1024, ..Limits::default() });
    let _unread = room.opened(LONG).await;
    let ada = room.seller().meets("Ada").await;
    let piece = json!({
        "kind": "meeting_held",
        "participants": [{ "party": ada, "role": "subject" }],
        "detail": { "note": "x".repeat(1_000) },
    });
    let said = room.post("/api/v1/evidence", json!(vec![piece; 100])).await;
    assert_eq!((said.status, said.bytes.len() > 64 * 1024), (201, true));
}

#[tokio::test]
async fn a_folder_for_uploads_that_cannot_be_written_to_is_told_of() {
    let room = Room::new(Engine::Sqlite);
    // A file where the folder should be.
    std::fs::write(room.uploads(), "").unwrap();
    let said = room.upload_as("text/csv", "name\nAda\n").await;
    let problem = said.refused(503, "uploads_not_writable");
    assert!(problem["detail"].as_str().unwrap().contains("--uploads"), "{problem}");
}
