//! A clock that is set far ahead and far back while clients write, and is right again afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use super::stepped::SteppedClock;
use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::{asked, let_pass, wait_for};
use crate::client::Client;
use crate::crowd::{self, Ledger, Times};
use crate::killed::shared_party;
use crate::node::Node;
use crate::verdict;

/// How often all steps are taken in an ordinary run.
const ROUNDS: u64 = 1;
const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;
/// Beyond what ids have room for, before anything can have been recorded, and what a person may set by mistake. What is
/// recorded by a clock that is a little ahead shows only when that time has come, so that no client could find it.
pub const STEPS: [i64; 6] = [70 * YEAR, -50 * YEAR, 2 * YEAR, -DAY, 300 * YEAR, -3_600];
/// How long a step lasts.
const STEP: Duration = Duration::from_millis(700);
const SOON: Duration = Duration::from_secs(10);

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_clock_that_is_set_to_and_fro_loses_nothing_and_leaves_nothing_behind(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    let clock = SteppedClock::new();
    let wrapper = clock.wrapper();
    let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
    let node = Arc::new(Node::start_within(&wrapper, database.address()));
    let watch = Watch::over(&node);
    let mut row = Row::new("clock steps", engine);
    let mut ledger = Ledger::default();
    for _ in 0..asked("CASEBOOK_TROUBLE_CLOCKS", ROUNDS) {
        let one = shared_party(&node);
        for step in STEPS {
            row.tries += 1;
            let over = AtomicBool::new(false);
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    clock.step(step);
                    let_pass(STEP);
                    clock.step(0);
                    over.store(true, Ordering::Relaxed);
                });
                while !over.load(Ordering::Relaxed) {
                    let nodes = std::slice::from_ref(&node);
                    ledger.absorb(crowd::write(nodes, &one, 4, STEP, Times::Stepped));
                }
            });
            let client = Client::new();
            wait_for("a write once the clock is right", SOON, || {
                let body = json!({ "name": format!("After {step}") });
                let answer = client.send(&node, "POST", "/people", &[], Some(&body));
                answer.is_ok_and(|answer| answer.status == 201)
            });
        }
    }
    row.silence = longest(vec![watch]);
    node.assert_never_panicked();
    assert!(node.stop().success(), "{}", node.log());
    // What was leased meanwhile keeps no later server from starting and writing.
    node.start_again();
    shared_party(&node);
    let tally = verdict::tally(database.address(), &ledger);
    (row.acknowledged, row.lost, row.doubled) = (tally.acknowledged, tally.lost, tally.doubled);
    row.wrong = tally.wrong;
    row.wrong.extend(recorded_at_no_time(&tally.stored));
    row.report();
}

/// Pieces that claim to have been recorded when no server can have run.
pub fn recorded_at_no_time(stored: &[Value]) -> Vec<String> {
    let at = stored.iter().map(|piece| piece["recorded_at"].as_str().unwrap());
    at.filter(|at| !("2025".."2080").contains(&&at[..4])).map(|at| format!("recorded at {at}")).collect()
}
