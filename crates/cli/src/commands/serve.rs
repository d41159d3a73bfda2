//! `casebook serve`.

use std::net::SocketAddr;

use clap::Args;
use serde_json::json;

use crate::args::Globals;
use crate::output::{Answer, Failure, tell};

/// Arguments of `serve`.
#[derive(Args)]
pub struct Arguments {
    /// Where to listen; only this machine is served until there are accounts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7171")]
    listen: SocketAddr,
}

/// Serves until told to stop.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    // What is wrong with the database is said now, not to the first visitor.
    let casebook = globals.open()?;
    let listening = |address: SocketAddr| tell(&format!("Casebook is at http://{address} (Ctrl-C stops it)"));
    let served = casebook_server::serve(arguments.listen, listening);
    drop(casebook);
    served.map_err(|error| Failure::other("serve", described(&error)))?;
    Ok(Answer::new(json!({ "stopped": true }), "Stopped."))
}

/// The error with what is behind it.
fn described(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
