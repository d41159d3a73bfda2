//! A server in a process of its own, which can be killed and started again.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::chance::now;

/// How long a server may take to listen on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// `casebook serve` on one database.
pub struct Node {
    words: Vec<String>,
    running: Mutex<Running>,
    log: Arc<Mutex<Vec<String>>>,
    /// Odd while it serves, even while it is meant to be away.
    lives: AtomicU64,
}

struct Running {
    child: Child,
    at: SocketAddr,
}

impl Node {
    pub fn start(database: &str) -> Self {
        Self::start_within(&[], database)
    }

    /// Starts it with further options.
    pub fn start_with(options: &[&str], database: &str) -> Self {
        let own =
            [env!("CARGO_BIN_EXE_casebook"), "serve", "--listen", "127.0.0.1:0", "--database", database];
        Self::launched(own.iter().chain(options).map(|word| (*word).to_owned()).collect())
    }

    /// Starts it by another program, such as one that takes rights away from it.
    pub fn start_within(wrapper: &[&str], database: &str) -> Self {
        let own =
            [env!("CARGO_BIN_EXE_casebook"), "serve", "--listen", "127.0.0.1:0", "--database", database];
        Self::launched(wrapper.iter().chain(&own).map(|word| (*word).to_owned()).collect())
    }

    /// Starts it by another program and with further options.
    pub fn start_within_with(wrapper: &[&str], database: &str, options: &[&str]) -> Self {
        let own =
            [env!("CARGO_BIN_EXE_casebook"), "serve", "--listen", "127.0.0.1:0", "--database", database];
        Self::launched(wrapper.iter().chain(&own).chain(options).map(|word| (*word).to_owned()).collect())
    }

    fn launched(words: Vec<String>) -> Self {
        let log = Arc::default();
        let running = Mutex::new(launch(&words, &log));
        Self { words, running, log, lives: AtomicU64::new(1) }
    }

    /// Where it listens; after a kill, where it listened.
    pub fn at(&self) -> SocketAddr {
        self.running.lock().unwrap().at
    }

    pub fn process(&self) -> u32 {
        self.running.lock().unwrap().child.id()
    }

    /// Which of its lives it is in; nothing while it is meant to be away.
    pub fn life(&self) -> Option<u64> {
        Some(self.lives.load(Ordering::SeqCst)).filter(|life| life % 2 == 1)
    }

    fn leave(&self) {
        if self.life().is_some() {
            self.lives.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Ends it as a lost machine would.
    pub fn kill(&self) {
        self.leave();
        let mut running = self.running.lock().unwrap();
        running.child.kill().unwrap();
        running.child.wait().unwrap();
    }

    /// Starts it again, at another address.
    pub fn start_again(&self) {
        *self.running.lock().unwrap() = launch(&self.words, &self.log);
        self.lives.fetch_add(1, Ordering::SeqCst);
    }

    /// Starts it where it must not start; answers with what it says.
    pub fn refuses_to_start(&self) -> String {
        let output = Command::new(&self.words[0]).args(&self.words[1..]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Asks it to stop, and returns how it ended.
    pub fn stop(&self) -> ExitStatus {
        self.leave();
        let mut running = self.running.lock().unwrap();
        signal("TERM", running.child.id());
        running.child.wait().unwrap()
    }

    /// Asks it to stop, and returns how it ended and how long that took.
    pub fn stop_timed(&self) -> (ExitStatus, Duration) {
        let begun = now();
        let ended = self.stop();
        (ended, begun.elapsed())
    }

    /// Its log so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().join("\n")
    }

    /// The memory that it holds of its own, in MiB.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process())).unwrap();
        let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }

    /// For how long it has kept a processor busy, to a hundredth of a second.
    pub fn worked(&self) -> Duration {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.process())).unwrap();
        // Behind the name, which is in brackets, the 12th and 13th are ticks in user and in kernel mode.
        let (_, rest) = status.rsplit_once(')').unwrap();
        let ticks: u64 =
            rest.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    pub fn assert_never_panicked(&self) {
        let log = self.log();
        assert!(!log.contains("panicked at"), "{log}");
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let running = self.running.get_mut().unwrap();
        // It may have ended already.
        let _ = running.child.kill();
        let _ = running.child.wait();
    }
}

/// Sends a signal to a process.
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").args(["-s", name, &process.to_string()]).status().unwrap();
    assert!(sent.success(), "SIG{name} to {process}");
}

fn launch(words: &[String], log: &Arc<Mutex<Vec<String>>>) -> Running {
    let mut child = Command::new(&words[0])
        .args(&words[1..])
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let address = follow(&mut child, log);
    let Ok(at) = address.recv_timeout(PATIENCE) else {
        // Whatever ended it stands in the log.
        let _ = child.kill();
        let _ = child.wait();
        panic!("it does not listen: {}", log.lock().unwrap().join("\n"));
    };
    Running { child, at }
}

/// Keeps what it prints and picks the address out of it.
fn follow(child: &mut Child, log: &Arc<Mutex<Vec<String>>>) -> Receiver<SocketAddr> {
    let (lines, log) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(log));
    let (found, address) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(at) = line.split("Casebook is running at http://").nth(1) {
                let end = at.find(|c: char| !c.is_ascii_digit() && !".:".contains(c));
                let at = at[..end.unwrap_or(at.len())].parse().unwrap();
                // Nobody waits for it any more if it came too late.
                let _ = found.send(at);
            }
            log.lock().unwrap().push(line);
        }
    });
    address
}
