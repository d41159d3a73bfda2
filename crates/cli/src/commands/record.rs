//! `casebook record TYPE …`.

use std::path::PathBuf;
use std::sync::Arc;

use casebook_app::domain::ids::RecordId;
use casebook_app::domain::records::{FieldValue, RecordSort, RecordType, Scalar};
use casebook_app::records::{self, NewRecord, Record, RecordChange};
use casebook_app::{Error, RecordRequest, Session};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::record_table::{filter_of, json_of};
use super::{pair, record_groups, record_table};
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table};

/// Arguments of `record`.
#[derive(Args)]
pub struct Arguments {
    /// The record type, for example product
    #[arg(value_name = "TYPE")]
    record_type: String,
    #[command(subcommand)]
    command: Command,
}

/// What can be done with records of a type.
#[derive(Subcommand)]
pub enum Command {
    /// List records
    List(List),
    /// Show a record with its fields
    Show(Named),
    /// Add a record
    Add(Add),
    /// Edit fields of a record; an empty value clears the field
    Edit(Edit),
    /// Hide a record from lists and counts
    Hide(Named),
    /// Restore a hidden record
    Restore(Named),
    /// Export records as CSV
    Export(record_table::Export),
    /// Count records by the values of fields, and add up amounts
    Groups(record_groups::Groups),
    /// Import a table: add records, and change those that are there
    Import(record_table::Import),
}

