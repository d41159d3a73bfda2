//! What can be typed. Each command's own arguments stand beside what the command does.

use std::path::PathBuf;
use std::sync::Arc;

use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::Via;
use casebook_app::{Casebook, Error, Session, SystemClock};
use clap::{Args, Parser, Subcommand};

use crate::output::Failure;
use crate::{address, commands};

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

/// What every command takes.
#[derive(Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// The database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME` [env: `CASEBOOK_DATABASE`]
    /// [default: sqlite:data/casebook.db]
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// A file with the address of the database, so that no password is typed [env: `CASEBOOK_DATABASE_FILE`]
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "database")]
    pub database_file: Option<PathBuf>,
    /// Print one line of JSON; everything else goes to stderr
    #[arg(long, global = true)]
    pub json: bool,
    /// Who is acting; the operating system user by default
    #[arg(
        id = "actor",
        long = "as",
        global = true,
        value_name = "NAME",
        env = "USER",
        default_value = "",
        hide_env = true,
        hide_default_value = true
    )]
    pub actor: String,
}

/// Every command.
#[derive(Subcommand)]
pub enum Command {
    /// Add, edit, list and show people and organizations
    #[command(subcommand)]
    Party(commands::party::Command),
    /// Record, correct, retract and list evidence
    #[command(subcommand)]
    Evidence(commands::evidence::Command),
    /// Explain why a party is in its stage, since when, and what is missing for the next one
    Explain(commands::explain::Arguments),
    /// Show how many reached each stage, and where the others stopped
    Funnel(Box<commands::funnel::Arguments>),
    /// List, check, preview and activate vocabularies
    #[command(subcommand)]
    Vocabulary(commands::vocabulary::Command),
    /// Import a file; list and undo imports
    Import(Box<commands::import::Arguments>),
    /// List what was changed, and undo it
    #[command(subcommand)]
    Change(commands::change::Command),
    /// Export all parties or all evidence as CSV or JSON
    Export(commands::export::Arguments),
    /// List kinds of evidence or add your own
    #[command(subcommand)]
    Kind(commands::kind::Command),
    /// Add sample data: a fictional company
    Demo(commands::demo::Arguments),
    /// Check for damage, derive everything again from the evidence and compare it with what is stored
    Verify,
    /// Derive everything again from the evidence and store it
    Rebuild,
    /// Back up the whole database into one file, while others work
    Backup(commands::backup::BackupArguments),
    /// Restore a backup into an empty database of either engine
    Restore(commands::backup::RestoreArguments),
    /// Check database, disk, clock and derived data
    Doctor(commands::backup::DoctorArguments),
    /// Migrate the database to the schema of this version
    Migrate,
    /// Serve the screens and the API to this machine
    Serve(commands::serve::Arguments),
    /// Print the OpenAPI 3.1 document of the API
    Openapi,
}

impl Globals {
    /// Opens the database, creating and migrating it as needed.
    pub fn open(&self) -> Result<Session, Error> {
        self.open_by(Via::Shell)
    }

    /// Opens the database for work that comes in another way than by hand.
    pub fn open_by(&self, via: Via) -> Result<Session, Error> {
        let casebook = casebook_app::open(self.address(), Arc::new(SystemClock))?;
        let session = casebook.session(Principal::owner(self.actor()), via);
        if let Some(folder) = address::state_folder() {
            session.keep_index_within(&folder);
        }
        Ok(session)
    }

    /// Finds out where the data lives: from then on [`Globals::address`] says it.
    pub fn settle_address(&mut self) -> Result<(), Failure> {
        self.database = Some(address::whole(self.database.as_deref(), self.database_file.as_deref())?);
        Ok(())
    }

    /// Where the data lives.
    pub fn address(&self) -> &str {
        self.database.as_deref().unwrap_or_default()
    }

    /// Opens the database for looking alone: nothing in it or beside it is made or changed.
    pub fn inspect(&self) -> Result<Session, Error> {
        let casebook = Casebook::inspect(self.address(), Arc::new(SystemClock))?;
        Ok(casebook.session(Principal::owner(self.actor()), Via::Shell))
    }

    /// Who acts.
    pub fn actor(&self) -> &str {
        Some(self.actor.trim()).filter(|name| !name.is_empty()).unwrap_or("shell")
    }
}
