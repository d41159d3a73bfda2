//! Whether all is well: with the database, its settings, the disk, the clock and what is derived.

use std::path::Path;
use std::sync::Arc;

use casebook_domain::evidence::Via;
use casebook_domain::time::{SECOND, Timestamp};
use casebook_store::{Clock, DatabaseUrl, Store, diagnose};

use crate::casebook::Casebook;
use crate::error::Result;
use crate::imports::{self, ImportState};
use crate::projection::PROJECTION_VERSION;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found, and what to do if it is not well.
    pub detail: String,
}

/// Free space below which a warning is due: an import or a backup may need as much.
const LITTLE_SPACE: u64 = 1 << 30;
/// How far another machine's clock may be ahead before it matters.
const TOLERANCE: i64 = 60 * SECOND;

/// Looks at everything. What cannot be looked at, because something before it failed, is left out.
pub fn doctor(url: &str, actor: &str, clock: Arc<dyn Clock>) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Ok(DatabaseUrl::Sqlite(path)) = DatabaseUrl::parse(url)
        && !path.exists()
    {
        let advice = "there is no such file; `casebook serve` or `casebook migrate` would begin one";
        return vec![check("database", false, format!("{}: {advice}", path.display()))];
    }
    let opened = DatabaseUrl::parse(url).and_then(|url| Ok((Store::open(&url)?, url)));
    let (store, address) = match opened {
        Ok(opened) => opened,
        Err(error) => return vec![check("database", false, error.to_string())],
    };
    let version = store.read(diagnose::version);
    let Some(version) = told(&mut checks, "database", version.map_err(Into::into)) else { return checks };
    checks.push(check("database", true, format!("{version} at {address}")));
    let migrated = store.migrate(clock.now());
    let Some(step) = told(&mut checks, "schema", migrated.map_err(Into::into)) else { return checks };
    checks.push(check("schema", true, format!("step {}, the latest", step.to)));
    let durable = store.write(diagnose::durability);
    if let Some((ok, detail)) = told(&mut checks, "durability", durable.map_err(Into::into)) {
        let advice = if ok { "" } else { "; an answered write may be lost with the power" };
        checks.push(check("durability", ok, format!("{detail}{advice}")));
    }
    checks.extend(address.file().map(disk));
    drop(store);
    match Casebook::open(url, actor, Via::Shell, clock) {
        Ok(casebook) => checks.extend(inside(&casebook)),
        Err(error) => checks.push(check("vocabularies", false, error.to_string())),
    }
    checks
}

fn check(name: &'static str, ok: bool, detail: String) -> Check {
    Check { name, ok, detail }
}

/// The value; an error becomes a check that failed.
fn told<T>(checks: &mut Vec<Check>, name: &'static str, outcome: Result<T>) -> Option<T> {
    outcome.map_err(|error| checks.push(check(name, false, error.to_string()))).ok()
}

fn disk(file: &Path) -> Check {
    let Some(free) = free_space(file) else {
        return check("disk", true, "the free space cannot be told here".to_owned());
    };
    let advice = if free < LITTLE_SPACE { "; make room" } else { "" };
    check("disk", free >= LITTLE_SPACE, format!("{} MB free{advice}", free >> 20))
}

#[cfg(unix)]
fn free_space(file: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(file).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}

fn inside(casebook: &Casebook) -> Vec<Check> {
    type Look = fn(&Casebook) -> Result<(bool, String)>;
    let looks: [(&'static str, Look); 6] = [
        ("vocabularies", vocabularies),
        ("projections", projections),
        ("imports", interrupted_imports),
        ("clock", clock_is_sane),
        ("leases", leases),
        ("changes", changes),
    ];
    let each = looks.into_iter().map(|(name, look)| match look(casebook) {
        Ok((ok, detail)) => check(name, ok, detail),
        Err(error) => check(name, false, error.to_string()),
    });
    each.collect()
}

fn vocabularies(casebook: &Casebook) -> Result<(bool, String)> {
    casebook.read(|_, words| Ok((true, format!("{} in use", words.names().join(", ")))))
}

fn projections(casebook: &Casebook) -> Result<(bool, String)> {
    let outdated =
        casebook.read(|connection, _| Ok(diagnose::outdated_facts(connection, PROJECTION_VERSION)?))?;
    Ok(match outdated {
        0 => (true, format!("version {PROJECTION_VERSION} throughout")),
        _ => (false, format!("{outdated} parties were derived by another version; run `casebook rebuild`")),
    })
}

fn interrupted_imports(casebook: &Casebook) -> Result<(bool, String)> {
    let all = imports::list(casebook)?;
    let interrupted: Vec<String> = all
        .iter()
        .filter(|one| one.state == ImportState::Interrupted)
        .map(|one| format!("{} of {}", one.run.id, one.run.file))
        .collect();
    Ok(match interrupted.as_slice() {
        [] => (true, "none is interrupted".to_owned()),
        some => {
            let advice = "interrupted; import the same file again to go on, or undo it";
            (false, format!("{} {advice}", some.join(", ")))
        }
    })
}

fn clock_is_sane(casebook: &Casebook) -> Result<(bool, String)> {
    let now = casebook.now();
    let last = casebook.read(|connection, _| Ok(diagnose::last_recorded(connection)?))?;
    Ok(match last.filter(|last| *last > Timestamp(now.0 + TOLERANCE)) {
        Some(last) => {
            (false, format!("it is {now}, but something was recorded at {last}; set the clock right"))
        }
        None => (true, format!("it is {now}")),
    })
}

fn leases(casebook: &Casebook) -> Result<(bool, String)> {
    let now = casebook.now();
    let held = casebook.read(|connection, _| Ok(diagnose::leases(connection, now)?))?;
    let most = casebook_domain::ids::NODES;
    Ok((held < most, format!("{held} of {most} processes make ids, this one included")))
}

/// Entries that wait for a number beyond which something is wrong: no server is running that numbers them.
const MANY_WAITING: i64 = 10_000;

fn changes(casebook: &Casebook) -> Result<(bool, String)> {
    let (all, waiting) = casebook.read(|connection, _| Ok(diagnose::changes(connection)?))?;
    let advice = if waiting > MANY_WAITING { "; start a server, which numbers them" } else { "" };
    Ok((waiting <= MANY_WAITING, format!("{all} in the feed, {waiting} of them wait for a number{advice}")))
}
