//! Keeping the picture current.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, PoisonError};

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_store::feed::{self, Entry};
use casebook_store::picture::{self as stored, Mark, Sketch};

use super::load::load;
use super::picture::{Known, known};
use super::{Drawn, Index};
use crate::desk::{GENERATION, Session};
use crate::error::Result;

/// After so many entries, loading anew is as quick.
const MOST_ENTRIES: usize = 10_000;
/// So many changed parties are read one by one however few there are in all.
const FEW_PARTIES: usize = 2_000;
/// Parties read in one statement.
const AT_ONCE: usize = 1_000;
/// So many entries without a number are numbered, so that nobody has to look at them again and again.
const MANY_WAITING: usize = 64;
/// What may have changed everything.
const OVERTURNING: [&str; 5] = ["vocabulary_used", "vocabulary_retired", "rebuilt", "restored", "kind_added"];

/// One question at a time goes to the database, and its answer to all who wait for one. Whoever comes while a
/// question is under way waits for the next: the answer to that one may be older than what he knows.
#[derive(Default)]
pub struct Questions {
    desk: Mutex<Desk>,
    answered: Condvar,
}

#[derive(Default)]
struct Desk {
    under_way: bool,
    begun: u64,
    done: u64,
}

/// Gives the desk back, however asking ended.
struct Asking<'q> {
    questions: &'q Questions,
    done: bool,
}

impl Questions {
    /// Asks, or waits for somebody who asks after this call began.
    pub fn ask(&self, question: impl Fn() -> Result<()>) -> Result<()> {
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = desk.begun + 1;
        while desk.done < wanted {
            if desk.under_way {
                desk = self.answered.wait(desk).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            desk.under_way = true;
            desk.begun += 1;
            drop(desk);
            let mut asking = Asking { questions: self, done: false };
            question()?;
            asking.done = true;
            return Ok(());
        }
        Ok(())
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut desk = self.questions.desk.lock().unwrap_or_else(PoisonError::into_inner);
        desk.under_way = false;
        if self.done {
            desk.done = desk.begun;
        }
        self.questions.answered.notify_all();
    }
}

/// What has happened since a mark.
enum News {
    Nothing,
    /// These parties have changed, and this is the mark after it; those that exist are as follows.
    Changed(Mark, Vec<PartyId>, Vec<Sketch>),
    /// Everything has to be read again.
    Everything,
}

impl Index {
    pub(super) fn bring_up_to_date(&self, session: &Session) -> Result<()> {
        loop {
            let news = match self.known() {
                Some((mark, vocabularies, slots)) => news(session, &mark, &vocabularies, slots)?,
                None => News::Everything,
            };
            match news {
                News::Nothing => return Ok(()),
                News::Changed(mark, changed, sketches) => {
                    let waiting = mark.waiting.len();
                    self.apply(session, mark, &changed, &sketches);
                    if waiting >= MANY_WAITING {
                        crate::desk::feed::number(session)?;
                    }
                    return Ok(());
                }
                News::Everything => self.draw(session)?,
            }
        }
    }

    /// What the picture shows: of when, in which words, and how many.
    fn known(&self) -> Option<(Mark, Vec<Known>, usize)> {
        let drawn = self.picture.read().unwrap_or_else(PoisonError::into_inner);
        let drawn = drawn.as_ref()?;
        Some((drawn.mark.clone(), drawn.picture.vocabularies.clone(), drawn.picture.slots()))
    }

    /// Draws the picture anew. The mark is taken first: what changes meanwhile is read again.
    fn draw(&self, session: &Session) -> Result<()> {
        // The old one goes first, so that there are never two in memory.
        *self.picture.write().unwrap_or_else(PoisonError::into_inner) = None;
        crate::desk::feed::number(session)?;
        let (mark, vocabularies) =
            session.read(|connection, words| Ok((stored::mark(connection, GENERATION)?, known(words))))?;
        let picture = load(session, vocabularies)?;
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.picture.write().unwrap_or_else(PoisonError::into_inner) = Some(Drawn { picture, mark });
        Ok(())
    }

