//! What is written: the rows that Casebook leaves behind for it, by the raw engine, in one durable commit.

use casebook_testkit::bench::Outcome;

use super::raw::{Raw, Value};
use super::reads::Known;

/// Above every id that is handed out in this millennium.
const IDS: i64 = 1 << 61;
/// Where those of new parties begin.
const PARTIES: i64 = IDS + (1 << 40);
const ENTRY: &str = r#"{"actor":"bench","via":"api","changes":[{"action":"evidence_appended","parties":[],"evidence":"evd_0000000000000","about":"mail_answered"}]}"#;
/// About as long as the facts of a party with one piece are.
const FACTS: [u8; 40] = [0; 40];

impl Known {
    /// One piece of evidence about a party.
    pub fn append(&self, raw: &mut Raw, number: usize, party: i64) -> Outcome<()> {
        let (id, at, party) = (IDS + number as i64, self.now, Value::Int(party));
        let mut statements = self.evidence(id, 34, at, &party);
        statements.extend([
            (
                "UPDATE party_facts SET pieces = pieces + 1, last_at = $2 WHERE party = $1",
                vec![party.clone(), Value::Int(at)],
            ),
            ("UPDATE standing_period SET entered_by = 1 WHERE party = $1 AND seq = 0", vec![party.clone()]),
            (
                "UPDATE stage_period SET entered_by = 1 WHERE vocabulary = $2 AND party = $1 AND seq = 0",
                vec![party, Value::Int(self.journey)],
            ),
            change_set("evidence", id, at),
            feed_entry(raw, id, at),
        ]);
        raw.commit(&statements)
    }

    /// A person, with the evidence that its details were learned.
    pub fn create(&self, raw: &mut Raw, number: usize) -> Outcome<()> {
        let (id, at) = (PARTIES + 2 * number as i64, self.now);
        let (name, mail) = (format!("Bench Person {number}"), mail(number));
        let party = Value::Int(id);
        let text = |text: &str| Value::Text(text.to_owned());
        let mut statements = vec![
            (
                "INSERT INTO party (id, kind, name, email, company, source, name_folded, search, hidden, version, \
                 created_at, updated_at) VALUES ($1, 1, $2, $3, $4, 'bench', $5, $6, 0, 1, $7, $7)",
                vec![
                    party.clone(),
                    text(&name),
                    text(&mail),
                    text("Bench GmbH"),
                    text(&name.to_lowercase()),
                    Value::Text(format!("\n{}\n{mail}\nbench gmbh", name.to_lowercase())),
                    Value::Int(at),
                ],
            ),
            (
                "INSERT INTO party_key (system, value, party, freed) VALUES (':mail', $1, $2, 0)",
                vec![text(&mail), party.clone()],
            ),
        ];
        statements.extend(self.evidence(id, 1, at, &party));
        statements.extend([
            (
                "INSERT INTO party_facts (party, projection_version, pieces, first_at, last_at, facts) \
                 VALUES ($1, 1, 1, $2, $2, $3)",
                vec![party.clone(), Value::Int(at), Value::Bytes(FACTS.to_vec())],
            ),
            (
                "INSERT INTO standing_period (party, seq, standing, entered_at, entered_by) \
                 VALUES ($1, 0, 0, $2, $1)",
                vec![party.clone(), Value::Int(at)],
            ),
        ]);
        let stage = "INSERT INTO stage_period (vocabulary, party, seq, stage, entered_at, entered_by) \
                     VALUES ($1, $2, 0, 0, $3, $2)";
        let of = |vocabulary: &i64| (stage, vec![Value::Int(*vocabulary), party.clone(), Value::Int(at)]);
        statements.extend(self.vocabularies.iter().map(of));
        statements.extend([
            change_set("add", id, at),
            (
                "INSERT INTO change_entry (change_set, id, at, action, record, party, detail) \
                 VALUES ($1, $1, $2, 'party_added', $1, $1, '')",
                vec![party, Value::Int(at)],
            ),
            feed_entry(raw, id, at),
        ]);
        raw.commit(&statements)
    }

    #[expect(clippy::unused_self, reason = "it reads as its neighbours do")]
    fn evidence(&self, id: i64, kind: i64, at: i64, party: &Value) -> Vec<(&'static str, Vec<Value>)> {
        vec![
            (
                "INSERT INTO evidence (id, kind, occurred_at, precision, recorded_at, recorded_by, via, detail) \
                 VALUES ($1, $2, $3, 0, $3, 'bench', 5, '')",
                vec![Value::Int(id), Value::Int(kind), Value::Int(at)],
            ),
            (
                "INSERT INTO evidence_party (party, evidence, role) VALUES ($1, $2, 'subject')",
                vec![party.clone(), Value::Int(id)],
            ),
        ]
    }
}

/// The mail address of the `number`th person that is created.
fn mail(number: usize) -> String {
    format!("bench.person{number}@bench.example.org")
}

/// The change set of a write.
fn change_set(what: &str, id: i64, at: i64) -> (&'static str, Vec<Value>) {
    (
        "INSERT INTO change_set (id, at, actor, via, what, state, counts, request, finished_at) \
         VALUES ($1, $2, 'bench', 5, $3, 'done', '{\"evidence\":1}', '', $2)",
        vec![Value::Int(id), Value::Int(at), Value::Text(what.to_owned())],
    )
}

/// The entry of the feed.
fn feed_entry(raw: &Raw, id: i64, at: i64) -> (&'static str, Vec<Value>) {
    let values = vec![Value::Int(id), Value::Int(at), Value::Text(ENTRY.to_owned())];
    match raw {
        Raw::Sqlite(_) => (
            "INSERT INTO change_feed (seq, id, at, entry) \
             SELECT coalesce(max(seq), 0) + 1, $1, $2, $3 FROM change_feed",
            values,
        ),
        Raw::Postgres(_) => ("INSERT INTO change_outbox (id, at, entry) VALUES ($1, $2, $3)", values),
    }
}

/// The `number`th person as it is sent.
pub fn person(number: usize) -> String {
    let mail = mail(number);
    format!(r#"{{"name":"Bench Person {number}","email":"{mail}","company":"Bench GmbH","source":"bench"}}"#)
}
