//! Changing a field of a type: what is there must fit it afterwards.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::ids::RecordId;
use casebook_domain::party::{PartyKind, refused_as_own_field};
use casebook_domain::records::{Choice, Field, FieldValue, RecordType};
use casebook_store::record;
use serde_json::{Map, Value as Json};

use super::types::{MOST_NAMED, misfits_among_parties, store, within_field};
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Records that are read at once.
const PAGE: i64 = 1_000;

/// What becomes of a field; what is not given stays.
#[derive(Clone, Debug, Default)]
pub struct FieldChange {
    /// Its title.
    pub title: Option<String>,
    /// What people should know when they fill it in.
    pub help: Option<String>,
    /// The choices, where its kind is `choice`.
    pub choices: Option<Vec<Choice>>,
    /// Whether every record must have a value.
    pub required: Option<bool>,
    /// Whether it is no longer offered. Its values stay.
    pub archived: Option<bool>,
}

/// Changes a field that the workspace has added. Refused if values that are there would not fit any more: the error
/// says how many, and names some.
pub fn change_field(
    session: &Session,
    type_name: &str,
    field_name: &str,
    change: FieldChange,
) -> Result<Arc<RecordType>> {
    session.may(Subject::Workspace)?;
    let (type_name, field_name) = (type_name.to_owned(), field_name.to_owned());
    session.write_words(move |work| {
        let mut declared = work.words.any_type(&type_name)?.as_ref().clone();
        let Some(place) = declared.fields.iter().position(|field| field.name == field_name) else {
            return Err(Error::not_found("field", field_name.clone()));
        };
        if declared.is_built_in_field(&field_name) {
            return Err(Error::Refused(format!("`{field_name}` comes with Casebook and cannot be changed")));
        }
        let before = &declared.fields[place];
        let field = change.applied(before);
        if change.choices.is_some() || change.required == Some(true) {
            ensure_fits(work, &declared, &field)?;
        }
        declared.fields[place] = field;
        let checked = declared.checked().map_err(|problems| Error::Declaration(within_field(problems)))?;
        store(work, checked)
    })
}

impl FieldChange {
    fn applied(&self, before: &Field) -> Field {
        let change = self.clone();
        Field {
            title: change.title.unwrap_or_else(|| before.title.clone()),
            help: change.help.unwrap_or_else(|| before.help.clone()),
            choices: change.choices.unwrap_or_else(|| before.choices.clone()),
            required: change.required.unwrap_or(before.required),
            archived: change.archived.unwrap_or(before.archived),
            ..before.clone()
        }
    }
}

fn ensure_fits(work: &mut Work<'_, '_>, of: &RecordType, field: &Field) -> Result<()> {
    if PartyKind::from_word(&of.name).is_some() {
        if let Some((key, detail)) = refused_as_own_field(field) {
            return Err(Error::argument(key, detail));
        }
        return misfits_among_parties(work, of, field);
    }
    let (mut misfits, mut named, mut after) = (0_u64, Vec::new(), RecordId(0));
    loop {
        let rows = record::after(work.connection, &of.name, after, PAGE)?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows.iter().filter(|row| !fits(field, &row.fields)) {
            misfits += 1;
            if named.len() < MOST_NAMED {
                named.push(format!("{} ({})", row.id.text(of.prefix()), row.name));
            }
        }
    }
    if misfits == 0 {
        return Ok(());
    }
    let (records, them) = if misfits == 1 { ("record", "it") } else { ("records", "them") };
    Err(Error::Refused(format!(
        "{misfits} {records} would not fit `{}` any more: {}; change {them} first",
        field.name,
        named.join(", ")
    )))
}

/// Whether the values of a record, as they are stored, fit a field.
fn fits(field: &Field, stored: &str) -> bool {
    let values: Map<String, Json> = serde_json::from_str(stored).unwrap_or_default();
    match values.get(&field.name) {
        Some(value) => FieldValue::read(field, value).is_ok(),
        None => !field.required || field.archived,
    }
}
