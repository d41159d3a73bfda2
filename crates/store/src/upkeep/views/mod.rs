//! Read-only SQL views for other people's tools: one for each record type, with a typed column for each field, and one
//! each for people and organizations.

mod typed;

use std::fmt::Write as _;

use casebook_domain::party::{FIELDS, PartyKind, is_standard};
use casebook_domain::records::{Field, FieldKind, RecordType};

use crate::engine::Engine;
use crate::error::Result;
use crate::exec::{Connection, dialect};

/// What the names of all views begin with.
pub const PREFIX: &str = "casebook_";
/// The digits of ids.
const DIGITS: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    sql: String,
}

/// The views that there are to be, of people and organizations and of record types.
pub fn of_types<T: AsRef<RecordType>>(engine: Engine, parties: &[T], types: &[T]) -> Vec<View> {
    let parties = parties.iter().map(AsRef::as_ref);
    let parties = parties.filter_map(|of| Some(of_parties(engine, of, PartyKind::from_word(&of.name)?)));
    parties.chain(types.iter().map(|of| of_records(engine, of.as_ref()))).collect()
}

/// The names of the views that are there.
pub fn names(connection: &mut Connection<'_>) -> Result<Vec<String>> {
    let all = connection.query(dialect::view_names(connection.engine()), &[], |row| row.string(0))?;
    Ok(all.into_iter().filter(|name| name.starts_with(PREFIX)).collect())
}

/// Makes these views in place of those that are there.
pub fn replace(connection: &mut Connection<'_>, views: &[View]) -> Result<()> {
    remove(connection)?;
    for view in views {
        connection.execute_script(&view.sql)?;
    }
    Ok(())
}

/// Removes every view.
pub fn remove(connection: &mut Connection<'_>) -> Result<()> {
    for name in names(connection)? {
        connection.execute_script(&format!("DROP VIEW {}", quoted(&name)))?;
    }
    Ok(())
}

/// The columns of a view, each once.
struct Columns {
    engine: Engine,
    all: Vec<(String, String)>,
}

impl Columns {
    fn add(&mut self, name: &str, expression: String) {
        let mut own = name.to_owned();
        while self.all.iter().any(|(known, _)| *known == own) {
            own.push('_');
        }
        self.all.push((own, expression));
    }

    fn view(self, name: &str, rest: &str) -> View {
        let name = format!("{PREFIX}{name}");
        let mut list = String::new();
        for (column, expression) in &self.all {
            let comma = if list.is_empty() { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(list, "{comma}{expression} AS {}", quoted(column));
        }
        let sql = format!("CREATE VIEW {} AS SELECT {list} {rest}", quoted(&name));
        View { name, columns: self.all.into_iter().map(|(column, _)| column).collect(), sql }
    }
}

fn of_parties(engine: Engine, of: &RecordType, kind: PartyKind) -> View {
    let prefix = if kind == PartyKind::Person { "per" } else { "org" };
    let mut columns = Columns { engine, all: vec![("id".to_owned(), id_text(engine, prefix, "id"))] };
    for field in FIELDS {
        columns.add(field, quoted(field));
    }
    for field in of.fields.iter().filter(|field| !is_standard(&field.name)) {
        let text = text_at(engine, "more", &[&field.name]);
        for (ending, expression) in typed::of_text(engine, field.kind, &text) {
            columns.add(&format!("{}{ending}", field.name), expression);
        }
    }
    columns.add("more", json(engine, "more"));
    columns.add("created_at", instant(engine, "created_at"));
    columns.add("updated_at", instant(engine, "updated_at"));
    let number = if kind == PartyKind::Person { 1 } else { 2 };
    columns.view(&of.plural, &format!("FROM party WHERE kind = {number} AND hidden = 0"))
}

fn of_records(engine: Engine, of: &RecordType) -> View {
    let mut columns = Columns { engine, all: vec![("id".to_owned(), id_text(engine, of.prefix(), "id"))] };
    for plain in ["name", "owner", "state"] {
        columns.add(plain, plain.to_owned());
    }
    for field in &of.fields {
        add_field(&mut columns, field);
    }
    columns.add("created_at", instant(engine, "created_at"));
    columns.add("updated_at", instant(engine, "updated_at"));
    columns.view(&of.plural, &format!("FROM record WHERE type = '{}' AND hidden = 0", of.name))
}

fn add_field(columns: &mut Columns, field: &Field) {
    let (engine, name) = (columns.engine, field.name.as_str());
    let text = |path: &[&str]| text_at(engine, "fields", path);
    if field.kind == FieldKind::Party && !field.multiple {
        columns.add(name, text(&[name, "0", "party"]));
        return;
    }
    if field.multiple || field.kind == FieldKind::Address {
        columns.add(name, json_at(engine, name));
        return;
    }
    match field.kind {
        FieldKind::Money => {
            let minor = text(&[name, "minor"]);
            let minor = if engine == Engine::Sqlite { minor } else { format!("({minor})::bigint") };
            columns.add(&format!("{name}_minor"), minor);
            columns.add(&format!("{name}_currency"), text(&[name, "currency"]));
        }
        kind => columns.add(name, typed::of_json(engine, kind, &text(&[name]))),
    }
}

/// The value at a path in a column of JSON. Names of fields are letters, digits and `_`.
fn text_at(engine: Engine, column: &str, path: &[&str]) -> String {
    match engine {
        Engine::Sqlite => {
            let step = |step: &&str| {
                if step.bytes().all(|byte| byte.is_ascii_digit()) {
                    format!("[{step}]")
                } else {
                    format!(".{step}")
                }
            };
            format!("json_extract({column}, '${}')", path.iter().map(step).collect::<String>())
        }
        Engine::Postgres => format!("({column}::jsonb #>> '{{{}}}')", path.join(",")),
    }
}

fn json_at(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Sqlite => format!("json_extract(fields, '$.{name}')"),
        Engine::Postgres => format!("fields::jsonb -> '{name}'"),
    }
}

fn json(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => column.to_owned(),
        Engine::Postgres => format!("{column}::jsonb"),
    }
}

/// A column of microseconds as a time.
fn instant(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%fZ', {column} / 1000000.0, 'unixepoch')"),
        Engine::Postgres => format!("to_timestamp({column} / 1000000.0)"),
    }
}

/// An id as it is shown everywhere else: a prefix, and 13 digits of base 32.
fn id_text(engine: Engine, prefix: &str, column: &str) -> String {
    let digit = |place: u32| {
        let number = format!("(({column} >> {}) & 31) + 1", 5 * (12 - place));
        match engine {
            Engine::Sqlite => format!("substr('{DIGITS}', {number}, 1)"),
            Engine::Postgres => format!("substr('{DIGITS}', ({number})::int, 1)"),
        }
    };
    let digits: Vec<String> = (0..13).map(digit).collect();
    format!("'{prefix}_' || {}", digits.join(" || "))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
