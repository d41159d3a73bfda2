//! Signals to stop: the first stops in order, the second at once, and in any case soon.

use std::future::{Future, pending};
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;

/// How long a stop in order may take in all; what has not ended by then is left where it is.
const LONGEST: Duration = Duration::from_millis(4_500);

/// Why a process ends before everything in it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// A second signal came.
    Again,
    /// Something did not end in time.
    Late,
}

/// Becomes true when the process is asked to stop.
#[derive(Clone, Debug)]
pub(crate) struct StopSignal(watch::Receiver<bool>);

impl StopSignal {
    /// Resolves when the process is asked to stop.
    pub(crate) async fn received(mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            pending::<()>().await;
        }
    }
}

/// Waits for signals on a thread of its own, which nothing else in the process can hold up. `leave` ends the
/// process. The handlers are in place when this returns, so that no signal is lost.
pub(crate) fn listen(leave: impl FnOnce(Leave) + Send + 'static) -> io::Result<StopSignal> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (sender, receiver) = watch::channel(false);
    let (in_place, placed) = mpsc::channel();
    thread::Builder::new().name("casebook-signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            let mut signals = match Signals::new() {
                Ok(signals) => signals,
                Err(error) => return drop(in_place.send(Err(error))),
            };
            drop(in_place.send(Ok(())));
            signals.next().await;
            sender.send_replace(true);
            tokio::select! {
                () = signals.next() => leave(Leave::Again),
                () = tokio::time::sleep(LONGEST) => leave(Leave::Late),
            }
        });
    })?;
    placed.recv().map_err(io::Error::other)??;
    Ok(StopSignal(receiver))
}

/// Ctrl-C and, where there is such a signal, a request to terminate.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => (),
            _ = self.terminate.recv() => (),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    }
}

/// Runs work that may block for ever on a thread of its own; returns whether it ended in time.
pub(crate) fn ends_within(patience: Duration, work: impl FnOnce() + Send + 'static) -> bool {
    let (ended, has_ended) = mpsc::channel();
    let started = thread::Builder::new().name("casebook-end".to_owned()).spawn(move || {
        work();
        // The caller may have given up.
        let _ = ended.send(());
    });
    started.is_ok() && has_ended.recv_timeout(patience).is_ok()
}

/// Resolves so long after `event` has.
pub(crate) async fn patience_after(event: impl Future<Output = ()>, patience: Duration) {
    event.await;
    tokio::time::sleep(patience).await;
}
