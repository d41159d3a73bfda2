//! Clients that write, to one party or to many of their own, and look after every write whether it shows.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::chance::{Dice, let_pass, now};
use crate::client::{Answer, Client};
use crate::node::Node;
use crate::verdict::evidence_of;

/// How long a request is repeated that nobody answers.
const PATIENCE: Duration = Duration::from_mins(2);

/// Numbers clients, so that those of one crowd after another differ in their keys, names and marks.
static WRITERS: AtomicU64 = AtomicU64::new(0);

/// What may happen to servers meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Nothing: every request is answered at the first go.
    Quiet,
    /// They are killed: requests carry keys and are repeated until they are answered.
    Rough,
    /// The same, and their clock is set to and fro: what was recorded a moment ago may lie ahead for a while, and shows
    /// once the clock is right again.
    Stepped,
}

/// How long what was recorded by a clock that is set back may stay unseen.
const CLOCK_RIGHT: Duration = Duration::from_secs(30);
/// So many looks in a row last longer than a step of the clock.
const MANY_LOOKS: u32 = 60;

/// A piece of evidence that was acknowledged.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Which client wrote it and which of its writes it was.
    pub mark: String,
    pub party: String,
    /// Whether it was retracted later.
    pub retracted: bool,
}

/// The writes that the crowd had acknowledged.
#[derive(Default)]
pub struct Ledger {
    pub pieces: Vec<Piece>,
    pub parties: Vec<String>,
    /// How often the shared party's field was raised.
    pub raised: u64,
}

impl Ledger {
    /// Adds the writes of others.
    pub fn absorb(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.parties.extend(other.parties);
        self.raised += other.raised;
    }

    /// Notes how much was written, for whoever runs it by hand.
    #[expect(clippy::print_stderr, reason = "the figures of a long run are noted by whoever runs it")]
    pub fn report(&self, run: &str) {
        let (pieces, parties) = (self.pieces.len(), self.parties.len());
        eprintln!("{run}: {pieces} pieces, {parties} parties, {} changes of one field", self.raised);
    }
}

/// One client.
struct Writer {
    number: u64,
    nodes: Vec<Arc<Node>>,
    times: Times,
    client: Client,
    dice: Dice,
    written: u64,
    ledger: Ledger,
}

/// Lets clients write for a while, half of them to `one` and half to parties of their own.
pub fn write(nodes: &[Arc<Node>], one: &str, clients: u64, length: Duration, times: Times) -> Ledger {
    let ledger = Mutex::new(Ledger::default());
    std::thread::scope(|scope| {
        for place in 0..clients {
            let (ledger, nodes) = (&ledger, nodes.to_vec());
            scope.spawn(move || {
                let mut writer = Writer::new(WRITERS.fetch_add(1, Ordering::Relaxed), nodes, times);
                writer.write_for(length, if place % 2 == 0 { Some(one) } else { None });
                ledger.lock().unwrap().absorb(writer.ledger);
            });
        }
    });
    ledger.into_inner().unwrap()
}

impl Writer {
    fn new(number: u64, nodes: Vec<Arc<Node>>, times: Times) -> Self {
        let (client, dice) = (Client::new(), Dice::new(number + 1));
        Self { number, nodes, times, client, dice, written: 0, ledger: Ledger::default() }
    }

    fn write_for(&mut self, length: Duration, one: Option<&str>) {
        let begun = now();
        while begun.elapsed() < length {
            match one {
                Some(party) => self.write_to_shared(party),
                None => self.write_to_own(),
            }
        }
    }

    fn write_to_shared(&mut self, party: &str) {
        match self.dice.below(10) {
            0 => self.raise(party),
            1 => self.retract(party),
            _ => {
                let piece = self.some_piece();
                let mark = self.record(party, piece);
                self.sees_piece(party, &mark, true);
            }
        }
    }

    /// A party of its own: a contact, then a lead, and every third a customer.
    fn write_to_own(&mut self) {
        let (name, source) = (format!("Pilot{} Number{}", self.number, self.written), self.source());
        let body = json!({ "name": name, "source": source });
        let answer = self.surely("POST", "/people", Some(&body));
        let party = match answer.body["id"].as_str() {
            Some(id) => id.to_owned(),
            None => self.named(&name),
        };
        self.ledger.parties.push(party.clone());
        self.sees_stage(&party, &name, "contact");
        let at = self.dice.moment();
        self.record(&party, json!({ "kind": "content_downloaded", "occurred_at": at }));
        self.sees_stage(&party, &name, "lead");
        if self.written.is_multiple_of(3) {
            let amount = json!({ "minor": 12_300, "currency": "EUR" });
            let at = self.dice.moment();
            self.record(&party, json!({ "kind": "purchased", "occurred_at": at, "amount": amount }));
            self.sees_stage(&party, &name, "customer");
        }
        self.sees_counts();
    }

    /// How the parties that this client makes were acquired.
    fn source(&self) -> String {
        format!("client-{}", self.number)
    }

