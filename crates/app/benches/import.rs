//! Importing a file of people into an empty database, keys checked, evidence and stages derived.
//!
//! The baseline writes the rows that the import left behind into the same tables and indexes of another empty
//! database, in as many transactions, with the same durability, and does nothing else.

#![expect(clippy::print_stderr, reason = "a bench prints what it measured")]

mod support;

use std::path::Path;
use std::time::Duration;

use casebook_app::imports::{ImportRequest, PrepareOptions, prepare, run};
use casebook_app::verify::verify;
use casebook_app::{Session, Unwatched};
use support::raw_sqlite::IMPORTED;
use support::{
    Arguments, Line, Outcome, Steps, forget_peak, head, open, peak_megabytes, people, per_second, rate, timed,
};

struct Import {
    rows: u64,
    time: Duration,
    transactions: u64,
    megabytes: u64,
    processor: f64,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let rows = arguments.size(20_000, 1_000_000);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("people.csv");
    people::write(&file, rows)?;
    head();
    if arguments.sqlite {
        let (ours, raw) = (folder.path().join("ours.db"), folder.path().join("raw.db"));
        let import = import(&open(&format!("sqlite:{}", ours.display()))?, &file, rows)?;
        let raw = support::raw_sqlite::copy(&ours, &raw, &IMPORTED, import.transactions)?;
        print("import, SQLite", &import, raw);
    }
    if let Some(server) = &arguments.postgres {
        let schemas = support::raw_postgres::Schemas::new(server)?;
        let import = import(&open(&schemas.ours())?, &file, rows)?;
        let raw = schemas.copy(&IMPORTED, import.transactions)?;
        print("import, PostgreSQL", &import, raw);
        schemas.drop()?;
    }
    Ok(())
}

fn import(session: &Session, file: &Path, rows: u64) -> Outcome<Import> {
    forget_peak();
    let steps = Steps::default();
    let before = support::processor();
    let (report, time) = timed(|| {
        let options =
            PrepareOptions { mapping: Some(people::MAPPING.to_owned()), ..PrepareOptions::default() };
        let prepared = prepare(session, file, options)?;
        let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run: false };
        Ok(run(session, &request, &steps)?)
    })?;
    let (megabytes, processor) = (peak_megabytes(), support::processor() - before);
    let differences = verify(session, &Unwatched)?.differences.len();
    if (report.created, report.evidence, differences) != (rows, rows, 0) {
        return Err(format!("{report:?}, {differences} differences").into());
    }
    Ok(Import { rows, time, transactions: steps.count(), megabytes, processor })
}

fn print(what: &str, import: &Import, raw: Duration) {
    Line {
        what,
        size: import.rows,
        ours: rate(import.rows, import.time, "rows"),
        raw: rate(import.rows, raw, "rows"),
        ratio: Some(per_second(import.rows, import.time) / per_second(import.rows, raw)),
        budget: "≥ 0.33 × raw",
    }
    .print();
    Line {
        what: &format!("{what}: peak memory"),
        size: import.rows,
        ours: format!("{} MB", import.megabytes),
        raw: "–".to_owned(),
        ratio: None,
        budget: "≤ 300 MB",
    }
    .print();
    eprintln!(
        "{what}: {} transactions in {:.1} s, of which {:.1} s of this process's processor time",
        import.transactions,
        import.time.as_secs_f64(),
        import.processor
    );
}
