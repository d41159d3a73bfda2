//! Servers that are killed at random under writes that carry keys.

use std::sync::Arc;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;

use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::{asked, let_pass};
use crate::crowd::Ledger;
use crate::killed::{shared_party, write_through_kills};
use crate::node::Node;
use crate::verdict;

/// Kills in an ordinary run.
const KILLS: u64 = 3;
/// Kills until the crowd changes to another shared party, whose history is short again.
const KILLS_A_PARTY: u64 = 6;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn servers_that_are_killed_lose_nothing_that_was_acknowledged(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    let nodes = [(); 2].map(|()| Arc::new(Node::start(database.address())));
    let watches = nodes.iter().map(Watch::over).collect();
    let mut row = Row::new("kill -9 under keyed writes", engine);
    row.tries = asked("CASEBOOK_TROUBLE_KILLS", KILLS);
    let mut ledger = Ledger::default();
    let mut left = row.tries;
    while left > 0 {
        let rounds = left.min(KILLS_A_PARTY);
        left -= rounds;
        let one = shared_party(&nodes[0]);
        ledger.absorb(write_through_kills(&nodes, &one, rounds, |round, dice| {
            let node = &nodes[round as usize % 2];
            node.kill();
            let_pass(Duration::from_millis(dice.below(300)));
            node.start_again();
        }));
    }
    row.silence = longest(watches);
    let tally = verdict::tally(database.address(), &ledger);
    (row.acknowledged, row.lost, row.doubled) = (tally.acknowledged, tally.lost, tally.doubled);
    row.wrong = tally.wrong;
    for node in &nodes {
        node.assert_never_panicked();
    }
    row.report();
}
