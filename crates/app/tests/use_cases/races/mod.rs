//! Checks that would let two through if both looked before either stored: many try at the same moment, and one gets on.

mod conversion;
mod keys;
mod organizations;
mod record_types;
mod records;
mod words;

use std::sync::Barrier;
use std::thread;

use casebook_app::Session;

use crate::room::Room;

/// How often each check is raced for.
const ROUNDS: usize = 200;
/// How many try at the same moment; half of them through another handle, as another process would.
const CONTENDERS: usize = 8;

/// Lets the contenders do `each` (given the round and who they are) at the same moment, round after round; answers
/// with what came of it, by round.
fn race<T: Send>(room: &Room, each: impl Fn(&Session, usize, usize) -> T + Sync) -> Vec<Vec<T>> {
    let (barrier, another) = (Barrier::new(CONTENDERS), room.another());
    let by_contender: Vec<Vec<T>> = thread::scope(|scope| {
        let run = |who: usize| {
            let session = if who.is_multiple_of(2) { &room.session } else { &another };
            let round = |round| {
                barrier.wait();
                each(session, round, who)
            };
            (0..ROUNDS).map(round).collect()
        };
        let contenders: Vec<_> = (0..CONTENDERS).map(|who| scope.spawn(move || run(who))).collect();
        contenders.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut rounds: Vec<Vec<T>> = (0..ROUNDS).map(|_| Vec::with_capacity(CONTENDERS)).collect();
    for of_one in by_contender {
        rounds.iter_mut().zip(of_one).for_each(|(round, outcome)| round.push(outcome));
    }
    rounds
}

/// The one that got on; the others must have been refused as `refused` says.
fn only<T>(
    round: usize,
    outcomes: Vec<casebook_app::Result<T>>,
    refused: impl Fn(&casebook_app::Error) -> bool,
) -> T {
    let mut winners = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(winner) => winners.push(winner),
            Err(error) => assert!(refused(&error), "round {round}: {error:?}"),
        }
    }
    assert_eq!(winners.len(), 1, "round {round}: one gets on");
    winners.remove(0)
}
