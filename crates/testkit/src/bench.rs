//! Shared parts of the benches: arguments, time, and the rows of their tables.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The result of a bench: any error ends it.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The arguments of a bench.
pub struct Arguments {
    /// Small sizes that take a minute in total, for unattended machines.
    pub quick: bool,
    /// Sizes other than the bench's own: `--size N`.
    pub size: Option<u64>,
    /// Whether to run on SQLite; `--engine postgres` says no.
    pub sqlite: bool,
    /// The PostgreSQL to run on, if one is named and `--engine sqlite` does not say no.
    pub postgres: Option<String>,
    /// Where databases are created and kept for the next run: `--data FOLDER`.
    pub data: Option<PathBuf>,
    /// What is measured where a bench measures several things, by the beginning of the name: `--only append`.
    pub only: Option<String>,
}

impl Arguments {
    /// Reads the command line and the environment.
    #[expect(clippy::disallowed_methods, reason = "a bench has no other place to be given its PostgreSQL")]
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
            only: behind("--only"),
        }
    }

    /// Whether something is to be measured.
    pub fn wants(&self, what: &str) -> bool {
        self.only.as_deref().is_none_or(|only| what.starts_with(only))
    }

    /// The size asked for, else the quick or the full one.
    pub fn size(&self, quick: u64, full: u64) -> u64 {
        self.size.unwrap_or(if self.quick { quick } else { full })
    }
}

/// Runs work and returns how long it took.
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

/// Seconds of processor time that a process has taken: what a disturbed run can still be judged by. The process
/// is named as under `/proc`: by its number, or `self`.
pub fn processor_of(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|one| one.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// A figure of a process's memory, such as `VmHWM` or `RssAnon`, in megabytes of 1,000,000 bytes; 0 if the system does
/// not report it.
pub fn megabytes_of(process: &str, figure: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024 / 1_000_000
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
