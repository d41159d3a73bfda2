//! Where a server keeps uploads.

use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use casebook_store::Engine;
use casebook_testkit::TestDatabase;

use crate::node::Node;

/// Uploads a file; returns the status and the body.
fn upload(node: &Node) -> (u16, String) {
    let request = ureq::post(format!("http://{}/api/v1/uploads?name=a.csv", node.at()));
    let request = request.content_type("text/csv").config().http_status_as_error(false).build();
    let mut answer = request.send("Id,Name\n").unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

fn only_entry(folder: &Path) -> std::path::PathBuf {
    let found: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

#[test]
fn beside_a_server_files_are_kept_in_a_folder_of_the_users_own() {
    let database = TestDatabase::unmigrated(Engine::Postgres);
    let home = tempfile::tempdir().unwrap();
    let state = format!("XDG_STATE_HOME={}", home.path().display());
    let node = Node::start_within(&["env", &state], database.address());
    assert_eq!(upload(&node).0, 201);
    let folder = only_entry(&home.path().join("casebook"));
    let name = folder.file_name().unwrap().to_str().unwrap();
    assert!(name.strip_prefix("uploads-").unwrap().bytes().all(|sign| sign.is_ascii_hexdigit()), "{name}");
    assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "a file and its note");
}

#[test]
fn a_server_without_a_folder_of_its_own_takes_no_files_and_says_what_to_do() {
    let database = TestDatabase::unmigrated(Engine::Postgres);
    let nobody = ["env", "-u", "HOME", "-u", "XDG_STATE_HOME"];
    let node = Node::start_within(&nobody, database.address());
    let (status, answer) = upload(&node);
    assert_eq!(status, 409, "{answer}");
    assert!(answer.contains("--uploads FOLDER"), "{answer}");
    assert!(node.stop().success());
}

#[test]
fn a_server_does_not_start_with_a_folder_that_may_be_somebody_elses() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let (there, link) = (folder.path().join("there"), folder.path().join("link"));
    std::fs::create_dir(&there).unwrap();
    symlink(&there, &link).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database", database.address(), "--uploads"])
        .arg(&link)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("symbolic link"), "{output:?}");
}
