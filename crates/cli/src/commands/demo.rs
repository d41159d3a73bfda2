//! `casebook demo`: a believable company to try things on.

use casebook_app::domain::evidence::Via;
use casebook_app::sample;
use clap::Args;
use serde_json::json;

use super::projection::seconds_since;
use crate::globals::Globals;
use crate::output::{Answer, Failure, plural};
use crate::progress::Bar;

/// Arguments of `demo`.
#[derive(Args)]
pub struct Arguments {
    /// Number of people and organizations together
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
    parties: u64,
    /// The seed; the same seed makes the same company
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Adds the sample company.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let session = globals.open_by(Via::Demo)?;
    let bar = Bar::start("Making", "parties");
    let started = session.now();
    let report = sample::write(&session, arguments.parties, arguments.seed, &bar)?;
    drop(bar);
    let seconds = seconds_since(&session, started);
    let text = format!(
        "{} with {} of evidence in {seconds:.1} s.",
        plural(report.parties, "party", "parties"),
        plural(report.evidence, "piece", "pieces"),
    );
    Ok(Answer::new(
        json!({ "parties": report.parties, "evidence": report.evidence, "seconds": seconds }),
        text,
    ))
}
