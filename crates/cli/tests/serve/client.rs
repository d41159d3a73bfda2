//! A program that talks to servers over HTTP.

use std::time::Duration;

use serde_json::Value;

use crate::node::Node;

/// The longest answer that is read. A funnel by source has a group for each of the thousands of sources that a long run
/// brings, and 10 MB, what the client reads by itself, are passed after half an hour.
const LONGEST: u64 = 256 << 20;

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(45);

/// Keeps its connections open, as programs do.
pub struct Client {
    agent: ureq::Agent,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub tag: Option<String>,
    pub kind: Option<String>,
    pub retry_after: Option<String>,
    pub body: Value,
}

/// No answer came: whether the request was carried out is not known.
#[derive(Debug)]
#[expect(dead_code, reason = "read where a test fails")]
pub struct Lost(pub String);

impl Client {
    pub fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build();
        Self { agent: config.into() }
    }

    /// Sends one request, once.
    pub fn send(
        &self,
        node: &Node,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, Lost> {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("http://{}/api/v1{path}", node.at()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let text = body.map(Value::to_string);
        if text.is_some() {
            request = request.header("content-type", "application/json");
        }
        let sent = match text {
            Some(text) => self.agent.run(request.body(text).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut response = sent.map_err(|error| Lost(error.to_string()))?;
        let header = |name| response.headers().get(name).map(|text| text.to_str().unwrap().to_owned());
        let (tag, kind, retry_after) = (header("etag"), header("content-type"), header("retry-after"));
        let whole = response.body_mut().with_config().limit(LONGEST).read_to_string();
        let text = whole.map_err(|error| Lost(error.to_string()))?;
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Ok(Answer { status: response.status().as_u16(), tag, kind, retry_after, body })
    }

    /// Reads what must be there.
    pub fn get(&self, node: &Node, path: &str) -> Value {
        let answer = self.send(node, "GET", path, &[], None).unwrap();
        assert_eq!(answer.status, 200, "GET {path}: {answer:?}");
        answer.body
    }

    /// Creates something, which must succeed.
    pub fn post(&self, node: &Node, path: &str, body: &Value) -> Value {
        let answer = self.send(node, "POST", path, &[], Some(body)).unwrap();
        assert!(matches!(answer.status, 200 | 201), "POST {path} {body}: {answer:?}");
        answer.body
    }
}

impl Answer {
    /// Its error code.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}
