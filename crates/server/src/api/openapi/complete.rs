//! What every operation has in common, added to the description in one place.

use casebook_app::domain::records::RecordType;
use serde_json::{Map, Value, json};

use super::{bounds, join};
use crate::api::parties::standard;
use crate::api::records::own_address;
use crate::http::error::PROBLEM;
use crate::idempotency::LONGEST_KEY;

/// The problems that operations can answer beside those they declare, with what each means.
const PROBLEMS: [(&str, &str); 16] = [
    ("403", "The request came from a page of another origin, or it is not allowed."),
    ("404", "Nothing has this id."),
    ("408", "The body did not arrive in time."),
    ("412", "It has changed since the version in `If-Match`."),
    ("413", "The body is too long."),
    ("414", "The URL is too long; beyond 64 KB the response is the bare status without a document."),
    ("415", "The content type is not supported here."),
    ("421", "The `Host` header names another server."),
    ("422", "The request is well formed but invalid; see `errors`."),
    ("428", "`If-Match` is missing."),
    ("431", "The headers are too long."),
    ("500", "Internal error; see the server log."),
    (
        "503",
        "The database is unavailable, busy or read-only, or too many requests are waiting. Nothing was written; try again.",
    ),
    (
        "504",
        "The response was not ready in time. With `outcome_unknown`, a change had begun and may or may not have been written.",
    ),
    ("507", "The database disk is full."),
    ("409", "Conflicts with existing data."),
];

/// Adds operations and schemas of these types, to each operation the problems that it can answer and to each answer the
/// request id, and closes every object with listed properties.
pub(crate) fn complete(mut document: Value, types: &[RecordType]) -> Value {
    standard::describe(&mut document);
    bounds::add(&mut document);
    own_address::describe(&mut document, types);
    join::join(&mut document);
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete_operation(path, method, operation);
            }
        }
    }
    let responses = PROBLEMS.iter().map(|(status, text)| (name_of(status), problem(status, text)));
    document["components"]["responses"] = Value::Object(responses.collect());
    document["components"]["headers"] = json!({ "RequestId": {
        "description": "The request id; taken from the client's `X-Request-Id` if it is well formed.",
        "required": true,
        "schema": { "type": "string", "minLength": 1, "maxLength": 64 },
    }});
    document["components"]["parameters"] = json!({ "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A key of the client's choice. A repeated request with the same key within 24 hours gets \
            the first response again, with `Idempotency-Replayed: true`, and is not carried out again.",
        "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$" },
    }});
    close(&mut document);
    document
}

fn name_of(status: &str) -> String {
    format!("Problem{status}")
}

fn problem(status: &str, description: &str) -> Value {
    let mut headers = request_id();
    if ["503", "504"].contains(&status) {
        headers["Retry-After"] = json!({
            "description": "Seconds to wait before trying again.",
            "schema": { "type": "string", "pattern": "^[0-9]+$" },
        });
    }
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": description, "headers": headers, "content": { PROBLEM: { "schema": schema } } })
}

fn request_id() -> Value {
    json!({ "x-request-id": { "$ref": "#/components/headers/RequestId" } })
}

fn complete_operation(path: &str, method: &str, operation: &mut Value) {
    let statuses = statuses_of(path, method, operation);
    if method == "post" {
        let named = json!({ "$ref": "#/components/parameters/IdempotencyKey" });
        match operation.get_mut("parameters").and_then(Value::as_array_mut) {
            Some(parameters) => parameters.push(named),
            None => operation["parameters"] = json!([named]),
        }
    }
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, response) in responses.iter_mut() {
        if response["content"].get(PROBLEM).is_some() {
            let description = response["description"].as_str().unwrap_or_default().to_owned();
            *response = problem(status, &description);
        } else {
            merge(&mut response["headers"], request_id());
        }
    }
    for status in statuses {
        let reference = json!({ "$ref": format!("#/components/responses/{}", name_of(status)) });
        responses.entry(status).or_insert(reference);
    }
}

fn statuses_of(path: &str, method: &str, operation: &Value) -> Vec<&'static str> {
    let mut statuses = vec!["403", "414", "421", "422", "431", "500", "503", "504"];
    if path.contains('{') {
        statuses.push("404");
    }
    match method {
        "get" => {}
        // Without a body.
        "delete" => statuses.push("507"),
        _ => statuses.extend(["408", "413", "415", "507"]),
    }
    if method == "patch" {
        statuses.extend(["412", "428", "409"]);
    }
    debug_assert!(operation.get("operationId").is_some(), "{method} {path} has no name");
    statuses
}

fn merge(into: &mut Value, from: Value) {
    match (into.as_object_mut(), from) {
        (Some(into), Value::Object(from)) => into.extend(from),
        (None, from) => *into = from,
        _ => {}
    }
}

/// An object with listed properties has no others.
fn close(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Object(entries) => {
            if is_listed(entries) {
                entries.entry("additionalProperties").or_insert(json!(false));
            }
            entries.values_mut().for_each(close);
        }
        _ => {}
    }
}

fn is_listed(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|kind| kind == "object") && schema.contains_key("properties")
}
