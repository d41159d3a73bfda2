//! Open connections: how many there may be, which is ended for a new one, and how slowly answers may be taken.

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

/// How many files a process may have open if the system does not state it.
const FILES: usize = 1_024;
/// The most connections, however many files may be open.
const MOST: usize = 4_096;
/// How long nothing must have been answered on a connection before it is ended for a new one: a client that sends one
/// request after another has no gaps as long as this, and a request that is on its way is not lost.
const GRACE: Duration = Duration::from_millis(100);
/// How slowly an answer may be taken.
pub(crate) const PACE: Pace = Pace { look: Duration::from_secs(5), looks: 4, least: 4 * 1024 };

/// How slowly an answer may be taken: a connection that takes less is ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How often it is looked at.
    look: Duration,
    /// How often in a row it must be too little.
    looks: u32,
    /// Bytes that are to be taken in a second.
    least: u64,
}

/// All open connections.
#[derive(Debug)]
pub(crate) struct OpenConnections {
    most: usize,
    most_of_one: usize,
    pace: Pace,
    open: Mutex<BTreeMap<u64, Arc<OpenConnection>>>,
    last: AtomicU64,
    /// Connections that made room and are still open, each for the rest of its grace.
    leaving: AtomicUsize,
}

/// An open connection.
#[derive(Debug)]
pub(crate) struct OpenConnection {
    address: IpAddr,
    /// Requests that are being answered, to the last byte of the answer.
    under_way: AtomicUsize,
    /// Since when nothing is being answered.
    idle_since: Mutex<Instant>,
    /// Bytes of answers that the peer's side has taken.
    taken: AtomicU64,
    /// Whether there is more than it takes.
    is_full: AtomicBool,
    /// Whether it made room for a new connection.
    is_leaving: AtomicBool,
    end: Notify,
}

/// A connection that is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct Admitted {
    all: Arc<OpenConnections>,
    number: u64,
    pub(crate) connection: Arc<OpenConnection>,
}

/// An answer under way, until this is dropped.
#[derive(Debug)]
pub(crate) struct UnderWay(Arc<OpenConnection>);

impl OpenConnections {
    /// As many as there may be files, with half of those left to the database and to uploads; three quarters of
    /// that from one address.
    pub(crate) fn new() -> Self {
        let most = (files() / 2).clamp(16, MOST);
        Self::of(most, most - most / 4, PACE)
    }

    /// So many in all, and of one address, at a pace.
    pub(crate) fn of(most: usize, most_of_one: usize, pace: Pace) -> Self {
        Self {
            most,
            most_of_one,
            pace,
            open: Mutex::default(),
            last: AtomicU64::new(0),
            leaving: AtomicUsize::new(0),
        }
    }

    /// Admits a connection. If there are too many, the one is ended on which nothing has been answered for the longest
    /// time: an idle one, or one whose request does not come. A request that comes on it all the same, within its
    /// grace, is still answered. None if a request is being answered on every one.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Admitted> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.values().filter(|one| one.address == address).count();
        if of_one >= self.most_of_one {
            self.end_oldest(&mut open, Some(address))?;
        } else if open.len() >= self.most {
            self.end_oldest(&mut open, None)?;
        }
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        let connection = Arc::new(OpenConnection {
            address,
            under_way: AtomicUsize::new(0),
            idle_since: Mutex::new(Instant::now()),
            taken: AtomicU64::new(0),
            is_full: AtomicBool::new(false),
            is_leaving: AtomicBool::new(false),
            end: Notify::new(),
        });
        open.insert(number, Arc::clone(&connection));
        Some(Admitted { all: Arc::clone(self), number, connection })
    }

    fn end_oldest(
        &self,
        open: &mut BTreeMap<u64, Arc<OpenConnection>>,
        address: Option<IpAddr>,
    ) -> Option<()> {
        let idle = open.iter().filter(|(_, one)| !one.is_answered());
        let ours = idle.filter(|(_, one)| address.is_none_or(|address| one.address == address));
        let number = ours.min_by_key(|(_, one)| one.idle_since()).map(|(number, _)| *number)?;
        let oldest = open.remove(&number)?;
        self.leaving.fetch_add(1, Ordering::AcqRel);
        oldest.is_leaving.store(true, Ordering::Release);
        oldest.end.notify_one();
        Some(())
    }

    /// Whether those that made room may take their time: each of them has a file open beside those of `most`.
    fn has_patience(&self) -> bool {
        self.leaving.load(Ordering::Acquire) <= self.most.div_ceil(4)
    }
}

