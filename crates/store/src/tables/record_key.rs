//! What records are known by: values of unique fields, and ids in other systems.

use casebook_domain::ids::RecordId;
use casebook_domain::key::storable;

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

const COLUMNS: [&str; 4] = ["value", "system", "type", "record"];

/// Stores keys of a record; one that another record of the type has is a conflict.
pub fn insert_many(
    connection: &mut Connection<'_>,
    type_name: &str,
    record: RecordId,
    keys: &[RecordKey],
) -> Result<()> {
    let row = |key: &RecordKey| -> [Value<'static>; 4] {
        [
            storable(&key.value).into_owned().into(),
            key.system.clone().into(),
            type_name.to_owned().into(),
            record.into(),
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
