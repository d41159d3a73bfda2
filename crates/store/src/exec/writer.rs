//! The thread that writes to a SQLite file.
//!
//! Writes that wait together are committed together, so that many small ones share one sync. Each answer goes out
//! after that commit. The first write of a group needs no savepoint: if it fails, there is nothing else to keep and
//! the whole transaction is rolled back.
//!
//! Another process may lock the file. A caller who waits longer than a stated time, or has left meanwhile, is answered
//! at once, wherever in the queue, and the write is never started.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};

use rusqlite::Connection as Sqlite;

use super::cancel::Cancel;
use super::{Connection, sqlite};
use crate::error::{Error, Result};

/// A group is closed when it has taken this long, or holds this many writes.
const LONGEST_GROUP: Duration = Duration::from_millis(20);
const LARGEST_GROUP: usize = 256;
/// After a long group, another process gets a chance to take the lock.
const COURTESY: Duration = Duration::from_millis(1);
/// How long to wait for another process's lock before late callers are answered.
const LOOK: Duration = Duration::from_millis(50);

/// The handle of the writing thread.
pub(crate) struct Writer {
    jobs: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    id: ThreadId,
}

/// A type-erased write.
trait Job: Send {
    /// Why it must no longer begin, if so.
    fn is_over(&self, now: Instant) -> Option<Error>;
    /// Runs the work and keeps its result; returns how it ended.
    fn run(&mut self, connection: &mut Connection<'_>) -> Ended;
    /// Sends the result, or the error that replaces it.
    fn answer(self: Box<Self>, overtaken: Option<Error>);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Keep,
    Undo,
}

struct Write<F, T, E> {
    work: F,
    outcome: Option<Result<T, E>>,
    panic: Option<Box<dyn Any + Send>>,
    sender: SyncSender<Answer<T, E>>,
    cancel: Cancel,
    begin_by: Instant,
}

type Answer<T, E> = std::result::Result<Result<T, E>, Box<dyn Any + Send>>;

impl<F, T, E> Job for Write<F, T, E>
where
    F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn is_over(&self, now: Instant) -> Option<Error> {
        let late = || Error::Busy("it was not available in time".to_owned());
        self.cancel.check().err().or_else(|| (now >= self.begin_by).then(late))
    }

    fn run(&mut self, connection: &mut Connection<'_>) -> Ended {
        if let Err(cancelled) = self.cancel.begin() {
            self.outcome = Some(Err(cancelled.into()));
            return Ended::Undo;
        }
        match catch_unwind(AssertUnwindSafe(|| (self.work)(connection))) {
            Ok(outcome) => {
                let failure = connection.failure().filter(|_| outcome.is_ok());
                self.outcome = Some(failure.map_or(outcome, |error| Err(error.into())));
            }
            Err(panic) => self.panic = Some(panic),
        }
        if matches!(self.outcome, Some(Ok(_))) { Ended::Keep } else { Ended::Undo }
    }

    fn answer(self: Box<Self>, overtaken: Option<Error>) {
        let lost = || Err(Error::Other("a write was never run".to_owned()).into());
        let Self { work, outcome, panic, sender, .. } = *self;
        // It may hold the last handle but the asker's own: dropped first, so that nothing is closed on this thread.
        drop(work);
        let answer = match (panic, overtaken) {
            (Some(panic), _) => Err(panic),
            (None, Some(error)) => Ok(Err(error.into())),
            (None, None) => Ok(outcome.unwrap_or_else(lost)),
        };
        // The caller may have left; the write is done all the same.
        let _ = sender.send(answer);
    }
}

impl Writer {
    pub(crate) fn start(mut connection: Sqlite) -> Result<Self> {
        sqlite::wait_at_most(&mut connection, LOOK)?;
        let (jobs, queue) = channel();
        let thread = thread::Builder::new()
            .name("casebook-writer".to_owned())
            .spawn(move || Queue { jobs: queue, waiting: VecDeque::new() }.serve(&connection))
            .map_err(|error| Error::Other(format!("no thread can be started: {error}")))?;
        Ok(Self { jobs: Some(jobs), id: thread.thread().id(), thread: Some(thread) })
    }

    pub(crate) fn is_this_thread(&self) -> bool {
        thread::current().id() == self.id
    }

    /// Runs `work` in a transaction and answers when that is durable. A panic of `work` goes on in the caller.
    #[expect(clippy::disallowed_methods, reason = "waits are bounded by a deadline")]
    pub(crate) fn write<T, E, F>(&self, cancel: &Cancel, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if self.is_this_thread() {
            return Err(Error::Other("a write was begun inside another".to_owned()).into());
        }
        let (sender, receiver) = sync_channel(1);
        let begin_by = cancel.begin_by().unwrap_or_else(|| Instant::now() + sqlite::PATIENCE);
        let cancel = cancel.clone();
        let job = Box::new(Write { work, outcome: None, panic: None, sender, cancel, begin_by });
        let ended = || Error::Unavailable("its writing thread has ended".to_owned());
        let jobs = self.jobs.as_ref().ok_or_else(ended)?;
        jobs.send(job).map_err(|_| ended())?;
        match receiver.recv().map_err(|_| ended())? {
            Ok(outcome) => outcome,
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        // The last handle may be dropped by a job on the thread itself, which cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|_| thread::current().id() != self.id) {
            let _ = thread.join();
        }
    }
}

