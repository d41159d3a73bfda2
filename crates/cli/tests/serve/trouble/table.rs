//! The rows of the table of troubles.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::Duration;

use casebook_store::Engine;
use serde_json::json;

use super::watch::Silence;
use crate::chance::asked;

/// How long `/health` may keep silent in an ordinary run, in milliseconds: many tests share the machine there.
const SILENCE: u64 = 10_000;

/// What came of one trouble on one engine.
pub struct Row {
    pub trouble: &'static str,
    pub engine: Engine,
    /// How often it was tried.
    pub tries: u64,
    /// Writes that were acknowledged, or tries that ended as they should.
    pub acknowledged: u64,
    pub lost: u64,
    pub doubled: u64,
    /// The longest time that `/health` took to answer while the server was there.
    pub silence: Option<Silence>,
    /// What else was wrong; nothing is how it should be.
    pub wrong: Vec<String>,
}

impl Row {
    pub fn new(trouble: &'static str, engine: Engine) -> Self {
        let (tries, acknowledged, lost, doubled) = (0, 0, 0, 0);
        Self { trouble, engine, tries, acknowledged, lost, doubled, silence: None, wrong: Vec::new() }
    }

    /// Adds the row to the table, if somebody wants one, and fails if anything in it is not as it should be.
    pub fn report(mut self) {
        let longest = Duration::from_millis(asked("CASEBOOK_TROUBLE_SILENCE", SILENCE));
        if let Some(silence) = self.silence.filter(|silence| silence.length > longest) {
            let Silence { length, asked, connecting, machine, .. } = silence;
            self.wrong.push(format!(
                "`/health` kept silent for {length:?} and {machine:?} of the machine's own (asked {asked} times, \
                 {connecting:?} to connect)"
            ));
        }
        if self.lost + self.doubled > 0 {
            self.wrong.push(format!("{} lost, {} doubled", self.lost, self.doubled));
        }
        self.append();
        assert!(self.wrong.is_empty(), "{} on {:?}: {:#?}", self.trouble, self.engine, self.wrong);
    }

    #[expect(clippy::disallowed_methods, reason = "the long run names its table by the environment")]
    fn append(&self) {
        let Ok(path) = std::env::var("CASEBOOK_TROUBLE_TABLE") else { return };
        let line = json!({
            "trouble": self.trouble, "engine": format!("{:?}", self.engine), "tries": self.tries,
            "acknowledged": self.acknowledged, "lost": self.lost, "doubled": self.doubled,
            "silence_ms": self.silence.map(|silence| silence.length.as_millis() as u64),
            "result": if self.wrong.is_empty() { "passed".to_owned() } else { self.wrong.join("; ") },
        });
        let mut table = OpenOptions::new().create(true).append(true).open(path).unwrap();
        writeln!(table, "{line}").unwrap();
    }
}
