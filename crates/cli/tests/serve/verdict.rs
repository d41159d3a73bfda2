//! What must be true once everybody has written.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::client::Client;
use crate::crowd::Ledger;
use crate::follower::Event;
use crate::node::Node;
use crate::shell;

/// The largest list of evidence that is taken at once.
const MOST: usize = 1_000;

/// How what is stored compares with what was acknowledged.
#[derive(Debug, Default)]
pub struct Tally {
    /// Writes that were acknowledged.
    pub acknowledged: u64,
    /// Those of which no trace is stored.
    pub lost: u64,
    /// Those that are stored more than once, and stored ones that nobody knows of.
    pub doubled: u64,
    /// What else is not as it was acknowledged, in words.
    pub wrong: Vec<String>,
    /// Every stored piece of evidence.
    pub stored: Vec<Value>,
}

impl Tally {
    /// Whether everything is there once and as it was left.
    pub fn is_clean(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.wrong.is_empty()
    }

    fn count(&mut self, what: &str, found: usize) {
        self.acknowledged += 1;
        match found {
            0 => self.lost += 1,
            1 => return,
            _ => self.doubled += 1,
        }
        self.wrong.push(format!("{what}: acknowledged, stored {found} times"));
    }
}

/// Compares everything that is stored with what was acknowledged; facts and periods must follow from it.
pub fn tally(database: &str, ledger: &Ledger) -> Tally {
    shell::assert_verified(database);
    let mut tally = Tally::default();
    let stored = shell::answer(database, &["export", "evidence"]);
    let stored = stored["items"].as_array().unwrap();
    let mut marks: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for piece in stored {
        if let Some(mark) = piece["detail"]["mark"].as_str() {
            marks.entry(mark).or_default().push(piece);
        }
    }
    for piece in &ledger.pieces {
        let found = marks.remove(piece.mark.as_str()).unwrap_or_default();
        tally.count(&piece.mark, found.len());
        let as_left =
            |one: &&&Value| one["participants"][0]["party"] == piece.party && one["live"] == !piece.retracted;
        if let Some(other) = found.first().filter(|one| !as_left(one)) {
            tally.wrong.push(format!("{}: stored as {other}", piece.mark));
        }
    }
    tally.doubled += marks.len() as u64;
    tally.wrong.extend(marks.keys().map(|mark| format!("{mark}: stored and never acknowledged")));
    let retracted = ledger.pieces.iter().filter(|piece| piece.retracted).count();
    let retractions = stored.iter().filter(|piece| piece["kind"] == "retracted").count();
    if retractions != retracted {
        tally.wrong.push(format!("{retracted} pieces were retracted, {retractions} retractions are stored"));
    }
    let parties = shell::answer(database, &["export", "parties"]);
    let mut added: BTreeMap<&str, usize> = BTreeMap::new();
    for party in parties["items"].as_array().unwrap() {
        *added.entry(party["id"].as_str().unwrap()).or_default() += 1;
    }
    for party in &ledger.parties {
        tally.count(party, added.get(party.as_str()).copied().unwrap_or_default());
    }
    tally.stored.clone_from(stored);
    tally
}

/// Every acknowledged piece is there once and as it was left, and no other; facts and periods follow from it.
pub fn assert_all_is_there(database: &str, ledger: &Ledger) -> Vec<Value> {
    let tally = tally(database, ledger);
    assert!(tally.is_clean(), "{:#?}", tally.wrong);
    tally.stored
}

/// A party with the same evidence, recorded in another order by one client at once, has the same history.
pub fn assert_order_did_not_matter(client: &Client, node: &Node, party: &str) {
    let twin = client.post(node, "/people", &json!({ "name": "Twin" }))["id"].as_str().unwrap().to_owned();
    let evidence = evidence_of(party, |path| client.get(node, path));
    let drafts: Vec<Value> = evidence
        .iter()
        .rev()
        .filter(|piece| piece["live"] == true && piece["detail"]["mark"].is_string())
        .map(|piece| draft_of(piece, &twin))
        .collect();
    for list in drafts.chunks(MOST) {
        client.post(node, "/evidence", &list.into());
    }
    let (one, other) =
        (client.get(node, &format!("/parties/{party}")), client.get(node, &format!("/parties/{twin}")));
    for name in ["stages", "stages_since", "standing", "standing_reason"] {
        assert_eq!(one[name], other[name], "{name}");
    }
}

/// All evidence of a party, page by page.
pub fn evidence_of(party: &str, mut get: impl FnMut(&str) -> Value) -> Vec<Value> {
    let (mut all, mut path) = (Vec::new(), format!("/parties/{party}/evidence"));
    loop {
        let page = get(&path);
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => path = format!("/parties/{party}/evidence?cursor={next}"),
            None => return all,
        }
    }
}

fn draft_of(piece: &Value, party: &str) -> Value {
    let when = piece["occurred_at"].as_str().map(|at| match piece["precision"].as_str() {
        Some("day") => at[..10].to_owned(),
        _ => at.to_owned(),
    });
    json!({
        "kind": piece["kind"], "occurred_at": when, "amount": piece["amount"], "detail": piece["detail"],
        "participants": [{ "party": party, "role": "subject" }],
    })
}

/// Every follower received every piece and party once, and all in the same order.
pub fn assert_delivered_once(stored: &[Value], ledger: &Ledger, followers: &[Vec<Event>]) {
    for events in followers {
        let numbers: Vec<i64> = events.iter().map(|event| event.number).collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "each number once and rising: {numbers:?}");
        let mut evidence = Vec::new();
        let mut added = Vec::new();
        for change in events.iter().flat_map(|event| event.data["changes"].as_array().unwrap()) {
            evidence.extend(change["evidence"].as_str());
            if change["action"] == "party_added" {
                added.extend(change["parties"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()));
            }
        }
        let once: BTreeSet<&str> = evidence.iter().copied().collect();
        assert_eq!(once.len(), evidence.len(), "no piece was sent twice");
        for piece in stored {
            assert!(once.contains(piece["id"].as_str().unwrap()), "never sent: {piece}");
        }
        for party in &ledger.parties {
            assert_eq!(added.iter().filter(|id| *id == party).count(), 1, "{party} was sent once");
        }
    }
    assert!(followers.windows(2).all(|two| two[0] == two[1]), "all receive the same in the same order");
}
