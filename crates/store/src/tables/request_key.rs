//! Idempotency keys: a request that is sent twice under one key is executed once.

use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::Connection;

/// A stored request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The sender's key.
    pub key: String,
    /// A digest of the request.
    pub digest: String,
    /// When it was executed.
    pub at: Timestamp,
    /// The response, once it is known.
    pub answer: Option<String>,
}

/// The request stored under a key.
pub fn get(connection: &mut Connection<'_>, key: &str) -> Result<Option<KeyRow>> {
    let sql = "SELECT key, digest, at, answer FROM request_key WHERE key = $1";
    connection.query_one(sql, &[key.into()], |row| {
        Ok(KeyRow {
            key: row.string(0)?,
            digest: row.string(1)?,
            at: row.time(2)?,
            answer: row.opt_string(3)?,
        })
    })
}

/// Stores a request; a known key is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &KeyRow) -> Result<()> {
    let values = [(&row.key).into(), (&row.digest).into(), row.at.into(), row.answer.as_deref().into()];
    // Executed now, not inserted with others later: a second request must fail here.
    let sql = "INSERT INTO request_key (key, digest, at, answer) VALUES ($1, $2, $3, $4)";
    connection.execute(sql, &values).map(|_| ())
}

/// Stores the response. Returns whether the key existed.
pub fn set_answer(connection: &mut Connection<'_>, key: &str, answer: &str) -> Result<bool> {
    let sql = "UPDATE request_key SET answer = $2 WHERE key = $1";
    connection.execute(sql, &[key.into(), answer.into()]).map(|touched| touched == 1)
}

/// Deletes a key. Returns whether it existed.
pub fn remove(connection: &mut Connection<'_>, key: &str) -> Result<bool> {
    connection.execute("DELETE FROM request_key WHERE key = $1", &[key.into()]).map(|touched| touched == 1)
}

/// Deletes requests that were not sent between two times. Returns how many.
pub fn prune(connection: &mut Connection<'_>, before: Timestamp, until: Timestamp) -> Result<u64> {
    connection.execute("DELETE FROM request_key WHERE at < $1 OR at > $2", &[before.into(), until.into()])
}
