//! `casebook company`: what is printed of the company on its quotes.

use casebook_app::company;
use casebook_app::domain::quotes::Company;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure};

/// What to do with the company.
#[derive(Subcommand)]
pub enum Command {
    /// Show what is printed of the company
    Show,
    /// Set what is printed of the company; what is not given stays
    Set(SetArguments),
}

/// What is printed of the company.
#[derive(Args)]
pub struct SetArguments {
    /// Its name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Its postal address, with line breaks
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// Its number with the tax authority
    #[arg(long, value_name = "TEXT")]
    tax_id: Option<String>,
    /// Its bank account, with line breaks
    #[arg(long, value_name = "TEXT")]
    bank: Option<String>,
    /// How to reach it
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// The colour of headings, such as #0b6e6e
    #[arg(long, value_name = "COLOUR")]
    accent: Option<String>,
}

/// Carries the command out.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let present = company::get(&session)?;
    let company = match command {
        Command::Show => present,
        Command::Set(given) => company::set(
            &session,
            Company {
                name: given.name.unwrap_or(present.name),
                address: given.address.unwrap_or(present.address),
                tax_id: given.tax_id.unwrap_or(present.tax_id),
                bank: given.bank.unwrap_or(present.bank),
                contact: given.contact.unwrap_or(present.contact),
                accent: given.accent.unwrap_or(present.accent),
            },
        )?,
    };
    let Company { name, address, tax_id, bank, contact, accent } = &company;
    let lines =
        [("name", name), ("address", address), ("tax id", tax_id), ("bank", bank), ("contact", contact)];
    let lines = lines.into_iter().chain([("accent", accent)]).filter(|(_, text)| !text.is_empty());
    let text: Vec<String> = lines.map(|(name, text)| format!("{name}: {text}")).collect();
    let text = if text.is_empty() { "The company is not set yet.".to_owned() } else { text.join("\n") };
    Ok(Answer::new(json!(company), text))
}
