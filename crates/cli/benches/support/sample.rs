//! Sample data: created once for each size, and copied for benches that write.

#![expect(clippy::print_stderr, reason = "a bench says what it waits for")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use casebook_testkit::bench::{Outcome, grouped, timed};

use super::raw::{Address, Raw};
use super::server::CASEBOOK;

/// Two copies of the same sample data: Casebook's and the raw engine's.
pub struct Copies {
    /// Casebook's.
    pub ours: Address,
    /// The raw engine's.
    pub raw: Address,
    server: Option<String>,
}

/// A database of sample data in the folder, created unless it is there from an earlier run.
pub fn prepared(folder: &Path, parties: u64) -> Outcome<PathBuf> {
    let path = folder.join(format!("sample-{parties}.db"));
    if !path.exists() {
        let making = folder.join("making.db");
        let _ = std::fs::remove_file(&making);
        let url = Address::Sqlite(making.clone()).url();
        let words = ["demo", "--seed", "1", "--parties", &parties.to_string(), "--database", &url];
        let ((), time) = timed(|| casebook(&words))?;
        eprintln!("{} sample parties created in {:.1} s", grouped(parties), time.as_secs_f64());
        std::fs::rename(&making, &path)?;
    }
    Ok(path)
}

/// Copies it to two files.
pub fn in_files(sample: &Path, folder: &Path) -> Outcome<Copies> {
    let (ours, raw) = (folder.join("ours.db"), folder.join("raw.db"));
    for path in [&ours, &raw] {
        for rest in ["-wal", "-shm"] {
            let mut rest_of = path.clone().into_os_string();
            rest_of.push(rest);
            // What an earlier size has left, if anything.
            let _ = std::fs::remove_file(rest_of);
        }
        std::fs::copy(sample, path)?;
        // Else the first commits would wait for the copy to reach the disk.
        std::fs::File::open(path)?.sync_all()?;
    }
    Ok(Copies { ours: Address::Sqlite(ours), raw: Address::Sqlite(raw), server: None })
}

/// Puts it into a server and copies it there.
pub fn in_server(sample: &Path, server: &str) -> Outcome<Copies> {
    let copies = Copies {
        ours: Address::Postgres(named(server, "bench_ours")?),
        raw: Address::Postgres(named(server, "bench_raw")?),
        server: Some(server.to_owned()),
    };
    copies.drop_databases()?;
    let mut admin = Raw::open(&Address::Postgres(server.to_owned()))?;
    admin.run("CREATE DATABASE bench_ours")?;
    let ours = copies.ours.url();
    // A backup is the way between the engines.
    let (backup, from) = (sample.with_extension("backup"), Address::Sqlite(sample.to_owned()).url());
    let named = backup.display().to_string();
    if !backup.exists() {
        casebook(&["backup", &named, "--database", &from])?;
    }
    let ((), time) = timed(|| casebook(&["restore", &named, "--database", &ours]))?;
    eprintln!("the sample restored into PostgreSQL in {:.1} s", time.as_secs_f64());
    Raw::open(&copies.ours)?.run("VACUUM ANALYZE")?;
    admin.run("CREATE DATABASE bench_raw TEMPLATE bench_ours STRATEGY file_copy")?;
    Raw::open(&copies.raw)?.run("VACUUM ANALYZE")?;
    admin.run("CHECKPOINT")?;
    Ok(copies)
}

impl Copies {
    /// Removes what lies in a server.
    pub fn drop_databases(&self) -> Outcome<()> {
        let Some(server) = &self.server else { return Ok(()) };
        let mut admin = Raw::open(&Address::Postgres(server.clone()))?;
        for name in ["bench_ours", "bench_raw"] {
            admin.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        }
        Ok(())
    }
}

/// The address of another database of a server.
pub fn named(server: &str, name: &str) -> Outcome<String> {
    let (base, rest) = server.split_once('?').map_or((server, None), |(base, rest)| (base, Some(rest)));
    let (place, _) = base.rsplit_once('/').ok_or("the address of the server names no database")?;
    Ok(rest.map_or_else(|| format!("{place}/{name}"), |rest| format!("{place}/{name}?{rest}")))
}

/// Runs a command that has to end well.
pub fn casebook(words: &[&str]) -> Outcome<()> {
    let done = Command::new(CASEBOOK).args(words).stdin(Stdio::null()).stdout(Stdio::null()).output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("casebook {}: {}", words.join(" "), String::from_utf8_lossy(&done.stderr)).into())
}
