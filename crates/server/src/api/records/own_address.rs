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

fn under_records(uri: &Uri) -> Option<(Uri, Form)> {
    let rest = uri.path_and_query()?.as_str().strip_prefix(API)?;
    let plural = rest.split(['/', '?']).next().unwrap_or_default();
    let of = RecordType::built_in().into_iter().find(|one| one.plural == plural)?;
    Some((format!("{RECORDS}{rest}").parse().ok()?, Form::of_own_address(&of)))
}

/// Adds the addresses of built-in types to the description: the operations of records, named after the type.
pub(crate) fn describe(document: &mut Value) {
    let schemas = document["components"]["schemas"].take();
    let Value::Object(mut schemas) = schemas else { return };
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let generic: Vec<(String, Value)> = paths
        .iter()
        .filter(|(path, _)| path.starts_with(RECORDS))
        .map(|(path, item)| (path.clone(), item.clone()))
        .collect();
    for of in RecordType::built_in() {
        for (path, item) in &generic {
            let path = path.replacen(&format!("{RECORDS}{PLURAL}"), &format!("{API}{}", of.plural), 1);
            let mut item = of_type(item, &of);
            schema::specialize(&mut schemas, &of, &mut item);
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
    let mut own = operation.clone();
    for key in ["operationId", "summary"] {
        if let Some(Value::String(text)) = own.get_mut(key) {
            let many = if key == "summary" { of.plural_title().to_lowercase() } else { of.plural.clone() };
            let one = if key == "summary" { of.title.to_lowercase() } else { of.name.clone() };
            *text = text.replace("records", &many).replace("record", &one);
        }
    }
    own["tags"] = serde_json::json!([of.plural]);
    if let Some(parameters) = own.get_mut("parameters").and_then(Value::as_array_mut) {
        parameters.retain(|parameter| parameter["name"] != "plural");
    }
    own
}
