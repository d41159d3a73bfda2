//! `casebook serve`.

use std::io::stderr;
use std::net::SocketAddr;
use std::path::PathBuf;

use casebook_app::domain::evidence::Via;
use casebook_app::imports::Uploads;
use clap::{Args, ValueEnum};
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

use crate::args::Globals;
use crate::output::{Answer, Failure, tell};

/// Arguments of `serve`.
#[derive(Args)]
pub struct Arguments {
    /// Where to listen; only this machine is served until there are accounts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7171")]
    listen: SocketAddr,
    /// Where files are kept that are handed over to be imported; beside the database, or in the system's
    /// folder of temporary files if that is a server
    #[arg(long, value_name = "FOLDER")]
    uploads: Option<PathBuf>,
    /// Log a line for each request to stderr, in this form
    #[arg(long, value_name = "FORM")]
    log: Option<LogForm>,
}

/// How the log is written.
#[derive(Clone, Copy, ValueEnum)]
enum LogForm {
    /// An object a line, for programs
    Json,
    /// A sentence a line, for people
    Text,
}

/// Serves until told to stop.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    log_as(arguments.log)?;
    // What is wrong with the database is said now, not to the first visitor.
    let casebook = globals.open_by(Via::Api)?;
    let listening = |address: SocketAddr| tell(&format!("Casebook is at http://{address} (Ctrl-C stops it)"));
    let folder = arguments.uploads.clone().unwrap_or_else(|| casebook.usual_uploads().to_owned());
    let uploads = Uploads::in_folder(folder);
    let served = casebook_server::serve(casebook, arguments.listen, uploads, listening);
    served.map_err(|error| Failure::other("serve", described(&error)))?;
    Ok(Answer::new(json!({ "stopped": true }), "Stopped."))
}

/// Errors are always logged; requests only if a form is asked for.
fn log_as(form: Option<LogForm>) -> Result<(), Failure> {
    let level = if form.is_some() { LevelFilter::INFO } else { LevelFilter::ERROR };
    let log = tracing_subscriber::fmt().with_writer(stderr).with_max_level(level).with_ansi(false);
    let begun = match form {
        Some(LogForm::Json) => log.json().flatten_event(true).with_target(false).try_init(),
        Some(LogForm::Text) | None => log.with_target(false).try_init(),
    };
    begun.map_err(|error| Failure::other("serve", error.to_string()))
}

/// The error with what is behind it.
fn described(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
