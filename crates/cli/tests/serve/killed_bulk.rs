//! Servers that are killed in the middle of a bulk edit: what is edited is in the journal, the rest is edited when
//! somebody asks for it, and one undo takes back all of it.

use std::fmt::Write as _;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use crate::chance::{Dice, asked, let_pass, wait_for};
use crate::client::Client;
use crate::node::Node;
use crate::shell;

/// How often a server is killed in an ordinary run.
const ROUNDS: u64 = 3;
const PARTIES: u64 = 1_500;
/// The longest that a server lives after it was asked, in milliseconds.
const LIFE: u64 = 900;

const MAPPING: &str = "name = \"leads\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n\
    [fields]\nname = \"Name\"\nsource = \"Source\"\n";

fn fill(database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut table = "Id,Name,Source\n".to_owned();
    for number in 0..PARTIES {
        writeln!(table, "{number},P {number},fair").unwrap();
    }
    std::fs::write(path("leads.csv"), table).unwrap();
    std::fs::write(path("leads.toml"), MAPPING).unwrap();
    let report = shell::answer(database, &["import", &path("leads.csv"), "--mapping", &path("leads.toml")]);
    assert_eq!(report["created"], PARTIES);
}

fn owned(node: &Node, owner: &str) -> u64 {
    Client::new().get(node, &format!("/parties/count?owner={owner}"))["count"].as_u64().unwrap()
}

fn latest(node: &Node) -> Value {
    Client::new().get(node, "/changes?limit=1")["items"][0].clone()
}

/// Sends a request whose work goes on behind the answer, kills the server after a while and starts it again.
fn killed_after(node: &Node, path: &str, body: &Value, life: u64) {
    let answer = Client::new().send(node, "POST", path, &[], Some(body)).unwrap();
    assert!(matches!(answer.status, 200 | 202), "{path}: {answer:?}");
    let_pass(Duration::from_millis(life));
    node.kill();
    node.start_again();
}

/// What the journal says of a bulk edit is what is stored.
fn assert_journal_is_true(node: &Node, set: &Value, owner: &str, context: &str) {
    let state = set["state"].as_str().unwrap();
    assert!(matches!(state, "interrupted" | "done"), "{context}: its process is dead: {set}");
    assert_eq!(
        set["counts"]["parties_edited"].as_u64().unwrap_or_default(),
        owned(node, owner),
        "{context}: {set}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_bulk_edit_whose_server_is_killed_goes_on_and_is_undone_as_one(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    fill(database.address());
    let node = Node::start(database.address());
    let client = Client::new();
    for round in 0..asked("CASEBOOK_KILL_ROUNDS", ROUNDS) {
        let mut dice = Dice::new(round + 40);
        let owner = format!("owner{round}");
        let edit =
            json!({ "filter": { "field": { "name": "source", "is": "fair" } }, "set": { "owner": owner } });
        killed_after(&node, "/parties/bulk?wait=0", &edit, dice.below(LIFE));
        let context = format!("round {round}");
        let mut set = latest(&node);
        if set["what"] != "bulk" {
            assert_eq!(owned(&node, &owner), 0, "{context}: nothing is edited without a change set");
            client.post(&node, "/parties/bulk?wait=30", &edit);
            set = latest(&node);
        }
        let id = set["id"].as_str().unwrap().to_owned();
        assert_journal_is_true(&node, &set, &owner, &context);
        if set["state"] == "interrupted" {
            killed_after(&node, &format!("/changes/{id}/resume?wait=0"), &json!({}), dice.below(LIFE));
            set = latest(&node);
            assert_eq!(set["id"], id.as_str(), "{context}: it goes on under its own id");
            assert_journal_is_true(&node, &set, &owner, &context);
        }
        if set["state"] == "interrupted" {
            client.post(&node, &format!("/changes/{id}/resume?wait=30"), &json!({}));
        }
        wait_for("the bulk edit", Duration::from_secs(30), || latest(&node)["state"] == "done");
        assert_eq!(owned(&node, &owner), PARTIES, "{context}");
        shell::assert_verified(database.address());
        let undone = client.post(&node, &format!("/changes/{id}/undo?wait=30"), &json!({}));
        assert_eq!((&undone["undone"], &undone["kept"]), (&PARTIES.into(), &json!([])), "{context}");
        assert_eq!(owned(&node, &owner), 0, "{context}");
    }
    shell::assert_verified(database.address());
    node.assert_never_panicked();
}
