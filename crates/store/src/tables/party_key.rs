//! The keys of parties: external ids, and Casebook's own such as an email address.

use std::collections::BTreeMap;

use casebook_domain::ids::PartyId;

use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, checksum, dialect, update};

/// A key. Casebook's own systems begin with a colon: `:mail`, `:organization`, ….
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRow {
    /// The system of the key.
    pub system: String,
    /// The key.
    pub value: String,
    /// The party that it names.
    pub party: PartyId,
    /// Whether it was freed and names no one now.
    pub freed: bool,
}

/// The party that a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The party.
    pub party: PartyId,
    /// Whether the key was freed.
    pub freed: bool,
}

const COLUMNS: [&str; 4] = ["system", "value", "party", "freed"];

/// The party that each of these keys (system, value) names, including freed keys; one result each, in their order.
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

/// The parties that a value names in any system, without freed keys.
pub fn find_value(connection: &mut Connection<'_>, value: &str) -> Result<Vec<(String, PartyId)>> {
    let sql = "SELECT system, party FROM party_key WHERE value = $1 AND freed = 0 ORDER BY system";
    connection.query(sql, &[value.into()], |row| Ok((row.string(0)?, PartyId(row.int(1)?))))
}

/// The keys of these parties, including freed ones, by party, each in the order of system and value.
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
    let mut batch = Batch::default();
    add_to(&mut batch, keys);
    connection.run(&batch)
}

/// Lets a batch store new keys, as [`insert_many`] does.
pub fn add_to<'k>(batch: &mut Batch<'k>, keys: &'k [KeyRow]) {
    let row = |key: &'k KeyRow| -> [Value<'k>; 4] {
        [(&key.system).into(), (&key.value).into(), key.party.into(), key.freed.into()]
    };
    batch.insert("party_key", &COLUMNS, keys.iter().flat_map(row).collect());
}

/// Gives free keys (system, value) to a party; it keeps those that it already has. A key that names another party by
/// now is a conflict: read again and decide again.
pub fn claim_many(connection: &mut Connection<'_>, keys: &[(&str, &str, PartyId)]) -> Result<()> {
    // In one order, so that two claims of the same keys never deadlock.
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    let row = |(system, value, party): &(&str, &str, PartyId)| -> [Value<'static>; 4] {
        [(*system).to_owned().into(), (*value).to_owned().into(), (*party).into(), false.into()]
    };
    let flat: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    let flat = checksum::added("party_key", &COLUMNS, flat);
    let sql = "INSERT INTO party_key (system, value, party, freed, checksum) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (system, value) DO UPDATE SET party = excluded.party, freed = excluded.freed, \
               checksum = excluded.checksum WHERE party_key.freed <> 0 OR party_key.party = excluded.party";
    let taken = connection.execute_many(sql, COLUMNS.len() + 1, &flat)?;
    if taken == keys.len() as u64 { Ok(()) } else { connection.give_up(taken_meanwhile()) }
}

/// Moves a key from one party to another. If it names a third one by now, that is a conflict, as in [`claim_many`].
pub fn pass_on(
    connection: &mut Connection<'_>,
    (system, value): (&str, &str),
    from: PartyId,
    to: PartyId,
) -> Result<()> {
    let row = [system.into(), value.into(), from.into(), to.into(), false.into()];
    let (key, set) = (["system", "value", "party"], ["party", "freed"]);
    let moved = update::update_many(connection, ("party_key", &COLUMNS), &key, &set, &row)?;
    if moved == 1 { Ok(()) } else { connection.give_up(taken_meanwhile()) }
}

/// Fails with a conflict if any of these keys has come to name another party, or was freed or claimed again. To be
/// called once the parties' rows are locked: from then on none of their keys moves.
pub fn ensure_unchanged(connection: &mut Connection<'_>, keys: &[(&str, &str, Named)]) -> Result<()> {
    if dialect::has_one_writer(connection.engine()) || keys.is_empty() {
        return Ok(());
    }
    let pairs: Vec<(&str, &str)> = keys.iter().map(|(system, value, _)| (*system, *value)).collect();
    let now = find_many(connection, &pairs)?;
    let same = keys.iter().zip(now).all(|((_, _, before), now)| now == Some(*before));
    if same { Ok(()) } else { connection.give_up(taken_meanwhile()) }
}

fn taken_meanwhile() -> Error {
    Error::Conflict { table: "party_key".to_owned(), constraint: "a key was taken meanwhile".to_owned() }
}

/// Frees every key of these parties.
pub fn free_of(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<u64> {
    let held: Vec<KeyRow> = of_parties(connection, parties)?.into_values().flatten().collect();
    free_many(connection, &held)
}

/// Frees keys; one that names another party by now stays.
pub fn free_many(connection: &mut Connection<'_>, keys: &[KeyRow]) -> Result<u64> {
    let row = |key: &KeyRow| -> [Value<'static>; 4] {
        [key.system.clone().into(), key.value.clone().into(), key.party.into(), true.into()]
    };
    let rows: Vec<Value<'_>> = keys.iter().flat_map(row).collect();
    let key = ["system", "value", "party"];
    update::update_many(connection, ("party_key", &COLUMNS), &key, &["freed"], &rows)
}

/// Deletes keys; for undoing what added them.
pub fn delete_many(connection: &mut Connection<'_>, keys: &[(&str, &str)]) -> Result<u64> {
    let flat: Vec<Value<'_>> =
        keys.iter().flat_map(|(system, value)| [(*system).into(), (*value).into()]).collect();
    connection.execute_many("DELETE FROM party_key WHERE system = $1 AND value = $2", 2, &flat)
}
