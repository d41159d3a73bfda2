//! The `casebook` command: parse, open, call, exit.

mod address;
mod args;
mod ask;
mod commands;
mod globals;
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
    if let Err(failure) = address::hide_password() {
        return output::finish(false, Err(failure));
    }
    let mut parsed = match args::Cli::try_parse() {
        Ok(parsed) => parsed,
        Err(error) => return output::unparsed(&error),
    };
    let json = parsed.globals.json;
    let resolved = parsed.globals.resolve_address();
    output::finish(json, resolved.and_then(|()| commands::run(&parsed.globals, parsed.command)))
}
