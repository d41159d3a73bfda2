//! Record types, as the workspace declared them.

use casebook_domain::records::{Field, RecordType};
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::Connection;

/// A version of a declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordTypeRow {
    /// Its version among those of its name, from 1.
    pub version: i64,
    /// The whole declaration; of a built-in type, only the fields that the workspace added count.
    pub declaration: RecordType,
    /// When it was stored.
    pub created_at: Timestamp,
    /// Who stored it.
    pub recorded_by: String,
}

const COLUMNS: [&str; 5] = ["name", "version", "declaration", "created_at", "recorded_by"];

/// Every type in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordTypes {
    /// People and organizations, with the fields that were added to them.
    pub parties: Vec<RecordType>,
    /// The types of records: the built-in ones with the fields that were added to them, then the workspace's own.
    pub records: Vec<RecordType>,
}

/// Every type in force.
pub fn load(connection: &mut Connection<'_>) -> Result<RecordTypes> {
    let sql = "SELECT t.name, t.version, t.declaration, t.created_at, t.recorded_by FROM record_type t \
               JOIN (SELECT name, max(version) AS latest FROM record_type GROUP BY name) l \
               ON l.name = t.name AND l.latest = t.version ORDER BY t.name";
    let stored = connection.query(sql, &[], |row| {
        let name = row.string(0)?;
        serde_json::from_str::<RecordType>(row.text(2)?)
            .map_err(|error| Error::Unreadable(format!("the record type `{name}`: {error}")))
    })?;
    let mut types =
        RecordTypes { parties: RecordType::parties().to_vec(), records: RecordType::built_in().to_vec() };
    for declared in stored {
        let mut known = types.parties.iter_mut().chain(&mut types.records);
        match known.find(|known| known.name == declared.name) {
            Some(built_in) => add_fields(built_in, declared.fields),
            None => types.records.push(declared),
        }
    }
    Ok(types)
}

/// The fields of a declaration that its built-in type does not have.
fn add_fields(built_in: &mut RecordType, fields: Vec<Field>) {
    for field in fields {
        if built_in.field(&field.name).is_none() {
            built_in.fields.push(field);
        }
    }
}

/// The last version of a type that is stored; 0 if none is.
pub fn last_version(connection: &mut Connection<'_>, name: &str) -> Result<i64> {
    let sql = "SELECT coalesce(max(version), 0) FROM record_type WHERE name = $1";
    connection.query_one(sql, &[name.into()], |row| row.int(0)).map(Option::unwrap_or_default)
}

/// Stores a version; one that exists is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &RecordTypeRow) -> Result<()> {
    let declaration =
        serde_json::to_string(&row.declaration).map_err(|error| Error::Other(error.to_string()))?;
    let values = [
        (&row.declaration.name).into(),
        row.version.into(),
        declaration.into(),
        row.created_at.into(),
        (&row.recorded_by).into(),
    ];
    connection.insert_many("record_type", &COLUMNS, &values)
}
