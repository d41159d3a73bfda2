//! Lists and maps of bodies: each has a bound, which the description states and the reader keeps to.

use std::time::Duration;

use axum::http::Method;
use casebook_server::{Limits, description};
use casebook_store::Engine;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::server::TestServer;

/// How long a refusal may take on a busy machine: work for each of many items takes much longer.
const SOON: Duration = Duration::from_secs(20);
/// The longest refusal, in bytes.
const SHORT: usize = 64 * 1024;

/// Where in a body something stands.
#[derive(Clone)]
enum Step {
    Name(String),
    Item,
}

/// A list or a map of a body.
struct Place {
    operation: (Method, String),
    steps: Vec<Step>,
    schema: &'static Value,
}

impl Place {
    fn is_list(&self) -> bool {
        self.schema.get("items").is_some()
    }

    fn most(&self) -> Option<u64> {
        self.schema[if self.is_list() { "maxItems" } else { "maxProperties" }].as_u64()
    }

    fn name(&self) -> String {
        let step = |step: &Step| match step {
            Step::Name(name) => format!("/{name}"),
            Step::Item => "/0".to_owned(),
        };
        let (method, path) = &self.operation;
        format!("{method} {path} {}", self.steps.iter().map(step).collect::<String>())
    }

    /// The body that has this text there.
    fn body(&self, there: String) -> String {
        self.steps.iter().rev().fold(there, |inner, step| match step {
            Step::Name(name) => format!("{{{}:{inner}}}", json!(name)),
            Step::Item => format!("[{inner}]"),
        })
    }

    /// So many items or entries like this one.
    fn filled(&self, item: &str, count: u64) -> String {
        let list = self.is_list();
        let one = |number| if list { item.to_owned() } else { format!("\"n{number}\":{item}") };
        let all = (0..count).map(one).collect::<Vec<_>>().join(",");
        if list { format!("[{all}]") } else { format!("{{{all}}}") }
    }
}

fn resolved(schema: &'static Value) -> &'static Value {
    match schema["$ref"].as_str() {
        Some(reference) => description().pointer(&reference[1..]).unwrap(),
        None => schema,
    }
}

fn places_of(
    operation: &(Method, String),
    schema: &'static Value,
    steps: &[Step],
    above: &mut Vec<&'static str>,
    found: &mut Vec<Place>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        if !above.contains(&reference) {
            above.push(reference);
            places_of(operation, resolved(schema), steps, above, found);
            above.pop();
        }
        return;
    }
    let place = || Place { operation: operation.clone(), steps: steps.to_vec(), schema };
    let with = |step: Step| [steps, &[step]].concat();
    for one in ["oneOf", "anyOf", "allOf"].iter().filter_map(|word| schema[word].as_array()).flatten() {
        places_of(operation, one, steps, above, found);
    }
    if let Some(items) = schema.get("items") {
        found.push(place());
        places_of(operation, items, &with(Step::Item), above, found);
    }
    match schema["properties"].as_object() {
        Some(properties) => {
            for (name, one) in properties {
                places_of(operation, one, &with(Step::Name(name.clone())), above, found);
            }
        }
        None if schema["type"] == "object" => found.push(place()),
        None => {}
    }
}

/// Every list and every map that a body may have.
fn places() -> Vec<Place> {
    let mut found = Vec::new();
    for (path, item) in description()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            places_of(&(method, path.clone()), schema, &[], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// A value that fits.
fn sample(schema: &'static Value) -> Value {
    let schema = resolved(schema);
    if let Some(first) = ["oneOf", "anyOf", "enum"].iter().find_map(|word| schema[word].as_array()?.first()) {
        return if schema.get("enum").is_some() { first.clone() } else { sample(first) };
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten();
            let one = |name: &'static Value| {
                let name = name.as_str().unwrap();
                (name.to_owned(), sample(&schema["properties"][name]))
            };
            Value::Object(required.map(one).collect())
        }
        Some("array") if schema["minItems"] == 1 => json!([sample(&schema["items"])]),
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ if schema["pattern"].as_str().is_some_and(|pattern| pattern.contains("per_")) => {
            json!("per_0123456789abc")
        }
        _ => json!("xx"),
    }
}

/// The address with an id that names nothing.
fn address(path: &str) -> String {
    let prefix = ["evidence/evd_", "links/link_", "imports/imp_", "jobs/job_", "quotes/quo_"];
    let known = prefix.iter().filter_map(|one| one.split_once('/'));
    let id = known.into_iter().find(|(noun, _)| path.contains(&format!("/{noun}/")));
    let id = id.map_or("per_0123456789abc".to_owned(), |(_, prefix)| format!("{prefix}0123456789abc"));
    let id = if path.contains("/organizations/") { "org_0123456789abd".to_owned() } else { id };
    path.replace("{id}", &id)
}

#[test]
fn every_list_and_every_map_of_a_body_has_a_bound_in_the_description() {
    let all = places();
    assert!(all.len() > 15, "{}", all.len());
    for place in all {
        assert!(place.most().is_some(), "{} has no bound", place.name());
    }
}

