//! The bounds of lists and maps in bodies, which the readers enforce.

use casebook_app::domain::quotes::MOST_LINES;
use casebook_app::domain::records::{MOST_CHOICES, MOST_FIELDS, MOST_RULES};
use casebook_app::evidence::MOST_AT_ONCE;
use casebook_app::parties::MOST_CONDITIONS;
use serde_json::{Value, json};

use crate::api::records::{MOST_EXTERNAL, filter};
use crate::http::request::body::bounded::{MOST_NAMES, MOST_VALUES};

/// Schema, property and bound.
const BOUNDS: [(&str, &str, usize); 27] = [
    ("Filter", "and", MOST_CONDITIONS),
    ("Filter", "or", MOST_CONDITIONS),
    ("Filter", "standing", MOST_VALUES),
    ("Filter", "ids", MOST_VALUES),
    ("StageCondition", "one_of", MOST_VALUES),
    ("FieldCondition", "one_of", MOST_VALUES),
    ("PartyDraft", "more", MOST_NAMES),
    ("PartyChange", "more", MOST_NAMES),
    ("EvidenceDraft", "detail", MOST_NAMES),
    ("RecordDraft", "fields", MOST_FIELDS),
    ("RecordPatch", "fields", MOST_FIELDS),
    ("RecordDraft", "external", MOST_EXTERNAL),
    ("RecordPatch", "external", MOST_EXTERNAL),
    ("RecordTypeDraft", "columns", MOST_FIELDS),
    ("RecordTypeDraft", "fields", MOST_FIELDS),
    ("RecordTypeDraft", "evidence", MOST_RULES),
    ("EvidenceRuleDraft", "participants", MOST_FIELDS),
    ("FieldDraft", "choices", MOST_CHOICES),
    ("FieldPatch", "choices", MOST_CHOICES),
    ("FieldDraft", "types", MOST_CHOICES),
    ("FieldDraft", "roles", MOST_CHOICES),
    ("RecordFilter", "and", filter::MOST_CONDITIONS),
    ("RecordFilter", "or", filter::MOST_CONDITIONS),
    ("RecordFilter", "ids", filter::MOST_VALUES),
    ("RecordFieldCondition", "one_of", filter::MOST_VALUES),
    ("QuoteDraftBody", "lines", MOST_LINES),
    ("QuotePatch", "lines", MOST_LINES),
];

/// Adds to the shapes what the macro that describes them has no word for.
pub(super) fn add(document: &mut Value) {
    let Some(shapes) = document["components"].get_mut("schemas") else { return };
    for (shape, property, most) in BOUNDS {
        let Some(shape) = shapes.get_mut(shape) else { continue };
        if let Some(found) = shape.pointer_mut(&format!("/properties/{property}")) {
            bound(found, most);
        }
        for one in shape.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(found) = one.pointer_mut(&format!("/properties/{property}")) {
                bound(found, most);
            }
        }
    }
    if let Some(list) = shapes.pointer_mut("/EvidenceBody/oneOf/1") {
        bound(list, MOST_AT_ONCE);
    }
}

fn bound(schema: &mut Value, most: usize) {
    let is_list = schema.get("items").is_some();
    schema[if is_list { "maxItems" } else { "maxProperties" }] = json!(most);
}
