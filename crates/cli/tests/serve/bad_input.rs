//! Requests as no well-bred client sends them: each is refused or cut off, and none harms the server.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use crate::chance::{let_pass, now};
use crate::client::Client;
use crate::node::Node;

/// How long a test waits for bytes.
const PATIENCE: Duration = Duration::from_secs(45);

/// Asks the server to hang up after its answer.
const CLOSE: &str = "Connection: close\r\n";

struct TestServer {
    node: Node,
    // Dropped after the server.
    _database: TestDatabase,
}

impl TestServer {
    fn new() -> Self {
        let database = TestDatabase::unmigrated(Engine::Sqlite);
        Self { node: Node::start(database.address()), _database: database }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.node.at()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes and reads whatever comes until the server hangs up.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The connection may be closed early, with a refusal.
        let _ = stream.write_all(bytes);
        read_all(&mut stream)
    }

    /// Sends bytes, closes its side, and reads whatever comes.
    fn send_last(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        read_all(&mut stream)
    }

    /// A request with a body that is JSON or claims to be.
    fn post(&self, path: &str, more: &str, body: &[u8]) -> String {
        let (host, length) = (self.node.at(), body.len());
        let head = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n"
        );
        self.send(&[head.as_bytes(), body].concat())
    }

    fn get(&self, path: &str, more: &str) -> String {
        let host = self.node.at();
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
        self.send(head.as_bytes())
    }

    /// It is as well as before.
    fn assert_well(&self) {
        assert_eq!(Client::new().get(&self.node, "/health")["status"], "ok");
        self.node.assert_never_panicked();
        assert!(self.node.memory() < 150, "{} MiB", self.node.memory());
    }
}

fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        // It hung up while we were still talking, or waits for more after its answer.
        Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => {}
        Err(error) if error.kind() == ErrorKind::WouldBlock && !bytes.is_empty() => {}
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&bytes)),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn status(answer: &str) -> u16 {
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
    status.unwrap_or_else(|| panic!("no answer: {answer:?}")).parse().unwrap()
}

fn assert_refused(answer: &str, expected: &[u16], context: &str) {
    let status = status(answer);
    assert!(expected.contains(&status), "{context}: {}", &answer[..answer.len().min(2_000)]);
    assert!(
        answer.contains("application/problem+json") || !answer.contains("\r\n\r\n{"),
        "{context}: {answer}"
    );
}

#[rstest]
#[case::no_json("{")]
#[case::nothing("")]
#[case::a_number("7")]
#[case::two_values("{} {}")]
#[case::a_written_nul(r#"{"name":"a\u0000b"}"#)]
#[case::half_a_surrogate(r#"{"name":"\ud800"}"#)]
#[case::a_number_too_large(r#"{"name":1e999}"#)]
#[case::an_unknown_field(r#"{"name":"Ada","nmae":"Ada"}"#)]
#[case::another_type(r#"{"name":["Ada"]}"#)]
#[case::nan(r#"{"name":NaN}"#)]
fn a_body_that_is_no_party_is_refused(#[case] body: &str) {
    let server = TestServer::new();
    assert_refused(&server.post("/people", "", body.as_bytes()), &[422], body);
    server.assert_well();
}

#[test]
fn bytes_that_are_no_text_are_refused_wherever_they_stand() {
    let server = TestServer::new();
    for body in [
        &b"{\"name\":\"a\x00b\"}"[..],
        b"{\"name\":\"\xff\xfe\"}",
        b"\xff\xfe{\x00}\x00",
        b"\xc0\x80",
        b"\x00",
    ] {
        assert_refused(&server.post("/people", "", body), &[400, 422], &format!("{body:?}"));
    }
    for path in [
        "/api/v1/parties/%00",
        "/api/v1/parties/%ff",
        "/api/v1/parties/per_%00aw97hsm004q",
        "/api/v1/%2e%2e/x",
        "/api/v1/parties?q=%00",
        "/api/v1/parties?q=%ff",
        "/api/v1/parties?%00=1",
        "/api/v1/funnel?vocabulary=%00",
        "/api/v1/parties/per_0",
        "/api/v1/vocabularies/%F0%9F%98%80",
        "/api/v1/parties?sort=%22",
        "/%",
    ] {
        let answer = server.get(path, "");
        assert_refused(&answer, &[400, 404, 422], path);
    }
    let odd = [
        b"GET /api/v1/health HTTP/1.1\r\nHost: ",
        server.node.at().to_string().as_bytes(),
        b"\r\nConnection: close\r\nX-Request-Id: \xff\xfe\r\nAccept: \xff\r\n\r\n",
    ]
    .concat();
    assert!(matches!(status(&server.send(&odd)), 200 | 400), "an odd header alone is no reason");
    server.assert_well();
}

