//! The journal of imports: beginning one, taking up one that died, and saying how far each is.

use std::collections::BTreeMap;

use casebook_domain::ids::ImportId;
use casebook_store::LockGuard;
use casebook_store::import::{self, Run, RunState};
use sha2::{Digest, Sha256};

use super::mapping::Mapping;
use super::read::Table;
use crate::casebook::Casebook;
use crate::error::{Error, Result};

/// A run that this process may now carry on.
pub(super) struct Begun {
    /// The journal's entry.
    pub run: Run,
    /// Held while the run is carried on; it goes with the process.
    pub lock: LockGuard,
    /// Whether an earlier process began the run.
    pub resumed: bool,
}

/// Begins a run, or takes up the run of the same file and mapping that has not come to its end.
pub(super) fn begin(casebook: &Casebook, table: &Table, mapping: &Mapping) -> Result<Begun> {
    let text = mapping.to_toml();
    let mapping_digest = hex(&Sha256::digest(text.as_bytes())[..16]);
    let name = lock_name(&mapping.name, table.digest(), &mapping_digest);
    let lock = casebook.store().try_lock(&name)?.ok_or_else(|| {
        Error::Refused(format!("`{}` is being imported by another process right now", table.path().display()))
    })?;
    let new = Run {
        id: ImportId(casebook.next_id()?),
        feed: mapping.name.clone(),
        file: table.path().display().to_string(),
        file_digest: table.digest().to_owned(),
        mapping: text,
        mapping_digest,
        state: RunState::Running,
        rows_done: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        evidence: 0,
        kept: 0,
        position: 0,
        started_at: casebook.now(),
        finished_at: None,
        recorded_by: casebook.actor().to_owned(),
        report: String::new(),
    };
    let (run, resumed) = casebook.write(move |work| {
        let open = import::open_run(work.connection, &new.feed, &new.file_digest, &new.mapping_digest)?;
        if let Some(mut run) = open {
            run.state = RunState::Running;
            import::save_run(work.connection, &run)?;
            return Ok((run, true));
        }
        import::insert_run(work.connection, &new)?;
        Ok((new.clone(), false))
    })?;
    Ok(Begun { run, lock, resumed })
}

/// The name of the lock that whoever carries a run on must hold.
pub(super) fn lock_name(feed: &str, file_digest: &str, mapping_digest: &str) -> String {
    let digest = Sha256::digest(format!("{feed}\0{file_digest}\0{mapping_digest}").as_bytes());
    format!("import-{}", hex(&digest[..8]))
}

/// The lock of a run.
pub(super) fn lock_of(run: &Run) -> String {
    lock_name(&run.feed, &run.file_digest, &run.mapping_digest)
}

/// Writes a run's entry.
pub(super) fn save(casebook: &Casebook, run: &Run) -> Result<()> {
    let run = run.clone();
    casebook.write(move |work| Ok(import::save_run(work.connection, &run)?))
}

/// The unknown values that a run has met so far.
pub(super) fn unknown_values(run: &Run) -> BTreeMap<(String, String), u64> {
    let all: Vec<(String, String, u64)> = serde_json::from_str(&run.report).unwrap_or_default();
    all.into_iter().map(|(column, value, count)| ((column, value), count)).collect()
}

/// What [`unknown_values`] reads.
pub(super) fn report_of(unknown: &BTreeMap<(String, String), u64>) -> String {
    let all: Vec<(&String, &String, u64)> =
        unknown.iter().map(|((column, value), count)| (column, value, *count)).collect();
    if all.is_empty() { String::new() } else { serde_json::to_string(&all).unwrap_or_default() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
