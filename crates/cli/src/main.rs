//! The `casebook` command: parse, open, call, exit.

mod args;
mod ask;
mod commands;
mod moment;
mod output;
mod progress;
mod telemetry;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let parsed = match args::Cli::try_parse() {
        Ok(parsed) => parsed,
        Err(error) => return output::unparsed(&error),
    };
    let json = parsed.globals.json;
    output::finish(json, commands::run(parsed))
}
