//! Keys of records: values of unique fields. No two records of a type have one in common.

use casebook_domain::ids::RecordId;
use casebook_domain::records::RecordType;
use casebook_store::name_lock;
use casebook_store::record_key::{self, RecordKey};

use crate::desk::Work;
use crate::error::{Error, Result};

/// Gives a record keys, unless another has one of them.
pub(super) fn take_keys(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    keys: &[RecordKey],
) -> Result<()> {
    let names: Vec<(String, &str)> =
        keys.iter().map(|key| (format!(":{}/{}", of.name, key.system), key.value.as_str())).collect();
    let names: Vec<(&str, &str)> = names.iter().map(|(system, value)| (system.as_str(), *value)).collect();
    // Whoever takes the same one waits here, so that a conflict is a refusal and not another try.
    name_lock::lock_many(work.connection, &names)?;
    for key in keys {
        if let Some(other) = record_key::find(work.connection, &of.name, key)?.filter(|other| *other != id) {
            let other = other.text(of.prefix());
            return Err(match key.system.strip_prefix(':') {
                Some(field) => {
                    Error::argument(field, format!("{other} has this value already, and it must be unique"))
                }
                None => Error::argument(
                    "external",
                    format!("{other} has the id `{}` of {}", key.value, key.system),
                ),
            });
        }
    }
    let keys: Vec<_> = keys.iter().map(|key| (id, key.clone())).collect();
    Ok(record_key::insert_many(work.connection, &of.name, &keys)?)
}

/// Gives a record ids of other systems, unless another record of the type has one of them; returns whether it did not
/// have them all.
pub(super) fn add_external(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    external: &[(String, String)],
) -> Result<bool> {
    if external.is_empty() {
        return Ok(false);
    }
    let held = record_key::of_records(work.connection, &[id])?;
    let key = |(system, value): &(String, String)| RecordKey { system: system.clone(), value: value.clone() };
    let new = external.iter().map(key);
    let new: Vec<RecordKey> = new.filter(|key| !held.iter().any(|(_, one)| one == key)).collect();
    take_keys(work, of, id, &new)?;
    Ok(!new.is_empty())
}

/// Takes keys from a record.
pub(super) fn give_keys(work: &mut Work<'_, '_>, id: RecordId, keys: &[RecordKey]) -> Result<()> {
    Ok(record_key::remove_many(work.connection, id, keys)?)
}
