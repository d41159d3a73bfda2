//! `casebook setting …`.

use casebook_app::time_zone;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure};
use crate::progress::Bar;

/// The workspace's settings.
#[derive(Subcommand)]
pub enum Command {
    /// Show the time zone of the workspace's days, or set it and derive everything anew
    TimeZone(TimeZone),
}

/// Arguments of `setting time-zone`.
#[derive(Args)]
pub struct TimeZone {
    /// A name of the IANA database, for example Europe/Berlin
    zone: Option<String>,
}

/// Shows or changes a setting.
pub fn run(globals: &Globals, command: &Command) -> Result<Answer, Failure> {
    let Command::TimeZone(TimeZone { zone }) = command;
    let session = globals.open()?;
    let Some(zone) = zone else {
        let zone = session.zone()?;
        return Ok(Answer::new(json!({ "time_zone": zone.name() }), zone.name()));
    };
    let (name, changed) = time_zone::set(&session, zone, &Bar::start("Deriving anew", "parties"))?;
    let text = if changed { format!("days are now those of {name}") } else { format!("{name}, as before") };
    Ok(Answer::new(json!({ "time_zone": name, "changed": changed }), text))
}
