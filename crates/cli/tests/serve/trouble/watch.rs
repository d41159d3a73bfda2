//! Somebody who asks a server again and again whether it is well, over a new connection each time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::chance::{let_pass, now};
use crate::node::Node;

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(50);
/// After so long a silence is not measured any further.
const PATIENCE: Duration = Duration::from_mins(1);

/// Measures how long `/health` keeps silent, until it is asked for the longest time.
pub struct Watch {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Duration>,
}

impl Watch {
    pub fn over(node: &Arc<Node>) -> Self {
        let over = Arc::<AtomicBool>::default();
        let (end, node) = (Arc::clone(&over), Arc::clone(node));
        let thread = std::thread::spawn(move || {
            let mut longest = Duration::ZERO;
            while !end.load(Ordering::Relaxed) {
                longest = longest.max(silence(&node, &end));
                let_pass(PAUSE);
            }
            longest
        });
        Self { over, thread }
    }

    /// The longest silence while the server was there.
    pub fn longest(self) -> Duration {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// The longest silence of several servers.
pub fn longest(watches: Vec<Watch>) -> Option<Duration> {
    watches.into_iter().map(Watch::longest).max()
}

/// How long the server takes to answer; nothing if it was meant to be away meanwhile.
fn silence(node: &Node, end: &AtomicBool) -> Duration {
    let begun = now();
    let Some(life) = node.life() else { return Duration::ZERO };
    let mut tries = 0;
    while ask(node.at(), begun).is_none() {
        if node.life() != Some(life) {
            return Duration::ZERO;
        }
        tries += 1;
        if begun.elapsed() > PATIENCE || (tries > 3 && end.load(Ordering::Relaxed)) {
            break;
        }
        let_pass(Duration::from_millis(5));
    }
    if node.life() == Some(life) { begun.elapsed() } else { Duration::ZERO }
}

/// Asks once; any answer in HTTP is one.
fn ask(at: SocketAddr, begun: Instant) -> Option<()> {
    let left = PATIENCE.saturating_sub(begun.elapsed()).max(Duration::from_millis(1));
    let mut stream = TcpStream::connect_timeout(&at, left).ok()?;
    stream.set_read_timeout(Some(left)).ok()?;
    let request = format!("GET /api/v1/health HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    head.starts_with(b"HTTP/1.1 ").then_some(())
}
