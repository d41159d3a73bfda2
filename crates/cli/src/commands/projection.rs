//! `casebook verify` and `casebook rebuild`: whether everything derived is what the evidence says.

use std::time::Duration;

use casebook_app::{Casebook, rebuild, verify};
use serde_json::{Value, json};

use crate::args::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plural};
use crate::progress::Bar;

/// Derives everything and compares.
pub fn run_verify(globals: &Globals) -> Result<Answer, Failure> {
    let bar = Bar::start("Verifying", "parties");
    let report = verify::verify(&globals.open()?, &bar)?;
    drop(bar);
    let checked = format!(
        "{} and {} of evidence verified",
        plural(report.parties, "party", "parties"),
        plural(report.evidence, "piece", "pieces"),
    );
    let mut text = Text::default();
    if report.differences.is_empty() {
        text.line(format_args!("{checked}: no difference."));
    } else {
        let mut table = Table::new(&[Column::Left("party"), Column::Left("table"), Column::Left("what")]);
        for one in &report.differences {
            table.row([&one.party.to_string(), one.table, &one.what]);
        }
        let count = plural(report.differences.len() as u64, "difference", "differences");
        text.line(format_args!("{checked}: {count}."));
        text.block(&table.text(""));
        text.line("`casebook rebuild` derives everything anew.");
    }
    let differences: Vec<Value> = report
        .differences
        .iter()
        .map(|one| json!({ "party": one.party.to_string(), "table": one.table, "what": one.what }))
        .collect();
    let json = json!({ "parties": report.parties, "evidence": report.evidence, "differences": differences });
    Ok(Answer::new(json, text).failed_if(!report.differences.is_empty()))
}

/// Derives everything anew and stores it.
pub fn run_rebuild(globals: &Globals) -> Result<Answer, Failure> {
    let casebook = globals.open()?;
    let bar = Bar::start("Rebuilding", "parties");
    let started = casebook.now();
    let parties = rebuild::rebuild(&casebook, &bar)?;
    drop(bar);
    let seconds = seconds_since(&casebook, started);
    let text = format!("{} derived anew in {seconds:.1} s.", plural(parties, "party", "parties"));
    Ok(Answer::new(json!({ "parties": parties, "seconds": seconds }), text))
}

/// How long work has taken, by the clock of the casebook.
pub fn seconds_since(casebook: &Casebook, started: casebook_app::domain::time::Timestamp) -> f64 {
    let micros = u64::try_from(casebook.now().0 - started.0).unwrap_or_default();
    Duration::from_micros(micros).as_secs_f64()
}
