//! Somebody who asks a server again and again whether it is well, over a new connection each time.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::chance::{let_pass, now};
use crate::node::Node;

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(50);
/// Between two questions to the control, which must not miss a hold-up.
const CONTROL_PAUSE: Duration = Duration::from_millis(20);
/// A silence of this length is kept, however many there are.
const LONG: Duration = Duration::from_millis(400);
/// After so long a silence is not measured any further.
const PATIENCE: Duration = Duration::from_mins(1);

/// Above this a plain answer counts as held up by the machine: by its disk, or by other programs.
const HELD_UP: Duration = Duration::from_millis(50);

/// A responder of nothing but a thread, asked as a server is: whatever keeps it waiting is the machine's doing, not
/// the server's.
struct Control {
    over: Arc<AtomicBool>,
    asking: JoinHandle<Vec<(Instant, Instant)>>,
}

impl Control {
    fn begin() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let at = listener.local_addr().unwrap();
        let over = Arc::<AtomicBool>::default();
        // Ends with the process; there is nothing that could still be waited for.
        std::thread::spawn(move || listener.incoming().flatten().for_each(answer_plainly));
        let end = Arc::clone(&over);
        let asking = std::thread::spawn(move || {
            let mut held_up = Vec::new();
            while !end.load(Ordering::Relaxed) {
                let begun = now();
                ask(at, &mut Silence::none());
                let_pass(CONTROL_PAUSE);
                if begun.elapsed() > HELD_UP + CONTROL_PAUSE {
                    held_up.push((begun, now()));
                }
            }
            held_up
        });
        Self { over, asking }
    }

    /// When the machine kept it waiting.
    fn held_up(self) -> Vec<(Instant, Instant)> {
        self.over.store(true, Ordering::Relaxed);
        self.asking.join().unwrap()
    }
}

fn answer_plainly(mut stream: TcpStream) {
    let mut request = [0; 1024];
    // Whoever has left needs no answer.
    let _ = stream.read(&mut request);
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
}

/// One time that a server took to answer.
#[derive(Clone, Copy, Debug)]
pub struct Silence {
    pub begun: Instant,
    pub length: Duration,
    /// How often it was asked until it answered.
    pub asked: u32,
    /// How long the last try took until there was a connection.
    pub connecting: Duration,
    /// What was taken off it, because the machine kept everybody waiting.
    pub machine: Duration,
}

/// Measures how long `/health` keeps silent, until it is asked for the longest time.
pub struct Watch {
    over: Arc<AtomicBool>,
    asking: JoinHandle<Vec<Silence>>,
    control: Control,
}

impl Watch {
    pub fn over(node: &Arc<Node>) -> Self {
        let over = Arc::<AtomicBool>::default();
        let (end, node) = (Arc::clone(&over), Arc::clone(node));
        let asking = std::thread::spawn(move || {
            let mut silences = vec![Silence::none()];
            while !end.load(Ordering::Relaxed) {
                // The longest of those that are soon over is enough to know.
                let longest = silences.iter().map(|one| one.length).max().unwrap_or_default();
                let found = silence(&node, &end);
                silences.extend(found.filter(|one| one.length > longest.min(LONG)));
                let_pass(PAUSE);
            }
            silences
        });
        Self { over, asking, control: Control::begin() }
    }

    /// The longest silence while the server was there, without what the machine alone kept everybody waiting.
    pub fn longest(self) -> Silence {
        self.over.store(true, Ordering::Relaxed);
        let silences = self.asking.join().unwrap();
        let held_up = self.control.held_up();
        let own = silences.into_iter().map(|one| one.without(&held_up));
        own.max_by_key(|silence| silence.length).unwrap_or_else(Silence::none)
    }
}

/// The longest silence of several servers.
pub fn longest(watches: Vec<Watch>) -> Option<Silence> {
    watches.into_iter().map(Watch::longest).max_by_key(|silence| silence.length)
}

impl Silence {
    fn none() -> Self {
        Self {
            begun: now(),
            length: Duration::ZERO,
            asked: 0,
            connecting: Duration::ZERO,
            machine: Duration::ZERO,
        }
    }

    /// The silence without the parts of it in which the machine kept the control waiting too.
    fn without(self, held_up: &[(Instant, Instant)]) -> Self {
        let (from, to) = (self.begun, self.begun + self.length);
        let shared = |(begun, ended): &(Instant, Instant)| {
            (*ended).min(to).saturating_duration_since((*begun).max(from))
        };
        let machine: Duration = held_up.iter().map(shared).sum();
        Self { length: self.length.saturating_sub(machine), machine, ..self }
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
