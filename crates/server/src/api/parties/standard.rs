//! The standard fields of parties in bodies and in their description, all from their one declaration.

use casebook_app::domain::party::{FIELDS, LONGEST_FIELD, PartyKind, STANDARD};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::http::error::pointer::escaped;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::plain::plain;

/// The field that bodies and answers have by itself.
const NAME: &str = "name";

/// The values of standard fields but the name, in their order; empty ones are left out.
pub(super) struct Texts<S>(Vec<(&'static str, S)>);

impl<S> Texts<S> {
    /// The values that `value` gives for the names of fields.
    pub(super) fn of(mut value: impl FnMut(&'static str) -> Option<S>) -> Self {
        let names = FIELDS.into_iter().filter(|name| *name != NAME);
        Self(names.filter_map(|name| Some((name, value(name)?))).collect())
    }
}

impl<S: Serialize> Serialize for Texts<S> {
    fn serialize<T: Serializer>(&self, to: T) -> Result<T::Ok, T::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What a body has beside what its reader knows: standard fields, or mistakes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct SentTexts(Map<String, Value>);

impl SentTexts {
    /// The values by field, `None` for null. `others` are the names of what else such a body has.
    pub(super) fn read(self, others: &[&str]) -> Answer<Vec<(String, Option<String>)>> {
        let (mut texts, mut mistakes) = (Vec::with_capacity(self.0.len()), Vec::new());
        for (name, value) in self.0 {
            let wrong = match value {
                _ if !FIELDS.contains(&name.as_str()) => unknown(&name, others),
                Value::Null => {
                    texts.push((name, None));
                    continue;
                }
                Value::String(text) => {
                    texts.push((name, Some(text)));
                    continue;
                }
                other => no_text(&other),
            };
            mistakes.push(Mistake::new(format!("/{}", escaped(&name)), wrong));
        }
        if mistakes.is_empty() { Ok(texts) } else { Err(Refusal::invalid(mistakes)) }
    }
}

fn unknown(name: &str, others: &[&str]) -> String {
    let known: Vec<String> = FIELDS.iter().chain(others).map(|name| format!("`{name}`")).collect();
    format!("unknown field `{name}`; expected one of {}", known.join(", "))
}

/// What is wrong with a value that is no text, as the reader of JSON says it.
fn no_text(value: &Value) -> String {
    let read = serde_json::from_value::<String>(value.clone());
    read.err().map(|error| plain(&error.to_string())).unwrap_or_default()
}

/// Adds the standard fields to the shapes of parties, and as a list in the order of forms: the screens are made of that.
pub(crate) fn describe(document: &mut Value) {
    let listed = STANDARD.iter().map(|field| {
        let declared = field.declared(PartyKind::Person);
        json!({
            "name": field.name, "title": declared.title, "kind": declared.kind, "multiple": declared.multiple,
        })
    });
    document["x-standard-fields"] = listed.collect();
    let Some(shapes) = document["components"].get_mut("schemas") else { return };
    for (shape, is_sent) in [("Party", false), ("Listed", false), ("PartyDraft", true), ("PartyChange", true)]
    {
        let Some(properties) = shapes[shape].get_mut("properties").and_then(Value::as_object_mut) else {
            continue;
        };
        for field in STANDARD.iter().filter(|field| field.name != NAME && FIELDS.contains(&field.name)) {
            let (title, help) = field.words(PartyKind::Person);
            let description = if help.is_empty() { format!("{title}.") } else { help.to_owned() };
            let shape = if is_sent {
                json!({
                    "type": ["string", "null"], "description": description, "maxLength": LONGEST_FIELD,
                    "pattern": r"^[^\u0000]*$",
                })
            } else {
                json!({ "type": "string", "description": description })
            };
            properties.insert(field.name.to_owned(), shape);
        }
    }
}
