//! The server under test: the real program, as a process of its own.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use casebook_testkit::bench::{Outcome, now};

use super::client::Client;

/// The program.
pub const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");
const PATIENCE: Duration = Duration::from_mins(1);
const NAP: Duration = Duration::from_millis(1);

/// A server that listens; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start as a process to its first answer.
    pub started: Duration,
}

impl Server {
    /// Starts it and waits for its first answer. Its log goes to a file in the folder.
    pub fn start(database: &str, folder: &Path) -> Outcome<Self> {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = folder.join("server.log");
        let start = now();
        let child = Command::new(CASEBOOK)
            .args(["serve", "--listen", &address.to_string(), "--database", database])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut server = Self { child, address, started: Duration::ZERO };
        while !server.answers() {
            if start.elapsed() > PATIENCE || server.child.try_wait()?.is_some() {
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("the server does not answer: {log}").into());
            }
            nap(NAP);
        }
        server.started = start.elapsed();
        Ok(server)
    }

    fn answers(&self) -> bool {
        Client::connect(self.address).is_ok_and(|mut client| client.get("/api/v1/health").is_ok())
    }

    /// So many connections to it.
    pub fn clients(&self, count: usize) -> Outcome<Vec<Client>> {
        (0..count).map(|_| Client::connect(self.address)).collect()
    }

    /// The number of its process.
    pub fn process(&self) -> String {
        self.child.id().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets the server come to rest, or up: neither has an event that another process could wait for.
#[expect(clippy::disallowed_methods, reason = "another process cannot be waited for otherwise")]
pub fn nap(length: Duration) {
    std::thread::sleep(length);
}