    fn apply(&self, session: &Session, mark: Mark, changed: &[PartyId], sketches: &[Sketch]) {
        let mut drawn = self.picture.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it is changed: a change that breaks off leaves no picture rather than a wrong one.
        let Some(Drawn { mut picture, .. }) = drawn.take() else { return };
        let now = session.now();
        picture.turn_to(now);
        let there: BTreeSet<PartyId> = sketches.iter().map(|one| one.id).collect();
        for party in changed.iter().filter(|party| !there.contains(party)) {
            picture.forget(*party);
        }
        for sketch in sketches {
            picture.put(sketch, now);
        }
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        for party in changed {
            rows.forget(*party);
        }
        *drawn = Some(Drawn { picture, mark });
    }
}

/// Asks what has happened, and reads it, in one snapshot.
fn news(session: &Session, before: &Mark, vocabularies: &[Known], slots: usize) -> Result<News> {
    // The plain store, because the words in force are read only if they have changed.
    let mark = session.store().ask(|connection| stored::mark(connection, GENERATION))?;
    if mark == *before {
        return Ok(News::Nothing);
    }
    session.read(|connection, words| {
        let mark = stored::mark(connection, GENERATION)?;
        if mark.setting != before.setting && known(words) != vocabularies {
            return Ok(News::Everything);
        }
        let first = feed::first(connection)?;
        if mark.seq < before.seq || first.is_some_and(|first| first > before.seq + 1) {
            return Ok(News::Everything);
        }
        let entries = feed::since(connection, before.seq, MOST_ENTRIES as i64 + 1)?;
        let Some(changed) = changed(&entries, before, slots) else { return Ok(News::Everything) };
        let ids: Vec<VocabularyId> = vocabularies.iter().map(|one| one.id).collect();
        let mut sketches = Vec::with_capacity(changed.len());
        for some in changed.chunks(AT_ONCE) {
            sketches.extend(stored::these(connection, &ids, some)?);
        }
        Ok(News::Changed(mark, changed, sketches))
    })
}

/// The parties that entries speak of, unless they are too many or speak of everything.
fn changed(entries: &[(Option<i64>, Entry)], before: &Mark, slots: usize) -> Option<Vec<PartyId>> {
    if entries.len() > MOST_ENTRIES {
        return None;
    }
    // An entry is known by its id: seen without a number, it comes again with one.
    let new = entries.iter().filter(|(_, entry)| before.waiting.binary_search(&entry.id).is_err());
    let mut parties = BTreeSet::new();
    for change in new.flat_map(|(_, entry)| &entry.changes) {
        if OVERTURNING.contains(&change.action.as_str()) {
            return None;
        }
        parties.extend(&change.parties);
    }
    (parties.len() <= FEW_PARTIES + slots / 4).then(|| parties.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::mpsc::channel;

    use super::*;
    use crate::error::Error;

    #[test]
    fn whoever_comes_while_a_question_is_under_way_gets_the_answer_of_a_later_one() {
        let questions = Questions::default();
        let asked = AtomicU64::new(0);
        let (begun, has_begun) = channel();
        let (end, may_end) = channel::<()>();
        let may_end = Mutex::new(may_end);
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                questions.ask(|| {
                    begun.send(()).unwrap();
                    may_end.lock().unwrap().recv().unwrap();
                    asked.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                })
            });
            has_begun.recv().unwrap();
            let others: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        questions.ask(|| {
                            assert!(asked.fetch_add(1, Ordering::SeqCst) >= 1, "the first is over");
                            Ok(())
                        })
                    })
                })
                .collect();
            end.send(()).unwrap();
            first.join().unwrap().unwrap();
            for one in others {
                one.join().unwrap().unwrap();
            }
        });
        let asked = asked.into_inner();
        assert!((2..=9).contains(&asked), "{asked}");
    }

    #[test]
    fn a_question_that_fails_answers_nobody_else() {
        let questions = Questions::default();
        let failed = questions.ask(|| Err(Error::Usage("no".to_owned())));
        assert!(failed.is_err());
        let asked = AtomicU64::new(0);
        let ask = || {
            asked.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        questions.ask(ask).unwrap();
        questions.ask(ask).unwrap();
        assert_eq!(asked.into_inner(), 2, "nobody waits, so everybody asks");
    }
}
