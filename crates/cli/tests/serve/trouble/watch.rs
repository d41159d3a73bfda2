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

/// One time that a server took to answer.
#[derive(Clone, Copy, Debug)]
pub struct Silence {
    pub begun: Instant,
    pub length: Duration,
    /// How often it was asked until it answered.
    pub asked: u32,
    /// How long the last try took until there was a connection.
    pub connecting: Duration,
}

/// Measures how long `/health` keeps silent, until it is asked for the longest time.
pub struct Watch {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Silence>,
}

impl Watch {
    pub fn over(node: &Arc<Node>) -> Self {
        let over = Arc::<AtomicBool>::default();
        let (end, node) = (Arc::clone(&over), Arc::clone(node));
        let thread = std::thread::spawn(move || {
            let mut longest = Silence::none();
            while !end.load(Ordering::Relaxed) {
                if let Some(silence) = silence(&node, &end)
                    && silence.length > longest.length
                {
                    longest = silence;
                }
                let_pass(PAUSE);
            }
            longest
        });
        Self { over, thread }
    }

    /// The longest silence while the server was there.
    pub fn longest(self) -> Silence {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// The longest silence of several servers.
pub fn longest(watches: Vec<Watch>) -> Option<Silence> {
    watches.into_iter().map(Watch::longest).max_by_key(|silence| silence.length)
}

impl Silence {
    fn none() -> Self {
        Self { begun: now(), length: Duration::ZERO, asked: 0, connecting: Duration::ZERO }
    }
}

/// How long the server takes to answer; nothing if it was meant to be away meanwhile.
fn silence(node: &Node, end: &AtomicBool) -> Option<Silence> {
    let mut silence = Silence::none();
    let life = node.life()?;
    loop {
        silence.asked += 1;
        let answered = ask(node.at(), &mut silence);
        silence.length = silence.begun.elapsed();
        if node.life() != Some(life) {
            return None;
        }
        let given_up = silence.length > PATIENCE || (silence.asked > 3 && end.load(Ordering::Relaxed));
        if answered.is_some() || given_up {
            return Some(silence);
        }
        let_pass(Duration::from_millis(5));
    }
}

/// Asks once; any answer in HTTP is one.
fn ask(at: SocketAddr, silence: &mut Silence) -> Option<()> {
    let (begun, so_far) = (now(), silence.begun.elapsed());
    let left = PATIENCE.saturating_sub(so_far).max(Duration::from_millis(1));
    let connected = TcpStream::connect_timeout(&at, left);
    silence.connecting = begun.elapsed();
    let mut stream = connected.ok()?;
    stream.set_read_timeout(Some(left)).ok()?;
    let request = format!("GET /api/v1/health HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    head.starts_with(b"HTTP/1.1 ").then_some(())
}
