//! What servers do when PostgreSQL goes away under them, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::chance::{let_pass, wait_for};
use crate::client::{Answer, Client};
use crate::cluster::Cluster;
use crate::crowd::{self, Times};
use crate::node::Node;
use crate::{shell, verdict};

/// How soon a server answers again once its database does.
const SOON: Duration = Duration::from_secs(30);

fn add(client: &Client, node: &Node, name: &str) -> Answer {
    client.send(node, "POST", "/people", &[], Some(&json!({ "name": name }))).unwrap()
}

/// The refusals of a server whose database is away: problems that say so and reveal nothing internal.
fn assert_says_that_the_database_is_away(client: &Client, node: &Node) {
    for (method, path, body) in [
        ("GET", "/health", None),
        ("POST", "/people", Some(json!({ "name": "Nobody" }))),
        ("GET", "/vocabularies", None),
    ] {
        let answer = client.send(node, method, path, &[], body.as_ref()).unwrap();
        assert_eq!(answer.status, 503, "{method} {path}: {answer:?}");
        assert!(matches!(answer.code(), "database_unavailable" | "database_silent" | "busy"), "{answer:?}");
        assert_eq!(answer.kind.as_deref(), Some("application/problem+json"), "{answer:?}");
        assert!(answer.retry_after.is_some(), "{answer:?}");
        let text = answer.body.to_string();
        assert!(!text.contains("127.0.0.1:") && !text.contains("postgres://"), "{text}");
    }
}

#[test]
fn a_server_whose_connections_are_cut_goes_on_and_loses_nothing() {
    let mut cluster = Cluster::start();
    let database = cluster.address().to_owned();
    let nodes = [(); 2].map(|()| Arc::new(Node::start(&database)));
    let one = add(&Client::new(), &nodes[0], "Everybody's").body["id"].as_str().unwrap().to_owned();
    let over = AtomicBool::new(false);
    let ledger = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                cluster.cut_connections();
                let_pass(Duration::from_millis(300));
            }
        });
        let ledger = crowd::write(&nodes, &one, 6, Duration::from_secs(3), Times::Rough);
        over.store(true, Ordering::Relaxed);
        ledger
    });
    verdict::assert_all_is_there(&database, &ledger);
    verdict::assert_order_did_not_matter(&Client::new(), &nodes[0], &one);
    for node in &nodes {
        node.assert_never_panicked();
    }
}

#[test]
fn a_server_outlives_a_postgresql_that_is_stopped_and_started_again() {
    let mut cluster = Cluster::start();
    let node = Node::start(cluster.address());
    let client = Client::new();
    assert_eq!(add(&client, &node, "Before").status, 201);
    for kind in ["fast", "immediate"] {
        cluster.stop(kind);
        assert_says_that_the_database_is_away(&client, &node);
        cluster.start_again();
        wait_for("health", SOON, || {
            client.send(&node, "GET", "/health", &[], None).is_ok_and(|answer| answer.status == 200)
        });
        assert_eq!(add(&client, &node, &format!("After {kind}")).status, 201);
        let found = client.get(&node, "/parties?sort=name");
        let names: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert!(names.iter().any(|name| **name == "Before"), "{names:?}");
        assert!(names.iter().all(|name| **name != "Nobody"), "what was refused was not done: {names:?}");
    }
    shell::assert_verified(cluster.address());
    node.assert_never_panicked();
    assert!(node.stop().success());
}

#[test]
fn a_server_answers_while_postgresql_hangs_and_afterwards() {
    let cluster = Cluster::start();
    let node = Node::start(cluster.address());
    let client = Client::new();
    let party = add(&client, &node, "Before").body["id"].as_str().unwrap().to_owned();
    cluster.hang(true);
    let answer = client.send(&node, "GET", &format!("/parties/{party}"), &[], None);
    cluster.hang(false);
    let answer = answer.unwrap();
    assert!(matches!(answer.status, 503 | 504), "{answer:?}");
    wait_for("health", SOON, || {
        client.send(&node, "GET", "/health", &[], None).is_ok_and(|answer| answer.status == 200)
    });
    assert_eq!(add(&client, &node, "After").status, 201);
    shell::assert_verified(cluster.address());
    node.assert_never_panicked();
}
