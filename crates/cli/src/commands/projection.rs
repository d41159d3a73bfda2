//! `casebook verify` and `casebook rebuild`: comparing derived data with the evidence, and deriving it again.

use std::time::Duration;

use casebook_app::verify::{Damage, Difference, VerifyReport};
use casebook_app::{Session, rebuild, verify};
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, Text, plural};
use crate::progress::Bar;

/// Derives everything and compares.
pub fn run_verify(globals: &Globals) -> Result<Answer, Failure> {
    let bar = Bar::start("Verifying", "parties");
    let report = verify::verify(&globals.inspect()?, &bar)?;
    drop(bar);
    let checked = format!(
        "{}, {} and {} of evidence verified",
        plural(report.integrity.rows, "row", "rows"),
        plural(report.parties, "party", "parties"),
        plural(report.evidence, "piece", "pieces"),
    );
    let mut text = Text::default();
    if report.is_clean() {
        text.line(format_args!("{checked}: no difference."));
    } else {
        differences_in_text(&report, &checked, &mut text);
    }
    if report.integrity.unchecked > 0 {
        let rows = plural(report.integrity.unchecked, "row has", "rows have");
        text.line(format_args!("{rows} no checksum until the database is next opened."));
    }
    Ok(Answer::new(json_of(&report), text).failed_if(!report.is_clean()))
}

fn differences_in_text(report: &VerifyReport, checked: &str, text: &mut Text) {
    let columns = ["party", "table", "row", "what"].map(Column::Left);
    let mut table = Table::new(&columns);
    let damage = &report.integrity.damage;
    for one in damage {
        let party = one.party.map(|party| party.to_string()).unwrap_or_default();
        table.row([party.as_str(), &one.table, one.row.as_deref().unwrap_or_default(), &one.what]);
    }
    for one in &report.differences {
        let party = one.party.map(|party| party.to_string()).unwrap_or_default();
        table.row([party.as_str(), one.table, one.row.as_deref().unwrap_or_default(), &one.what]);
    }
    let found = (damage.len() + report.differences.len()) as u64;
    text.line(format_args!("{checked}: {}.", plural(found, "difference", "differences")));
    text.block(&table.text(""));
    if let Some(why) = &report.unfinished {
        text.line(format_args!("Could not derive everything: {why}."));
    }
    let is_derived = damage.iter().all(Damage::is_of_what_is_derived)
        && report.differences.iter().all(Difference::is_of_what_is_derived);
    if is_derived && report.unfinished.is_none() {
        text.line("Run `casebook rebuild` to derive everything again.");
    } else {
        text.line("The database is damaged; restore a backup.");
    }
}

fn json_of(report: &VerifyReport) -> Value {
    let damage = report.integrity.damage.iter().map(|one| {
        let party = one.party.map(|party| party.to_string());
        json!({ "party": party, "table": one.table, "row": one.row, "what": one.what, "damage": true })
    });
    let derived = report.differences.iter().map(|one| {
        let party = one.party.map(|party| party.to_string());
        json!({ "party": party, "table": one.table, "row": one.row, "what": one.what, "damage": false })
    });
    json!({
        "parties": report.parties,
        "evidence": report.evidence,
        "rows": report.integrity.rows,
        "rows_without_checksum": report.integrity.unchecked,
        "pages": report.pages,
        "unfinished": report.unfinished,
        "differences": damage.chain(derived).collect::<Vec<_>>(),
    })
}

/// Derives everything anew and stores it.
pub fn run_rebuild(globals: &Globals) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let bar = Bar::start("Rebuilding", "parties");
    let started = session.now();
    let parties = rebuild::rebuild(&session, &bar)?;
    drop(bar);
    let seconds = seconds_since(&session, started);
    let text = format!("{} rebuilt in {seconds:.1} s.", plural(parties, "party", "parties"));
    Ok(Answer::new(json!({ "parties": parties, "seconds": seconds }), text))
}

/// How long work has taken, by the clock of the casebook.
pub fn seconds_since(session: &Session, started: casebook_app::domain::time::Timestamp) -> f64 {
    let micros = u64::try_from(session.now().0 - started.0).unwrap_or_default();
    Duration::from_micros(micros).as_secs_f64()
}