#[tokio::test]
async fn one_item_too_many_is_refused_for_that_and_junk_of_any_length_soon_and_shortly() {
    let server = TestServer::new(Engine::Sqlite);
    for place in places() {
        let (method, path) = (place.operation.0.clone(), address(&place.operation.1));
        let item = match place.schema.get("items").or_else(|| place.schema.get("additionalProperties")) {
            Some(items) => sample(items).to_string(),
            None => "1".to_owned(),
        };
        let most = place.most().unwrap();
        let too_many = place.body(place.filled(&item, most + 1));
        let junk = place.body(place.filled("1", 450_000));
        let nested = place.body(place.filled("[[],[],{\"\":[]}]", 1_000));
        for (body, reason) in
            [(too_many, format!("at most {most}")), (junk, String::new()), (nested, String::new())]
        {
            let (begun, length) = (Instant::now(), body.len());
            let answer = server.with_body(method.clone(), &path, &[("if-match", "*")], body).await;
            let took = begun.elapsed();
            let name = place.name();
            // Of a list of pieces each has an answer of its own.
            let (statuses, short) = match place.steps.as_slice() {
                [] | [Step::Item, ..] => (&[207, 413, 422][..], 16 * SHORT),
                _ => (&[413, 422][..], SHORT),
            };
            assert!(statuses.contains(&answer.status), "{name}: {length} bytes: {}", answer.status);
            assert!(answer.bytes.len() < short, "{name}: an answer of {} bytes", answer.bytes.len());
            assert!(answer.text().contains(&reason), "{name}: {}", answer.text());
            assert!(took < SOON, "{name}: {took:?}");
        }
    }
}

#[tokio::test]
async fn a_list_of_evidence_is_counted_while_it_is_read() {
    let server = TestServer::new(Engine::Sqlite);
    for item in ["1", "{}", "\"\\u0000\"", "[[]]"] {
        let count = 16 * 1024 * 1024 / (item.len() + 1) - 1;
        let body = format!("[{}{item}]", format!("{item},").repeat(count - 1));
        let begun = Instant::now();
        let answer = server.with_body(Method::POST, "/api/v1/evidence", &[], body).await;
        let took = begun.elapsed();
        let problem = answer.refused(422, "invalid");
        assert!(
            problem["detail"].as_str().unwrap().contains("a list can have at most 1000 pieces"),
            "{problem}"
        );
        assert!(took < SOON, "{item}: {took:?}");
    }
}

#[tokio::test]
async fn of_many_mistakes_the_first_are_listed_and_the_others_counted() {
    let server = TestServer::new(Engine::Sqlite);
    let more: serde_json::Map<String, Value> =
        (0..700).map(|number| (format!("n{number}"), json!("a\u{0}b"))).collect();
    let answer = server.post("/api/v1/people", json!({ "name": "Ada", "more": more })).await;
    let problem = answer.refused(422, "invalid");
    assert_eq!(problem["detail"], "The request is invalid in 700 places; see `errors`.");
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[100]["detail"]), (101, &json!("and 600 more")));

    let long = "n\u{0}".repeat(100_000);
    let answer = server.post("/api/v1/people", json!({ "name": "Ada", "more": { long: "x" } })).await;
    answer.refused(422, "invalid");
    assert!(answer.bytes.len() < SHORT, "{}", answer.bytes.len());

    let piece = json!({ "kind": "meeting_held", "participants": [], "detail": more });
    let pieces = vec![piece; 300];
    let answer = server.post("/api/v1/evidence", json!(pieces)).await;
    assert_eq!((answer.status, answer.json()["refused"].as_u64()), (207, Some(300)), "{}", answer.text());
    assert_eq!(answer.json()["items"][0]["problem"]["errors"].as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn bodies_that_memory_has_no_room_for_are_refused_and_small_ones_are_not() {
    let server = TestServer::bounded(Engine::Sqlite, Limits { bodies: 128 * 1024, ..Limits::default() });
    let of = |own: usize| {
        let more: serde_json::Map<String, Value> =
            (0..own).map(|number| (format!("n{number}"), json!("x".repeat(45_000)))).collect();
        json!({ "name": "Ada", "more": more }).to_string()
    };
    let send = async |headers: &[(&str, &str)], own| {
        server.with_body(Method::POST, "/api/v1/people?duplicates=allow", headers, of(own)).await
    };
    send(&[], 2).await.created();
    send(&[], 3).await.refused(503, "overloaded");
    // For its key it is held a second time.
    send(&[("idempotency-key", "one")], 2).await.refused(503, "overloaded");
    send(&[("idempotency-key", "one")], 1).await.created();
    send(&[], 2).await.created();
}

#[tokio::test]
async fn no_address_takes_a_longer_body_under_a_key_than_without_one() {
    let server = TestServer::bounded(
        Engine::Sqlite,
        Limits { body: 1_000, evidence_body: 9_000, ..Limits::default() },
    );
    let body = json!({ "name": "x".repeat(2_000) }).to_string();
    let key = [("idempotency-key", "one")];
    server.with_body(Method::POST, "/api/v1/people", &key, body.clone()).await.refused(413, "too_long");
    server.with_body(Method::POST, "/api/v1/evidence", &key, body).await.refused(422, "invalid");
}
