//! Clients that say nothing, send slowly or do not read, against a whole server with few files.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use crate::client::Client;
use crate::node::Node;

/// So few that a hundred connections use up what connections may have.
const FEW_FILES: [&str; 3] = ["bash", "-c", "ulimit -n 200; exec \"$0\" \"$@\""];

fn begun(node: &Node, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(node.at()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

#[test]
fn half_sent_requests_that_trickle_or_stop_keep_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("casebook.db").display());
    let (node, client) = (Node::start_within(&FEW_FILES, &database), Client::new());
    let halves: Vec<TcpStream> =
        (0..220).map(|_| begun(&node, "GET /api/v1/people HTTP/1.1\r\nHost: 1")).collect();
    let host = node.at();
    let head = format!(
        "POST /api/v1/uploads?name=slow.csv HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nname\n"
    );
    let trickling: Vec<TcpStream> = (0..16).map(|_| begun(&node, &head)).collect();
    assert_eq!(client.get(&node, "/health")["status"], "ok");
    let ada = client.send(&node, "POST", "/people", &[], Some(&json!({ "name": "Ada" }))).unwrap();
    assert_eq!(ada.status, 201, "{ada:?}");
    let whole = format!(
        "POST /api/v1/uploads?name=whole.csv HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/csv\r\nContent-Length: 9\r\nConnection: close\r\n\r\nname\nBob\n"
    );
    let mut answer = String::new();
    begun(&node, &whole).read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    drop((halves, trickling));
    assert!(node.stop().success(), "{}", node.log());
    node.assert_never_panicked();
}