#[rstest]
#[case::arrays("[", "]")]
#[case::objects("{\"a\":", "}")]
fn nesting_ten_thousand_deep_is_refused(#[case] open: &str, #[case] close: &str) {
    let server = TestServer::new();
    for levels in [200, 10_000] {
        let deep = format!("{}1{}", open.repeat(levels), close.repeat(levels));
        assert_refused(&server.post("/people", "", deep.as_bytes()), &[422], "as the body");
        let more = format!(r#"{{"name":"Ada","more":{deep}}}"#);
        assert_refused(&server.post("/people", "", more.as_bytes()), &[422], "as a field");
        let piece = format!(r#"{{"kind":"call_held","detail":{{"x":{deep}}},"participants":[]}}"#);
        assert_refused(&server.post("/evidence", "", piece.as_bytes()), &[422], "as a detail");
        let list = format!("[{piece}]");
        assert_refused(&server.post("/evidence", "", list.as_bytes()), &[422], "in a list");
        let search = format!(r#"{{"filter":{deep}}}"#);
        assert_refused(
            &server.post("/parties/search", "", search.as_bytes()),
            &[404, 405, 422],
            "as a filter",
        );
    }
    server.assert_well();
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = TestServer::new();
    let long = "x".repeat(1_000_000);
    assert_refused(
        &server.get("/api/v1/health", &format!("X-Long: {long}\r\n")),
        &[400, 431],
        "one long header",
    );
    let many = "X-Many: y\r\n".repeat(5_000);
    assert_refused(&server.get("/api/v1/health", &many), &[400, 431], "many headers");
    assert_refused(
        &server.get(&format!("/api/v1/parties?q={long}"), ""),
        &[400, 414, 422, 431],
        "a long address",
    );
    let search = format!("/api/v1/parties?q={}", &long[..1_001]);
    assert_refused(&server.get(&search, ""), &[422], "a long search");
    server.assert_well();
}

#[test]
fn a_body_that_is_too_large_is_refused_without_being_kept() {
    let server = TestServer::new();
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(3_000_000));
    assert_refused(&server.post("/people", "", body.as_bytes()), &[413], "with a length");
    let host = server.node.at();
    let mut chunked = format!(
        "POST /api/v1/evidence HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    .into_bytes();
    let chunk = format!("100000\r\n{}\r\n", " ".repeat(0x10_0000));
    for _ in 0..64 {
        chunked.extend_from_slice(chunk.as_bytes());
    }
    assert_refused(&server.send(&chunked), &[413], "in chunks");
    let lie = server.send(
        format!(
            "POST /api/v1/people HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
             Content-Length: 99999999999999\r\n\r\n"
        )
        .as_bytes(),
    );
    assert_refused(&lie, &[400, 413], "a length of 100 TB");
    server.assert_well();
}

#[test]
fn half_requests_are_no_requests() {
    let server = TestServer::new();
    let host = server.node.at();
    for half in [
        "",
        "G",
        "GET",
        "GET /api/v1/health",
        "GET /api/v1/health HTTP/1.1",
        "GET /api/v1/health HTTP/1.1\r\nHo",
        "\r\n\r\n\r\n",
        "\0\0\0\0",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}",
        "GET /api/v1/health HTTP/9.9\r\n\r\n",
        "GET  /  HTTP/1.1\r\n\r\n",
        "get / http/1.1\r\n\r\n",
    ] {
        let answer = server.send_last(half.as_bytes());
        assert!(answer.is_empty() || matches!(status(&answer), 400 | 421 | 505), "{half:?}: {answer}");
    }
    let half = format!(
        "POST /api/v1/people HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: 100\r\n\r\n{{\"name\":\"Half\"}}"
    );
    let answer = server.send_last(half.as_bytes());
    assert!(answer.is_empty() || matches!(status(&answer), 400 | 408 | 422), "{answer}");
    let found = Client::new().get(&server.node, "/parties?limit=10");
    assert_eq!(found["items"], Value::Array(Vec::new()), "nobody was added by half a request");
    server.assert_well();
}

#[test]
fn lengths_that_contradict_each_other_are_refused() {
    let server = TestServer::new();
    let host = server.node.at();
    let smuggled = "GET /api/v1/version HTTP/1.1\r\nHost: evil\r\n\r\n";
    for lengths in [
        "Content-Length: 4\r\nContent-Length: 40\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 4, 5\r\n",
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Content-Length: 0x4\r\n",
    ] {
        let request = format!(
            "POST /api/v1/people HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{lengths}\r\n{smuggled}"
        );
        let answer = server.send(request.as_bytes());
        assert_refused(&answer, &[400, 422, 501], lengths);
        assert!(!answer.contains("schema_step"), "{lengths}: the hidden request was answered: {answer}");
    }
    server.assert_well();
}

#[test]
fn requests_in_one_breath_are_answered_in_their_order() {
    let server = TestServer::new();
    let host = server.node.at();
    let breath: Vec<String> = (0..200)
        .map(|number| format!("GET /api/v1/parties/number-{number} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
        .collect();
    let breath = breath.concat() + &format!("GET / HTTP/1.1\r\nHost: {host}\r\n{CLOSE}\r\n");
    let answer = server.send(breath.as_bytes());
    let order: Vec<usize> =
        (0..200).filter_map(|number| answer.find(&format!("`number-{number}`"))).collect();
    assert_eq!(order.len(), 200, "{answer}");
    assert!(order.is_sorted());
    server.assert_well();
}

#[test]
fn other_hosts_and_origins_are_refused() {
    let server = TestServer::new();
    let (at, body) = (server.node.at(), br#"{"name":"Ada"}"#);
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example",
        "0.0.0.0",
        "localhost:99999",
        "[::1]:x",
        "user@127.0.0.1",
        "",
        "127.0.0.1.",
        "127.0.0.1:7171, evil.example",
        "\u{fc}",
    ] {
        let answer =
            server.send(format!("GET /api/v1/health HTTP/1.1\r\nHost: {host}\r\n{CLOSE}\r\n").as_bytes());
        assert_refused(&answer, &[400, 421], host);
    }
    let none = server.send(format!("GET /api/v1/health HTTP/1.1\r\n{CLOSE}\r\n").as_bytes());
    assert_refused(&none, &[400, 421], "no host");
    let two = format!("GET /api/v1/health HTTP/1.1\r\nHost: {at}\r\nHost: evil.example\r\n{CLOSE}\r\n");
    assert_refused(&server.send(two.as_bytes()), &[400, 421], "two hosts");
    let absolute = format!("GET http://evil.example/api/v1/health HTTP/1.1\r\nHost: {at}\r\n{CLOSE}\r\n");
    assert_refused(&server.send(absolute.as_bytes()), &[400, 421], "an address elsewhere");
    for origin in
        ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://", "\u{fc}", ""]
    {
        let answer = server.post("/people", &format!("Origin: {origin}\r\n"), body);
        assert_refused(&answer, &[400, 403], origin);
    }
    let other_site = server.post("/people", "Sec-Fetch-Site: cross-site\r\n", body);
    assert_refused(&other_site, &[403], "from another site");
    assert_eq!(
        status(&server.post("/people", &format!("Origin: http://{at}\r\n"), body)),
        201,
        "from its own"
    );
    server.assert_well();
}

#[test]
fn forms_of_other_pages_cannot_write() {
    let server = TestServer::new();
    let host = server.node.at();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "",
    ] {
        let body = r#"{"name":"Ada"}"#;
        let length = body.len();
        let request = format!(
            "POST /api/v1/people HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        assert_refused(&server.send(request.as_bytes()), &[415], kind);
    }
    server.assert_well();
}

#[test]
fn clients_that_dawdle_are_cut_off_and_hold_nobody_up() {
    let server = TestServer::new();
    let host = server.node.at();
    let head = format!(
        "POST /api/v1/people HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
    );
    // Some stop in the head, some in the body.
    let mut slow: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    for (number, stream) in slow.iter_mut().enumerate() {
        stream.write_all(head.as_bytes()).unwrap();
        if number % 2 == 0 {
            stream.write_all(b"\r\n{").unwrap();
        }
    }
    let begun = now();
    let client = Client::new();
    for number in 0..20 {
        client.post(&server.node, "/people", &json!({ "name": format!("Quick {number}") }));
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "the others were held up: {:?}", begun.elapsed());
    for (number, stream) in slow.iter_mut().enumerate().take(4) {
        let answer = read_all(stream);
        assert!(answer.is_empty() || status(&answer) == 408, "{number}: {answer}");
    }
    server.assert_well();
}

#[test]
fn a_client_that_does_not_read_takes_no_memory() {
    let server = TestServer::new();
    let host = server.node.at();
    let mut deaf = server.connect();
    let request = format!("GET /api/v1/openapi.json HTTP/1.1\r\nHost: {host}\r\n\r\n").repeat(2_000);
    deaf.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
    // It stops taking requests once nobody takes its answers.
    let _ = deaf.write_all(request.as_bytes());
    let_pass(Duration::from_millis(500));
    server.assert_well();
}
