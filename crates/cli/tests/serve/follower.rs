//! A client that follows the events of servers and loses the connection again and again.

use std::io::{BufRead, BufReader};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::chance::{Dice, let_pass, wait_for};
use crate::node::Node;

/// One change as it was received.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub number: i64,
    pub data: Value,
}

/// Follows from the beginning of the feed until its events are asked for.
pub struct Follower {
    received: Arc<Mutex<Vec<Event>>>,
    enough: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Follower {
    /// Follows one server, or several in turn.
    pub fn start(nodes: Vec<Arc<Node>>, seed: u64) -> Self {
        let (received, enough) = (Arc::<Mutex<Vec<Event>>>::default(), Arc::<AtomicBool>::default());
        let (all, end) = (Arc::clone(&received), Arc::clone(&enough));
        let thread = std::thread::spawn(move || {
            let mut dice = Dice::new(seed);
            for node in nodes.iter().cycle() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                // Short enough to be cut often, in the middle of an event too.
                let length = Duration::from_millis(200 + dice.below(1_500));
                if listen(node, length, &all).is_none() {
                    let_pass(Duration::from_millis(50));
                }
            }
        });
        Self { received, enough, thread }
    }

    /// Waits for an event about a party, and returns all events up to then.
    pub fn until(self, party: &str) -> Vec<Event> {
        let is_about = |event: &Event| event.data.to_string().contains(party);
        wait_for("the last change in the events", Duration::from_mins(1), || {
            assert!(!self.thread.is_finished(), "the follower gave up");
            self.received.lock().unwrap().iter().any(is_about)
        });
        self.enough.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        self.received.lock().unwrap().clone()
    }
}

/// Follows one connection to its end; nothing if there was none.
fn listen(node: &Node, length: Duration, received: &Mutex<Vec<Event>>) -> Option<()> {
    let last = received.lock().unwrap().last().map_or(0, |event| event.number);
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_recv_response(Some(Duration::from_secs(10)))
        .timeout_recv_body(Some(length))
        .proxy(None);
    let agent = ureq::Agent::from(config.build());
    let request = agent.get(format!("http://{}/api/v1/events", node.at()));
    let response = request.header("last-event-id", last.to_string()).call().ok()?;
    if response.status() != 200 {
        assert!(response.status() == 503, "{response:?}");
        return None;
    }
    assert!(response.headers().get("content-encoding").is_none(), "events are sent as they are");
    let (mut kind, mut number, mut data) = (String::new(), None, String::new());
    for line in BufReader::new(response.into_body().into_reader()).lines() {
        // A cut line and its event are sent again on the next connection.
        let Ok(line) = line else { break };
        match line.split_once(": ") {
            Some(("event", value)) => value.clone_into(&mut kind),
            Some(("id", value)) => number = Some(value.parse::<i64>().unwrap()),
            Some(("data", value)) => data.push_str(value),
            _ if line.is_empty() => {
                keep(received, &kind, number, &data);
                (kind, number, data) = (String::new(), None, String::new());
            }
            _ => assert!(line.starts_with(':') || line.starts_with("retry"), "{line}"),
        }
    }
    Some(())
}

fn keep(received: &Mutex<Vec<Event>>, kind: &str, number: Option<i64>, data: &str) {
    match kind {
        "change" => {
            let data = serde_json::from_str(data).unwrap();
            received.lock().unwrap().push(Event { number: number.unwrap(), data });
        }
        "reset" => panic!("the place was lost: {data}"),
        // A comment alone, or the greeting.
        "" | "ready" => {}
        other => panic!("an event of another kind: {other}"),
    }
}
