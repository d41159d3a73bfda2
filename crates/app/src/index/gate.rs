//! Turns for work that goes over everybody and keeps all cores busy by itself: as many at once as there are
//! cores. More would be done no sooner, and each needs memory of its own.

use std::sync::{Condvar, Mutex, PoisonError};

/// Where turns are given.
pub struct Gate {
    free: Mutex<usize>,
    given_back: Condvar,
}

/// A turn; given back when it is dropped.
pub(crate) struct Turn<'g>(&'g Gate);

impl Default for Gate {
    fn default() -> Self {
        Self::of(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

impl Gate {
    fn of(turns: usize) -> Self {
        Self { free: Mutex::new(turns), given_back: Condvar::new() }
    }

    /// Waits for a turn.
    pub(crate) fn turn(&self) -> Turn<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.given_back.wait_while(free, |free| *free == 0);
        *waiting.unwrap_or_else(PoisonError::into_inner) -= 1;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn never_more_are_at_it_than_there_are_turns_and_everybody_comes_to_one() {
        let gate = Gate::of(2);
        let (at_it, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _turn = gate.turn();
                        most.fetch_max(at_it.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        at_it.fetch_sub(1, Ordering::SeqCst);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 2);
        assert_eq!(done.into_inner(), 400);
    }
}
