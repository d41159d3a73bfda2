//! Schemas of the records of a type, made from its declaration.

use casebook_app::domain::deals::DEAL;
use casebook_app::domain::records::{Field, FieldKind, MOST_VALUES, RecordType};
use serde_json::{Map, Value, json};

use super::form::Form;

/// What a schema of one type is called, by the title of the type.
type Naming = fn(&str) -> String;

const SCHEMAS: &str = "#/components/schemas/";
/// The schemas of records of any type, with what those of one type are called.
const GENERIC: [(&str, Naming); 3] = [
    ("StoredRecord", |title| title.to_owned()),
    ("RecordDraft", |title| format!("New{title}")),
    ("RecordPatch", |title| format!("{title}Change")),
];

/// The parts of a postal address.
const ADDRESS: [&str; 5] = ["street", "city", "region", "postal_code", "country"];
/// The schema of a page of records of any type.
const PAGE: &str = "Items_StoredRecord";

/// Adds schemas for a type beside those for any type, and refers to them in what describes its addresses.
pub(super) fn specialize(schemas: &mut Map<String, Value>, of: &RecordType, described: &mut Value) {
    let title = if is_built_in(of) { of.title.replace(' ', "") } else { name_of_own(of) };
    for (generic, named) in GENERIC {
        if let Some(mut schema) = schemas.get(generic).cloned() {
            with_fields(&mut schema, of, generic != "StoredRecord");
            if generic == "StoredRecord" {
                of_deals_alone(&mut schema, of);
            }
            schemas.insert(named(&title), schema);
        }
    }
    point_to(schemas, &title, described);
}

/// Whether every workspace has the type.
pub(super) fn is_built_in(of: &RecordType) -> bool {
    RecordType::built_in().iter().any(|one| one.name == of.name)
}

/// What the schemas of a workspace's own type are called, like nothing else: `site_visit` becomes `SiteVisitRecord`.
fn name_of_own(of: &RecordType) -> String {
    let upper = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    format!("{}Record", of.name.split('_').map(upper).collect::<String>())
}

/// Replaces references to the schemas of any type, also where they are inside another schema.
fn point_to(schemas: &mut Map<String, Value>, title: &str, value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if let Some(Value::String(reference)) = entries.get_mut("$ref")
                && let Some(own) = own_name(schemas, title, reference.trim_start_matches(SCHEMAS))
            {
                *reference = format!("{SCHEMAS}{own}");
            }
            entries.values_mut().for_each(|inner| point_to(schemas, title, inner));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| point_to(schemas, title, inner)),
        _ => {}
    }
}

/// What a schema is called for the type, made if it is not there yet; `None` if it says nothing of records.
fn own_name(schemas: &mut Map<String, Value>, title: &str, generic: &str) -> Option<String> {
    if let Some((_, named)) = GENERIC.into_iter().find(|(name, _)| *name == generic) {
        return Some(named(title));
    }
    let mut schema = schemas.get(generic)?.clone();
    if generic == PAGE {
        // What a page holds is written out there.
        schema["properties"]["items"]["items"] = json!({ "$ref": format!("{SCHEMAS}{title}") });
        let own = format!("{title}Page");
        schemas.insert(own.clone(), schema);
        return Some(own);
    }
    let text = schema.to_string();
    if !GENERIC.iter().any(|(name, _)| text.contains(&format!("\"{SCHEMAS}{name}\""))) {
        return None;
    }
    let own = format!("{title}{}", generic.replace("Record", ""));
    point_to(schemas, title, &mut schema);
    schemas.insert(own.clone(), schema);
    Some(own)
}

/// What a deal's record has that follows from its stage: always there of deals, and of nothing else.
fn of_deals_alone(schema: &mut Value, of: &RecordType) {
    let names = figures().keys().cloned().collect::<Vec<_>>();
    if of.name == DEAL {
        if let Some(required) = schema["required"].as_array_mut() {
            required.extend(names.into_iter().map(Value::from));
        }
    } else if let Some(properties) = schema["properties"].as_object_mut() {
        properties.retain(|name, _| !names.contains(name));
    }
}

/// Says of records of any type what they have if they are deals.
pub(super) fn describe_figures(schemas: &mut Map<String, Value>) {
    let properties = schemas.get_mut(GENERIC[0].0).and_then(|schema| schema["properties"].as_object_mut());
    if let Some(properties) = properties {
        properties.extend(figures());
    }
}

