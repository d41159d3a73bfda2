//! One query for all who wait for its answer.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::error::Result;

/// One query at a time goes to the database, and its answer to all who wait for it. A caller who comes while a query
/// is running waits for the next one: the running query may miss what the caller already knows.
#[derive(Default)]
pub struct SingleFlight {
    state: Mutex<State>,
    answered: Condvar,
}

#[derive(Default)]
struct State {
    under_way: bool,
    begun: u64,
    done: u64,
}

/// Ends the query, whether it succeeded or failed.
struct Flight<'q> {
    flights: &'q SingleFlight,
    done: bool,
}

impl SingleFlight {
    /// Runs the query, or waits for one that starts after this call.
    pub fn run(&self, question: impl Fn() -> Result<()>) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = state.begun + 1;
        while state.done < wanted {
            if state.under_way {
                state = self.answered.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.under_way = true;
            state.begun += 1;
            drop(state);
            let mut flight = Flight { flights: self, done: false };
            question()?;
            flight.done = true;
            return Ok(());
        }
        Ok(())
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut state = self.flights.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.under_way = false;
        if self.done {
            state.done = state.begun;
        }
        self.flights.answered.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::mpsc::channel;

    use super::*;
    use crate::error::Error;

    #[test]
    fn a_caller_during_a_query_gets_the_answer_of_a_later_one() {
        let flights = SingleFlight::default();
        let asked = AtomicU64::new(0);
        let (begun, has_begun) = channel();
        let (end, may_end) = channel::<()>();
        let may_end = Mutex::new(may_end);
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                flights.run(|| {
                    begun.send(()).unwrap();
                    may_end.lock().unwrap().recv().unwrap();
                    asked.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                })
            });
            has_begun.recv().unwrap();
            let others: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        flights.run(|| {
                            assert!(asked.fetch_add(1, Ordering::SeqCst) >= 1, "the first is over");
                            Ok(())
                        })
                    })
                })
                .collect();
            end.send(()).unwrap();
            first.join().unwrap().unwrap();
            for one in others {
                one.join().unwrap().unwrap();
            }
        });
        let asked = asked.into_inner();
        assert!((2..=9).contains(&asked), "{asked}");
    }

    #[test]
    fn a_failed_query_answers_no_one_else() {
        let flights = SingleFlight::default();
        let failed = flights.run(|| Err(Error::Unanswered));
        assert!(failed.is_err());
        let asked = AtomicU64::new(0);
        let ask = || {
            asked.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        flights.run(ask).unwrap();
        flights.run(ask).unwrap();
        assert_eq!(asked.into_inner(), 2, "no one waits, so each call queries");
    }
}
