//! Objects that are made of several.

use serde_json::{Map, Value};

/// Writes every object that is made of others (`allOf`) as one: an object that is closed cannot be made of two, since each would
/// refuse what the other allows.
pub(super) fn join(document: &mut Value) {
    let Some(schemas) = document["components"].get_mut("schemas") else { return };
    let known = schemas.clone();
    join_in(schemas, &known);
}

fn join_in(schema: &mut Value, known: &Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(|part| join_in(part, known)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|entry| join_in(entry, known));
            let whole = entries.get("allOf").and_then(|parts| joined(parts, known));
            if let Some((properties, required)) = whole {
                entries.remove("allOf");
                entries.insert("type".to_owned(), "object".into());
                entries.insert("required".to_owned(), required.into());
                entries.insert("properties".to_owned(), properties.into());
            }
        }
        _ => {}
    }
}

/// The properties of all parts, and those that are required; nothing if a part is no object with listed properties.
fn joined(parts: &Value, known: &Value) -> Option<(Map<String, Value>, Vec<Value>)> {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts.as_array()? {
        let (more, needed) = listed(part, known)?;
        properties.extend(more);
        required.extend(needed);
    }
    Some((properties, required))
}

fn listed(schema: &Value, known: &Value) -> Option<(Map<String, Value>, Vec<Value>)> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return listed(known.get(name)?, known);
    }
    if let Some(parts) = schema.get("allOf") {
        return joined(parts, known);
    }
    let properties = schema["properties"].as_object()?.clone();
    Some((properties, schema["required"].as_array().cloned().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_of_two_is_one_wherever_it_stands() {
        let size = json!({ "type": "object", "required": ["size"], "properties": { "size": { "type": "integer" } } });
        let named = json!({ "allOf": [{ "$ref": "#/components/schemas/Size" },
            { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } }] });
        let list = json!({ "type": "array", "items": named });
        let either = json!({ "allOf": [{ "$ref": "#/components/schemas/Size" }, { "type": "string" }] });
        let schemas = json!({ "Size": size, "Named": named, "List": list, "Either": either });
        let mut document = json!({ "components": { "schemas": schemas } });
        join(&mut document);
        let schemas = &document["components"]["schemas"];
        let whole = json!({ "type": "object", "required": ["size", "name"],
            "properties": { "size": { "type": "integer" }, "name": { "type": "string" } } });
        assert_eq!((&schemas["Named"], &schemas["List"]["items"]), (&whole, &whole));
        assert_eq!(schemas["Either"], either, "what is no object stays");
    }
}
