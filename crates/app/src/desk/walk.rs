//! Walking over all parties with the words in force.

use casebook_store::Connection;
use casebook_store::walk::{self, Watch};

use crate::desk::progress::Progress;
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};

pub(crate) use casebook_store::walk::Range;

/// Tells of a walk, and ends it where somebody wants it to stop or nobody waits for it any more.
struct Watched<'a> {
    session: &'a Session,
    progress: &'a dyn Progress,
}

impl Watch<Error> for Watched<'_> {
    fn check(&self) -> Result<()> {
        if self.progress.stopped() {
            return Err(Error::Stopped("nothing is lost; run the same command again".to_owned()));
        }
        self.session.check_wanted()
    }

    fn at(&self, done: u64, total: u64) {
        self.progress.at(done, total);
    }
}

/// Hands every range to `read`, each over one snapshot with the words in force there, and what it answers to `take`.
/// Ranges are walked on as many threads as there are cores, so in no particular order.
pub(crate) fn walk<R>(
    session: &Session,
    progress: &dyn Progress,
    read: impl Fn(&mut Connection<'_>, &Definitions, &Range) -> Result<R> + Sync,
    take: impl Fn(Range, R) -> Result<()> + Sync,
) -> Result<()> {
    let read = |connection: &mut Connection<'_>, range: &Range| {
        let words = session.words_of(connection)?;
        read(connection, &words, range)
    };
    walk::walk(session.store(), &Watched { session, progress }, read, take)
}
