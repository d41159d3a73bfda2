//! `casebook backup`, `casebook restore` and `casebook doctor`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook_app::doctor::{Check, doctor};
use casebook_app::restore::{RestoreRequest, restore};
use casebook_app::{Clock, SystemClock, backup, repair};
use clap::Args;
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, plural};
use crate::progress::Bar;

/// Arguments of `backup`.
#[derive(Args)]
pub struct BackupArguments {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

/// Arguments of `restore`.
#[derive(Args)]
pub struct RestoreArguments {
    /// The backup; of either engine
    file: PathBuf,
    /// Overwrite what is in the database
    #[arg(long)]
    replace: bool,
}

/// Arguments of `doctor`.
#[derive(Args)]
pub struct DoctorArguments {
    /// Migrate the database first; without this, nothing is changed
    #[arg(long)]
    migrate: bool,
    /// First retire node numbers that a wrong clock has left marked far in the future
    #[arg(long)]
    repair: bool,
}

/// Copies everything to a file.
pub fn run_backup(globals: &Globals, arguments: &BackupArguments) -> Result<Answer, Failure> {
    let bar = Bar::start("Backing up", "rows");
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let rows = backup::backup(globals.address(), &clock, &arguments.file, &bar)?;
    drop(bar);
    let bytes = std::fs::metadata(&arguments.file).map_or(0, |found| found.len());
    let text = format!("Backup written to {} ({} MB).", arguments.file.display(), bytes.div_ceil(1 << 20));
    Ok(Answer::new(json!({ "file": named(&arguments.file), "bytes": bytes, "rows": rows }), text))
}

/// Puts a copy back.
pub fn run_restore(globals: &Globals, arguments: &RestoreArguments) -> Result<Answer, Failure> {
    let request = RestoreRequest {
        database: globals.address().to_owned(),
        file: arguments.file.clone(),
        replace: arguments.replace,
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let rows = restore(&request, &clock)?;
    // Opening it shows that it can be used.
    globals.open()?;
    let text = format!("{} restored from {}.", plural(rows, "row", "rows"), arguments.file.display());
    Ok(Answer::new(json!({ "file": named(&arguments.file), "rows": rows }), text))
}

/// Checks everything, after the requested repairs.
pub fn run_doctor(globals: &Globals, arguments: &DoctorArguments) -> Result<Answer, Failure> {
    let retired = arguments.repair.then(|| repair::leases(globals.address(), &SystemClock)).transpose()?;
    Ok(look(globals, arguments.migrate, retired))
}

fn look(globals: &Globals, migrate: bool, retired: Option<u64>) -> Answer {
    let checks = doctor(globals.address(), globals.actor(), Arc::new(SystemClock), migrate);
    let mut table = Table::new(&[Column::Left("check"), Column::Left(""), Column::Left("found")]);
    for Check { name, ok, detail } in &checks {
        table.row([*name, if *ok { "ok" } else { "NOT OK" }, detail]);
    }
    let items: Vec<Value> = checks
        .iter()
        .map(|Check { name, ok, detail }| json!({ "name": name, "ok": ok, "detail": detail }))
        .collect();
    let failed = checks.iter().any(|check| !check.ok);
    let (mut json, mut text) = (json!({ "checks": items }), table.text("Nothing was checked."));
    if let Some(retired) = retired {
        json["retired"] = retired.into();
        let numbers = plural(retired, "node number", "node numbers");
        text = format!("{numbers} retired.\n{text}");
    }
    Answer::new(json, text).failed_if(failed)
}

fn named(path: &Path) -> String {
    path.display().to_string()
}
