//! Several email addresses, phone numbers or postal addresses in one cell.

use casebook_domain::party::ContactPoints;
use serde_json::{Value, json};

use super::Reader;
use crate::mapping::cell::{is_empty_mark, mails, phone};

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
