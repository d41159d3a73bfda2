//! Keys under which programs send requests, so that one that is sent twice is carried out once.

use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::Connection;

/// What is remembered of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The sender's key.
    pub key: String,
    /// A digest of what was asked for.
    pub digest: String,
    /// When it was carried out.
    pub at: Timestamp,
    /// What was answered, once that is known.
    pub answer: Option<String>,
}

/// What is remembered under a key.
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

/// Remembers a request; a key that is known is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &KeyRow) -> Result<()> {
    let values = [(&row.key).into(), (&row.digest).into(), row.at.into(), row.answer.as_deref().into()];
    // Executed, not inserted with others later: whoever comes second is to learn of it here.
    let sql = "INSERT INTO request_key (key, digest, at, answer) VALUES ($1, $2, $3, $4)";
    connection.execute(sql, &values).map(|_| ())
}

/// Keeps what was answered. Says whether the key was there.
pub fn set_answer(connection: &mut Connection<'_>, key: &str, answer: &str) -> Result<bool> {
    let sql = "UPDATE request_key SET answer = $2 WHERE key = $1";
    connection.execute(sql, &[key.into(), answer.into()]).map(|touched| touched == 1)
}

/// Forgets a key. Says whether it was there.
pub fn remove(connection: &mut Connection<'_>, key: &str) -> Result<bool> {
    connection.execute("DELETE FROM request_key WHERE key = $1", &[key.into()]).map(|touched| touched == 1)
}

/// Forgets what was not asked between two times. Says how many.
pub fn prune(connection: &mut Connection<'_>, before: Timestamp, until: Timestamp) -> Result<u64> {
    connection.execute("DELETE FROM request_key WHERE at < $1 OR at > $2", &[before.into(), until.into()])
}
