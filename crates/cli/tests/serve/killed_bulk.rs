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
const MANY: u64 = 1_500;
/// The longest that a server lives after it was asked, in milliseconds.
const LIFE: u64 = 900;

const MAPPING: &str = "name = \"leads\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n\
    [fields]\nname = \"Name\"\nsource = \"Source\"\n";

/// What is edited: under which address, and what the journal calls those that were.
struct Noun {
    address: &'static str,
    edited: &'static str,
}

const PARTIES: Noun = Noun { address: "/parties", edited: "parties_edited" };
const PRODUCTS: Noun = Noun { address: "/products", edited: "records" };

/// Adds people and products.
fn fill(database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (mut people, mut products) = ("Id,Name,Source\n".to_owned(), "name,family\n".to_owned());
    for number in 0..MANY {
        writeln!(people, "{number},P {number},fair").unwrap();
        writeln!(products, "Part {number},fair").unwrap();
    }
    std::fs::write(path("leads.csv"), people).unwrap();
    std::fs::write(path("products.csv"), products).unwrap();
    std::fs::write(path("leads.toml"), MAPPING).unwrap();
    let report = shell::answer(database, &["import", &path("leads.csv"), "--mapping", &path("leads.toml")]);
    assert_eq!(report["created"], MANY);
    let report = shell::answer(database, &["record", "product", "import", &path("products.csv")]);
    assert_eq!(report["added"], MANY);
}

impl Noun {
    fn owned(&self, node: &Node, owner: &str) -> u64 {
        let filter = json!({ "filter": { "field": { "name": "owner", "is": owner } } });
        let (client, address) = (Client::new(), format!("{}/count", self.address));
        let counted = match self.address {
            "/parties" => client.get(node, &format!("{address}?owner={owner}")),
            _ => client.post(node, &address, &filter),
        };
        counted["count"].as_u64().unwrap()
    }

    fn edit(&self, owner: &str) -> Value {
        let field = if self.address == "/parties" { "source" } else { "family" };
        json!({ "filter": { "field": { "name": field, "is": "fair" } }, "set": { "owner": owner } })
    }

    /// What the journal says of a bulk edit is what is stored.
    fn assert_journal_is_true(&self, node: &Node, set: &Value, owner: &str, context: &str) {
        let state = set["state"].as_str().unwrap();
        assert!(matches!(state, "interrupted" | "done"), "{context}: its process is dead: {set}");
        let counted = set["counts"][self.edited].as_u64().unwrap_or_default();
        assert_eq!(counted, self.owned(node, owner), "{context}: {set}");
    }
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

#[rstest]
#[case::sqlite(Engine::Sqlite, PARTIES)]
#[case::postgres(Engine::Postgres, PARTIES)]
#[case::records_on_sqlite(Engine::Sqlite, PRODUCTS)]
#[case::records_on_postgres(Engine::Postgres, PRODUCTS)]
fn a_bulk_edit_whose_server_is_killed_goes_on_and_is_undone_as_one(
    #[case] engine: Engine,
    #[case] noun: Noun,
) {
    let database = TestDatabase::unmigrated(engine);
    fill(database.address());
    let node = Node::start(database.address());
    let client = Client::new();
    let bulk = |wait: u32| format!("{}/bulk?wait={wait}", noun.address);
    for round in 0..asked("CASEBOOK_KILL_ROUNDS", ROUNDS) {
        let mut dice = Dice::new(round + 40);
        let owner = format!("owner{round}");
        let edit = noun.edit(&owner);
        killed_after(&node, &bulk(0), &edit, dice.below(LIFE));
        let context = format!("round {round}");
        let mut set = latest(&node);
        if set["what"] != "bulk" {
            assert_eq!(noun.owned(&node, &owner), 0, "{context}: nothing is edited without a change set");
            client.post(&node, &bulk(30), &edit);
            set = latest(&node);
        }
        let id = set["id"].as_str().unwrap().to_owned();
        noun.assert_journal_is_true(&node, &set, &owner, &context);
        if set["state"] == "interrupted" {
            killed_after(&node, &format!("/changes/{id}/resume?wait=0"), &json!({}), dice.below(LIFE));
            set = latest(&node);
            assert_eq!(set["id"], id.as_str(), "{context}: it goes on under its own id");
            noun.assert_journal_is_true(&node, &set, &owner, &context);
        }
        if set["state"] == "interrupted" {
            client.post(&node, &format!("/changes/{id}/resume?wait=30"), &json!({}));
        }
        wait_for("the bulk edit", Duration::from_secs(30), || latest(&node)["state"] == "done");
        assert_eq!(noun.owned(&node, &owner), MANY, "{context}");
        shell::assert_verified(database.address());
        let undone = client.post(&node, &format!("/changes/{id}/undo?wait=30"), &json!({}));
        assert_eq!((&undone["undone"], &undone["kept"]), (&MANY.into(), &json!([])), "{context}");
        assert_eq!(noun.owned(&node, &owner), 0, "{context}");
    }
    shell::assert_verified(database.address());
    node.assert_never_panicked();
}
