//! Whether all is well: with the database, its settings, the disk, the clock and what is derived.

use std::path::Path;
use std::sync::Arc;

use casebook_domain::access::Principal;
use casebook_domain::evidence::Via;
use casebook_domain::time::{SECOND, Timestamp};
use casebook_store::{Clock, DatabaseUrl, Store, diagnose, integrity, migrate};

use super::open::open;
use crate::desk::projection::PROJECTION_VERSION;
use crate::desk::{Casebook, Session};
use crate::error::Result;
use crate::imports::{self, ImportState};

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

/// Looks at everything, and changes nothing. What cannot be looked at, because something before it failed, is left
/// out. With `migrate` the database is first brought to the present form, as every other command does.
pub fn doctor(url: &str, actor: &str, clock: Arc<dyn Clock>, migrate: bool) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Ok(DatabaseUrl::Sqlite(path)) = DatabaseUrl::parse(url)
        && !path.exists()
    {
        let advice = "the file does not exist; `casebook serve` or `casebook migrate` creates it";
        return vec![check("database", false, format!("{}: {advice}", path.display()))];
    }
    if migrate && let Err(error) = open(url, Arc::clone(&clock)) {
        return vec![check("migration", false, error.to_string())];
    }
    let opened = DatabaseUrl::parse(url).and_then(|url| Ok((Store::inspect(&url)?, url)));
    let (store, address) = match opened {
        Ok(opened) => opened,
        Err(error) => return vec![check("database", false, error.to_string())],
    };
    let version = store.read(diagnose::version);
    let Some(version) = found(&mut checks, "database", version.map_err(Into::into)) else { return checks };
    checks.push(check("database", true, format!("{version} at {address}")));
    let step = schema(&store);
    let is_present = matches!(&step, Ok((true, _)));
    checks.push(of("schema", step));
    checks.push(of("integrity", integrity(&store)));
    let durable = store.read(diagnose::durability);
    if let Some((ok, detail)) = found(&mut checks, "durability", durable.map_err(Into::into)) {
        let advice = if ok { "" } else { "; an acknowledged write may be lost in a power failure" };
        checks.push(check("durability", ok, format!("{detail}{advice}")));
    }
    checks.extend(address.file().map(disk));
    checks.extend(address.file().and_then(permissions));
    drop(store);
    if is_present {
        match Casebook::inspect(url, clock) {
            Ok(casebook) => checks.extend(inside(&casebook.session(Principal::owner(actor), Via::Shell))),
            Err(error) => checks.push(check("vocabularies", false, error.to_string())),
        }
    }
    checks
}

fn schema(store: &Store) -> Result<(bool, String)> {
    let (step, known) = (store.step()?, migrate::last_known());
    if step == known {
        return Ok((true, format!("step {step}, the latest")));
    }
    let advice = "run `casebook migrate` or `casebook doctor --migrate`";
    Ok((false, format!("step {step} of {known}; {advice}")))
}

/// Places of damage that are named.
const NAMED: usize = 3;

fn integrity(store: &Store) -> Result<(bool, String)> {
    let found = integrity::check(store, &|| false);
    let pages = store.read(integrity::of_pages)?;
    let pages = pages.map(|pages| format!("; {pages}")).unwrap_or_default();
    let unchecked = match found.unchecked {
        0 => String::new(),
        rows => format!(", {rows} more get a checksum when the database is next opened"),
    };
    if found.damage.is_empty() {
        return Ok((true, format!("{} rows match their checksums{unchecked}{pages}", found.rows)));
    }
    let named: Vec<String> = found.damage.iter().take(NAMED).map(ToString::to_string).collect();
    let more = found.damage.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!("; {more} more, see `casebook verify`") };
    Ok((false, format!("the database is damaged: {}{more}; restore a backup{pages}", named.join("; "))))
}

#[cfg(unix)]
fn permissions(file: &Path) -> Option<Check> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
    let advice = format!("others can read it; run `chmod 600 {}`", file.display());
    Some(match mode & 0o077 {
        0 => check("permissions", true, format!("only the owner can read the file (mode {mode:o})")),
        _ => check("permissions", false, format!("the file has mode {mode:o}: {advice}")),
    })
}

