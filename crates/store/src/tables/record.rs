//! Records of every type.

use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::records::{FieldValue, Taking, Values};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect, update};

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Its id.
    pub id: RecordId,
    /// The name of its type.
    pub type_name: String,
    /// Its name.
    pub name: String,
    /// The folded text that is searched: a line break before each value.
    pub search: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its state, where its type has states.
    pub state: Option<String>,
    /// The values of its fields, as canonical JSON.
    pub fields: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A party in a field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordParty {
    /// The party.
    pub party: PartyId,
    /// The record.
    pub record: RecordId,
    /// The field.
    pub field: String,
    /// The party's role there.
    pub role: String,
}

const COLUMNS: [&str; 12] = [
    "id",
    "type",
    "name",
    "name_folded",
    "search",
    "owner",
    "state",
    "fields",
    "hidden",
    "version",
    "created_at",
    "updated_at",
];
/// Columns that no update takes from the row.
const FIXED: [&str; 4] = ["id", "type", "version", "created_at"];
const READ: &str = "SELECT id, type, name, search, owner, state, fields, hidden, version, created_at, updated_at FROM record";
const PARTY_COLUMNS: [&str; 4] = ["party", "record", "field", "role"];
/// Characters of the folded name that count for sorting.
const SORTED: usize = 200;

fn read(row: &Row<'_>) -> Result<RecordRow> {
    Ok(RecordRow {
        id: RecordId(row.int(0)?),
        type_name: row.string(1)?,
        name: row.string(2)?,
        search: row.string(3)?,
        owner: row.opt_string(4)?,
        state: row.opt_string(5)?,
        fields: row.string(6)?,
        hidden: row.flag(7)?,
        version: row.int(8)?,
        created_at: row.time(9)?,
        updated_at: row.time(10)?,
    })
}

fn values(row: &RecordRow) -> [Value<'_>; COLUMNS.len()] {
    [
        row.id.into(),
        (&row.type_name).into(),
        (&row.name).into(),
        fold(&row.name).chars().take(SORTED).collect::<String>().into(),
        (&row.search).into(),
        row.owner.as_ref().into(),
        row.state.as_ref().into(),
        (&row.fields).into(),
        row.hidden.into(),
        row.version.into(),
        row.created_at.into(),
        row.updated_at.into(),
    ]
}

/// Stores new records.
pub fn insert_many(connection: &mut Connection<'_>, rows: &[RecordRow]) -> Result<()> {
    let flat: Vec<Value<'_>> = rows.iter().flat_map(values).collect();
    connection.insert_many("record", &COLUMNS, &flat)
}

/// Overwrites everything but id, type and time of creation of those whose stored version is still `row.version`, and
/// increments the version. Returns how many there were.
pub fn update_many(connection: &mut Connection<'_>, rows: &[RecordRow]) -> Result<u64> {
    let versions = rows.iter().map(|row| (row.id.0, row.version, values(row)));
    update::update_versions(connection, ("record", &COLUMNS), &FIXED, versions)
}

/// The records of these ids that exist, hidden ones too, in the order of ids.
pub fn get_many(connection: &mut Connection<'_>, ids: &[RecordId]) -> Result<Vec<RecordRow>> {
    let sql = format!("{READ} WHERE id {} ORDER BY id", dialect::among(connection.engine(), 1));
    connection.query(&sql, &[id_list(ids, |id| id.0)], read)
}

/// Makes other writers of these records wait until this transaction ends, and returns the existing ones, in the order of
/// ids, so that there are no deadlocks.
pub fn lock_many(connection: &mut Connection<'_>, ids: &[RecordId]) -> Result<Vec<RecordRow>> {
    let engine = connection.engine();
    let sql = format!("{READ} WHERE id {} ORDER BY id{}", dialect::among(engine, 1), dialect::locked(engine));
    connection.query(&sql, &[id_list(ids, |id| id.0)], read)
}

/// The records of a type after one, in the order of ids, hidden ones too.
pub fn after(
    connection: &mut Connection<'_>,
    type_name: &str,
    after: RecordId,
    limit: i64,
) -> Result<Vec<RecordRow>> {
    let sql = format!("{READ} WHERE type = $1 AND id > $2 ORDER BY id LIMIT $3");
    connection.query(&sql, &[type_name.into(), after.into(), limit.into()], read)
}

/// Replaces the parties of records by these.
pub fn set_parties(
    connection: &mut Connection<'_>,
    records: &[RecordId],
    parties: &[RecordParty],
) -> Result<()> {
    let sql = format!("DELETE FROM record_party WHERE record {}", dialect::among(connection.engine(), 1));
    connection.execute(&sql, &[id_list(records, |id| id.0)])?;
    insert_parties(connection, parties)
}

/// Stores parties of new records.
pub fn insert_parties(connection: &mut Connection<'_>, parties: &[RecordParty]) -> Result<()> {
    let row = |one: &RecordParty| -> [Value<'static>; 4] {
        [one.party.into(), one.record.into(), one.field.clone().into(), one.role.clone().into()]
    };
    let flat: Vec<Value<'_>> = parties.iter().flat_map(row).collect();
    connection.insert_many("record_party", &PARTY_COLUMNS, &flat)
}

/// The parties in the fields of a record that holds these values.
pub fn parties_in(record: RecordId, values: &Values) -> Vec<RecordParty> {
    let of_field = |(field, value): (&str, &FieldValue)| {
        let one = |taking: &Taking| RecordParty {
            party: taking.party,
            record,
            field: field.to_owned(),
            role: taking.role.clone(),
        };
        value.parties().iter().map(one).collect::<Vec<_>>()
    };
    values.iter().flat_map(of_field).collect()
}

/// The parties of these records, in the order of records, fields and parties.
pub fn parties_of(connection: &mut Connection<'_>, records: &[RecordId]) -> Result<Vec<RecordParty>> {
    let sql = format!(
        "SELECT party, record, field, role FROM record_party WHERE record {} ORDER BY record, field, party, role",
        dialect::among(connection.engine(), 1)
    );
    connection.query(&sql, &[id_list(records, |id| id.0)], read_party)
}

/// The fields of records in which these parties are, in the order of records.
pub fn of_parties(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<Vec<RecordParty>> {
    let sql = format!(
        "SELECT party, record, field, role FROM record_party WHERE party {} ORDER BY record, field, party",
        dialect::among(connection.engine(), 1)
    );
    connection.query(&sql, &[id_list(parties, |id| id.0)], read_party)
}

fn read_party(row: &Row<'_>) -> Result<RecordParty> {
    Ok(RecordParty {
        party: PartyId(row.int(0)?),
        record: RecordId(row.int(1)?),
        field: row.string(2)?,
        role: row.string(3)?,
    })
}
