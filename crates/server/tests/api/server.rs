//! A server of a test's own, and its clients.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Method, Request};
use casebook_app::Casebook;
use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::Via;
use casebook_app::imports::Uploads;
use casebook_server::{Limits, bounded_router};
use casebook_store::Engine;
use casebook_testkit::{FixedClock, TestDatabase};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The port that the server believes to be at.
pub const PORT: u16 = 7171;

/// A server over a database of its own.
pub struct TestServer {
    // There until the end.
    opened: Option<Opened>,
    pub clock: Arc<FixedClock>,
}

struct Opened {
    router: Router,
    casebook: Casebook,
    limits: Limits,
    uploads: PathBuf,
    folder: tempfile::TempDir,
    // Dropped last, when nobody uses it any more.
    database: TestDatabase,
}

impl Opened {
    fn new(
        database: TestDatabase,
        folder: tempfile::TempDir,
        limits: Limits,
        clock: Arc<FixedClock>,
    ) -> Self {
        let casebook = casebook_app::open(database.address(), clock).unwrap();
        let uploads = folder.path().join("uploads");
        let router = router_of(&casebook, Principal::owner("ada"), &uploads, limits);
        Self { router, casebook, limits, uploads, folder, database }
    }
}

/// A router over a casebook for a principal.
fn router_of(casebook: &Casebook, principal: Principal, uploads: &Path, limits: Limits) -> Router {
    let session = casebook.session(principal, Via::Api);
    bounded_router(session, PORT, Uploads::in_folder(uploads), limits)
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl TestServer {
    pub fn new(engine: Engine) -> Self {
        Self::bounded(engine, Limits::default())
    }

    pub fn bounded(engine: Engine, limits: Limits) -> Self {
        let clock = Arc::new(FixedClock::default());
        let open_clock = Arc::clone(&clock);
        let folder = tempfile::tempdir().unwrap();
        let open = move || Opened::new(TestDatabase::unmigrated(engine), folder, limits, open_clock);
        Self { opened: Some(std::thread::spawn(open).join().unwrap()), clock }
    }

    /// The server stops and another one is started over the same database.
    pub fn restarted(mut self) -> Self {
        let Opened { router, casebook, limits, folder, database, .. } = self.opened.take().unwrap();
        let clock = Arc::clone(&self.clock);
        let again = move || {
            drop((router, casebook));
            Opened::new(database, folder, limits, clock)
        };
        self.opened = Some(std::thread::spawn(again).join().unwrap());
        self
    }

    /// A router for another principal over the same casebook. To be dropped before the server.
    pub fn router_of(&self, principal: Principal) -> Router {
        let Opened { casebook, uploads, limits, .. } = self.opened.as_ref().unwrap();
        router_of(casebook, principal, uploads, *limits)
    }

    /// Another store over the same database: another process as far as the server can see.
    pub fn other_store(&self) -> casebook_store::Store {
        let url = self.opened.as_ref().unwrap().database.url().clone();
        std::thread::spawn(move || casebook_store::Store::open(&url).unwrap()).join().unwrap()
    }

    /// Runs a statement as another program would, which goes by no schema.
    pub fn sql(&self, text: &'static str) {
        let store = self.opened.as_ref().unwrap().database.store().clone();
        std::thread::spawn(move || store.write(move |c| c.execute_script(text)).unwrap()).join().unwrap();
    }

    /// The folder for uploads.
    pub fn uploads(&self) -> &Path {
        &self.opened.as_ref().unwrap().uploads
    }

    /// The response itself, whose body has not been read.
    pub async fn opened(&self, path: &str) -> axum::response::Response {
        self.answer(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The response to a request as it stands, but for the host; its body has not been read.
    pub async fn answer(&self, mut request: Request<Body>) -> axum::response::Response {
        request.headers_mut().entry(HOST).or_insert("localhost:7171".parse().unwrap());
        self.opened.as_ref().unwrap().router.clone().oneshot(request).await.unwrap()
    }

    /// Uploads a file and returns its id.
    pub async fn upload(&self, text: &str) -> String {
        let answer = self.upload_as("text/csv", text.to_owned()).await;
        answer.created()["id"].as_str().unwrap().to_owned()
    }

    /// Uploads a file as a media type.
    pub async fn upload_as(&self, media: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post("/api/v1/uploads?name=leads.csv").header(CONTENT_TYPE, media);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Repeats a request until its answer passes the test.
    pub async fn until(&self, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..100_000 {
            let found = self.get(path).await.ok();
            if is_so(&found) {
                return found;
            }
            // Lets the work that is waited for run.
            tokio::task::yield_now().await;
        }
        panic!("{path} never came to what was waited for");
    }

    /// Sends a request as it stands, but for the host.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.answer(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.with_body(Method::POST, path, &[], body.to_string()).await
    }

    pub async fn patch(&self, path: &str, version: &str, body: Value) -> Answer {
        self.with_body(Method::PATCH, path, &[("if-match", version)], body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.with_body(Method::PUT, path, &[], body.to_string()).await
    }

    /// Sends JSON that may be none.
    pub async fn with_body(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// A seller, who adds people and records what happened to them.
    pub fn seller(&self) -> Seller<'_> {
        Seller(self)
    }
}

impl Drop for TestServer {
    /// Databases are opened and left by blocking, which a thread that answers may not do.
    fn drop(&mut self) {
        let opened = self.opened.take();
        let _ = std::thread::spawn(move || drop(opened)).join();
    }
}

/// A client that adds people and evidence.
pub struct Seller<'r>(&'r TestServer);

impl Seller<'_> {
    /// Adds a person and returns the id.
    pub async fn meets(&self, name: &str) -> String {
        let answer = self.0.post("/api/v1/people", json!({ "name": name })).await;
        answer.created()["id"].as_str().unwrap().to_owned()
    }

    /// Records that something happened to a person, and returns the piece.
    pub async fn notes(&self, person: &str, kind: &str, at: Value) -> Value {
        let participants = json!([{ "party": person, "role": "subject" }]);
        let body = json!({ "kind": kind, "occurred_at": at, "participants": participants });
        self.0.post("/api/v1/evidence", body).await.created()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of a success.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }

    /// The body of a creation.
    pub fn created(&self) -> Value {
        assert_eq!(self.status, 201, "{}", self.text());
        self.json()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}")).to_str().unwrap()
    }

    /// Asserts that it is a complete problem document of that kind, and returns it.
    pub fn refused(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["request_id"], self.header("x-request-id"), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
        problem
    }

    /// Asserts that the request is refused because of these places.
    pub fn invalid(&self, pointers: &[&str]) {
        self.refused_at("invalid", pointers);
    }

    /// Asserts that a use case refuses what is at these places.
    pub fn refused_at(&self, code: &str, pointers: &[&str]) {
        let problem = self.refused(422, code);
        let errors = problem["errors"].as_array().unwrap();
        let found: Vec<&str> = errors.iter().map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!(found, pointers, "{problem}");
    }
}
