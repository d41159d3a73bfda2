//! `casebook kind …`.

use casebook_app::domain::kind::{Family, Kinds};
use casebook_app::kinds;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table};

/// What can be done with kinds of evidence.
#[derive(Subcommand)]
pub enum Command {
    /// List all kinds with their families
    List,
    /// Add a kind of your own to a family
    Add(Add),
}

/// Arguments of `kind add`.
#[derive(Args)]
pub struct Add {
    /// Its name, for example `showroom_visited`
    name: String,
    /// The family it belongs to, for example interest
    #[arg(long, value_parser = family_of)]
    family: Family,
}

/// Lists the kinds of evidence, or adds one.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    let session = globals.open()?;
    match command {
        Command::List => Ok(list(&kinds::list(&session)?)),
        Command::Add(Add { name, family }) => {
            kinds::add(&session, &name, family)?;
            let json = json!({ "name": name, "family": family.word() });
            Ok(Answer::new(json, format!("`{name}` is now a kind of {} evidence", family.word())))
        }
    }
}

fn family_of(word: &str) -> Result<Family, String> {
    let words = || Family::ALL.map(Family::word).join(", ");
    Family::from_word(word).ok_or_else(|| format!("use one of {}", words()))
}

fn list(kinds: &Kinds) -> Answer {
    let mut all: Vec<(&str, &str)> =
        kinds.names().map(|(name, code)| (kinds.family(code).word(), name)).collect();
    all.sort_by_key(|(family, _)| Family::ALL.iter().position(|one| one.word() == *family));
    let mut table = Table::new(&[Column::Left("family"), Column::Left("kind")]);
    for (family, name) in &all {
        table.row([family, name]);
    }
    let items: Vec<Value> =
        all.iter().map(|(family, name)| json!({ "name": name, "family": family })).collect();
    Answer::new(json!({ "items": items }), table.text("No kinds."))
}
