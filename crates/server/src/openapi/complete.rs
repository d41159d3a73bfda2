//! What every operation has in common, added to the description in one place.

use serde_json::{Map, Value, json};

use super::bounds;
use crate::error::PROBLEM;
use crate::once::LONGEST_KEY;

/// The problems that operations can answer beside those they declare, with what each means.
const PROBLEMS: [(&str, &str); 16] = [
    ("403", "A page of another origin sent the request."),
    ("404", "Nothing has the id that the address names."),
    ("408", "The body did not arrive in time."),
    ("412", "It has been changed since the version that `If-Match` names."),
    ("413", "The body is longer than is read."),
    (
        "414",
        "The address is longer than is read; beyond 64 KB the answer is the bare status without a document.",
    ),
    ("415", "The body is not of the type that is read here."),
    ("421", "The request is addressed to a server of another name."),
    ("422", "The request is understood and something in it is wrong; `errors` says where."),
    ("428", "`If-Match` is missing."),
    ("431", "The headers are longer than is read."),
    ("500", "Casebook made a mistake; its log says more."),
    (
        "503",
        "The database is away, busy or read-only, or too many requests wait; nothing was written, so try again.",
    ),
    (
        "504",
        "The answer was not ready in time; `outcome_unknown`: a change had begun, and may be written or not.",
    ),
    ("507", "The disk of the database is full."),
    ("409", "It contradicts what is there."),
];

/// Adds to each operation the problems that it can answer and to each answer the id of the request, and
/// closes every object whose properties are listed.
pub(crate) fn complete(mut document: Value) -> Value {
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete_operation(path, method, operation);
            }
        }
    }
    let responses = PROBLEMS.iter().map(|(status, told)| (name_of(status), problem(status, told)));
    document["components"]["responses"] = Value::Object(responses.collect());
    document["components"]["headers"] = json!({ "RequestId": {
        "description": "The id of the request, taken over from the client if it sent a sane one.",
        "required": true,
        "schema": { "type": "string", "minLength": 1, "maxLength": 64 },
    }});
    document["components"]["parameters"] = json!({ "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A name for the request, of the client's choice. Sent again under it within a day, it is answered as \
            the first time, with `Idempotency-Replayed: true`, and not carried out again.",
        "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$" },
    }});
    bounds::add(&mut document);
    close(&mut document);
    document
}

fn name_of(status: &str) -> String {
    format!("Problem{status}")
}

fn problem(status: &str, told: &str) -> Value {
    let mut headers = request_id();
    if ["503", "504"].contains(&status) {
        headers["Retry-After"] = json!({
            "description": "After how many seconds it may be tried again.",
            "schema": { "type": "string", "pattern": "^[0-9]+$" },
        });
    }
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": told, "headers": headers, "content": { PROBLEM: { "schema": schema } } })
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
            let told = response["description"].as_str().unwrap_or_default().to_owned();
            *response = problem(status, &told);
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

/// An object whose properties are listed has no others.
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
