//! Following what happens: every change that was committed, by whatever process, once and in one order.

use casebook_domain::time::DAY;
use casebook_store::feed;

pub use casebook_store::feed::{Change, Entry};

use crate::desk::Session;
use crate::error::Result;

/// For how long changes can still be told to somebody who was away, in microseconds.
const KEPT: i64 = 30 * DAY;

/// What has happened after a place in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Entries with their numbers, in order; perhaps none. There may be more behind the last.
    Entries(Vec<(i64, Entry)>),
    /// What came after that place is no longer known, or the place lies ahead of the feed: whatever was learned
    /// before must be learned anew, and what happens from number `last` on can be followed.
    Lost {
        /// The last number given.
        last: i64,
    },
}

/// Gives numbers to what waits for one, and says which was the last. Cheap when nothing waits.
pub fn number(session: &Session) -> Result<i64> {
    Ok(feed::number_all(session.store())?)
}

/// The entries after a number, at most `limit`.
pub fn after(session: &Session, seq: i64, limit: usize) -> Result<News> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| {
        let (first, last) = (feed::first(connection)?, feed::last(connection)?);
        if seq > last || first.is_some_and(|first| seq + 1 < first) {
            return Ok(News::Lost { last });
        }
        Ok(News::Entries(feed::after(connection, seq, limit)?))
    })
}

/// Forgets changes of more than thirty days ago; says how many. None while the clock cannot be trusted with that.
pub fn forget_old(session: &Session) -> Result<u64> {
    if !session.may_forget() {
        return Ok(0);
    }
    let (before, until) = (session.now().plus(-KEPT), session.now().plus(DAY));
    Ok(session.store().write(move |connection| feed::prune(connection, before, until))?)
}
