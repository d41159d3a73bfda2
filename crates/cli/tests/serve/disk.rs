//! Full disks and folders that nothing may be written to.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::chance::wait_for;
use crate::client::{Answer, Client};
use crate::node::Node;
use crate::shell;

/// How soon a server writes again once there is room.
const SOON: Duration = Duration::from_secs(10);
/// What lies on the small disk beside the database, in bytes.
const BALLAST: usize = 3_000_000;
/// A person whose note fills some pages.
const NOTE: usize = 30_000;

fn add(client: &Client, node: &Node, name: &str) -> Answer {
    let body = json!({ "name": name, "note": "n".repeat(NOTE) });
    client.send(node, "POST", "/people", &[], Some(&body)).unwrap()
}

/// How many people are stored whose names begin so.
fn stored(database: &str, beginning: &str) -> usize {
    let parties = shell::answer(database, &["export", "parties"]);
    let names = parties["items"].as_array().unwrap().iter().map(|party| &party["name"]);
    names.filter(|name| name.as_str().unwrap().starts_with(beginning)).count()
}

fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code()), (status, code), "{answer:?}");
    assert_eq!(answer.kind.as_deref(), Some("application/problem+json"), "{answer:?}");
    assert!(answer.body["detail"].as_str().unwrap().len() > 20, "{answer:?}");
}

/// Adds people until the disk is full; answers with how many were acknowledged.
fn fill(client: &Client, node: &Node) -> usize {
    for number in 0..500 {
        let answer = add(client, node, &format!("Kept {number}"));
        if answer.status != 201 {
            assert_problem(&answer, 507, "disk_full");
            return number;
        }
    }
    panic!("the disk never was full");
}

/// A program that runs another where a small disk lies over a folder, which nobody else sees.
fn small_disk() -> Vec<&'static str> {
    let apart = if is_root() { "unshare --mount" } else { "unshare --user --map-root-user --mount" };
    let mut words: Vec<&str> = apart.split(' ').collect();
    words.extend([
        "bash",
        "-ec",
        "mount -t tmpfs -o size=6m,mode=700 tmpfs \"$1\"; shift; exec \"$@\"",
        "disk",
    ]);
    words
}

#[test]
fn a_full_disk_is_reported_loses_nothing_and_is_over_once_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display().to_string();
    let mut wrapper = small_disk();
    wrapper.push(&place);
    let node = Node::start_within(&wrapper, &format!("sqlite:{place}/casebook.db"));
    // The disk as others see it.
    let disk = format!("/proc/{}/root{place}", node.process());
    let client = Client::new();
    assert_eq!(add(&client, &node, "Kept first").status, 201);
    let ballast = Path::new(&disk).join("ballast");
    std::fs::write(&ballast, vec![0; BALLAST]).unwrap();
    let kept = 1 + fill(&client, &node);
    assert!(kept > 5, "only {kept} fitted");
    // Reading goes on, and so does refusing.
    let found = client.get(&node, "/parties?limit=200");
    assert_eq!(found["items"].as_array().unwrap().len(), kept);
    assert_problem(&add(&client, &node, "Never"), 507, "disk_full");

    std::fs::remove_file(&ballast).unwrap();
    wait_for("a write", SOON, || add(&client, &node, "After").status == 201);
    // The disk goes with the server.
    let saved = tempfile::tempdir().unwrap();
    for file in ["casebook.db", "casebook.db-wal"] {
        std::fs::copy(Path::new(&disk).join(file), saved.path().join(file)).unwrap();
    }
    let database = format!("sqlite:{}", saved.path().join("casebook.db").display());
    shell::assert_verified(&database);
    assert_eq!(
        (stored(&database, "Kept"), stored(&database, "Never"), stored(&database, "After")),
        (kept, 0, 1)
    );
    assert!(node.stop().success(), "{}", node.log());
    node.assert_never_panicked();
}

/// A server that is not root, even if the test is, since root may write everywhere.
fn as_nobody(folder: &Path, database: &str) -> Node {
    if !is_root() {
        return Node::start(database);
    }
    own(folder, "65534");
    Node::start_within(&["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"], database)
}

pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim() == "0"
}

fn own(folder: &Path, user: &str) {
    assert!(Command::new("chown").args(["-R", user]).arg(folder).status().unwrap().success());
}

fn allow(mode: &str, path: &Path) {
    assert!(Command::new("chmod").args(["-R", mode]).arg(path).status().unwrap().success());
}

#[test]
fn a_folder_that_may_not_be_written_to_is_named_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("casebook.db").display());
    let (node, client) = (as_nobody(folder.path(), &database), Client::new());
    assert_eq!(add(&client, &node, "Kept").status, 201);
    assert!(node.stop().success());

    allow("a-w", folder.path());
    let refused = node.refuses_to_start();
    assert!(refused.contains("the database is read-only"), "{refused}");
    assert!(refused.contains("check the permissions"), "{refused}");
    allow("u+w", folder.path());
    node.start_again();
    assert_eq!(add(&client, &node, "After").status, 201);
    assert!(node.stop().success());
    node.assert_never_panicked();
    shell::assert_verified(&database);
    assert_eq!((stored(&database, "Kept"), stored(&database, "After")), (1, 1));
}
