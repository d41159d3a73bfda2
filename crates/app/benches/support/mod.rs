//! What the benches share: peak memory, a folder of sample data to work in, counting of steps.

// Each bench is a program of its own and uses a part of this.
#![allow(dead_code, clippy::allow_attributes, reason = "no bench uses everything")]
#![expect(clippy::print_stderr, reason = "a bench prints what it measured")]

use tikv_jemallocator::Jemalloc;

/// That of the program.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

pub mod people;
pub mod raw_postgres;
pub mod raw_sqlite;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook_app::{Progress, Session, SystemClock, Unwatched};
use casebook_domain::access::Principal;
use casebook_domain::evidence::Via;

#[allow(unused_imports, reason = "no bench uses everything")]
pub use casebook_testkit::bench::{
    Arguments, Line, Outcome, grouped, head, megabytes_of, now, per_second, processor_of, rate, timed,
};

/// Forgets how much memory the process took so far, so that [`peak_megabytes`] speaks of what comes.
pub fn forget_peak() {
    // Where the kernel refuses, the peak is that of the whole process: too much, never too little.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// How much memory the process took at most, pages of mapped files among it.
pub fn peak_megabytes() -> u64 {
    megabytes_of("self", "VmHWM")
}

/// Seconds of processor time that this process has taken.
pub fn processor() -> f64 {
    processor_of("self")
}

/// Counts how often a long command reported progress: once for each of its transactions.
#[derive(Default)]
pub struct Steps(std::sync::atomic::AtomicU64);

impl Steps {
    /// How often.
    pub fn count(&self) -> u64 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Progress for Steps {
    fn at(&self, _: u64, _: u64) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    fn stopped(&self) -> bool {
        false
    }
}

/// A database of sample data in the folder, made unless it is there from an earlier run.
pub fn sample(folder: &Path, parties: u64) -> Outcome<PathBuf> {
    let path = folder.join(format!("sample-{parties}.db"));
    if !path.exists() {
        let making = folder.join("making.db");
        let _ = std::fs::remove_file(&making);
        let (_, time) = timed(|| {
            let session = open(&format!("sqlite:{}", making.display()))?;
            Ok(casebook_app::sample::write(&session, parties, 1, &Unwatched)?)
        })?;
        eprintln!("{} sample parties made in {:.1} s", grouped(parties), time.as_secs_f64());
        std::fs::rename(&making, &path)?;
    }
    Ok(path)
}

/// Opens a casebook for a bench.
pub fn open(url: &str) -> Outcome<Session> {
    Ok(casebook_app::open(url, Arc::new(SystemClock))?.session(Principal::owner("bench"), Via::Import))
}
