//! Values of the fields that a workspace has declared for people and organizations.

use std::borrow::Cow;

use casebook_domain::party::{is_standard, own_text};
use casebook_tables::mapping::{MappedRow, is_empty_mark};

use crate::desk::Definitions;

/// The row with values of declared fields in the form in which they are stored. It is refused if one does not fit, rather
/// than stored without it: nobody would find what is missing.
pub(super) fn fitted<'r>(words: &Definitions, row: &'r MappedRow) -> Result<Cow<'r, MappedRow>, String> {
    let mut fitting = Cow::Borrowed(row);
    let declared = words.party_type(row.party.kind).into_iter().flat_map(|of| &of.fields);
    for field in declared.filter(|field| !is_standard(&field.name)) {
        let Some(given) = row.fields.get(&field.name) else { continue };
        let is_empty = !field.kind.is_text() && is_empty_mark(given.trim());
        let stored = if is_empty { Ok(None) } else { own_text(field, given) };
        match stored.map_err(|error| format!("{}: {}", field.title, error.message))? {
            Some(stored) if stored == *given => {}
            Some(stored) => _ = fitting.to_mut().fields.insert(field.name.clone(), stored),
            None => _ = fitting.to_mut().fields.remove(&field.name),
        }
    }
    Ok(fitting)
}
