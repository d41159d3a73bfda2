//! The catalogue of tables according to the engine: for full copies and for comparing engines.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::exec::{Connection, dialect};
use crate::schema;

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// The columns of its key, in their order.
    pub key: Vec<String>,
    /// Its other indexes, by name.
    pub indexes: Vec<Index>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub class: Class,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Whole numbers of 64 bits.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// An index beside the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<String>,
    /// Whether it allows a value only once.
    pub unique: bool,
    /// Whether it is partial.
    pub partial: bool,
}

impl Table {
    /// The names of the columns, in their order.
    pub fn column_names(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }
}

/// The names of all tables.
pub(crate) fn names(connection: &mut Connection<'_>) -> Result<Vec<String>> {
    let sql = dialect::table_names(connection.engine());
    connection.query(sql, &[], |row| row.string(0))
}

/// Every table of Casebook with data, by name. No table refers to another by a rule of the engine, so any order loads.
/// The record of migrations is left out: a copy is loaded into a migrated database. So are tables of others.
pub fn tables(connection: &mut Connection<'_>) -> Result<Vec<Table>> {
    let own = schema::table_names();
    let mut columns = columns(connection, &own)?;
    let mut indexes = indexes(connection, &own)?;
    let table = |name: String| {
        let (columns, mut key) = columns.remove(&name).unwrap_or_default();
        key.sort();
        let indexes = indexes.remove(&name).unwrap_or_default();
        Table { columns, key: key.into_iter().map(|(_, column)| column).collect(), indexes, name }
    };
    Ok(names(connection)?.into_iter().filter(|name| own.contains(&name.as_str())).map(table).collect())
}

/// The columns of a table, and those of its key with their places.
type Columns = (Vec<Column>, Vec<(i64, String)>);

/// Of all tables at once: PostgreSQL spends more on each such statement than on its rows.
fn columns(connection: &mut Connection<'_>, own: &[&str]) -> Result<HashMap<String, Columns>> {
    let mut found: HashMap<String, Columns> = HashMap::new();
    connection.for_each(dialect::columns(connection.engine()), &[], |row| {
        let table = row.text(0)?;
        // Others may have columns of types that are not known here.
        if own.contains(&table) {
            let (columns, key) = found.entry(table.to_owned()).or_default();
            let column = Column { name: row.string(1)?, class: class(row.text(2)?)?, nullable: row.flag(3)? };
            if row.int(4)? > 0 {
                key.push((row.int(4)?, column.name.clone()));
            }
            columns.push(column);
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

fn indexes(connection: &mut Connection<'_>, own: &[&str]) -> Result<HashMap<String, Vec<Index>>> {
    let mut found: HashMap<String, Vec<Index>> = HashMap::new();
    connection.for_each(dialect::indexes(connection.engine()), &[], |row| {
        let (table, name, column) = (row.text(0)?, row.string(1)?, row.string(2)?);
        if own.contains(&table) {
            let indexes = found.entry(table.to_owned()).or_default();
            if let Some(last) = indexes.last_mut().filter(|last| last.name == name) {
                last.columns.push(column);
            } else {
                let (unique, partial) = (row.flag(3)?, row.flag(4)?);
                indexes.push(Index { name, columns: vec![column], unique, partial });
            }
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

fn class(name: &str) -> Result<Class> {
    match name {
        "INTEGER" | "bigint" => Ok(Class::Int),
        "TEXT" | "text" => Ok(Class::Text),
        "BLOB" | "bytea" => Ok(Class::Bytes),
        other => Err(Error::Unreadable(format!("a column of type `{other}`"))),
    }
}
