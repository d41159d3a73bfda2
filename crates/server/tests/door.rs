//! The door, through the router: a refusal beside each success.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, X_CONTENT_TYPE_OPTIONS};
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use casebook_app::SystemClock;
use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::Via;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const PORT: u16 = 7171;

async fn ask(method: Method, path: &str, hosts: &[&str]) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    for host in hosts {
        request = request.header(HOST, *host);
    }
    router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// A router over an empty casebook, which is never written to here and so outlives its folder.
fn router() -> axum::Router {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
    let session = casebook_app::open(&address, Arc::new(SystemClock))
        .unwrap()
        .session(Principal::owner("test"), Via::Api);
    casebook_server::router(session, PORT)
}

async fn get(path: &str) -> Response {
    ask(Method::GET, path, &["localhost:7171"]).await
}

fn content_type(response: &Response) -> &str {
    response.headers()[CONTENT_TYPE].to_str().unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

async fn assert_problem(response: Response, status: StatusCode, code: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(content_type(&response), "application/problem+json");
    let body: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(body["code"], code);
    assert_eq!(body["status"], status.as_u16());
    assert!(body["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
}

#[tokio::test]
async fn health_says_ok_and_the_version() {
    let response = get("/api/v1/health").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(content_type(&response), "application/json");
    let body: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(body, serde_json::json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }));
}

#[tokio::test]
async fn health_is_only_read() {
    let response = ask(Method::POST, "/api/v1/health", &["localhost:7171"]).await;
    assert_eq!(response.headers()[ALLOW], "GET,HEAD");
    assert_problem(response, StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed").await;
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let response = get("/").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(content_type(&response), "text/html; charset=utf-8");
    let page = text(response).await;
    for script in page.split("<script").skip(1) {
        assert!(
            script.split_once('>').is_some_and(|(tag, _)| tag.contains(" src=\"/")),
            "a script in the page: {script}"
        );
    }
    for forbidden in ["http://", "https://", "src=\"//", " style=\"", "onclick"] {
        assert!(!page.contains(forbidden), "the page must not contain {forbidden}");
    }
    for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if link.starts_with('/') {
            assert_eq!(get(link).await.status(), StatusCode::OK, "{link}");
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_a_problem_document() {
    for path in ["/nothing", "/api/v1/nothing", "/page/index.html"] {
        assert_problem(get(path).await, StatusCode::NOT_FOUND, "not_found").await;
    }
}

#[tokio::test]
async fn every_address_of_the_screens_is_a_page_and_none_of_the_api_is() {
    for path in ["/people", "/parties/per_0000000000002", "/imports", "/glossary?vocabulary=zoho"] {
        let response = get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(content_type(&response), "text/html; charset=utf-8");
        assert_eq!(response.headers()["cache-control"], "no-cache");
    }
    for path in ["/api/v1/peoples", "/api/v2/people", "/assets/nothing.js"] {
        assert_problem(get(path).await, StatusCode::NOT_FOUND, "not_found").await;
    }
}

#[tokio::test]
async fn it_answers_to_its_own_names() {
    for host in ["localhost:7171", "LOCALHOST:7171", "127.0.0.1:7171", "[::1]:7171"] {
        assert_eq!(ask(Method::GET, "/", &[host]).await.status(), StatusCode::OK, "{host}");
    }
    let whole = ask(Method::GET, "http://127.0.0.1:7171/", &["127.0.0.1:7171"]).await;
    assert_eq!(whole.status(), StatusCode::OK);
}

#[tokio::test]
async fn it_does_not_answer_to_other_names() {
    let foreign: [&[&str]; 10] = [
        &[],
        &["example.org:7171"],
        &["localhost.example.org:7171"],
        &["localhost"],
        &["localhost:80"],
        &["127.0.0.2:7171"],
        &["somebody@localhost:7171"],
        &["localhost:7171", "example.org"],
        &["localhost:7171", "localhost:7171"],
        &["localhost:7171:7171"],
    ];
    for hosts in foreign {
        for path in ["/", "/api/v1/health", "/nothing"] {
            let response = ask(Method::GET, path, hosts).await;
            assert_problem(response, StatusCode::MISDIRECTED_REQUEST, "misdirected").await;
        }
    }
    let target = ask(Method::GET, "http://example.org:7171/", &["localhost:7171"]).await;
    assert_problem(target, StatusCode::MISDIRECTED_REQUEST, "misdirected").await;
}

#[tokio::test]
async fn answers_and_refusals_alike_forbid_foreign_content() {
    let refused = ask(Method::GET, "/", &["example.org"]).await;
    for response in [get("/").await, get("/api/v1/health").await, get("/nothing").await, refused] {
        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

#[tokio::test]
async fn nobody_keeps_what_the_api_answers() {
    for path in ["/api/v1/health", "/api/v1/parties", "/api/v1/nothing"] {
        assert_eq!(get(path).await.headers()["cache-control"], "no-store", "{path}");
    }
    // Asked for again each time, and kept.
    assert_eq!(get("/api/v1/openapi.json").await.headers()["cache-control"], "no-cache");
    assert_eq!(get("/").await.headers()["cache-control"], "no-cache");
}
