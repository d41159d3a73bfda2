//! `casebook migrate`: opening a database migrates it; this reports the result.

use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure};

/// Opens the database, which migrates it, and reports its schema version.
pub fn run(globals: &Globals) -> Result<Answer, Failure> {
    let step = globals.open()?.schema_step()?;
    Ok(Answer::new(json!({ "step": step }), format!("The database has schema version {step}, the latest.")))
}
