//! What parties are known by: ids in other systems, and keys of our own such as a mail address.

use std::collections::BTreeMap;

use casebook_domain::ids::PartyId;

use crate::dialect;
use crate::error::Result;
use crate::exec::{Batch, Connection};
use crate::value::{Value, id_list};

/// A key. Systems of our own begin with a colon: `:mail`, `:organization`, ….
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRow {
    /// Whose key it is.
    pub system: String,
    /// The key.
    pub value: String,
    /// Whom it names.
    pub party: PartyId,
    /// Whether it was given up and names nobody now.
    pub freed: bool,
}

/// Whom a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The party.
    pub party: PartyId,
    /// Whether the key was given up.
    pub freed: bool,
}

const COLUMNS: [&str; 4] = ["system", "value", "party", "freed"];

/// Whom each of these keys (system, value) names, freed ones too; an answer for each, in their order.
pub fn find_many(connection: &mut Connection<'_>, keys: &[(&str, &str)]) -> Result<Vec<Option<Named>>> {
    let mut found = vec![None; keys.len()];
    connection.for_each_pair("party, freed", "party_key", ["system", "value"], keys, |place, row| {
        if let Some(answer) = found.get_mut(place) {
            *answer = Some(Named { party: PartyId(row.int(1)?), freed: row.flag(2)? });
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whom a value names in any system, freed keys left out.
pub fn find_value(connection: &mut Connection<'_>, value: &str) -> Result<Vec<(String, PartyId)>> {
    let sql = "SELECT system, party FROM party_key WHERE value = $1 AND freed = 0 ORDER BY system";
    connection.query(sql, &[value.into()], |row| Ok((row.string(0)?, PartyId(row.int(1)?))))
}

/// The keys of these parties, freed ones too, by party, each in the order of system and value.
pub fn of_parties(
    connection: &mut Connection<'_>,
    parties: &[PartyId],
) -> Result<BTreeMap<PartyId, Vec<KeyRow>>> {
    let wanted = dialect::among(connection.engine(), 1);
    let sql = format!(
        "SELECT system, value, party, freed FROM party_key WHERE party {wanted} ORDER BY party, system, value"
    );
    let rows = connection.query(&sql, &[id_list(parties, |id| id.0)], |row| {
        Ok(KeyRow {
            system: row.string(0)?,
            value: row.string(1)?,
            party: PartyId(row.int(2)?),
            freed: row.flag(3)?,
        })
    })?;
    let mut keys: BTreeMap<PartyId, Vec<KeyRow>> = BTreeMap::new();
    for row in rows {
        keys.entry(row.party).or_default().push(row);
    }
    Ok(keys)
}

/// Stores new keys; one that exists, freed or not, is a conflict.
pub fn insert_many(connection: &mut Connection<'_>, keys: &[KeyRow]) -> Result<()> {
    let row = |key: &KeyRow| -> [Value<'static>; 4] {
        [key.system.clone().into(), key.value.clone().into(), key.party.into(), key.freed.into()]
    };
    let flat: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    connection.insert_many("party_key", &COLUMNS, &flat)
}

/// Gives keys to a party, or takes them from it, whoever had them before: each row is stored as it stands.
pub fn put_many(connection: &mut Connection<'_>, keys: &[KeyRow]) -> Result<()> {
    let row = |key: &KeyRow| -> [Value<'static>; 4] {
        [key.system.clone().into(), key.value.clone().into(), key.party.into(), key.freed.into()]
    };
    let flat: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    let sql = "INSERT INTO party_key (system, value, party, freed) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (system, value) DO UPDATE SET party = excluded.party, freed = excluded.freed";
    let mut batch = Batch::default();
    batch.execute_each(sql, COLUMNS.len(), &flat);
    connection.run(&batch)
}

/// Lets a key name nobody, or the same party again. Says whether it was there.
pub fn set_freed(connection: &mut Connection<'_>, system: &str, value: &str, freed: bool) -> Result<bool> {
    let sql = "UPDATE party_key SET freed = $3 WHERE system = $1 AND value = $2";
    connection.execute(sql, &[system.into(), value.into(), freed.into()]).map(|touched| touched == 1)
}

/// Removes keys for good; for undoing what made them.
pub fn delete_many(connection: &mut Connection<'_>, keys: &[(&str, &str)]) -> Result<u64> {
    let flat: Vec<Value<'_>> =
        keys.iter().flat_map(|(system, value)| [(*system).into(), (*value).into()]).collect();
    connection.execute_many("DELETE FROM party_key WHERE system = $1 AND value = $2", 2, &flat)
}
