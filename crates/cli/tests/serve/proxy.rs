//! A way to a server that can fall silent: connections stay, new ones are taken, and nothing passes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// Passes bytes on in both directions while it is open.
pub struct Proxy {
    at: SocketAddr,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    is_silent: Mutex<bool>,
    changed: Condvar,
}

impl Proxy {
    /// A way to `server`.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, gate) = (listener.local_addr().unwrap(), Arc::<Gate>::default());
        let ours = Arc::clone(&gate);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(behind) = TcpStream::connect(server) else { continue };
                let (here, there) = (client.try_clone().unwrap(), behind.try_clone().unwrap());
                let (one, other) = (Arc::clone(&ours), Arc::clone(&ours));
                thread::spawn(move || one.pass(client, behind));
                thread::spawn(move || other.pass(there, here));
            }
        });
        Self { at, gate }
    }

    /// A way to the PostgreSQL of that address, and the address by which one goes that way.
    pub fn before(database: &str) -> (Self, String) {
        let (user, rest) = database.split_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let proxy = Self::to(server.parse().unwrap());
        let address = format!("{user}@{}/{name}", proxy.at);
        (proxy, address)
    }

    /// Lets nothing pass, or everything again.
    pub fn silence(&self, silent: bool) {
        *self.gate.is_silent.lock().unwrap() = silent;
        self.gate.changed.notify_all();
    }
}

impl Gate {
    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = vec![0; 64 * 1024];
        loop {
            let read = from.read(&mut bytes).unwrap_or(0);
            // What arrived while nothing passes goes on afterwards.
            drop(self.changed.wait_while(self.is_silent.lock().unwrap(), |silent| *silent).unwrap());
            if read == 0 || to.write_all(&bytes[..read]).is_err() {
                let _ = to.shutdown(Shutdown::Both);
                let _ = from.shutdown(Shutdown::Both);
                return;
            }
        }
    }
}
