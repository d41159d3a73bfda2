//! The addresses of built-in types: `/products` is `/records/products`, in requests and in the description.

use axum::extract::Request;
use axum::http::Uri;
use casebook_app::domain::records::RecordType;
use serde_json::{Map, Value};

use super::form::Form;
use super::schema;

/// Under which records of every type are found.
const RECORDS: &str = "/api/v1/records/";
const API: &str = "/api/v1/";
/// What stands for the type there.
const PLURAL: &str = "{plural}";

/// Gives a request to the address of a built-in type that of its records.
pub(crate) async fn resolved(mut request: Request) -> Request {
    if let Some((uri, form)) = under_records(request.uri()) {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(form);
    }
    request
}

/// Whether deals alone have something at an address: their funnel, and the history of one.
fn is_of_deals(rest: &str) -> bool {
    let path = rest.split('?').next().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    matches!(steps.as_slice(), ["deals", "funnel"] | ["deals", _, "history"])
}

fn under_records(uri: &Uri) -> Option<(Uri, Form)> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(API)?;
    if is_of_deals(rest) {
        return None;
    }
    let plural = rest.split(['/', '?']).next().unwrap_or_default();
    let of = RecordType::built_in().iter().find(|one| one.plural == plural)?;
    Some((format!("{RECORDS}{rest}").parse().ok()?, Form::of_own_address(of)))
}

/// Adds what each type has of its own to the description: the operations of records, named after the type and with its
/// fields. Built-in types have them under addresses of their own, others beside those of any type.
pub(crate) fn describe(document: &mut Value, types: &[RecordType]) {
    let schemas = document["components"]["schemas"].take();
    let Value::Object(mut schemas) = schemas else { return };
    schema::describe_figures(&mut schemas);
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let generic: Vec<(String, Value)> = paths
        .iter()
        .filter(|(path, _)| path.starts_with(RECORDS))
        .map(|(path, item)| (path.clone(), item.clone()))
        .collect();
    for of in types {
        let own = if schema::is_built_in(of) {
            format!("{API}{}", of.plural)
        } else {
            format!("{RECORDS}{}", of.plural)
        };
        for (path, item) in &generic {
            let path = path.replacen(&format!("{RECORDS}{PLURAL}"), &own, 1);
            let mut item = of_type(item, of);
            schema::specialize(&mut schemas, of, &mut item);
            paths.insert(path, item);
        }
    }
    document["components"]["schemas"] = Value::Object(schemas);
}

fn of_type(item: &Value, of: &RecordType) -> Value {
    let operations = item.as_object().into_iter().flatten();
    let one = |(method, operation): (&String, &Value)| (method.clone(), operation_of(operation, of));
    Value::Object(operations.map(one).collect::<Map<_, _>>())
}

fn operation_of(operation: &Value, of: &RecordType) -> Value {
    let (mut own, is_built_in) = (operation.clone(), schema::is_built_in(of));
    for key in ["operationId", "summary"] {
        if let Some(Value::String(text)) = own.get_mut(key) {
            let (many, one) = match key {
                "summary" => (of.plural_title().to_lowercase(), of.title.to_lowercase()),
                _ if is_built_in => (of.plural.clone(), of.name.clone()),
                // No operation of something else is called like that.
                _ => (format!("{}_records", of.plural), format!("{}_record", of.name)),
            };
            // In one step, since a name may contain the word.
            *text = text.replace("records", "\u{0}").replace("record", &one).replace('\u{0}', &many);
        }
    }
    own["tags"] = serde_json::json!([if is_built_in { &of.plural } else { "records" }]);
    if let Some(parameters) = own.get_mut("parameters").and_then(Value::as_array_mut) {
        parameters.retain(|parameter| parameter["name"] != "plural");
    }
    own
}
