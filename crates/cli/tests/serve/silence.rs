//! What servers do when PostgreSQL is there and says nothing: every request is answered, and nothing is lost.

use std::sync::Arc;
use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use crate::chance::{let_pass, now, wait_for};
use crate::client::Client;
use crate::cluster::Cluster;
use crate::crowd::{self, Times};
use crate::node::Node;
use crate::proxy::Proxy;
use crate::{shell, verdict};

/// Within this a request is answered while the database says nothing.
const ANSWERED: Duration = Duration::from_secs(12);
/// How soon a server works again once its database does.
const RECOVERED: Duration = Duration::from_secs(10);
/// How long a stop may take, whatever the database does.
const STOPPED: Duration = Duration::from_secs(5);
/// How long the silence lasts under writes.
const SILENCE: Duration = Duration::from_secs(8);

/// Who says nothing.
#[derive(Clone, Copy)]
enum Silent {
    /// The server's processes are held up: the kernel still acknowledges what is sent to it.
    Server,
    /// Nothing passes between.
    Way,
}

/// A PostgreSQL and a way to it.
struct Peer {
    cluster: Cluster,
    proxy: Proxy,
    address: String,
    silent: Silent,
}

impl Peer {
    fn new(silent: Silent) -> Self {
        let cluster = Cluster::start();
        let (proxy, address) = Proxy::before(cluster.address());
        Self { cluster, proxy, address, silent }
    }

    fn silence(&self, on: bool) {
        match self.silent {
            Silent::Server => self.cluster.hang(on),
            Silent::Way => self.proxy.silence(on),
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // A cluster that is held up cannot be stopped.
        self.silence(false);
    }
}

/// Sends requests of several kinds at once, and returns how each was answered; all are answered in time.
fn ask_everything(node: &Node, party: &str) -> Vec<u16> {
    let person = json!({ "name": "Perhaps" });
    let requests: Vec<(&str, String, Option<&Value>)> = vec![
        ("GET", format!("/parties/{party}"), None),
        ("GET", "/parties?sort=name".to_owned(), None),
        ("GET", "/parties/facets".to_owned(), None),
        ("GET", "/funnel?vocabulary=journey".to_owned(), None),
        ("GET", "/vocabularies".to_owned(), None),
        ("POST", "/people".to_owned(), Some(&person)),
    ];
    std::thread::scope(|scope| {
        // More at once than there are connections.
        let asked: Vec<_> = (0..4)
            .flat_map(|_| &requests)
            .map(|(method, path, body)| {
                scope.spawn(move || {
                    let begun = now();
                    let answer = Client::new().send(node, method, path, &[], *body);
                    let took = begun.elapsed();
                    let answer = answer.unwrap();
                    assert!(took < ANSWERED, "{method} {path} took {took:?}: {answer:?}");
                    answer.status
                })
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[rstest]
#[case::of_the_server(Silent::Server)]
#[case::of_the_way_to_it(Silent::Way)]
fn every_request_is_answered_during_a_silence_and_soon_after_it_all_is_well(#[case] silent: Silent) {
    let peer = Peer::new(silent);
    let (node, client) = (Node::start(&peer.address), Client::new());
    let party = client.post(&node, "/people", &json!({ "name": "Before" }));
    let party = party["id"].as_str().unwrap();
    client.get(&node, "/parties?sort=name");
    peer.silence(true);
    let answered = ask_everything(&node, party);
    assert!(answered.iter().all(|status| matches!(status, 503 | 504)), "{answered:?}");
    // Known to be silent, it keeps nobody waiting.
    let begun = now();
    let answer = client.send(&node, "GET", &format!("/parties/{party}"), &[], None).unwrap();
    assert_eq!((answer.status, answer.code()), (503, "database_unavailable"), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    peer.silence(false);
    wait_for("a write", RECOVERED, || {
        let person = json!({ "name": "After" });
        client.send(&node, "POST", "/people", &[], Some(&person)).is_ok_and(|answer| answer.status == 201)
    });
    let answered = ask_everything(&node, party);
    assert!(answered.iter().all(|status| matches!(status, 200 | 201)), "{answered:?}");
    shell::assert_verified(peer.cluster.address());
    // And once more, to stop it.
    peer.silence(true);
    let asking = std::thread::spawn({
        let (path, at) = (format!("/parties/{party}"), node.at());
        move || drop(ureq::get(format!("http://{at}/api/v1{path}")).call())
    });
    let_pass(Duration::from_millis(300));
    let (ended, took) = node.stop_timed();
    assert!(took < STOPPED, "it took {took:?} to stop: {}", node.log());
    assert!(ended.success(), "{ended:?}: {}", node.log());
    asking.join().unwrap();
    node.assert_never_panicked();
}

#[rstest]
#[case::of_the_server(Silent::Server)]
#[case::of_the_way_to_it(Silent::Way)]
fn nothing_that_was_acknowledged_is_lost_by_a_silence_under_writes(#[case] silent: Silent) {
    let peer = Peer::new(silent);
    let node = Arc::new(Node::start(&peer.address));
    let one = Client::new().post(&node, "/people", &json!({ "name": "Everybody's" }));
    let one = one["id"].as_str().unwrap();
    let ledger = std::thread::scope(|scope| {
        scope.spawn(|| {
            let_pass(Duration::from_secs(1));
            peer.silence(true);
            let_pass(SILENCE);
            peer.silence(false);
        });
        let length = SILENCE + Duration::from_secs(4);
        crowd::write(&[Arc::clone(&node)], one, 8, length, Times::Rough)
    });
    verdict::assert_all_is_there(peer.cluster.address(), &ledger);
    shell::assert_verified(peer.cluster.address());
    node.assert_never_panicked();
}