#[cfg(not(unix))]
fn permissions(_: &Path) -> Option<Check> {
    None
}

fn check(name: &'static str, ok: bool, detail: String) -> Check {
    Check { name, ok, detail }
}

fn of(name: &'static str, outcome: Result<(bool, String)>) -> Check {
    match outcome {
        Ok((ok, detail)) => check(name, ok, detail),
        Err(error) => check(name, false, error.to_string()),
    }
}

/// The value; an error becomes a check that failed.
fn found<T>(checks: &mut Vec<Check>, name: &'static str, outcome: Result<T>) -> Option<T> {
    outcome.map_err(|error| checks.push(check(name, false, error.to_string()))).ok()
}

fn disk(file: &Path) -> Check {
    let Some(free) = free_space(file) else {
        return check("disk", true, "the free space is unknown on this system".to_owned());
    };
    let advice = if free < LITTLE_SPACE { "; free some space" } else { "" };
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

fn inside(session: &Session) -> Vec<Check> {
    type Look = fn(&Session) -> Result<(bool, String)>;
    let looks: [(&'static str, Look); 6] = [
        ("vocabularies", vocabularies),
        ("projections", projections),
        ("imports", interrupted_imports),
        ("clock", clock_is_sane),
        ("leases", leases),
        ("changes", changes),
    ];
    looks.into_iter().map(|(name, look)| of(name, look(session))).collect()
}

fn vocabularies(session: &Session) -> Result<(bool, String)> {
    session.read(|_, words| Ok((true, format!("{} in use", words.names().join(", ")))))
}

fn projections(session: &Session) -> Result<(bool, String)> {
    let outdated =
        session.read(|connection, _| Ok(diagnose::outdated_facts(connection, PROJECTION_VERSION)?))?;
    Ok(match outdated {
        0 => (true, format!("version {PROJECTION_VERSION} throughout")),
        _ => (false, format!("{outdated} parties were derived by another version; run `casebook rebuild`")),
    })
}

fn interrupted_imports(session: &Session) -> Result<(bool, String)> {
    let all = imports::list(session)?;
    let interrupted: Vec<String> = all
        .iter()
        .filter(|one| one.state == ImportState::Interrupted)
        .map(|one| format!("{} of {}", one.run.id, one.run.file))
        .collect();
    Ok(match interrupted.as_slice() {
        [] => (true, "none interrupted".to_owned()),
        some => {
            let advice = "interrupted; import the same file again to resume, or undo it";
            (false, format!("{} {advice}", some.join(", ")))
        }
    })
}

fn clock_is_sane(session: &Session) -> Result<(bool, String)> {
    let now = session.now();
    let last = session.read(|connection, _| Ok(diagnose::last_recorded(connection)?))?;
    Ok(match last.filter(|last| *last > Timestamp(now.0 + TOLERANCE)) {
        Some(last) => {
            (false, format!("it is {now}, but something was recorded at {last}; correct the clock"))
        }
        None => (true, format!("it is {now}")),
    })
}

fn leases(session: &Session) -> Result<(bool, String)> {
    let now = session.now();
    let (held, ahead) = session.read(|connection, _| {
        Ok((diagnose::leases(connection, now)?, diagnose::leases_far_ahead(connection, now)?))
    })?;
    if ahead > 0 {
        let found = format!("{ahead} node numbers are marked far in the future, by a clock that was wrong");
        return Ok((
            false,
            format!("{found}; they are skipped, and `casebook doctor --repair` retires them"),
        ));
    }
    let most = casebook_domain::ids::NODES;
    Ok((held < most, format!("{held} of {most} node numbers are in use")))
}

/// Entries that wait for a number beyond which something is wrong: no server is running that numbers them.
const MANY_WAITING: i64 = 10_000;

fn changes(session: &Session) -> Result<(bool, String)> {
    let (all, waiting) = session.read(|connection, _| Ok(diagnose::changes(connection)?))?;
    let advice = if waiting > MANY_WAITING { "; start a server to number them" } else { "" };
    Ok((waiting <= MANY_WAITING, format!("{all} in the feed, {waiting} of them wait for a number{advice}")))
}
