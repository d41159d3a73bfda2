//! Databases that fall silent: a PostgreSQL that hangs, a network that swallows everything, a foreign lock on a file.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rusqlite::Connection;
use serde_json::json;

use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::{asked, let_pass, now};
use crate::client::Client;
use crate::cluster::Cluster;
use crate::crowd::{self, Ledger, Times};
use crate::killed::shared_party;
use crate::node::Node;
use crate::proxy::Proxy;
use crate::verdict;

/// How often the database falls silent in an ordinary run, and for how long each time, in milliseconds.
const SILENCES: u64 = 1;
const LENGTH: u64 = 4_000;
/// How soon after its end a write must be acknowledged again.
const RECOVERED: Duration = Duration::from_secs(10);
/// How long a stop may take in any state.
const STOPPED: Duration = Duration::from_secs(5);
const CLIENTS: u64 = 6;

/// A crowd writes while the database is silent again and again; `fall` begins and ends a silence.
fn write_through(row: &mut Row, node: &Arc<Node>, fall: &(impl Fn(u64, bool) + Sync)) -> Ledger {
    let length = Duration::from_millis(asked("CASEBOOK_TROUBLE_SILENT_MS", LENGTH));
    let mut ledger = Ledger::default();
    for round in 0..asked("CASEBOOK_TROUBLE_SILENCES", SILENCES) {
        row.tries += 1;
        let one = shared_party(node);
        let over = AtomicBool::new(false);
        let wrong = std::thread::scope(|scope| {
            let troubled = scope.spawn(|| {
                let_pass(Duration::from_millis(500));
                fall(round, true);
                let_pass(length);
                fall(round, false);
                let recovered = time_to_recover(node);
                over.store(true, Ordering::Relaxed);
                recovered
            });
            while !over.load(Ordering::Relaxed) {
                ledger.absorb(crowd::write(
                    std::slice::from_ref(node),
                    &one,
                    CLIENTS,
                    Duration::from_secs(1),
                    Times::Rough,
                ));
            }
            troubled.join().unwrap()
        });
        row.wrong.extend(wrong);
    }
    ledger
}

/// What is wrong with how soon the server writes again.
fn time_to_recover(node: &Node) -> Option<String> {
    let (begun, client) = (now(), Client::new());
    let written = || {
        let answer = client.send(node, "POST", "/people", &[], Some(&json!({ "name": "Again" })));
        answer.is_ok_and(|answer| answer.status == 201)
    };
    while !written() {
        if begun.elapsed() > RECOVERED {
            return Some(format!("no write {RECOVERED:?} after the silence"));
        }
        let_pass(Duration::from_millis(50));
    }
    None
}

/// What is wrong with how soon the server ends while its database is silent.
fn time_to_stop(node: &Node) -> Option<String> {
    let begun = now();
    let status = node.stop();
    let took = begun.elapsed();
    (took > STOPPED || !status.success()).then(|| format!("a stop took {took:?} and ended by {status}"))
}

fn judge(mut row: Row, database: &str, ledger: &Ledger) {
    let tally = verdict::tally(database, ledger);
    (row.acknowledged, row.lost, row.doubled) = (tally.acknowledged, tally.lost, tally.doubled);
    row.wrong.extend(tally.wrong);
    row.report();
}

/// A client that keeps asking, so that work is under way when the server is asked to stop.
fn ask_in_vain(node: &Arc<Node>) {
    for number in 0..4 {
        let node = Arc::clone(node);
        std::thread::spawn(move || {
            let body = json!({ "name": format!("In vain {number}") });
            // Nobody waits for the answer.
            let _ = Client::new().send(&node, "POST", "/people", &[], Some(&body));
        });
    }
    let_pass(Duration::from_millis(500));
}

#[test]
fn a_postgresql_that_hangs_or_is_behind_a_silent_network_loses_nothing_and_blocks_no_stop() {
    let cluster = Cluster::start();
    let (proxy, database) = Proxy::before(cluster.address());
    let folder = tempfile::tempdir().unwrap();
    let uploads = folder.path().join("uploads").display().to_string();
    let node = Arc::new(Node::start_with(&["--uploads", &uploads], &database));
    let watch = Watch::over(&node);
    let mut row = Row::new("silent database", Engine::Postgres);
    // In turn the network and the server behind it.
    let fall = |round: u64, silent: bool| match round % 2 {
        0 => proxy.silence(silent),
        _ => cluster.hang(silent),
    };
    let mut ledger = write_through(&mut row, &node, &fall);
    ledger.absorb(write_through(&mut row, &node, &|round, silent| fall(round + 1, silent)));
    row.silence = longest(vec![watch]);
    proxy.silence(true);
    ask_in_vain(&node);
    row.wrong.extend(time_to_stop(&node));
    proxy.silence(false);
    node.assert_never_panicked();
    judge(row, cluster.address(), &ledger);
}

#[test]
fn a_foreign_lock_on_the_file_loses_and_doubles_nothing() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    let node = Arc::new(Node::start(database.address()));
    let watch = Watch::over(&node);
    let file = database.address().strip_prefix("sqlite:").unwrap();
    let foreign = std::sync::Mutex::new(Connection::open(file).unwrap());
    let lock = |_, held| {
        let connection = foreign.lock().unwrap();
        connection.busy_timeout(Duration::from_secs(10)).unwrap();
        connection.execute_batch(if held { "BEGIN IMMEDIATE" } else { "ROLLBACK" }).unwrap();
    };
    let mut row = Row::new("foreign lock", Engine::Sqlite);
    let ledger = write_through(&mut row, &node, &lock);
    row.silence = longest(vec![watch]);
    lock(0, true);
    ask_in_vain(&node);
    row.wrong.extend(time_to_stop(&node));
    lock(0, false);
    node.assert_never_panicked();
    judge(row, database.address(), &ledger);
}
