//! Senders of quotes that are killed at any moment: numbers have no gaps and no doubles all the same.

use casebook_store::Engine;
use casebook_testkit::Kills;
use rstest::rstest;
use serde_json::Value;

use crate::desk::{Desk, Dice, let_pass, now, rounds};

const LINE: &str = "description=Loom;quantity=2;price=600;tax=19";

/// Another draft.
fn draft(desk: &Desk, deal: &str) -> String {
    desk.answer(&["quote", "add", deal, "--line", LINE])["id"].as_str().unwrap().to_owned()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_sender_killed_at_any_moment_leaves_no_gap(#[case] engine: Engine) {
    let desk = Desk::new(engine);
    desk.answer(&["company", "set", "--name", "Loom & Co"]);
    let ada = desk.answer(&["party", "add", "--kind", "person", "--name", "Ada"]);
    let buyer = format!("people={}", ada["id"].as_str().unwrap());
    let deal = desk.answer(&["record", "deal", "add", "--name", "Looms", "--field", &buyer]);
    let deal = deal["id"].as_str().unwrap();
    let begun = now();
    desk.answer(&["quote", "send", &draft(&desk, deal)]);
    let mut kills = Kills::of(rounds(), begun.elapsed());
    while let Some(round) = kills.next_round() {
        let mut dice = Dice(u64::from(round) * 104_729 + 3);
        let moment = kills.moment(|end| dice.below(end));
        let (killed, other) = (draft(&desk, deal), draft(&desk, deal));
        let mut sender = desk.start(&["quote", "send", &killed]);
        let_pass(moment);
        kills.kill(&mut sender, moment);
        // Whoever comes next has the next number.
        desk.answer(&["quote", "send", &other]);
        let listed = desk.answer(&["quote", "list", "--limit", "1000"]);
        let mut numbers: Vec<&str> =
            listed["items"].as_array().unwrap().iter().filter_map(|one| one["number"].as_str()).collect();
        numbers.sort_unstable();
        let year = &numbers[0][..7];
        let expected: Vec<String> = (1..=numbers.len()).map(|place| format!("{year}{place:04}")).collect();
        assert_eq!(numbers, expected, "round {round} after {moment:?}: {kills:?}");
    }
    assert!(kills.killed() > 0, "{kills:?}");
    assert_eq!(desk.verified()["differences"], Value::Array(Vec::new()));
}
