//! A disk that is full again and again while clients write.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_store::Engine;

use super::small_disk::SmallDisk;
use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::{asked, let_pass};
use crate::crowd::{self, Ledger, Times};
use crate::killed::shared_party;
use crate::node::Node;
use crate::verdict;

/// How often the disk is full in an ordinary run.
const TIMES: u64 = 2;
const DISK: u64 = 64 << 20;
const FULL: Duration = Duration::from_millis(700);

#[test]
fn a_disk_that_is_full_again_and_again_loses_nothing() {
    let disk = SmallDisk::of(DISK);
    let database = format!("sqlite:{}", disk.path().join("casebook.db").display());
    let node = Arc::new(Node::start(&database));
    let watch = Watch::over(&node);
    let mut row = Row::new("full disk", Engine::Sqlite);
    let mut ledger = Ledger::default();
    for _ in 0..asked("CASEBOOK_TROUBLE_FULL", TIMES) {
        row.tries += 1;
        let one = shared_party(&node);
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let_pass(FULL);
                disk.fill(true);
                let_pass(FULL);
                disk.fill(false);
                over.store(true, Ordering::Relaxed);
            });
            while !over.load(Ordering::Relaxed) {
                let nodes = std::slice::from_ref(&node);
                ledger.absorb(crowd::write(nodes, &one, 6, FULL, Times::Rough));
            }
        });
    }
    row.silence = longest(vec![watch]);
    node.assert_never_panicked();
    assert!(node.stop().success(), "{}", node.log());
    let tally = verdict::tally(&database, &ledger);
    (row.acknowledged, row.lost, row.doubled) = (tally.acknowledged, tally.lost, tally.doubled);
    row.wrong = tally.wrong;
    row.report();
}
