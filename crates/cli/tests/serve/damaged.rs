//! A database that is damaged while a server is at work.

use std::fs;

use serde_json::json;

use crate::client::{Answer, Client};
use crate::node::Node;

fn assert_damaged(answer: &Answer) {
    assert_eq!((answer.status, answer.code()), (503, "database_damaged"), "{answer:?}");
    let detail = answer.body["detail"].as_str().unwrap();
    assert!(detail.contains("backup") && !detail.contains("mistake"), "{detail}");
}

#[test]
fn damage_is_reported_and_nothing_more_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("casebook.db");
    let database = format!("sqlite:{}", file.display());
    let client = Client::new();
    let add = |node: &Node, name: String| {
        client.send(node, "POST", "/people", &[], Some(&json!({ "name": name }))).unwrap()
    };
    let get = |node: &Node, path: &str| client.send(node, "GET", path, &[], None).unwrap();
    let node = Node::start(&database);
    let mut person = String::new();
    for number in 0..60 {
        let body = json!({ "name": format!("Ada {number}"), "note": "n".repeat(3_000) });
        person = client.post(&node, "/people", &body)["id"].as_str().unwrap().to_owned();
    }
    assert_eq!(get(&node, "/health").status, 200);
    node.kill();
    node.start_again();
    // The log first: what the server copies from it into the file meanwhile is damaged as well.
    for ending in ["-wal", ""] {
        let mut name = file.clone().into_os_string();
        name.push(ending);
        let Ok(mut bytes) = fs::read(&name) else { continue };
        bytes.iter_mut().skip(3 * 4_096).for_each(|byte| *byte = 0x55);
        fs::write(&name, bytes).unwrap();
    }
    // At its start the server has read people, and nothing of what happened to them.
    assert_damaged(&get(&node, &format!("/parties/{person}/evidence")));
    assert_damaged(&get(&node, "/health"));
    let before = fs::metadata(&file).unwrap().len();
    assert_damaged(&add(&node, "Bob".to_owned()));
    assert_damaged(&add(&node, "Cyd".to_owned()));
    assert_eq!(fs::metadata(&file).unwrap().len(), before);
}