    fn some_piece(&mut self) -> Value {
        let at = self.dice.moment();
        let amount = json!({ "minor": 100 + self.dice.below(100_000), "currency": "EUR" });
        let assessed = ["fit", "need", "authority", "budget"][self.dice.below(4) as usize];
        let value = ["met", "not_met"][self.dice.below(2) as usize];
        match self.dice.below(9) {
            0 => json!({ "kind": "content_downloaded", "occurred_at": at }),
            1 => json!({ "kind": "call_held", "occurred_at": at }),
            2 => json!({ "kind": "purchased", "occurred_at": at, "amount": amount }),
            3 => json!({ "kind": "sales_accepted", "occurred_at": at }),
            4 => json!({ "kind": "sales_rejected", "occurred_at": at, "detail": { "reason": "late" } }),
            5 => json!({ "kind": "criterion_assessed", "occurred_at": at,
                         "detail": { "criterion": assessed, "value": value } }),
            6 => json!({ "kind": "cancelled", "occurred_at": at }),
            7 => json!({ "kind": "review_published", "occurred_at": &at[..10] }),
            _ => json!({ "kind": "webinar_attended", "occurred_at": null }),
        }
    }

    /// Records a piece; answers with its mark.
    fn record(&mut self, party: &str, mut piece: Value) -> String {
        let mark = format!("c{}-{}", self.number, self.written);
        piece["participants"] = json!([{ "party": party, "role": "subject" }]);
        piece["detail"]["mark"] = mark.as_str().into();
        self.surely("POST", "/evidence", Some(&piece));
        let piece = Piece { mark: mark.clone(), party: party.to_owned(), retracted: false };
        self.ledger.pieces.push(piece);
        mark
    }

    /// Takes back a piece of its own.
    fn retract(&mut self, party: &str) {
        let Some(at) = self.ledger.pieces.iter().rposition(|piece| !piece.retracted) else { return };
        let mark = self.ledger.pieces[at].mark.clone();
        let listed = evidence_of(party, |path| self.surely_get(path));
        let id = id_of(&listed, &mark);
        let reason = json!({ "reason": format!("of {mark}") });
        self.surely("POST", &format!("/evidence/{id}/retract"), Some(&reason));
        self.ledger.pieces[at].retracted = true;
        self.sees_piece(party, &mark, false);
    }

    /// Raises a number that everybody raises: nobody's may be lost.
    fn raise(&mut self, party: &str) {
        if self.times != Times::Quiet {
            // A change without an answer may or may not have been written, so it cannot be counted.
            return;
        }
        let path = format!("/parties/{party}");
        loop {
            let node = self.node();
            let seen = self.client.send(&node, "GET", &path, &[], None).unwrap();
            let raised: u64 = seen.body["more"]["raised"].as_str().map_or(0, |text| text.parse().unwrap());
            let change = json!({ "more": { "raised": (raised + 1).to_string() } });
            let (node, tag) = (self.other(), seen.tag.unwrap());
            let done = self.client.send(&node, "PATCH", &path, &[("if-match", &tag)], Some(&change)).unwrap();
            match done.status {
                200 => break,
                412 => {}
                _ => panic!("{done:?}"),
            }
        }
        self.ledger.raised += 1;
    }

    /// Sends a request until it is answered that it was carried out.
    fn surely(&mut self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.written += 1;
        let key = format!("key-{}-{}", self.number, self.written);
        let headers: &[(&str, &str)] =
            if self.times == Times::Quiet { &[] } else { &[("idempotency-key", &key)] };
        let begun = now();
        loop {
            let node = self.node();
            let outcome = self.client.send(&node, method, path, headers, body);
            match (&outcome, self.times) {
                (Ok(answer), _) if matches!(answer.status, 200 | 201) => return outcome.unwrap(),
                (Ok(answer), Times::Rough | Times::Stepped) if answer.code() == "repeated" => {
                    return outcome.unwrap();
                }
                (Ok(answer), Times::Rough | Times::Stepped) if matches!(answer.status, 503 | 504 | 507) => {}
                (Err(_), Times::Rough | Times::Stepped) => {}
                _ => panic!("{method} {path} {body:?}: {outcome:?}"),
            }
            assert!(begun.elapsed() < PATIENCE, "{method} {path}: no server answers, at last {outcome:?}");
            let_pass(Duration::from_millis(25));
        }
    }

    /// Reads from a server that was not asked last, and goes on to another one while none answers.
    fn surely_get(&mut self, path: &str) -> Value {
        let begun = now();
        loop {
            let node = self.other();
            let outcome = self.client.send(&node, "GET", path, &[], None);
            match (&outcome, self.times) {
                (Ok(answer), _) if answer.status == 200 => return outcome.unwrap().body,
                (Ok(answer), Times::Rough | Times::Stepped) if matches!(answer.status, 503 | 504 | 507) => {}
                (Err(_), Times::Rough | Times::Stepped) => {}
                _ => panic!("GET {path}: {outcome:?}"),
            }
            assert!(begun.elapsed() < PATIENCE, "GET {path}: no server answers, at last {outcome:?}");
            let_pass(Duration::from_millis(25));
        }
    }

