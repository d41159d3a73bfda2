//! What records are known by: values of unique fields, and ids in other systems.

use casebook_domain::ids::RecordId;
use casebook_domain::key::storable;
use casebook_domain::records::{Field, FieldValue, RecordType, Scalar, Values};
use casebook_domain::text::fold;

use crate::error::Result;
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, dialect};

/// A key of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordKey {
    /// The system, or `:` and the name of a unique field.
    pub system: String,
    /// The id there, or the folded value.
    pub value: String,
}

/// What the system of a key begins with that is the value of a unique field.
const OF_FIELD: &str = ":";

const COLUMNS: [&str; 4] = ["value", "system", "type", "record"];

/// The keys that follow from the unique fields of a record's values.
pub fn unique_keys(of: &RecordType, values: &Values) -> Vec<RecordKey> {
    let key = |field: &Field, one: &Scalar| RecordKey {
        system: format!("{OF_FIELD}{}", field.name),
        value: fold(&one.text()),
    };
    let of_field = |field: &Field| {
        let scalars = values.get(&field.name).into_iter().flat_map(FieldValue::scalars);
        scalars.map(|one| key(field, one)).collect::<Vec<_>>()
    };
    of.fields.iter().filter(|field| field.unique).flat_map(of_field).collect()
}

/// Whether a key follows from a unique field of the type.
pub fn is_of_field(of: &RecordType, key: &RecordKey) -> bool {
    let field = key.system.strip_prefix(OF_FIELD).and_then(|name| of.field(name));
    field.is_some_and(|field| field.unique)
}

/// Stores keys of records of a type; one that another record of the type has is a conflict.
pub fn insert_many(
    connection: &mut Connection<'_>,
    type_name: &str,
    keys: &[(RecordId, RecordKey)],
) -> Result<()> {
    let row = |(record, key): &(RecordId, RecordKey)| -> [Value<'static>; 4] {
        [
            storable(&key.value).into_owned().into(),
            key.system.clone().into(),
            type_name.to_owned().into(),
            (*record).into(),
        ]
    };
    let flat: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    connection.insert_many("record_key", &COLUMNS, &flat)
}

/// The record of a type that has a key.
pub fn find(connection: &mut Connection<'_>, type_name: &str, key: &RecordKey) -> Result<Option<RecordId>> {
    let sql = "SELECT record FROM record_key WHERE value = $1 AND system = $2 AND type = $3";
    let value = storable(&key.value);
    let values = [(&*value).into(), (&key.system).into(), type_name.into()];
    connection.query_one(sql, &values, |row| row.int(0).map(RecordId))
}

/// The keys of these records, in the order of records.
pub fn of_records(
    connection: &mut Connection<'_>,
    records: &[RecordId],
) -> Result<Vec<(RecordId, RecordKey)>> {
    let among = dialect::among(connection.engine(), 1);
    let sql = format!(
        "SELECT record, system, value FROM record_key WHERE record {among} ORDER BY record, system, value"
    );
    connection.query(&sql, &[id_list(records, |id| id.0)], |row| {
        Ok((RecordId(row.int(0)?), RecordKey { system: row.string(1)?, value: row.string(2)? }))
    })
}

/// Removes keys of a record.
pub fn remove_many(connection: &mut Connection<'_>, record: RecordId, keys: &[RecordKey]) -> Result<()> {
    let row = |key: &RecordKey| -> [Value<'static>; 3] {
        [record.into(), key.system.clone().into(), storable(&key.value).into_owned().into()]
    };
    let flat: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    let sql = "DELETE FROM record_key WHERE record = $1 AND system = $2 AND value = $3";
    connection.execute_many(sql, 3, &flat).map(|_| ())
}
