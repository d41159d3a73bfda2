//! Following what happens: every change that was committed, by whatever process, once and in one order.

use casebook_domain::access::{Noun, Scope};
use casebook_domain::change::Action;
use casebook_domain::ids::LinkId;
use casebook_domain::time::DAY;
use casebook_store::feed;

pub use casebook_store::feed::{Change, Entry};

use crate::desk::Session;
use crate::error::Result;

/// How long changes are kept for those who were away, in microseconds.
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

/// The entries after a number, at most `limit`. Of one about nothing that the session sees, only the number is left.
pub fn after(session: &Session, seq: i64, limit: usize) -> Result<News> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    session.read(|connection, _| {
        let (first, last) = (feed::first(connection)?, feed::last(connection)?);
        if seq > last || first.is_some_and(|first| seq + 1 < first) {
            return Ok(News::Lost { last });
        }
        let mut entries = feed::after(connection, seq, limit)?;
        let scope = session.scope(Noun::Party);
        if !scope.is_all() {
            for (_, entry) in &mut entries {
                entry.changes.retain_mut(|change| is_seen(&scope, change));
            }
        }
        Ok(News::Entries(entries))
    })
}

/// Words that are everybody's.
const WORDS: [Action; 8] = [
    Action::VocabularyUsed,
    Action::VocabularyRetired,
    Action::FrameworkUsed,
    Action::FrameworkRetired,
    Action::PipelineUsed,
    Action::PipelineRetired,
    Action::KindAdded,
    Action::RecordTypeDeclared,
];

/// Takes out of a change what a scope leaves out; returns whether anything is left. What is about several parties and
/// is about them all at once, a link, is seen by whoever sees each of them.
fn is_seen(scope: &Scope, change: &mut Change) -> bool {
    if change.parties.is_empty() {
        return WORDS.contains(&change.action);
    }
    let all = change.parties.len();
    change.parties.retain(|party| scope.sees(*party));
    let about = change.about.take();
    let is_link = about.as_deref().is_some_and(|about| LinkId::parse(about).is_some());
    // What came of an import or of sample data is the parties' own; which one it was is the workspace's.
    let is_kept = is_link || change.evidence.is_some();
    change.about = about.filter(|_| is_kept);
    if is_link { change.parties.len() == all } else { !change.parties.is_empty() }
}

/// Forgets changes of more than thirty days ago; returns how many. None while the clock cannot be trusted with that.
pub fn forget_old(session: &Session) -> Result<u64> {
    if !session.may_forget() {
        return Ok(0);
    }
    let (before, until) = (session.now().plus(-KEPT), session.now().plus(DAY));
    Ok(session.store().write(move |connection| feed::prune(connection, before, until))?)
}
