//! The columns of a table of records, and what their cells hold.

use casebook_domain::Unknown;
use casebook_domain::records::{Field, FieldKind, FieldValue, RecordType};
use casebook_domain::text::fold;
use casebook_tables::spreadsheet::marked;
use serde_json::{Value as Json, json};

use super::super::show::Record;
use crate::error::{Error, Result};

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// The id of a record.
    Id,
    /// Its name.
    Name,
    /// Its owner.
    Owner,
    /// Its ids in other systems: JSON, or the ids of the system that the heading names.
    External(Option<String>),
    /// A field.
    Field(Field),
    /// What follows from the rest: it is not read.
    Derived,
}

/// The headings of an export, in order.
pub(super) fn headings(of: &RecordType) -> Vec<String> {
    let fields = of.fields.iter().map(|field| field.name.as_str());
    let ends = ["external", "owner", "state", "created_at", "updated_at"];
    ["id", "name"].into_iter().chain(fields).chain(ends).map(str::to_owned).collect()
}

/// What a heading stands for: the name of a field or its title, `external`, or `external:SYSTEM`.
pub(super) fn target(of: &RecordType, heading: &str) -> Result<Target> {
    let folded = fold(heading);
    let system = heading.trim().split_once(':').filter(|(first, _)| fold(first) == "external");
    if let Some((_, system)) = system {
        return Ok(Target::External(Some(system.trim().to_owned())));
    }
    let is_name = of.name_title.as_deref().is_some_and(|title| fold(title) == folded);
    Ok(match folded.as_str() {
        "id" => Target::Id,
        "name" => Target::Name,
        "owner" => Target::Owner,
        "external" => Target::External(None),
        "state" | "hidden" | "created_at" | "updated_at" => Target::Derived,
        _ if is_name => Target::Name,
        _ => {
            let is_it = |field: &&Field| fold(&field.name) == folded || fold(&field.title) == folded;
            let found = of.fields.iter().find(is_it).cloned();
            Target::Field(found.ok_or_else(|| {
                let names = of.fields.iter().map(|field| field.name.as_str());
                Error::Usage(
                    Unknown::among("field", heading, names.chain(["id", "name", "owner"])).to_string(),
                )
            })?)
        }
    })
}

/// The cells of a record, in the order of the headings.
pub(super) fn cells(record: &Record) -> Vec<String> {
    let row = &record.row;
    let fields =
        record.of.fields.iter().map(|field| {
            record.values.get(&field.name).map_or_else(String::new, |value| cell_of(field, value))
        });
    let external: Vec<Json> =
        record.external.iter().map(|(system, id)| json!({ "system": system, "id": id })).collect();
    let external = if external.is_empty() { String::new() } else { Json::from(external).to_string() };
    let ends = [
        external,
        row.owner.clone().unwrap_or_default(),
        row.state.clone().unwrap_or_default(),
        row.created_at.to_string(),
        row.updated_at.to_string(),
    ];
    [record.id(), row.name.clone()]
        .into_iter()
        .chain(fields)
        .chain(ends)
        .map(|cell| marked(&cell).into_owned())
        .collect()
}

/// What is typed for a value, so that [`FieldValue::typed`] gives it again.
fn cell_of(field: &Field, value: &FieldValue) -> String {
    let json = || value.to_json().to_string();
    match value {
        FieldValue::One(_) if field.kind == FieldKind::Address => json(),
        FieldValue::One(scalar) => scalar.text(),
        FieldValue::Parties(parties) => match parties.as_slice() {
            [one] => format!("{} {}", one.party, one.role),
            _ => json(),
        },
        FieldValue::Many(_) | FieldValue::Labelled(_) => json(),
    }
}
