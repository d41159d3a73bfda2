//! `casebook views`: SQL views for other people's tools.

use casebook_app::views;
use clap::Args;
use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure, Text, plural};

/// Make read-only SQL views of people, organizations and every record type
#[derive(Args)]
pub struct Arguments {
    /// Remove them instead
    #[arg(long)]
    remove: bool,
}

/// Makes the views or removes them.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let mut text = Text::default();
    if arguments.remove {
        let names = views::remove(&session)?;
        text.line(format_args!("{} removed.", plural(names.len() as u64, "view", "views")));
        return Ok(Answer::new(json!({ "removed": names }), text));
    }
    let made = views::make(&session)?;
    for view in &made {
        text.line(format_args!("{} ({})", view.name, view.columns.join(", ")));
    }
    text.line("They are kept current: a new field or type is in them at once.");
    let list: Vec<_> =
        made.iter().map(|view| json!({ "name": view.name, "columns": view.columns })).collect();
    Ok(Answer::new(json!({ "views": list }), text))
}
