//! The list of migrations; `upkeep::migrate` applies them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::engine::Engine;
use crate::error::{Error, Result};

/// A step.
pub(crate) struct Step {
    /// Its place, from 1.
    pub number: i64,
    /// Its name, which is that of its files.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! steps {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(Step {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

/// All migrations, in order.
pub(crate) const STEPS: &[Step] = steps![
    1 "0001_ground",
    2 "0002_changes",
    3 "0003_mail",
    4 "0004_authors",
    5 "0005_checksums",
    6 "0006_own_fields",
    7 "0007_change_sets",
    8 "0008_unused_indexes",
    9 "0009_rows_of_others",
    10 "0010_records",
    11 "0011_deals",
    12 "0012_days",
    13 "0013_frameworks",
    14 "0014_pipelines",
    15 "0015_quotes",
];

impl Step {
    /// What it does.
    pub fn script(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    /// A digest of that, by which a step that was edited is noticed.
    pub fn checksum(&self, engine: Engine) -> String {
        let mut text = String::new();
        for byte in Sha256::digest(self.script(engine)) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// The tables that the steps make.
pub(crate) fn table_names() -> Vec<&'static str> {
    let created = |line: &'static str| line.strip_prefix("CREATE TABLE ")?.split_whitespace().next();
    STEPS.iter().flat_map(|step| step.sqlite.lines().filter_map(created)).collect()
}

/// The last step that this program knows.
pub fn last_known() -> i64 {
    STEPS.last().map_or(0, |step| step.number)
}

/// Refuses to write to a database whose last migration is not the last one of this program: a newer program may have
/// changed what this one relies on.
pub(crate) fn ensure_is_last(found: i64) -> Result<()> {
    match (found, last_known()) {
        (found, known) if found > known => Err(Error::NewerSchema { found, known }),
        (found, known) if found < known => Err(Error::OlderSchema { found, known }),
        _ => Ok(()),
    }
}
