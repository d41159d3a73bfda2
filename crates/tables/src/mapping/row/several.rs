//! Several email addresses, phone numbers or postal addresses in one cell.

use casebook_domain::party::ContactPoints;
use serde_json::{Value, json};

use crate::mapping::cell::{mails, phone};

/// The longest label, in characters.
const LONGEST_LABEL: usize = 60;

/// What was found in a cell.
pub(super) struct Found {
    /// The values, or objects with `value`, `label` and `primary`.
    pub(super) values: Vec<Value>,
    /// Whether the cell holds nothing else.
    pub(super) are_all: bool,
}

/// The values in a cell, which may hold them with `,`, `;` or `|` between them, or as JSON in the form in which they are
/// exported. None if there are none.
pub(super) fn values(points: ContactPoints, cell: &str) -> Option<Found> {
    if cell.starts_with('[') {
        let list = points.canonical(cell).ok().flatten()?;
        return Some(Found { values: serde_json::from_str(&list).ok()?, are_all: true });
    }
    let pieces = || cell.split([',', ';', '|', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
    let (values, whole): (Vec<&str>, usize) = match points {
        ContactPoints::Emails => {
            let found: Vec<&str> = mails(cell).collect();
            let whole = pieces().filter(|piece| found.contains(piece)).count();
            (found, whole)
        }
        ContactPoints::Phones => {
            let found: Vec<&str> = pieces().filter_map(phone).map(|phone| phone.written).collect();
            let whole = pieces().filter(|piece| found.contains(piece)).count();
            (found, whole)
        }
        ContactPoints::Addresses => return None,
    };
    let are_all = whole == pieces().count();
    (!values.is_empty()).then(|| Found { values: values.into_iter().map(Value::from).collect(), are_all })
}

/// A value with the header of its column for a label, unless it has one.
pub(super) fn labelled(value: Value, header: Option<&str>) -> Value {
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
