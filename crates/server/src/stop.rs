//! Being told to stop: the first time in order, the second time at once, and in any case soon.

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
    /// It was told to stop a second time.
    Again,
    /// Something did not end in time.
    Late,
}

/// Becomes true when the process is told to stop.
#[derive(Clone, Debug)]
pub(crate) struct Told(watch::Receiver<bool>);

impl Told {
    /// Resolves when the process is told to stop.
    pub(crate) async fn stop(mut self) {
        if self.0.wait_for(|told| *told).await.is_err() {
            pending::<()>().await;
        }
    }
}

/// Waits for signals on a thread of its own, which nothing else in the process can hold up. `leave` ends the
/// process. The handlers are in place when this returns, so that no signal is lost.
pub(crate) fn listen(leave: impl FnOnce(Leave) + Send + 'static) -> io::Result<Told> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (tell, told) = watch::channel(false);
    let (in_place, placed) = mpsc::channel();
    thread::Builder::new().name("casebook-signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            let mut signals = match Signals::new() {
                Ok(signals) => signals,
                Err(error) => return drop(in_place.send(Err(error))),
            };
            drop(in_place.send(Ok(())));
            signals.next().await;
            tell.send_replace(true);
            tokio::select! {
                () = signals.next() => leave(Leave::Again),
                () = tokio::time::sleep(LONGEST) => leave(Leave::Late),
            }
        });
    })?;
    placed.recv().map_err(io::Error::other)??;
    Ok(Told(told))
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

/// Runs what may block for ever on a thread of its own; says whether it ended in time.
pub(crate) fn ends_within(patience: Duration, work: impl FnOnce() + Send + 'static) -> bool {
    let (tell, told) = mpsc::channel();
    let begun = thread::Builder::new().name("casebook-end".to_owned()).spawn(move || {
        work();
        // Whoever waited may have gone on.
        let _ = tell.send(());
    });
    begun.is_ok() && told.recv_timeout(patience).is_ok()
}

/// Resolves so long after `told` has.
pub(crate) async fn patience_after(told: impl Future<Output = ()>, patience: Duration) {
    told.await;
    tokio::time::sleep(patience).await;
}