/// How many files this process may have open.
fn files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    soft.unwrap_or(FILES)
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut open = self.all.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.remove(&self.number).is_none() {
            self.all.leaving.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

impl Admitted {
    /// Resolves when the connection is to be ended: for a new one, or because its peer takes too little.
    pub(crate) async fn ends(&self) {
        tokio::select! {
            () = self.leaves() => (),
            () = self.connection.is_too_slow(self.all.pace) => (),
        }
    }

    /// Resolves when it made room for a new connection and nothing has been answered on it for a while.
    async fn leaves(&self) {
        if !self.connection.is_leaving() {
            self.connection.end.notified().await;
        }
        loop {
            if self.connection.is_answered() {
                sleep(GRACE).await;
                continue;
            }
            let rest = GRACE.saturating_sub(self.connection.idle_since().elapsed());
            if rest.is_zero() || !self.all.has_patience() {
                return;
            }
            sleep(rest).await;
        }
    }
}

impl OpenConnection {
    /// An answer begins.
    pub(crate) fn answers(self: &Arc<Self>) -> UnderWay {
        self.under_way.fetch_add(1, Ordering::AcqRel);
        UnderWay(Arc::clone(self))
    }

    /// Whether it made room for a new connection: its next answer is its last.
    pub(crate) fn is_leaving(&self) -> bool {
        self.is_leaving.load(Ordering::Acquire)
    }

    fn idle_since(&self) -> Instant {
        *self.idle_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request is being answered.
    fn is_answered(&self) -> bool {
        self.under_way.load(Ordering::Acquire) > 0
    }

    async fn is_too_slow(&self, pace: Pace) {
        let (mut looks, mut before) = (0, 0);
        loop {
            sleep(pace.look).await;
            let taken = self.taken.load(Ordering::Relaxed);
            if !self.is_full.load(Ordering::Relaxed) {
                looks = 0;
                continue;
            }
            if looks == 0 {
                before = taken;
            }
            looks += 1;
            let seconds = pace.look.as_secs_f64() * f64::from(looks - 1);
            if looks > pace.looks && ((taken - before) as f64) < pace.least as f64 * seconds {
                return;
            }
            if looks > pace.looks {
                looks = 0;
            }
        }
    }

    /// Notes what was written, or that the peer takes no more.
    pub(super) fn wrote(&self, written: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(bytes)) = written {
            self.taken.fetch_add(*bytes as u64, Ordering::Relaxed);
        }
        self.is_full.store(written.is_pending(), Ordering::Relaxed);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        *self.0.idle_since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.0.under_way.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::time::timeout;

    use super::*;
    use crate::http::connections::paced::Paced;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    /// Long, for a busy machine.
    const SOON: Duration = Duration::from_secs(20);

    fn connections(most: usize, most_of_one: usize) -> Arc<OpenConnections> {
        Arc::new(OpenConnections::of(most, most_of_one, PACE))
    }

    async fn is_ended(one: &Admitted) -> bool {
        timeout(GRACE * 2, one.ends()).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_within_the_grace_is_answered_and_the_last_but_where_too_many_leave_there_is_none() {
        let connections = connections(4, 4);
        let all: Vec<Admitted> = (0..4).map(|_| connections.admit(HERE).unwrap()).collect();
        let _fifth = connections.admit(HERE).unwrap();
        assert!(timeout(GRACE / 2, all[0].ends()).await.is_err());
        let answer = all[0].connection.answers();
        assert!(all[0].connection.is_leaving() && !is_ended(&all[0]).await, "it is being answered");
        drop(answer);
        assert!(timeout(GRACE / 2, all[0].ends()).await.is_err(), "the next request may be on its way");
        let _sixth = connections.admit(HERE).unwrap();
        assert!(timeout(Duration::ZERO, all[1].ends()).await.is_ok(), "two leave, of four that there may be");
        drop(all);
        assert_eq!(connections.leaving.load(Ordering::Acquire), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn of_too_many_the_longest_idle_makes_room_and_none_with_a_request() {
        let connections = connections(3, 3);
        let all: Vec<Admitted> = (0..3).map(|_| connections.admit(HERE).unwrap()).collect();
        let answer = all[0].connection.answers();
        let _fourth = connections.admit(THERE).unwrap();
        assert!(!is_ended(&all[0]).await && is_ended(&all[1]).await && !is_ended(&all[2]).await);
        drop(answer);
        let answers: Vec<UnderWay> =
            connections.open.lock().unwrap().values().map(OpenConnection::answers).collect();
        assert!(connections.admit(HERE).is_none(), "a request is answered on every one");
        drop(answers);
        assert!(connections.admit(HERE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_has_not_all() {
        let connections = connections(4, 2);
        let first = connections.admit(HERE).unwrap();
        let _busy = first.connection.answers();
        let second = connections.admit(HERE).unwrap();
        let _third = connections.admit(HERE).unwrap();
        assert!(is_ended(&second).await);
        let others: Vec<_> = (0..2).map(|_| connections.admit(THERE).unwrap()).collect();
        assert_eq!(connections.open.lock().unwrap().len(), 4);
        drop(others);
        assert_eq!(connections.open.lock().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_connection_that_takes_too_little_of_an_answer_is_ended_and_one_that_takes_it_is_not() {
        let pace = Pace { look: Duration::from_millis(20), looks: 3, least: 1024 * 1024 };
        let listener = TcpListener::bind((HERE, 0)).await.unwrap();
        let connections = Arc::new(OpenConnections::of(9, 9, pace));
        let answer = async |read: bool| {
            let mut peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            let admitted = connections.admit(HERE).unwrap();
            let mut paced = Paced::new(stream, Arc::clone(&admitted.connection));
            let peer = tokio::spawn(async move {
                let mut bytes = Vec::new();
                if read {
                    peer.read_to_end(&mut bytes).await.unwrap();
                } else {
                    std::future::pending::<()>().await;
                }
                bytes.len()
            });
            let bytes = vec![7; 32 * 1024 * 1024];
            let written = tokio::select! {
                written = paced.write_all(&bytes) => written.is_ok(),
                () = admitted.ends() => false,
                () = sleep(SOON) => panic!("neither taken nor ended"),
            };
            drop(paced);
            if read {
                assert_eq!(peer.await.unwrap(), 32 * 1024 * 1024);
            } else {
                peer.abort();
            }
            written
        };
        assert!(answer(true).await);
        assert!(!answer(false).await);
    }
}
