//! The options that every command takes, and the database that they name.

use std::path::PathBuf;
use std::sync::Arc;

use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::Via;
use casebook_app::{Casebook, Error, Session, SystemClock};
use clap::Args;

use crate::address;
use crate::output::Failure;

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

impl Globals {
    /// Opens the database, creating and migrating it as needed.
    pub fn open(&self) -> Result<Session, Error> {
        self.open_by(Via::Shell)
    }

    /// Opens the database for work that comes in by another way than the shell.
    pub fn open_by(&self, via: Via) -> Result<Session, Error> {
        let casebook = casebook_app::open(self.address(), Arc::new(SystemClock))?;
        let session = casebook.session(Principal::owner(self.actor()), via);
        if let Some(folder) = address::state_folder() {
            session.keep_index_within(&folder);
        }
        Ok(session)
    }

    /// Determines the address of the database, which [`Globals::address`] then returns.
    pub fn resolve_address(&mut self) -> Result<(), Failure> {
        self.database = Some(address::whole(self.database.as_deref(), self.database_file.as_deref())?);
        Ok(())
    }

    /// The address of the database.
    pub fn address(&self) -> &str {
        self.database.as_deref().unwrap_or_default()
    }

    /// Opens the database read-only: nothing in it or beside it is created or changed.
    pub fn inspect(&self) -> Result<Session, Error> {
        let casebook = Casebook::inspect(self.address(), Arc::new(SystemClock))?;
        Ok(casebook.session(Principal::owner(self.actor()), Via::Shell))
    }

    /// Who acts.
    pub fn actor(&self) -> &str {
        Some(self.actor.trim()).filter(|name| !name.is_empty()).unwrap_or("shell")
    }
}
