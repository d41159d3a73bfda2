//! Keys of records: values of unique fields. No two records of a type have one in common.

use casebook_domain::ids::RecordId;
use casebook_domain::records::{FieldValue, RecordType, Values};
use casebook_domain::text::fold;
use casebook_store::name_lock;
use casebook_store::record_key::{self, RecordKey};

use crate::desk::Work;
use crate::error::{Error, Result};

/// The keys that follow from the values of unique fields.
pub(super) fn keys_of(of: &RecordType, values: &Values) -> Vec<RecordKey> {
    let unique = of.fields.iter().filter(|field| field.unique);
    unique
        .flat_map(|field| {
            let scalars = values.get(&field.name).into_iter().flat_map(FieldValue::scalars);
            scalars.map(|one| RecordKey { system: format!(":{}", field.name), value: fold(&one.text()) })
        })
        .collect()
}

/// Gives a record keys, unless another has one of them.
pub(super) fn take_keys(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    keys: &[RecordKey],
) -> Result<()> {
    let names: Vec<(String, &str)> =
        keys.iter().map(|key| (format!(":{}{}", of.name, key.system), key.value.as_str())).collect();
    let names: Vec<(&str, &str)> = names.iter().map(|(system, value)| (system.as_str(), *value)).collect();
    // Whoever takes the same one waits here, so that a conflict is a refusal and not another try.
    name_lock::lock_many(work.connection, &names)?;
    for key in keys {
        if let Some(other) = record_key::find(work.connection, &of.name, key)?.filter(|other| *other != id) {
            let field = key.system.trim_start_matches(':');
            let detail = format!("{} has this value already, and it must be unique", other.text(of.prefix()));
            return Err(Error::argument(field, detail));
        }
    }
    Ok(record_key::insert_many(work.connection, &of.name, id, keys)?)
}

/// Takes keys from a record.
pub(super) fn give_keys(work: &mut Work<'_, '_>, id: RecordId, keys: &[RecordKey]) -> Result<()> {
    Ok(record_key::remove_many(work.connection, id, keys)?)
}
