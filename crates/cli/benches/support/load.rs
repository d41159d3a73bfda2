//! Work done by several at once, a bounded number of times and for a bounded time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use casebook_testkit::bench::{Outcome, now};

/// How long something is repeated: until one of the two is used up.
#[derive(Clone, Copy)]
pub struct Bounds {
    /// At most so often in all.
    pub count: usize,
    /// At most for so long; what is under way is ended.
    pub time: Duration,
}

/// What came of it.
pub struct Figures {
    /// How often it was done.
    pub count: usize,
    /// How often a second.
    pub rate: f64,
    /// Half were quicker than this.
    pub median: Duration,
    /// Nineteen of twenty were quicker than this.
    pub p95: Duration,
}

/// Repeats `work`, which gets the number of repetitions before it, on every worker at once.
pub fn repeat<W: Send>(
    workers: &mut [W],
    bounds: Bounds,
    work: impl Fn(&mut W, usize) -> Outcome<()> + Sync,
) -> Outcome<Figures> {
    let begun = AtomicUsize::new(0);
    let start = now();
    let run = |worker: &mut W| -> Outcome<Vec<Duration>> {
        let mut waits = Vec::new();
        loop {
            let number = begun.fetch_add(1, Ordering::Relaxed);
            if number >= bounds.count || start.elapsed() > bounds.time {
                return Ok(waits);
            }
            let start = now();
            work(worker, number)?;
            waits.push(start.elapsed());
        }
    };
    let waits: Vec<Outcome<Vec<Duration>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| run(worker))).collect();
        threads.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a thread gave up".into()))).collect()
    });
    let spent = start.elapsed();
    let mut all = waits.into_iter().collect::<Outcome<Vec<_>>>()?.concat();
    all.sort_unstable();
    let at = |share: usize| all.get(all.len() * share / 100).copied().unwrap_or_default();
    let rate = all.len() as f64 / spent.as_secs_f64();
    Ok(Figures { count: all.len(), rate, median: at(50), p95: at(95) })
}
