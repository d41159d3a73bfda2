//! Fields of parties: what they may hold, and what a change of them is noted as.

use casebook_domain::party::{FIELDS, Fields, LONGEST_FIELD, is_too_long};

use crate::error::{Error, Result};

/// Refuses what no field may hold.
pub(crate) fn check_field(name: &str, value: &str) -> Result<()> {
    if value.contains('\0') || name.contains('\0') {
        return Err(Error::argument(name, "the text contains a NUL character; remove it"));
    }
    if is_too_long(value) {
        return Err(Error::argument(name, format!("the text is longer than {LONGEST_FIELD} characters")));
    }
    if name.trim().is_empty() || name.chars().count() > 200 {
        let known = FIELDS.join(", ");
        return Err(Error::argument(
            "more",
            format!("a field needs a name of 1 to 200 characters; standard fields are {known}"),
        ));
    }
    Ok(())
}

/// What changed, as JSON: field → [before, after].
pub(crate) fn difference(before: &Fields, after: &Fields) -> String {
    let names = before.keys().chain(after.keys());
    let mut changed: Vec<&String> = names.filter(|name| before.get(*name) != after.get(*name)).collect();
    changed.sort();
    changed.dedup();
    let detail: serde_json::Map<String, serde_json::Value> = changed
        .into_iter()
        .map(|name| (name.clone(), serde_json::json!([before.get(name), after.get(name)])))
        .collect();
    serde_json::Value::Object(detail).to_string()
}
