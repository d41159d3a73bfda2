//! A server that is asked to stop does so soon, whatever is going on in it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::JoinHandle;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::json;

use crate::chance::{let_pass, now};
use crate::client::Client;
use crate::node::{Node, signal};
use crate::shell;

const STOPPED: Duration = Duration::from_secs(5);

fn assert_stops(node: &Node) {
    let (ended, took) = node.stop_timed();
    assert!(took < STOPPED, "it took {took:?} to stop: {}", node.log());
    assert!(ended.success(), "{ended:?}: {}", node.log());
    node.assert_never_panicked();
}

/// Asks for something and reads no more than the beginning of the answer.
fn ask_and_read_little(node: &Node, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(node.at()).unwrap();
    write!(stream, "GET /api/v1{path} HTTP/1.1\r\nHost: {}\r\n\r\n", node.at()).unwrap();
    let mut beginning = [0; 15];
    stream.read_exact(&mut beginning).unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200 OK");
    stream
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn clients_that_do_not_read_and_long_work_do_not_hold_a_stop_up(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    shell::answer(database.address(), &["demo", "--parties", "3000"]);
    let node = Node::start(database.address());
    let client = Client::new();
    let _following = ask_and_read_little(&node, "/events");
    let _exporting: Vec<_> =
        (0..4).map(|_| ask_and_read_little(&node, "/exports/evidence?format=csv")).collect();
    let mut sending = TcpStream::connect(node.at()).unwrap();
    write!(
        sending,
        "POST /api/v1/uploads?name=a.csv HTTP/1.1\r\nHost: {}\r\ncontent-type: text/csv\r\n\
         content-length: 1000\r\n\r\nId,Name\n",
        node.at()
    )
    .unwrap();
    client.get(&node, "/health");
    assert_stops(&node);
    shell::assert_verified(database.address());
}

/// Locks the file as another program would, and lets a client write into it, who waits.
fn write_behind_a_foreign_lock(node: &Node, address: &str) -> (rusqlite::Connection, JoinHandle<()>) {
    let file = address.strip_prefix("sqlite:").unwrap();
    let foreign = rusqlite::Connection::open(file).unwrap();
    foreign.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (at, person) = (node.at(), json!({ "name": "Nobody" }).to_string());
    let waiting = std::thread::spawn(move || {
        let request = ureq::post(format!("http://{at}/api/v1/people")).content_type("application/json");
        drop(request.send(&person));
    });
    let_pass(Duration::from_millis(300));
    (foreign, waiting)
}

#[test]
fn a_foreign_lock_on_the_file_does_not_hold_a_stop_up() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    let node = Node::start(database.address());
    let (foreign, waiting) = write_behind_a_foreign_lock(&node, database.address());
    assert_stops(&node);
    waiting.join().unwrap();
    drop(foreign);
    shell::assert_verified(database.address());
}

#[test]
fn a_second_signal_ends_a_server_at_once() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    let node = Node::start(database.address());
    let (_foreign, waiting) = write_behind_a_foreign_lock(&node, database.address());
    signal("INT", node.process());
    let_pass(Duration::from_millis(200));
    let begun = now();
    let ended = node.stop();
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(ended.code(), Some(130), "{}", node.log());
    waiting.join().unwrap();
}
