//! Traces, as a collector receives them.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;

use crate::client::Client;
use crate::node::Node;

const PATIENCE: Duration = Duration::from_secs(30);

/// A collector of OpenTelemetry: it keeps the first lines of requests, and their bodies.
fn collector() -> (SocketAddr, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                    break;
                }
                head.push(line.trim().to_ascii_lowercase());
            }
            let length = head.iter().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.unwrap().parse().unwrap()];
            reader.read_exact(&mut body).unwrap();
            reader
                .get_mut()
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .unwrap();
            if sender.send((head.swap_remove(0), body)).is_err() {
                return;
            }
        }
    });
    (at, requests)
}

fn exporting_to(at: SocketAddr, database: &TestDatabase) -> Node {
    let named = format!("OTEL_EXPORTER_OTLP_ENDPOINT=http://{at}");
    Node::start_within(&["env", "NO_PROXY=*", &named], &database.url().to_string())
}

fn holds(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_request_is_a_span_of_the_trace_that_its_client_names_and_is_exported_before_the_end() {
    let database = TestDatabase::new(Engine::Sqlite);
    let (at, requests) = collector();
    let node = exporting_to(at, &database);
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let parent = format!("00-{trace}-b7ad6b7169203331-01");
    let headers = [("traceparent", parent.as_str())];
    let answer = Client::new().send(&node, "GET", "/vocabularies/journey", &headers, None).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(node.stop().success());
    let (request, body) = requests.recv_timeout(PATIENCE).unwrap();
    assert_eq!(request, "post /v1/traces http/1.1");
    for part in ["casebook", "GET /api/v1/vocabularies/{name}", "use case", "http.response.status_code"] {
        assert!(holds(&body, part.as_bytes()), "{part}");
    }
    let bytes: Vec<u8> =
        (0..16).map(|place| u8::from_str_radix(&trace[2 * place..2 * place + 2], 16).unwrap()).collect();
    assert!(holds(&body, &bytes), "the span belongs to the client's trace");
}

#[test]
fn a_collector_that_is_not_there_hinders_nobody() {
    let database = TestDatabase::new(Engine::Sqlite);
    let unreachable = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let node = exporting_to(unreachable, &database);
    let headers = [("traceparent", "nonsense")];
    let answer = Client::new().send(&node, "GET", "/health", &headers, None).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(node.stop().success());
    node.assert_never_panicked();
}
