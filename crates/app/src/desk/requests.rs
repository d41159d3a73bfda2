//! Requests under a key of the sender's: sent twice, carried out once.
//!
//! The key is stored in the transaction of what was asked for, so that it is there exactly if that was done.
//! The answer follows in a transaction of its own; should the process die in between, the second request is
//! refused as repeated instead of being carried out again.

use casebook_domain::time::{DAY, Timestamp};
use casebook_store::request_key::{self, KeyRow};

use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// For how long a key is remembered, in microseconds.
const REMEMBERED: i64 = DAY;

/// A key, and a digest of what was asked for under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The sender's key.
    pub key: String,
    /// Of method, address and body: equal for equal requests.
    pub digest: String,
}

/// What was answered to an earlier request with the key; nothing if there was none. One that asked for something
/// else, or whose answer is not known, is an error.
pub fn recall(session: &Session, key: &RequestKey) -> Result<Option<String>> {
    let name = stored(session, key);
    let found = session.read(|connection, _| Ok(request_key::get(connection, &name)?))?;
    match found.filter(|row| is_remembered(session, row, session.now())) {
        None => Ok(None),
        Some(row) if row.digest != key.digest => Err(Error::KeyReused),
        Some(KeyRow { answer: Some(answer), .. }) => Ok(Some(answer)),
        Some(_) => Err(Error::Repeated),
    }
}

/// Remembers the key of the request that this casebook carries out, if it has one, before work that is no
/// transaction of its own: of several requests with the key, in whatever process, one goes on.
pub fn begin(session: &Session) -> Result<()> {
    if session.has_request() { session.write(|_| Ok(())) } else { Ok(()) }
}

/// Forgets a key under which nothing was carried out in the end, so that the request can be sent again.
pub fn give_up(session: &Session, key: &RequestKey) -> Result<()> {
    let key = stored(session, key);
    session.without_request().write(move |work| Ok(request_key::remove(work.connection, &key).map(|_| ())?))
}

/// Keeps what was answered, for whoever sends the request again.
pub fn keep_answer(session: &Session, key: &RequestKey, answer: String) -> Result<()> {
    let key = stored(session, key);
    session.write(move |work| {
        request_key::set_answer(work.connection, &key, &answer)?;
        Ok(())
    })
}

/// Forgets keys that are older than a day; returns how many. None while the clock cannot be trusted with that.
pub fn forget_old(session: &Session) -> Result<u64> {
    if !session.may_forget() {
        return Ok(0);
    }
    session.write(|work| {
        let (before, until) = (work.now.plus(-REMEMBERED), work.now.plus(DAY));
        Ok(request_key::prune(work.connection, before, until)?)
    })
}

/// The key as it is stored. Those who see everything share their keys, as they share what was answered; anybody else
/// has keys of one's own, so that nobody is given another's answer.
fn stored(session: &Session, key: &RequestKey) -> String {
    // A key has no space in it.
    if session.sees_workspace() { key.key.clone() } else { format!("{} {}", session.actor(), key.key) }
}

/// Whether a key still stands for its request. One whose age comes from a clock that cannot be trusted always does: a
/// request that is carried out twice is worse than one that is refused.
fn is_remembered(session: &Session, row: &KeyRow, now: Timestamp) -> bool {
    row.at >= now.plus(-REMEMBERED) || !session.may_forget()
}

/// Remembers a key in the transaction of what was asked for under it. Of two at once, one waits and then fails.
pub(crate) fn remember(work: &mut Work<'_, '_>, key: &RequestKey) -> Result<()> {
    let name = stored(work.session, key);
    match request_key::get(work.connection, &name)? {
        Some(row) if is_remembered(work.session, &row, work.now) => {
            return Err(if row.digest == key.digest { Error::Repeated } else { Error::KeyReused });
        }
        Some(_) => {
            request_key::remove(work.connection, &name)?;
        }
        None => {}
    }
    let row = KeyRow { key: name, digest: key.digest.clone(), at: work.now, answer: None };
    match request_key::insert(work.connection, &row) {
        Err(casebook_store::Error::Conflict { .. }) => Err(Error::Repeated),
        other => Ok(other?),
    }
}
