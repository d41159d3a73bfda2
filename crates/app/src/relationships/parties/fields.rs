//! Fields of parties: what they may hold, and what a change of them is noted as.

use casebook_domain::party::{
    ContactPoints, Fields, LONGEST_FIELD, PartyKind, emails, is_standard, is_too_long, own_text,
    standard_fields, stored_text,
};

use crate::desk::Definitions;
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
        let known = standard_fields().collect::<Vec<_>>().join(", ");
        return Err(Error::argument(
            "more",
            format!("a field needs a name of 1 to 200 characters; standard fields are {known}"),
        ));
    }
    list(name, value).map(|_| ())
}

/// A value in the form in which it is stored; nothing if it empties the field. Refuses what does not fit a field that is
/// declared for parties of that kind.
pub(crate) fn fitted(
    words: &Definitions,
    kind: PartyKind,
    name: &str,
    value: &str,
) -> Result<Option<String>> {
    let declared = words.party_type(kind).filter(|_| !is_standard(name)).and_then(|of| of.field(name));
    match declared {
        Some(field) => own_text(field, value).map_err(|error| Error::argument(name, error.message)),
        None => canonical(name, value),
    }
}

/// A value of a field that holds any text, or a list of contact points, in the form in which it is stored.
fn canonical(name: &str, value: &str) -> Result<Option<String>> {
    let given = Some(value.trim()).filter(|value| !value.is_empty());
    if ContactPoints::from_field_name(name).is_none() {
        return Ok(given.map(|value| stored_text(name, value).into_owned()));
    }
    given.map_or(Ok(None), |given| list(name, given))
}

/// The canonical form of a list of email addresses, phone numbers or postal addresses, if the field is one.
fn list(name: &str, value: &str) -> Result<Option<String>> {
    let Some(points) = ContactPoints::from_field_name(name) else { return Ok(None) };
    points.canonical(value).map_err(|error| {
        let place =
            if error.path.is_empty() { String::new() } else { format!("at {}: ", error.path.join("/")) };
        Error::argument(name, format!("{place}{}", error.message))
    })
}

/// The email addresses among values of fields.
pub(crate) fn mails_among(fields: &Fields) -> Vec<String> {
    let mut settled = Fields::new();
    for name in ["email", ContactPoints::Emails.field_name()] {
        let Some(value) = fields.get(name) else { continue };
        let stored = canonical(name, value).unwrap_or_else(|_| Some(value.clone()));
        settled.extend(stored.map(|value| (name.to_owned(), value)));
    }
    let primary = settled.get("email").cloned();
    emails(&settled).into_iter().chain(primary).collect()
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