    fn node(&mut self) -> Arc<Node> {
        let chosen = self.dice.below(self.nodes.len() as u64) as usize;
        self.nodes.swap(0, chosen);
        Arc::clone(&self.nodes[0])
    }

    /// Another server than the one that was asked last, if there is one.
    fn other(&mut self) -> Arc<Node> {
        let last = self.nodes.len() - 1;
        self.nodes.swap(0, last);
        Arc::clone(&self.nodes[0])
    }

    fn named(&mut self, name: &str) -> String {
        let found = self.surely_get(&format!("/parties?q={}", name.replace(' ', "%20")));
        let items = found["items"].as_array().unwrap();
        let found: Vec<&Value> = items.iter().filter(|item| item["name"] == *name).collect();
        assert_eq!(found.len(), 1, "{name} was added and is there once: {found:?}");
        found[0]["id"].as_str().unwrap().to_owned()
    }

    fn sees_piece(&mut self, party: &str, mark: &str, live: bool) {
        let pieces = evidence_of(party, |path| self.surely_get(path));
        let found: Vec<&Value> = pieces.iter().filter(|one| one["detail"]["mark"] == *mark).collect();
        assert_eq!(found.len(), 1, "{mark} is there once");
        assert_eq!(found[0]["live"], live, "{mark}");
    }

    /// The party's page, and the list in which it is to be found, show its stage.
    fn sees_stage(&mut self, party: &str, name: &str, stage: &str) {
        let query = format!("q={}&source={}&stage.journey={stage}", name.replace(' ', "%20"), self.source());
        self.sees(|client| {
            let page = client.surely_get(&format!("/parties/{party}"));
            let found = client.surely_get(&format!("/parties?{query}"));
            let is_listed = found["items"].as_array().unwrap().iter().any(|item| item["id"] == party);
            let is_seen = page["stages"]["journey"] == stage && is_listed;
            if is_seen { Ok(()) } else { Err(format!("{name} is no {stage}: {page}, {query}: {found}")) }
        });
    }

    /// The counts beside the list, and the funnel, count exactly the parties that this client has added.
    fn sees_counts(&mut self) {
        let added = Some(self.ledger.parties.len() as u64);
        let source = self.source();
        self.sees(|client| {
            let facets = client.surely_get(&format!("/parties/facets?source={source}"));
            let funnel = client.surely_get("/funnel?vocabulary=journey&of=people&by=source");
            let group = funnel["groups"].as_array().unwrap().iter().find(|group| group["key"] == *source);
            let lead = group.and_then(|group| {
                group["stages"].as_array().unwrap().iter().find(|one| one["stage"] == "lead")
            });
            let cohort = group.and_then(|group| group["cohort"].as_u64());
            let reached = lead.and_then(|lead| lead["reached"].as_u64());
            if Some(facet(&facets, "kind", "person")) == added && cohort == added && reached == added {
                return Ok(());
            }
            let (as_of, changed) = (&funnel["as_of"], client.surely_get("/changes?limit=1"));
            Err(format!(
                "{added:?} added, counted: {facets}, {group:?} as of {as_of}, last change: {changed}"
            ))
        });
    }

    /// Looks at once, and only where the clock is set to and fro again until it is right.
    fn sees(&mut self, mut look: impl FnMut(&mut Self) -> Result<(), String>) {
        let begun = now();
        let (mut elapsed, mut looks) = (Duration::ZERO, 0);
        while let Err(unseen) = look(self) {
            // A look that begins after that must see it, however long the ones before took. Where they took so long
            // that there were few, each may have met another step of the clock.
            let may_be_wrong = elapsed < CLOCK_RIGHT || looks < MANY_LOOKS;
            assert!(self.times == Times::Stepped && may_be_wrong, "{unseen}");
            let_pass(Duration::from_millis(100));
            (elapsed, looks) = (begun.elapsed(), looks + 1);
        }
    }
}

/// The number of parties in a count beside the list.
fn facet(facets: &Value, field: &str, value: &str) -> u64 {
    let facet = facets["items"].as_array().unwrap().iter().find(|facet| facet["field"] == *field).unwrap();
    let count = facet["counts"].as_array().unwrap().iter().find(|count| count["value"] == *value);
    count.map_or(0, |count| count["count"].as_u64().unwrap())
}

/// The id of a piece, found by its mark in the list of the party's evidence.
fn id_of(listed: &[Value], mark: &str) -> String {
    let found = listed.iter().find(|one| one["detail"]["mark"] == *mark);
    found.unwrap_or_else(|| panic!("{mark} is not there"))["id"].as_str().unwrap().to_owned()
}
