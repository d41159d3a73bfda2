//! `casebook serve`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use casebook_app::Session;
use casebook_app::domain::evidence::Via;
use casebook_app::imports::Uploads;
use casebook_server::{Ended, Leave};
use clap::Args;
use serde_json::json;

use crate::address;
use crate::globals::Globals;
use crate::output::{Answer, Failure, print_message};
use crate::telemetry::{self, LogForm};

/// Arguments of `serve`.
#[derive(Args)]
pub struct Arguments {
    /// The address to listen on; until there are accounts, only this machine is served
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7171")]
    listen: SocketAddr,
    /// The folder for uploaded files, which only you may be able to write to; next to a SQLite database, or
    /// `$XDG_STATE_HOME/casebook` (`~/.local/state/casebook`), by default
    #[arg(long, value_name = "FOLDER")]
    uploads: Option<PathBuf>,
    /// Log each request to stderr in this format
    #[arg(long, value_name = "FORM")]
    log: Option<LogForm>,
    /// Export traces to the `OpenTelemetry` collector at this address (OTLP over HTTP)
    #[cfg(feature = "opentelemetry")]
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT")]
    traces: Option<String>,
}

/// Serves until the process is asked to stop.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    // Kept to the end, when the last traces are exported.
    #[cfg(feature = "opentelemetry")]
    let collector = arguments.traces.as_deref().filter(|url| !url.is_empty());
    #[cfg(not(feature = "opentelemetry"))]
    let collector = None;
    let telemetry = telemetry::start(arguments.log, collector);
    let _telemetry = telemetry.map_err(|error| Failure::other("serve", error))?;
    // A broken database is reported now, not to the first client.
    let session = globals.open_by(Via::Api)?;
    let log = arguments.log;
    let listening = move |address: SocketAddr| match log {
        // A log for programs has JSON lines only.
        Some(LogForm::Json) => tracing::info!(%address, "Casebook is running at http://{address}"),
        Some(LogForm::Text) | None => {
            print_message(&format!("Casebook is running at http://{address} (press Ctrl-C to stop)"));
        }
    };
    let uploads = uploads(&session, arguments.uploads.as_deref());
    uploads.check().map_err(|error| Failure::other("uploads", error.to_string()))?;
    let served = casebook_server::serve(session, arguments.listen, uploads, listening, leave);
    let ended = served.map_err(|error| Failure::other("serve", described(&error)))?;
    if ended == Ended::WorkLeft {
        print_message(LEFT);
    }
    Ok(Answer::new(json!({ "stopped": true }), "Stopped."))
}

/// Where uploaded files are kept.
fn uploads(session: &Session, named: Option<&Path>) -> Uploads {
    let usual = || session.usual_uploads().map(Path::to_owned);
    let of_user = || address::state_folder().map(|folder| session.uploads_within(&folder));
    named
        .map(Path::to_owned)
        .or_else(usual)
        .or_else(of_user)
        .map_or_else(Uploads::nowhere, Uploads::in_folder)
}

/// Printed if work had to be abandoned; an import can be resumed, other work must be started again.
const LEFT: &str =
    "Some work did not finish in time and was abandoned; nothing that was acknowledged is lost.";

/// Ends the process although some work in it has not ended.
#[expect(clippy::disallowed_methods, reason = "what has not ended would keep the process")]
fn leave(why: Leave) {
    match why {
        Leave::Late => {
            print_message(LEFT);
            std::process::exit(0)
        }
        Leave::Again => {
            print_message("Stopped immediately.");
            std::process::exit(130)
        }
    }
}

/// The error with its cause.
fn described(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
