//! `casebook openapi`.

use casebook_server::description;

use crate::output::{Answer, Failure};

/// Prints the description of the API. It needs no database.
pub fn run() -> Result<Answer, Failure> {
    let document = description();
    let text = serde_json::to_string_pretty(document)
        .map_err(|error| Failure::other("openapi", error.to_string()))?;
    Ok(Answer::new(document.clone(), text + "\n"))
}
