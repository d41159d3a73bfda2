//! Clients that send half a head, a file drop by drop, or do not read their answers: others are served all the same.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::{asked, let_pass, now};
use crate::client::Client;
use crate::node::Node;

/// Heads that are half sent in an ordinary run, and the files that its server may open: fewer than those.
const HEADS: u64 = 275;
/// Uploads that trickle, which are as many as come in at once.
const UPLOADS: usize = 16;
/// Clients that do not read an answer of some 1.2 MB.
const UNREAD: usize = 150;
/// The memory that those answers may keep, in MiB; kept whole they would be 180, and 64 is what answers may hold.
const KEPT: u64 = 125;
/// How soon free memory has been returned to the system.
const SETTLED: Duration = Duration::from_secs(8);
/// How soon an ordinary request must be answered beside them.
const SOON: Duration = Duration::from_secs(5);
/// How soon an ordinary upload must come in beside those that trickle.
const UPLOADED: Duration = Duration::from_secs(20);

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn clients_that_are_slow_keep_nobody_else_waiting(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    let heads = asked("CASEBOOK_TROUBLE_HEADS", HEADS);
    let files = format!("--nofile={0}:{0}", heads * 1024 / 1100);
    let folder = tempfile::tempdir().unwrap();
    let uploads = folder.path().join("uploads").display().to_string();
    let node =
        Arc::new(Node::start_within_with(&["prlimit", &files], database.address(), &["--uploads", &uploads]));
    let watch = Watch::over(&node);
    let mut row = Row::new("slow clients", engine);

    let kept: Vec<TcpStream> = (0..heads).filter_map(|_| half_a_head(node.at())).collect();
    row.tries += heads;
    served(&mut row, &node, "half-sent heads");
    drop(kept);

    row.tries += UPLOADS as u64;
    trickling(&node, || {
        let begun = now();
        let name = "/uploads?name=whole.csv";
        let sent = post_file(node.at(), name, &"Name\n".repeat(20_000));
        if sent == Some(201) && begun.elapsed() < UPLOADED {
            row.acknowledged += 1;
        } else {
            row.lost += 1;
            row.wrong.push(format!("beside trickling uploads: {sent:?} after {:?}", begun.elapsed()));
        }
    });
    served(&mut row, &node, "trickling uploads");

    let party = party_with_a_long_history(&node);
    let before = node.memory();
    row.tries += UNREAD as u64;
    let path = format!("/parties/{party}/evidence");
    let unread: Vec<TcpStream> = (0..UNREAD).map(|_| unread(node.at(), &path)).collect();
    served(&mut row, &node, "unread answers");
    let more = memory_kept(&node, before);
    if more > KEPT {
        row.wrong.push(format!("{UNREAD} unread answers keep {more} MiB"));
    }
    drop(unread);
    row.silence = longest(vec![watch]);
    node.assert_never_panicked();
    row.report();
}

/// The memory that is still held once free memory has been returned to the system, in MiB.
fn memory_kept(node: &Node, before: u64) -> u64 {
    let (begun, mut more) = (now(), u64::MAX);
    while more > KEPT && begun.elapsed() < SETTLED {
        let_pass(Duration::from_millis(100));
        more = node.memory().saturating_sub(before);
    }
    more
}

/// Ordinary requests are answered, and soon; who is asked to try again, because all connections are busy, does so.
fn served(row: &mut Row, node: &Node, beside: &str) {
    let client = Client::new();
    for number in 0..10 {
        let begun = now();
        let body = json!({ "name": format!("Served {number}") });
        let mut answer = client.send(node, "POST", "/people", &[], Some(&body));
        while answer.as_ref().is_ok_and(|answer| answer.status == 503) && begun.elapsed() < SOON {
            let_pass(Duration::from_millis(100));
            answer = client.send(node, "POST", "/people", &[], Some(&body));
        }
        if answer.as_ref().is_ok_and(|answer| answer.status == 201) && begun.elapsed() < SOON {
            row.acknowledged += 1;
        } else {
            row.lost += 1;
            row.wrong.push(format!("beside {beside}: {answer:?} after {:?}", begun.elapsed()));
        }
    }
}

/// A connection on which a head has begun; nothing if none is accepted any more.
pub fn half_a_head(at: SocketAddr) -> Option<TcpStream> {
    let mut stream = TcpStream::connect_timeout(&at, Duration::from_secs(2)).ok()?;
    stream.write_all(format!("GET /api/v1/health HTTP/1.1\r\nHost: {at}\r\nX-").as_bytes()).ok()?;
    Some(stream)
}

/// Runs `work` while uploads trickle in, a byte at a time.
pub fn trickling(node: &Arc<Node>, work: impl FnOnce()) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for number in 0..UPLOADS {
            let over = &over;
            scope.spawn(move || {
                let head = head_of_file(node.at(), &format!("/uploads?name=slow-{number}.csv"), 1_000_000);
                let Ok(mut stream) = TcpStream::connect(node.at()) else { return };
                let mut sent = stream.write_all(head.as_bytes());
                while sent.is_ok() && !over.load(Ordering::Relaxed) {
                    let_pass(Duration::from_millis(100));
                    sent = stream.write_all(b"x");
                }
            });
        }
        // They have begun once the first bytes are there.
        let_pass(Duration::from_millis(500));
        work();
        over.store(true, Ordering::Relaxed);
    });
}

/// A connection on which a long answer was asked for that nobody reads.
pub fn unread(at: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(at).unwrap();
    let request = format!("GET /api/v1{path} HTTP/1.1\r\nHost: {at}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn head_of_file(at: SocketAddr, path: &str, length: usize) -> String {
    format!(
        "POST /api/v1{path} HTTP/1.1\r\nHost: {at}\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )
}

/// Uploads a file as ordinary clients do, again while the server is busy; the last status, if any came.
fn post_file(at: SocketAddr, path: &str, text: &str) -> Option<u16> {
    let begun = now();
    let mut status = None;
    while begun.elapsed() < UPLOADED {
        let sent = ureq::post(format!("http://{at}/api/v1{path}"))
            .config()
            .http_status_as_error(false)
            .timeout_global(Some(UPLOADED))
            .build()
            .header("content-type", "text/csv")
            .send(text);
        status = sent.ok().map(|response| response.status().as_u16());
        if !matches!(status, None | Some(503)) {
            break;
        }
        let_pass(Duration::from_millis(200));
    }
    status
}

/// A party whose evidence takes some 6 MB to write out.
pub fn party_with_a_long_history(node: &Node) -> String {
    let client = Client::new();
    let party = client.post(node, "/people", &json!({ "name": "Long history" }));
    let party = party["id"].as_str().unwrap().to_owned();
    for list in 0..6 {
        let piece = |number: u32| {
            json!({ "kind": "call_held", "occurred_at": "2025-03-04",
                    "participants": [{ "party": party, "role": "subject" }],
                    "detail": { "note": format!("{list} {number} {}", "n".repeat(900)) } })
        };
        client.post(node, "/evidence", &Value::Array((0..1_000).map(piece).collect()));
    }
    party
}
