//! The one thread that writes to a SQLite file.
//!
//! Writes that wait together are committed together, so that many small ones share one flush to the disk.
//! Each answer goes out after that commit. The first write of a group needs no savepoint: if it fails, there
//! is nothing yet to be kept and the whole transaction is undone.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};

use rusqlite::Connection as Sqlite;

use super::{Connection, sqlite};
use crate::error::{Error, Result};

/// A group is closed when it has taken this long, or holds this many writes.
const LONGEST_GROUP: Duration = Duration::from_millis(20);
const LARGEST_GROUP: usize = 256;
/// After a long group, another process gets a chance to take the lock.
const COURTESY: Duration = Duration::from_millis(1);

/// The way to the writing thread.
pub(crate) struct Writer {
    jobs: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    id: ThreadId,
}

/// A write whose types have been forgotten.
trait Job: Send {
    /// Runs the work and keeps its answer; says how it ended.
    fn run(&mut self, connection: &mut Connection<'_>) -> Ended;
    /// Sends the answer, or the error that overtook it.
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
}

type Answer<T, E> = std::result::Result<Result<T, E>, Box<dyn Any + Send>>;

impl<F, T, E> Job for Write<F, T, E>
where
    F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, connection: &mut Connection<'_>) -> Ended {
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
        let Self { work, outcome, panic, sender } = *self;
        // It may hold the last handle but the asker's own: gone first, nothing is closed on this thread.
        drop(work);
        let answer = match (panic, overtaken) {
            (Some(panic), _) => Err(panic),
            (None, Some(error)) => Ok(Err(error.into())),
            (None, None) => Ok(outcome.unwrap_or_else(lost)),
        };
        // Whoever asked may have gone; the write is done all the same.
        let _ = sender.send(answer);
    }
}

impl Writer {
    pub(crate) fn start(connection: Sqlite) -> Result<Self> {
        let (jobs, queue) = channel();
        let thread = thread::Builder::new()
            .name("casebook-writer".to_owned())
            .spawn(move || serve(&connection, &queue))
            .map_err(|error| Error::Other(format!("no thread can be started: {error}")))?;
        Ok(Self { jobs: Some(jobs), id: thread.thread().id(), thread: Some(thread) })
    }

    pub(crate) fn is_this_thread(&self) -> bool {
        thread::current().id() == self.id
    }

    /// Runs `work` in a transaction and answers when that is durable. A panic of `work` goes on in the caller.
    pub(crate) fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if self.is_this_thread() {
            return Err(Error::Other("a write was begun inside another".to_owned()).into());
        }
        let (sender, receiver) = sync_channel(1);
        let job = Box::new(Write { work, outcome: None, panic: None, sender });
        let gone = || Error::Unavailable("its writing thread has ended".to_owned());
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        jobs.send(job).map_err(|_| gone())?;
        match receiver.recv().map_err(|_| gone())? {
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

#[expect(clippy::disallowed_methods, reason = "a group is measured so that others get their turn")]
fn serve(connection: &Sqlite, queue: &Receiver<Box<dyn Job>>) {
    let mut again: Vec<Box<dyn Job>> = Vec::new();
    loop {
        let first = match again.pop() {
            Some(job) => job,
            None => match queue.recv() {
                Ok(job) => job,
                Err(_) => return,
            },
        };
        let began = Instant::now();
        again.extend(commit_group(connection, first, queue, began));
        if began.elapsed() > LONGEST_GROUP {
            crate::pause::pause(COURTESY);
        }
    }
}

/// Runs one group; gives back the writes whose transaction was lost to a neighbour and must run again.
fn commit_group(
    connection: &Sqlite,
    first: Box<dyn Job>,
    queue: &Receiver<Box<dyn Job>>,
    began: Instant,
) -> Vec<Box<dyn Job>> {
    if let Err(error) = sqlite::script(connection, "BEGIN IMMEDIATE") {
        first.answer(Some(error));
        return Vec::new();
    }
    let mut group: Vec<Box<dyn Job>> = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let ended = run(connection, job.as_mut(), group.is_empty());
        let lost = connection.is_autocommit();
        match (ended, lost) {
            (Ended::Keep, false) => group.push(job),
            (Ended::Keep, true) => {
                job.answer(Some(Error::Unavailable("its transaction was lost".to_owned())));
            }
            (Ended::Undo, _) => job.answer(None),
        }
        if lost {
            return group;
        }
        if began.elapsed() < LONGEST_GROUP && group.len() < LARGEST_GROUP {
            next = queue.try_recv().ok();
        }
    }
    let failed = sqlite::script(connection, "COMMIT").err();
    if failed.is_some() && !connection.is_autocommit() {
        let _ = sqlite::script(connection, "ROLLBACK");
    }
    for job in group {
        job.answer(failed.clone());
    }
    Vec::new()
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
        // What is undone and what is not can no longer be told: give up the whole transaction.
        let _ = script("ROLLBACK");
    }
    ended
}