/// Arguments of `record TYPE list`.
#[derive(Args)]
pub struct List {
    /// Search text; each word must occur in the name or a searched field
    #[arg(long, short)]
    query: Option<String>,
    /// A filter as JSON, as the API takes it
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
    /// Fields to sort by, separated by commas; a leading minus means descending
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    sort: String,
    /// Maximum number of rows
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

/// A reference to a record.
#[derive(Args)]
pub struct Named {
    /// Its id
    id: String,
}

/// Values as they are typed.
#[derive(Args)]
pub struct Typed {
    /// Its owner; an empty value clears it
    #[arg(long)]
    owner: Option<String>,
    /// A field: text, `12.50 EUR`, yes or no, a date, or JSON; `;` between several values; may be repeated
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    fields: Vec<(String, String)>,
}

/// Arguments of `record TYPE add`.
#[derive(Args)]
pub struct Add {
    /// Its name
    #[arg(long)]
    name: String,
    #[command(flatten)]
    typed: Typed,
}

/// Arguments of `record TYPE edit`.
#[derive(Args)]
pub struct Edit {
    /// Its id
    id: String,
    /// Its new name
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    typed: Typed,
}

/// Runs a command about records of a type.
pub fn run(globals: &Globals, arguments: Arguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let of = records::record_type(&session, &arguments.record_type)?;
    match arguments.command {
        Command::List(list) => listed(&session, &of, &list),
        Command::Show(named) => Ok(shown(&records::show(&session, &of.name, id_of(&of, &named.id)?)?)),
        Command::Add(Add { name, typed }) => {
            let holds = typed.change(&of, Some(name));
            Ok(shown(&records::add(&session, &of.name, NewRecord { holds })?))
        }
        Command::Edit(Edit { id, name, typed }) => {
            let change = typed.change(&of, name);
            Ok(shown(&records::edit_if(&session, &of.name, id_of(&of, &id)?, change, |_| true)?))
        }
        Command::Hide(named) => hidden(&session, &of, &named, true),
        Command::Restore(named) => hidden(&session, &of, &named, false),
        Command::Export(asked) => record_table::export(globals, &session, &of, &asked),
        Command::Groups(asked) => record_groups::run(&session, &of, &asked),
        Command::Import(asked) => record_table::import(&session, &of, &asked),
    }
}

impl Typed {
    fn change(self, of: &RecordType, name: Option<String>) -> RecordChange {
        let json = |(name, text): (String, String)| {
            let typed = of.field(&name).map(|field| FieldValue::typed(field, &text));
            (name, typed.unwrap_or(Value::String(text)))
        };
        let owner = self.owner.map(|owner| Some(owner).filter(|owner| !owner.trim().is_empty()));
        let fields = self.fields.into_iter().map(json).collect();
        RecordChange { name, owner, fields, ..RecordChange::default() }
    }
}

fn id_of(of: &RecordType, text: &str) -> Result<RecordId, Failure> {
    let id = RecordId::parse_as(of.prefix(), text);
    id.ok_or_else(|| Error::not_found("record", text).into())
}

fn hidden(session: &Session, of: &Arc<RecordType>, named: &Named, hidden: bool) -> Result<Answer, Failure> {
    let id = id_of(of, &named.id)?;
    let act = if hidden { records::hide } else { records::restore };
    act(session, &of.name, id)?;
    Ok(shown(&records::show(session, &of.name, id)?))
}

fn listed(session: &Session, of: &RecordType, list: &List) -> Result<Answer, Failure> {
    let mut parts = Vec::new();
    parts.extend(list.query.as_ref().map(|text| json!({ "text": text })));
    parts.extend(list.filter.as_deref().map(json_of).transpose()?);
    let filter = filter_of(of, &parts)?;
    let sort = RecordSort::parse(of, &list.sort).map_err(|error| Failure::usage(error.to_string()))?;
    let request = RecordRequest { filter, sort, limit: list.limit, ..RecordRequest::default() };
    let (found, next) = records::find(session, &of.name, &request)?;
    let shown: Vec<&String> = of.columns.iter().filter(|column| of.field(column).is_some()).collect();
    let headings: Vec<Column<'_>> = ["id", "name"]
        .into_iter()
        .chain(shown.iter().map(|column| column.as_str()))
        .map(Column::Left)
        .collect();
    let mut table = Table::new(&headings);
    for record in &found {
        let cells = shown.iter().map(|column| text_of(record, column));
        table.row([record.id(), record.row.name.clone()].into_iter().chain(cells));
    }
    let items: Vec<Value> = found.iter().map(as_json).collect();
    let nothing = format!("No {} fit.", of.plural_title().to_lowercase());
    Ok(Answer::new(json!({ "items": items, "next": next }), table.text(&nothing)))
}

fn text_of(record: &Record, field: &str) -> String {
    let Some(value) = record.values.get(field) else { return String::new() };
    let scalars: Vec<String> = value.scalars().map(Scalar::text).collect();
    let parties: Vec<String> = value.parties().iter().map(|one| one.party.to_string()).collect();
    [scalars, parties].concat().join("; ")
}

fn as_json(record: &Record) -> Value {
    let row = &record.row;
    json!({
        "id": record.id(),
        "type": row.type_name,
        "name": row.name,
        "fields": record.values.to_json(),
        "external": record.external.iter().map(|(system, id)| json!({ "system": system, "id": id })).collect::<Vec<_>>(),
        "owner": row.owner,
        "state": row.state,
        "hidden": row.hidden,
        "created_at": row.created_at.to_string(),
        "updated_at": row.updated_at.to_string(),
    })
}

fn shown(record: &Record) -> Answer {
    let mut table = Table::new(&[Column::Left("field"), Column::Left("value")]);
    table.row(["name", &record.row.name]);
    table.row(["owner", record.row.owner.as_deref().unwrap_or_default()]);
    for field in &record.of.fields {
        let text = text_of(record, &field.name);
        if !text.is_empty() {
            table.row([&field.name, &text]);
        }
    }
    let hidden = if record.row.hidden { " (hidden)" } else { "" };
    let head = format!("{} {}{hidden}\n", record.of.title, record.id());
    Answer::new(as_json(record), format!("{head}{}", table.text("")))
}

/// What can be done with record types.
#[derive(Subcommand)]
pub enum TypeCommand {
    /// List record types
    List,
    /// Show a record type with its fields
    Show {
        /// Its name
        name: String,
    },
    /// Declare a record type in a TOML file
    Declare {
        /// The file
        file: PathBuf,
    },
}

/// Runs a command about record types.
pub fn run_types(globals: &Globals, command: TypeCommand) -> Result<Answer, Failure> {
    let session = globals.open()?;
    match command {
        TypeCommand::List => {
            let types = records::types(&session)?;
            let mut table =
                Table::new(&[Column::Left("name"), Column::Left("title"), Column::Right("fields")]);
            for of in &types {
                table.row([&of.name, &of.title, &of.fields.len().to_string()]);
            }
            let items: Vec<Value> = types.iter().map(|of| declaration(of)).collect();
            Ok(Answer::new(json!({ "items": items }), table.text("No record types.")))
        }
        TypeCommand::Show { name } => Ok(described(&*records::record_type(&session, &name)?)),
        TypeCommand::Declare { file } => {
            let text = std::fs::read_to_string(&file).map_err(|error| Error::file(&file, error))?;
            let declared = RecordType::parse(&text).map_err(Error::Declaration)?;
            Ok(described(&*records::declare(&session, declared)?))
        }
    }
}

fn declaration(of: &RecordType) -> Value {
    serde_json::to_value(of).unwrap_or_else(|_| Value::Object(Map::new()))
}

fn described(of: &RecordType) -> Answer {
    let mut table = Table::new(&[Column::Left("field"), Column::Left("kind"), Column::Left("title")]);
    for field in &of.fields {
        table.row([field.name.as_str(), field.kind.name(), &field.title]);
    }
    let text = format!("{} ({}, {})\n{}", of.title, of.name, of.plural, table.text("No fields."));
    Answer::new(declaration(of), text)
}
