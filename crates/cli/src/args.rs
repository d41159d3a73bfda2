//! The command line. Each command defines its arguments beside its code.

use clap::Parser;

use crate::commands::Command;
use crate::globals::Globals;

/// Casebook: a CRM that stores facts and derives stages.
#[derive(Parser)]
#[command(name = "casebook", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 bad usage, 3 done with rejected rows.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub globals: Globals,
}
