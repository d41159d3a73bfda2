//! What the fields of a record refer to: parties and other records, which have to be there.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::records::{
    Field, FieldKind, FieldValue, RecordType, Scalar, ValueError, Values, ValuesError, prefix_of_type,
};
use casebook_store::{party, record};

use crate::desk::Work;
use crate::error::{Error, Result};

/// Refuses parties that are not there or that the session does not see, and records that are not there or of another
/// type. What a record refers to already stays as it is, whatever became of it.
pub(super) fn ensure_references(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    before: &Values,
    after: &Values,
) -> Result<()> {
    let changed = after.iter().filter(|(name, value)| before.get(name) != Some(value));
    let changed: Vec<(&Field, &FieldValue)> =
        changed.filter_map(|(name, value)| Some((of.field(name)?, value))).collect();
    ensure_parties(work, before, &changed)?;
    ensure_records(work, before, &changed)
}

fn ensure_parties(work: &mut Work<'_, '_>, before: &Values, changed: &[(&Field, &FieldValue)]) -> Result<()> {
    let held: BTreeSet<PartyId> = before.iter().flat_map(|(_, value)| parties_in(value)).collect();
    let wanted: BTreeSet<PartyId> = changed.iter().flat_map(|(_, value)| parties_in(value)).collect();
    let wanted: Vec<PartyId> = wanted.difference(&held).copied().collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let found = there(work, wanted)?;
    for (field, value) in changed {
        if let Some(id) = parties_in(value).find(|id| !held.contains(id) && !found.contains(id)) {
            return Err(missing(field, "party", &id.to_string()));
        }
    }
    Ok(())
}

/// Those of the parties that are there and that the session sees. Whom this write has made or locked is there.
fn there(work: &mut Work<'_, '_>, wanted: Vec<PartyId>) -> Result<BTreeSet<PartyId>> {
    let (known, others): (Vec<PartyId>, Vec<PartyId>) =
        wanted.into_iter().partition(|id| work.locked.contains(id) || work.made.contains(id));
    let rows = if others.is_empty() { Vec::new() } else { party::get_many(work.connection, &others)? };
    let found = known.into_iter().chain(rows.iter().map(|row| row.id));
    Ok(found.filter(|id| work.session.sees(*id)).collect())
}

fn ensure_records(work: &mut Work<'_, '_>, before: &Values, changed: &[(&Field, &FieldValue)]) -> Result<()> {
    let changed = changed.iter().filter(|(field, _)| field.kind == FieldKind::Record);
    let given = changed.flat_map(|(field, value)| texts_in(value).map(move |text| (*field, text)));
    let is_new = |(field, text): &(&Field, &str)| {
        !before.get(&field.name).is_some_and(|value| texts_in(value).any(|held| held == *text))
    };
    let new: Vec<(&Field, &str)> = given.filter(is_new).collect();
    let ids: BTreeSet<RecordId> = new.iter().flat_map(|(field, text)| ids_of(field, text)).collect();
    let ids: Vec<RecordId> = ids.into_iter().collect();
    let rows = if ids.is_empty() { Vec::new() } else { record::get_many(work.connection, &ids)? };
    let types: BTreeMap<RecordId, String> = rows.into_iter().map(|row| (row.id, row.type_name)).collect();
    let is_there = |field: &Field, text: &str| {
        ids_of(field, text).any(|id| types.get(&id).is_some_and(|name| field.types.contains(name)))
    };
    match new.iter().find(|(field, text)| !is_there(field, text)) {
        Some((field, text)) => Err(missing(field, &field.types.join(" or "), text)),
        None => Ok(()),
    }
}

fn parties_in(value: &FieldValue) -> impl Iterator<Item = PartyId> {
    value.parties().iter().map(|one| one.party)
}

fn texts_in(value: &FieldValue) -> impl Iterator<Item = &str> {
    value.scalars().filter_map(|one| if let Scalar::Text(text) = one { Some(text.as_str()) } else { None })
}

/// The record that a text can be the id of: ids of some types begin with a prefix of their own.
fn ids_of(field: &Field, text: &str) -> impl Iterator<Item = RecordId> {
    field.types.iter().filter_map(move |name| RecordId::parse_as(prefix_of_type(name), text))
}

fn missing(field: &Field, what: &str, id: &str) -> Error {
    let error = ValueError { path: Vec::new(), message: format!("there is no {what} `{id}`") };
    Error::Values(ValuesError::Value { field: field.name.clone(), error })
}
