//! The workspace's settings.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::exec::value::Value;
use crate::exec::{Connection, checksum};

const TABLE: &str = "setting";

fn row<'v>(name: &'v str, value: &'v str) -> Vec<Value<'v>> {
    checksum::added(TABLE, &["name", "value"], vec![name.into(), value.into()])
}

/// The value of a setting.
pub fn get(connection: &mut Connection<'_>, name: &str) -> Result<Option<String>> {
    connection.query_one("SELECT value FROM setting WHERE name = $1", &[name.into()], |row| row.string(0))
}

/// All settings.
pub fn all(connection: &mut Connection<'_>) -> Result<BTreeMap<String, String>> {
    let sql = "SELECT name, value FROM setting ORDER BY name";
    let rows = connection.query(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Sets a setting.
pub fn set(connection: &mut Connection<'_>, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO setting (name, value, checksum) VALUES ($1, $2, $3) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value, checksum = excluded.checksum";
    connection.execute(sql, &row(name, value)).map(|_| ())
}

/// Removes a setting. Returns whether it existed.
pub fn remove(connection: &mut Connection<'_>, name: &str) -> Result<bool> {
    connection.execute("DELETE FROM setting WHERE name = $1", &[name.into()]).map(|touched| touched == 1)
}

/// The value of a setting that only this transaction may change: [`claim`] and [`get`] in one.
pub fn claimed(connection: &mut Connection<'_>, name: &str) -> Result<Option<String>> {
    claim(connection)?;
    get(connection, name)
}

/// The value of a setting, which no one can [`change`] before this transaction ends. Many may hold it at once.
pub fn held(connection: &mut Connection<'_>, name: &str) -> Result<Option<String>> {
    connection.hold(TABLE)?;
    get(connection, name)
}

/// Keeps every setting from being [`held`] until this transaction ends, and waits for present holders.
pub fn claim(connection: &mut Connection<'_>) -> Result<()> {
    connection.claim(TABLE)
}

/// Sets a setting that others may hold: waits until no one does.
pub fn change(connection: &mut Connection<'_>, name: &str, value: &str) -> Result<()> {
    claim(connection)?;
    set(connection, name, value)
}

/// Sets a setting that has no value yet. Returns whether it did; of several at once, one does.
pub fn insert(connection: &mut Connection<'_>, name: &str, value: &str) -> Result<bool> {
    let sql = "INSERT INTO setting (name, value, checksum) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    connection.execute(sql, &row(name, value)).map(|touched| touched == 1)
}
