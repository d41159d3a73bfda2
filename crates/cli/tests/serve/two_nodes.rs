//! Two servers on one database, and many clients that ask now one and now the other.

use std::sync::Arc;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::json;

use crate::chance::asked;
use crate::client::Client;
use crate::crowd::{self, Times};
use crate::follower::Follower;
use crate::node::Node;
use crate::verdict;

/// As many write to one party as to parties of their own.
const CLIENTS: u64 = 16;
/// How long they write in an ordinary run.
const SECONDS: u64 = 4;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_two_servers_acknowledge_is_stored_once_shows_at_once_and_is_sent_once(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    // Both find an empty database and set it up.
    let starting: Vec<_> = (0..2)
        .map(|_| {
            let address = database.address().to_owned();
            std::thread::spawn(move || Arc::new(Node::start(&address)))
        })
        .collect();
    let nodes: Vec<Arc<Node>> = starting.into_iter().map(|one| one.join().unwrap()).collect();
    let client = Client::new();
    let one = client.post(&nodes[0], "/people", &json!({ "name": "Everybody's" }));
    let one = one["id"].as_str().unwrap();
    let followers = [
        Follower::start(vec![Arc::clone(&nodes[0])], 1),
        Follower::start(vec![Arc::clone(&nodes[1])], 2),
        Follower::start(nodes.clone(), 3),
    ];

    let length = Duration::from_secs(asked("CASEBOOK_CROWD_SECONDS", SECONDS));
    let ledger = crowd::write(&nodes, one, CLIENTS, length, Times::Quiet);

    let stored = verdict::assert_all_is_there(database.address(), &ledger);
    let seen = client.get(&nodes[1], &format!("/parties/{one}"));
    let raised = seen["more"]["raised"].as_str().map_or(0, |text| text.parse().unwrap());
    assert_eq!(raised, ledger.raised, "no change was lost to another");
    assert!(ledger.pieces.len() > 100, "only {} pieces were written", ledger.pieces.len());
    let last = client.post(&nodes[0], "/people", &json!({ "name": "Last" }));
    let events = followers.map(|follower| follower.until(last["id"].as_str().unwrap()));
    verdict::assert_delivered_once(&stored, &ledger, &events);
    verdict::assert_order_did_not_matter(&client, &nodes[1], one);
    ledger.report("two nodes");
    for node in &nodes {
        assert!(node.stop().success(), "{}", node.log());
        node.assert_never_panicked();
    }
}