fn figures() -> Map<String, Value> {
    let figures = json!({
        "probability": { "type": "integer", "minimum": 0, "maximum": 100,
            "description": "How likely it is won, in percent: that of its stage." },
        "weighted": { "anyOf": [money(), { "type": "null" }],
            "description": "Its amount, weighted by its probability." },
        "stage_since": { "type": ["string", "null"],
            "description": "Since when it is in its stage: a date or a time; null if unknown." },
        "days_in_stage": { "type": ["integer", "null"], "minimum": 0,
            "description": "Days of the calendar that it has been in its stage; null if that is not known exactly." },
        "rotting": { "type": "boolean",
            "description": "Whether it has been in its stage for longer than the pipeline allows." },
        "exchanged": { "anyOf": [exchanged(), { "type": "null" }],
            "description": "Its amount in the workspace's own currency; null without an amount or a rate for it." },
    });
    if let Value::Object(figures) = figures { figures } else { Map::new() }
}

/// An amount in the workspace's own currency.
fn exchanged() -> Value {
    json!({
        "type": "object",
        "required": ["minor", "currency", "rate", "rate_from"],
        "properties": {
            "minor": { "type": "integer", "format": "int64",
                "description": "In the smallest unit of the currency." },
            "currency": { "type": "string", "description": "The workspace's own currency." },
            "rate": { "type": ["number", "null"],
                "description": "Units of the deal's currency for one of the own; null if they are the same." },
            "rate_from": { "type": ["string", "null"], "format": "date",
                "description": "Since when that rate holds." },
        },
    })
}

/// Says of a schema which fields there are. The workspace may have added more.
fn with_fields(schema: &mut Value, of: &RecordType, is_sent: bool) {
    let form = Form::of_own_address(of);
    let fields: Map<String, Value> =
        of.fields.iter().map(|field| (field.name.clone(), property(field, form, is_sent))).collect();
    let more = json!({ "$ref": format!("{SCHEMAS}FieldValue") });
    match form {
        Form::Nested => {
            let described = schema["properties"]["fields"]["description"].clone();
            schema["properties"]["fields"] = json!({ "type": "object", "description": described,
                "properties": fields, "additionalProperties": more });
        }
        Form::Flat => {
            if let Some(properties) = schema["properties"].as_object_mut() {
                properties.remove("fields");
                properties.extend(fields);
            }
            if let Some(required) = schema["required"].as_array_mut() {
                required.retain(|name| name != "fields");
                if !is_sent {
                    required.extend(of.fields.iter().map(|field| Value::from(field.name.as_str())));
                }
            }
            schema["additionalProperties"] = more;
        }
    }
}

fn property(field: &Field, form: Form, is_sent: bool) -> Value {
    let is_id = form == Form::Flat && field.kind == FieldKind::Party && !field.multiple;
    let value = if is_id { json!({ "type": "string" }) } else { value(field) };
    // What may be empty is null; of several values, the list is empty.
    let mut schema =
        if field.multiple && !is_sent { value } else { json!({ "anyOf": [value, { "type": "null" }] }) };
    let help = if field.help.is_empty() { &field.title } else { &field.help };
    schema["description"] = help.as_str().into();
    schema
}

fn value(field: &Field) -> Value {
    if field.kind == FieldKind::Party {
        let roles: Vec<&str> = field.roles.iter().map(|role| role.name.as_str()).collect();
        let role = if roles.is_empty() {
            json!({ "type": "string" })
        } else {
            json!({ "type": "string", "enum": roles })
        };
        let one = json!({ "type": "object", "required": ["party"],
            "properties": { "party": { "type": "string" }, "role": role } });
        return json!({ "type": "array", "maxItems": MOST_VALUES, "items": one });
    }
    let single = scalar(field);
    if !field.multiple {
        return single;
    }
    if !field.kind.is_labelled() {
        return json!({ "type": "array", "maxItems": MOST_VALUES, "items": single });
    }
    let labelled = json!({ "type": "object", "required": ["value"], "properties": {
        "value": single, "label": { "type": ["string", "null"] }, "primary": { "type": "boolean" } } });
    json!({ "type": "array", "maxItems": MOST_VALUES, "items": labelled })
}

fn money() -> Value {
    json!({ "type": "object", "required": ["minor", "currency"], "properties": {
        "minor": { "type": "integer", "format": "int64", "description": "In the smallest unit of the currency." },
        "currency": { "type": "string", "pattern": "^[A-Za-z]{3}$" } } })
}

fn scalar(field: &Field) -> Value {
    match field.kind {
        FieldKind::Number => json!({ "type": "number" }),
        FieldKind::YesNo => json!({ "type": "boolean" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Instant => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Duration => json!({ "type": "string", "format": "duration" }),
        FieldKind::Choice => {
            let choices: Vec<&str> = field.choices.iter().map(|choice| choice.name.as_str()).collect();
            json!({ "type": "string", "enum": choices })
        }
        FieldKind::Money => money(),
        FieldKind::Address => {
            let parts = ADDRESS.map(|part| (part.to_owned(), json!({ "type": "string" })));
            json!({ "type": "object", "properties": Map::from_iter(parts) })
        }
        _ => json!({ "type": "string" }),
    }
}
