//! `casebook setting …`.

use casebook_app::{qualification, time_zone};
use clap::{Args, Subcommand};
use serde_json::json;

use super::exchange_rates::{self, ExchangeRatesArguments};
use crate::globals::Globals;
use crate::output::{Answer, Failure};
use crate::progress::Bar;

/// The workspace's settings.
#[derive(Subcommand)]
pub enum Command {
    /// Show the time zone of the workspace's days, or set it and derive everything anew
    TimeZone(TimeZone),
    /// Show in how many days a hand-over to sales is to be answered, or set it
    HandoverDays(HandoverDays),
    /// Show the exchange rates, or set all of them from a table
    ExchangeRates(ExchangeRatesArguments),
}

/// Arguments of `setting handover-days`.
#[derive(Args)]
pub struct HandoverDays {
    /// The days, from 0 to 365
    days: Option<u32>,
}

/// Arguments of `setting time-zone`.
#[derive(Args)]
pub struct TimeZone {
    /// A name of the IANA database, for example Europe/Berlin
    zone: Option<String>,
}

/// Shows or changes a setting.
pub fn run(globals: &Globals, command: &Command) -> Result<Answer, Failure> {
    match command {
        Command::TimeZone(arguments) => time_zone(globals, arguments),
        Command::HandoverDays(HandoverDays { days }) => hand_over_days(globals, *days),
        Command::ExchangeRates(arguments) => exchange_rates::run(globals, arguments),
    }
}

fn hand_over_days(globals: &Globals, days: Option<u32>) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let days = match days {
        Some(days) => qualification::set_days(&session, days)?,
        None => qualification::days(&session)?,
    };
    Ok(Answer::new(json!({ "handover_days": days }), days.to_string()))
}

fn time_zone(globals: &Globals, TimeZone { zone }: &TimeZone) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let Some(zone) = zone else {
        let zone = session.zone()?;
        return Ok(Answer::new(json!({ "time_zone": zone.name() }), zone.name()));
    };
    let (name, changed) = time_zone::set(&session, zone, &Bar::start("Deriving anew", "parties"))?;
    let text = if changed { format!("days are now those of {name}") } else { format!("{name}, as before") };
    Ok(Answer::new(json!({ "time_zone": name, "changed": changed }), text))
}
