use std::path::Path;

use casebook_store::Engine;
use serde_json::{Map, Value, json};

use crate::server::TestServer;

fn operations() -> Vec<(String, &'static Value)> {
    let paths = casebook_server::description()["paths"].as_object().unwrap();
    let each = |(path, item): (&'static String, &'static Value)| {
        item.as_object().unwrap().iter().map(move |(method, one)| (format!("{method} {path}"), one))
    };
    paths.iter().flat_map(each).collect()
}

/// Every value of the document that is an object.
fn objects<'v>(value: &'v Value, found: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| objects(item, found)),
        Value::Object(entries) => {
            found.push(entries);
            entries.values().for_each(|value| objects(value, found));
        }
        _ => {}
    }
}

#[tokio::test]
async fn the_description_is_served() {
    let server = TestServer::new(Engine::Sqlite);
    let document = server.get("/api/v1/openapi.json").await.ok();
    assert_eq!(&document, casebook_server::description());
    assert_eq!(document["openapi"], "3.1.0");
}

#[tokio::test]
async fn types_and_fields_of_the_workspace_are_described_exactly() {
    let server = TestServer::new(Engine::Sqlite);
    let weight = json!({ "name": "weight", "title": "Weight", "kind": "number", "help": "In kilograms." });
    server.post("/api/v1/record-types/product/fields", weight).await.created();
    let visit = json!({ "name": "site_visit", "plural": "site_visits", "title": "Party", "fields": [
        { "name": "outcome", "title": "Outcome", "kind": "choice", "choices": ["done", "cancelled"] },
        { "name": "host", "title": "Host", "kind": "party", "of": "organization" },
    ]});
    let declared = server.post("/api/v1/record-types", visit).await.created();
    assert_eq!(declared["fields"][1]["of"], "organization");
    let document = server.get("/api/v1/openapi.json").await.ok();
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["Product"]["properties"]["fields"]["properties"]["weight"]["description"],
        "In kilograms."
    );
    let outcome = &schemas["SiteVisitRecord"]["properties"]["fields"]["properties"]["outcome"];
    assert_eq!(outcome["anyOf"][0]["enum"], json!(["done", "cancelled"]));
    // A type whose title is the name of something else replaces nothing.
    assert_eq!(schemas["Party"], casebook_server::description()["components"]["schemas"]["Party"]);
    let path = &document["paths"]["/api/v1/records/site_visits"];
    assert_eq!(path["post"]["operationId"], "add_site_visit_record");
    let body = &path["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(body, "#/components/schemas/NewSiteVisitRecord");
    let ids: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "every operation has a name of its own");
    let mut references = Vec::new();
    objects(&document, &mut references);
    let led = references.iter().filter_map(|object| object.get("$ref")?.as_str());
    for reference in led {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
    let page = String::from_utf8(server.get("/api/docs").await.bytes).unwrap();
    assert!(page.contains("site_visits"), "the reference for people shows it too");
}

#[test]
fn the_committed_description_is_the_present_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let present = serde_json::to_string_pretty(casebook_server::description()).unwrap() + "\n";
    assert!(committed == present, "renew it: cargo run -p casebook-cli -- openapi > web/openapi.json");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = casebook_server::description();
    let mut all = Vec::new();
    objects(document, &mut all);
    let references = all.iter().filter_map(|entries| entries.get("$ref")?.as_str());
    let mut count = 0;
    for reference in references {
        count += 1;
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    assert!(count > 100, "{count}");
}

#[test]
fn every_operation_says_what_it_is_and_what_it_answers() {
    let mut names = Vec::new();
    for (place, operation) in operations() {
        names.push(operation["operationId"].as_str().unwrap_or_else(|| panic!("{place}: no name")));
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{place}");
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{place}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(!responses.contains_key("default"), "{place}");
        for (status, response) in responses {
            let response = resolved(response);
            assert!(response["headers"]["x-request-id"].is_object(), "{place} {status}");
            if status == "204" {
                continue;
            }
            let content = response["content"].as_object().unwrap_or_else(|| panic!("{place} {status}"));
            assert!(content.values().all(|one| one["schema"].is_object()), "{place} {status}");
            assert!(status.starts_with('2') || content.contains_key("application/problem+json"), "{place}");
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two operations have one name");
}

fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => casebook_server::description().pointer(&reference[1..]).unwrap(),
        None => value,
    }
}

#[test]
fn no_schema_is_empty_and_objects_are_closed() {
    let mut all = Vec::new();
    objects(casebook_server::description(), &mut all);
    for entries in all {
        if let Some(schema) = entries.get("schema") {
            assert!(schema.as_object().is_some_and(|schema| !schema.is_empty()), "{entries:?}");
        }
        if entries.get("type").is_some_and(|kind| kind == "object") && entries.contains_key("properties") {
            // The workspace can add fields to types that come with Casebook.
            let open = json!({ "$ref": "#/components/schemas/FieldValue" });
            let more = entries.get("additionalProperties");
            assert!(more == Some(&Value::Bool(false)) || more == Some(&open), "{entries:?}");
        }
    }
}

#[test]
fn changes_need_a_version_and_writes_can_be_refused_for_their_body() {
    for (place, operation) in operations() {
        let has = |status: &str| operation["responses"].get(status).is_some();
        let patch = place.starts_with("patch ");
        assert_eq!((has("412"), has("428")), (patch, patch), "{place}");
        let bodiless = place.starts_with("get ") || place.starts_with("delete ");
        assert_eq!(has("415"), !bodiless, "{place}");
        assert_eq!(has("404"), place.contains('{'), "{place}");
    }
}

#[tokio::test]
async fn the_reference_shows_every_operation_and_needs_nothing_from_elsewhere() {
    let server = TestServer::new(Engine::Sqlite);
    let answer = server.get("/api/docs").await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    for (_, operation) in operations() {
        let name = operation["operationId"].as_str().unwrap();
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
        assert!(page.contains(&format!("href=\"#{name}\"")), "{name} is not among the contents");
    }
    assert!(page.contains("<code>journey</code>"), "code is marked");
    assert!(!page.contains('`'), "no sign of the source is left");
    for forbidden in ["<script", "http://", "https://", "src=\"//", " style=\"", "onclick"] {
        assert!(!page.contains(forbidden), "the page must not contain {forbidden}");
    }
    for shape in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.contains(&format!("id=\"{shape}\"")), "{shape}");
    }
}
