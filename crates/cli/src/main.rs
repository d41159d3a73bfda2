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
use tikv_jemallocator::Jemalloc;

/// Requests are answered on many threads, and the C library's allocator keeps for itself what each of them has
/// freed; this one gives it back (docs/performance.md).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    let parsed = match args::Cli::try_parse() {
        Ok(parsed) => parsed,
        Err(error) => return output::unparsed(&error),
    };
    let json = parsed.globals.json;
    output::finish(json, commands::run(parsed))
}
