//! The description of quotes.

use serde_json::Value;

/// What these say of a quote stands among their own fields, as it is sent: an object that is closed cannot be made of two.
pub(crate) fn join(document: &mut Value) {
    let Some(schemas) = document["components"].get_mut("schemas") else { return };
    for name in ["QuoteBody", "QuotePreview", "PublicQuoteBody"] {
        let parts = schemas.get_mut(name).and_then(|schema| schema.get_mut("allOf")).map(Value::take);
        let (mut properties, mut required) = (serde_json::Map::new(), Vec::new());
        for part in parts.iter().filter_map(Value::as_array).flatten() {
            let referred = part["$ref"].as_str().and_then(|path| path.rsplit('/').next());
            let part = referred.map_or(part, |name| &schemas[name]).clone();
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        if let Some(schema) = schemas.get_mut(name).and_then(Value::as_object_mut).filter(|_| parts.is_some())
        {
            schema.remove("allOf");
            schema.insert("type".to_owned(), "object".into());
            schema.insert("required".to_owned(), required.into());
            schema.insert("properties".to_owned(), properties.into());
        }
    }
}
