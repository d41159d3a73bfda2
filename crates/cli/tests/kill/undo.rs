//! Undos whose process is killed at any moment, and undos of those: run again, an undo ends where one ends that was
//! left alone.

use casebook_store::Engine;
use casebook_testkit::Kills;
use rstest::rstest;
use serde_json::Value;

use crate::desk::{Desk, Dice, finish, let_pass, now, rounds, rows};

/// Rows of the file: several pieces of work.
const ROWS: u32 = 1_200;

/// Everything that is seen of parties. Stages and funnels show their live evidence; what was retracted and restored is
/// in the list of all evidence each time.
type Seen = (Vec<String>, Value, Value);

fn seen(desk: &Desk) -> Seen {
    let (parties, _, journey, zoho) = desk.seen();
    (parties, journey, zoho)
}

/// The latest change set.
fn latest(desk: &Desk) -> Value {
    desk.answer(&["change", "list", "--limit", "1"])["items"][0].clone()
}

fn id_of(set: &Value) -> String {
    set["id"].as_str().unwrap().to_owned()
}

/// Undoes a change set, killed again and again; answers with the set that undid it.
fn undone_through_kills(desk: &Desk, set: &str, kills: &mut Kills, dice: &mut Dice) -> String {
    let mut own = None;
    for time in 0..=dice.below(3) {
        let moment = kills.moment(|end| dice.below(end));
        let context = format!("kill {time} after {moment:?}: {kills:?}");
        let mut undo = desk.start(&["change", "undo", set]);
        let_pass(moment);
        let was_killed = kills.kill(&mut undo, moment);
        assert_eq!(desk.verified()["differences"], Value::Array(Vec::new()), "{context}");
        let found = latest(desk);
        if found["reverses"] != set {
            assert!(
                was_killed && own.is_none(),
                "{context}: an undo that ended or went on is in the journal: {found}"
            );
            continue;
        }
        let state = found["state"].as_str().unwrap();
        assert!(matches!(state, "interrupted" | "done"), "{context}: its process is dead: {found}");
        let id = id_of(&found);
        assert!(own.is_none_or(|own| own == id), "{context}: it goes on under its own id");
        own = Some(id);
        if state == "done" {
            break;
        }
    }
    if own.is_none() || latest(desk)["state"] != "done" {
        let (code, answer) = finish(desk.start(&["change", "undo", set]));
        assert_eq!(code, 0, "nothing is in its way: {answer}");
        assert_eq!(answer["kept"], Value::Array(Vec::new()));
        assert!(own.is_none_or(|own| answer["change_set"] == own.as_str()), "{answer}");
    }
    let last = latest(desk);
    assert_eq!((&last["reverses"], &last["state"]), (&Value::from(set), &Value::from("done")));
    id_of(&last)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_undo_killed_at_any_moment_ends_like_one_that_was_left_alone(#[case] engine: Engine) {
    let desk = Desk::new(engine);
    let before = seen(&desk);
    std::fs::write(desk.path("leads.csv"), rows(0, ROWS)).unwrap();
    finish(desk.start_import("leads.csv"));
    let mut set = id_of(&latest(&desk));
    let after = seen(&desk);
    let begun = now();
    set = desk.answer(&["change", "undo", &set])["change_set"].as_str().unwrap().to_owned();
    let mut kills = Kills::of(rounds(), begun.elapsed());
    assert_eq!(seen(&desk), before);
    // Alternately the undo, and the undo of that.
    while let Some(round) = kills.next_round() {
        let mut dice = Dice(u64::from(round) * 104_729 + 5);
        set = undone_through_kills(&desk, &set, &mut kills, &mut dice);
        assert_eq!(seen(&desk), if round % 2 == 0 { after.clone() } else { before.clone() }, "round {round}");
    }
    assert!(kills.killed() > 0, "no undo was killed before its end");
}
