//! Servers, and imports beside them, that are killed at any moment: what was acknowledged is there, once.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use serde_json::{Value, json};

use crate::chance::{Dice, asked, let_pass, wait_for};
use crate::client::Client;
use crate::crowd::{self, Ledger, Times};
use crate::follower::Follower;
use crate::node::Node;
use crate::{shell, verdict};

/// How often a server is killed in an ordinary run.
const ROUNDS: u64 = 3;
/// The longest that a server lives, in milliseconds.
const LIFE: u64 = 3_000;
const CLIENTS: u64 = 8;
/// Rows of an imported file.
const ROWS: u64 = 2_000;

const MAPPING: &str = r#"
name = "leads"
system = "crm"
[party]
kind = "person"
external_id = "Id"
[fields]
name = "Name"
source = "Source"
[[evidence]]
kind = "form_submitted"
at = "Created"
"#;

/// A crowd writes while `kill` is called again and again; returns the writes that were acknowledged.
fn write_while_killing(nodes: &[Arc<Node>], one: &str, kill: impl FnMut(u64, &mut Dice)) -> Ledger {
    write_through_kills(nodes, one, asked("CASEBOOK_KILL_ROUNDS", ROUNDS), kill)
}

/// A crowd writes while `kill` is called so many times; returns the writes that were acknowledged.
pub fn write_through_kills(
    nodes: &[Arc<Node>],
    one: &str,
    rounds: u64,
    mut kill: impl FnMut(u64, &mut Dice),
) -> Ledger {
    let mut dice = Dice::new(rounds);
    let lives: Vec<u64> = (0..rounds).map(|_| 300 + dice.below(LIFE - 300)).collect();
    let length = Duration::from_millis(lives.iter().sum::<u64>() + 2_000);
    std::thread::scope(|scope| {
        let crowd = scope.spawn(|| crowd::write(nodes, one, CLIENTS, length, Times::Rough));
        for (round, life) in lives.into_iter().enumerate() {
            let_pass(Duration::from_millis(life));
            kill(round as u64, &mut dice);
        }
        crowd.join().unwrap()
    })
}

pub fn shared_party(node: &Node) -> String {
    let one = Client::new().post(node, "/people", &json!({ "name": "Everybody's" }));
    one["id"].as_str().unwrap().to_owned()
}

fn assert_nothing_was_lost(
    database: &TestDatabase,
    nodes: &[Arc<Node>],
    one: &str,
    ledger: &Ledger,
) -> Vec<Value> {
    let stored = verdict::assert_all_is_there(database.address(), ledger);
    verdict::assert_order_did_not_matter(&Client::new(), &nodes[0], one);
    ledger.report("killed");
    for node in nodes {
        node.assert_never_panicked();
    }
    stored
}

#[test]
fn what_was_acknowledged_by_servers_that_are_killed_is_there_once() {
    let database = TestDatabase::unmigrated(Engine::Postgres);
    let nodes = [(); 2].map(|()| Arc::new(Node::start(database.address())));
    let one = shared_party(&nodes[0]);
    let followers = [Follower::start(nodes.to_vec(), 1), Follower::start(vec![Arc::clone(&nodes[1])], 2)];
    let ledger = write_while_killing(&nodes, &one, |round, dice| {
        let node = &nodes[round as usize % 2];
        node.kill();
        let_pass(Duration::from_millis(dice.below(500)));
        node.start_again();
    });
    let stored = assert_nothing_was_lost(&database, &nodes, &one, &ledger);
    let last = shared_party(&nodes[0]);
    let events = followers.map(|follower| follower.until(&last));
    verdict::assert_delivered_once(&stored, &ledger, &events);
}

#[test]
fn a_server_and_imports_on_one_file_lose_nothing_when_both_are_killed() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    let nodes = [Arc::new(Node::start(database.address()))];
    let one = shared_party(&nodes[0]);
    let followers = [Follower::start(nodes.to_vec(), 1), Follower::start(nodes.to_vec(), 2)];
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("mapping.toml"), MAPPING).unwrap();
    std::fs::write(path("leads.csv"), rows()).unwrap();
    let import = || {
        let words = ["import", &path("leads.csv"), "--mapping", &path("mapping.toml")];
        shell::start(database.address(), &words)
    };
    let killed = AtomicBool::new(false);
    let ledger = write_while_killing(&nodes, &one, |round, dice| {
        let mut importing = import();
        // One at least is killed before its end, however quick the machine is: this one soon after it has begun.
        let is_soon = round == 1;
        if is_soon {
            wait_for("the import", Duration::from_secs(30), || {
                Client::new().get(&nodes[0], "/imports?limit=1")["items"] != json!([])
            });
        }
        let_pass(Duration::from_millis(dice.below(if is_soon { 30 } else { 400 })));
        if round % 2 == 0 {
            nodes[0].kill();
            nodes[0].start_again();
        }
        // It may have ended before.
        let _ = importing.kill();
        if importing.wait().unwrap().code().is_none() {
            killed.store(true, Ordering::Relaxed);
        }
        if round % 2 == 1 {
            nodes[0].kill();
            nodes[0].start_again();
        }
    });
    assert!(killed.load(Ordering::Relaxed), "no import was killed before its end");
    let (code, report) = shell::finish(import());
    assert_eq!(code, 0, "{report}");
    let stored = assert_nothing_was_lost(&database, &nodes, &one, &ledger);
    let imported = stored.iter().filter(|piece| piece["kind"] == "form_submitted").count() as u64;
    assert_eq!(imported, ROWS, "each row's evidence is there once");
    let last = shared_party(&nodes[0]);
    let events = followers.map(|follower| follower.until(&last));
    assert!(events[0] == events[1] && events[0].is_sorted_by(|a, b| a.number < b.number));
}

fn rows() -> String {
    let mut file = "Id,Name,Source,Created\n".to_owned();
    for row in 0..ROWS {
        writeln!(file, "{row},Row {row},file,2025-{:02}-11", row % 12 + 1).unwrap();
    }
    file
}
