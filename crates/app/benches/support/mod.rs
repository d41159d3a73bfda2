//! What the benches share: arguments, time, peak memory, a folder to work in, and the rows of their tables.

// Each bench is a program of its own and uses a part of this.
#![allow(dead_code, clippy::allow_attributes, reason = "no bench uses everything")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints what it measured")]

pub mod people;
pub mod raw_postgres;
pub mod raw_sqlite;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use casebook_app::{Casebook, Progress, SystemClock, Unwatched};
use casebook_domain::evidence::Via;

/// What a bench answers: any error ends it.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How a bench was asked to run.
pub struct Arguments {
    /// Sizes of a minute in all, for unattended machines.
    pub quick: bool,
    /// Sizes other than the bench's own: `--size N`.
    pub size: Option<u64>,
    /// Whether to run on SQLite; `--engine postgres` says no.
    pub sqlite: bool,
    /// The PostgreSQL to run on, if one is named and `--engine sqlite` does not say no.
    pub postgres: Option<String>,
    /// Where databases are made and kept for the next run: `--data FOLDER`.
    pub data: Option<PathBuf>,
}

impl Arguments {
    /// Reads the command line and the environment.
    #[expect(clippy::disallowed_methods, reason = "a bench has no other place to be told its PostgreSQL")]
    pub fn read() -> Self {
        let all: Vec<String> = std::env::args().collect();
        let behind = |name: &str| {
            let place = all.iter().position(|one| one == name)?;
            all.get(place + 1).cloned()
        };
        let engine = behind("--engine");
        let wanted = |name: &str| engine.as_deref().is_none_or(|engine| engine == name);
        Self {
            quick: all.iter().any(|one| one == "--quick"),
            size: behind("--size").and_then(|size| size.parse().ok()),
            sqlite: wanted("sqlite"),
            postgres: std::env::var("CASEBOOK_TEST_POSTGRES").ok().filter(|_| wanted("postgres")),
            data: behind("--data").map(PathBuf::from),
        }
    }

    /// The size asked for, else the quick or the full one.
    pub fn size(&self, quick: u64, full: u64) -> u64 {
        self.size.unwrap_or(if self.quick { quick } else { full })
    }
}

/// Runs work and says how long it took.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(T, Duration)> {
    let start = now();
    let answer = work()?;
    Ok((answer, start.elapsed()))
}

/// The present, for measuring.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn now() -> Instant {
    Instant::now()
}

/// Forgets how much memory the process took so far, so that [`peak_megabytes`] speaks of what comes.
pub fn forget_peak() {
    // Where the kernel refuses, the peak is that of the whole process: too much, never too little.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// How much memory the process took at most, in megabytes of 1,000,000 bytes, pages of mapped files among
/// them; 0 where the system does not tell.
pub fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024 / 1_000_000
}

/// Seconds of processor time that this process has taken: what a disturbed run can still be judged by.
pub fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|one| one.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Counts how often a long command said where it is: once for each of its transactions.
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
            let casebook = open(&format!("sqlite:{}", making.display()))?;
            Ok(casebook_app::demo::write(&casebook, parties, 1, &Unwatched)?)
        })?;
        eprintln!("{} sample parties made in {:.1} s", grouped(parties), time.as_secs_f64());
        std::fs::rename(&making, &path)?;
    }
    Ok(path)
}

/// Opens a casebook for a bench.
pub fn open(url: &str) -> Outcome<Casebook> {
    Ok(Casebook::open(url, "bench", Via::Import, Arc::new(SystemClock))?)
}

/// A row of a table: what, how many of which unit, ours, the baseline, the budget.
pub struct Line<'l> {
    /// What was measured.
    pub what: &'l str,
    /// At which size.
    pub size: u64,
    /// Ours, with its unit.
    pub ours: String,
    /// The baseline of the same run, with its unit.
    pub raw: String,
    /// Ours in relation to the baseline, if there is one.
    pub ratio: Option<f64>,
    /// The budget and what it is kept by.
    pub budget: &'l str,
}

/// Begins a table.
pub fn head() {
    println!("| what | size | ours | raw | ratio | budget |\n|---|---:|---:|---:|---:|---|");
}

impl Line<'_> {
    /// Prints the row.
    pub fn print(&self) {
        let ratio = self.ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        let size = grouped(self.size);
        println!("| {} | {size} | {} | {} | {ratio} | {} |", self.what, self.ours, self.raw, self.budget);
    }
}

/// So many of something in that time, as whole ones a second.
pub fn per_second(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// A number with a comma before every three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate as text.
pub fn rate(count: u64, time: Duration, unit: &str) -> String {
    format!("{} {unit}/s", grouped(per_second(count, time) as u64))
}