/// The waiting writes, in order.
struct Queue {
    jobs: Receiver<Box<dyn Job>>,
    waiting: VecDeque<Box<dyn Job>>,
}

impl Queue {
    /// Writes until all handles are dropped.
    #[expect(clippy::disallowed_methods, reason = "a group is measured so that others get their turn")]
    fn serve(mut self, connection: &Sqlite) {
        while self.wait() {
            match sqlite::script(connection, "BEGIN IMMEDIATE") {
                Ok(()) => {
                    let began = Instant::now();
                    self.commit_group(connection, began);
                    if began.elapsed() > LONGEST_GROUP {
                        crate::clock::pause(COURTESY);
                    }
                }
                // Checked again: some may have waited too long.
                Err(Error::Busy(_)) => crate::clock::pause(COURTESY),
                Err(error) => {
                    if let Some(first) = self.waiting.pop_front() {
                        first.answer(Some(error));
                    }
                }
            }
        }
    }

    /// Waits until there is something to write; false if there never will be.
    fn wait(&mut self) -> bool {
        loop {
            self.waiting.extend(self.jobs.try_iter());
            self.answer_late();
            if !self.waiting.is_empty() {
                return true;
            }
            match self.jobs.recv() {
                Ok(job) => self.waiting.push_back(job),
                Err(_) => return false,
            }
        }
    }

    /// Answers callers whose time is over or who have left.
    #[expect(clippy::disallowed_methods, reason = "waits are bounded by a deadline")]
    fn answer_late(&mut self) {
        let now = Instant::now();
        for job in std::mem::take(&mut self.waiting) {
            match job.is_over(now) {
                Some(error) => job.answer(Some(error)),
                None => self.waiting.push_back(job),
            }
        }
    }

    /// The next write that may still begin.
    #[expect(clippy::disallowed_methods, reason = "waits are bounded by a deadline")]
    fn next(&mut self) -> Option<Box<dyn Job>> {
        loop {
            let job = self.waiting.pop_front().or_else(|| self.jobs.try_recv().ok())?;
            match job.is_over(Instant::now()) {
                Some(error) => job.answer(Some(error)),
                None => return Some(job),
            }
        }
    }

    /// Runs one group in the transaction that has begun. Writes whose transaction lost a conflict wait again, before
    /// all others.
    fn commit_group(&mut self, connection: &Sqlite, began: Instant) {
        let mut group: Vec<Box<dyn Job>> = Vec::new();
        while began.elapsed() < LONGEST_GROUP
            && group.len() < LARGEST_GROUP
            && let Some(mut job) = self.next()
        {
            // The first failure of all ends the transaction, and with it the group.
            let alone = group.is_empty();
            let ended = run(connection, job.as_mut(), alone);
            let lost = connection.is_autocommit();
            match (ended, lost) {
                (Ended::Keep, false) => group.push(job),
                (Ended::Keep, true) => {
                    job.answer(Some(Error::Unavailable("its transaction was lost".to_owned())));
                }
                (Ended::Undo, _) => job.answer(None),
            }
            if lost {
                for job in group.into_iter().rev() {
                    self.waiting.push_front(job);
                }
                return;
            }
        }
        let failed = sqlite::script(connection, "COMMIT").err();
        if failed.is_some() && !connection.is_autocommit() {
            let _ = sqlite::script(connection, "ROLLBACK");
        }
        for job in group {
            job.answer(failed.clone());
        }
    }
}

fn run(connection: &Sqlite, job: &mut dyn Job, alone: bool) -> Ended {
    let script = |sql| sqlite::script(connection, sql);
    if !alone && script("SAVEPOINT neighbour").is_err() {
        return Ended::Undo;
    }
    let ended = job.run(&mut Connection::sqlite(connection));
    if connection.is_autocommit() {
        return Ended::Undo;
    }
    let closing = match (ended, alone) {
        (Ended::Keep, true) => Ok(()),
        (Ended::Keep, false) => script("RELEASE neighbour"),
        (Ended::Undo, true) => script("ROLLBACK"),
        (Ended::Undo, false) => script("ROLLBACK TO neighbour").and_then(|()| script("RELEASE neighbour")),
    };
    if closing.is_err() && !connection.is_autocommit() {
        // It is unknown what was rolled back: abort the whole transaction.
        let _ = script("ROLLBACK");
    }
    ended
}
