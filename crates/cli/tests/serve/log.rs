//! What a server logs while it runs.

use serde_json::Value;

use crate::client::Client;
use crate::node::Node;

#[test]
fn a_log_for_programs_has_an_object_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("casebook.db").display());
    let node = Node::start_with(&["--log", "json"], &database);
    assert_eq!(Client::new().send(&node, "GET", "/health", &[], None).unwrap().status, 200);
    assert!(node.stop().success());
    let log = node.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let address = node.at().to_string();
    assert!(lines.iter().any(|line| line.to_string().contains(&address)), "{log}");
}
