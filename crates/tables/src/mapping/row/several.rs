//! Several email addresses, phone numbers or postal addresses in one cell.

use casebook_domain::mail;
use casebook_domain::party::ContactPoints;
use serde_json::{Value, json};

use super::Reader;
use crate::mapping::cell::{Phone, is_empty_mark, phone};

/// The longest label, in characters.
const LONGEST_LABEL: usize = 60;

/// What was found in a cell.
struct Found {
    /// The values, or objects with `value`, `label` and `primary`.
    values: Vec<Value>,
    /// Whether the cell holds nothing else.
    are_all: bool,
}

impl Reader<'_> {
    /// All values in the columns, each with its column's header for a label if there are several columns.
    pub(super) fn several(&mut self, points: ContactPoints, columns: &[usize]) -> Option<String> {
        let mut all: Vec<Value> = Vec::new();
        for place in columns {
            let cell = self.cell(*place);
            let found = values(points, cell);
            match found {
                _ if is_empty_mark(cell) => self.use_up(*place),
                None => self.misfits.push(*place),
                Some(found) => {
                    if found.are_all {
                        self.use_up(*place);
                    } else {
                        self.use_in_part(*place);
                    }
                    let header = (columns.len() > 1).then(|| self.header(*place));
                    all.extend(found.values.into_iter().map(|value| labelled(value, header.as_deref())));
                }
            }
        }
        points.read(&Value::Array(all)).ok().flatten()
    }
}

/// The values in a cell, which may hold them with `,`, `;` or `|` between them, or as JSON in the form in which they are
/// exported. None if there are none.
fn values(points: ContactPoints, cell: &str) -> Option<Found> {
    if cell.starts_with('[') {
        let list = points.canonical(cell).ok().flatten()?;
        return Some(Found { values: serde_json::from_str(&list).ok()?, are_all: true });
    }
    let (values, are_all): (Vec<String>, bool) = match points {
        ContactPoints::Emails => {
            let found = mail::find(cell);
            (found.addresses, !found.says_more)
        }
        ContactPoints::Phones => {
            let pieces = || cell.split([',', ';', '|', '\n']).filter(|piece| !piece.trim().is_empty());
            let found: Vec<Phone> = pieces().filter_map(phone).collect();
            let are_all = found.len() == pieces().count() && found.iter().all(|phone| phone.is_whole);
            (found.into_iter().map(|phone| phone.written).collect(), are_all)
        }
        ContactPoints::Addresses => return None,
    };
    (!values.is_empty()).then(|| Found { values: values.into_iter().map(Value::from).collect(), are_all })
}

/// A value with the header of its column for a label, unless it has one.
fn labelled(value: Value, header: Option<&str>) -> Value {
    let label: Option<String> = header.map(|header| header.trim().chars().take(LONGEST_LABEL).collect());
    match (value, label) {
        (Value::String(text), Some(label)) => json!({ "value": text, "label": label }),
        // Only the first of all columns can be the primary one.
        (Value::Object(mut object), _) => {
            object.remove("primary");
            Value::Object(object)
        }
        (value, _) => value,
    }
}
