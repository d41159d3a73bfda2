//! The catalogue of tables according to the engine: for full copies and for comparing engines.

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
    let names = names(connection)?;
    let own = schema::table_names();
    names
        .into_iter()
        .filter(|name| own.contains(&name.as_str()))
        .map(|name| table(connection, name))
        .collect()
}

fn table(connection: &mut Connection<'_>, name: String) -> Result<Table> {
    let engine = connection.engine();
    let mut key = Vec::new();
    let columns = connection.query(dialect::columns(engine), &[(&name).into()], |row| {
        let column = Column { name: row.string(0)?, class: class(row.text(1)?)?, nullable: row.flag(2)? };
        if row.int(3)? > 0 {
            key.push((row.int(3)?, column.name.clone()));
        }
        Ok(column)
    })?;
    key.sort();
    let mut indexes: Vec<Index> = Vec::new();
    connection.for_each(dialect::indexes(engine), &[(&name).into()], |row| {
        let (index, column) = (row.string(0)?, row.string(1)?);
        match indexes.last_mut().filter(|last| last.name == index) {
            Some(last) => last.columns.push(column),
            None => indexes.push(Index {
                name: index,
                columns: vec![column],
                unique: row.flag(2)?,
                partial: row.flag(3)?,
            }),
        }
        Ok::<(), Error>(())
    })?;
    Ok(Table { name, columns, key: key.into_iter().map(|(_, column)| column).collect(), indexes })
}

fn class(name: &str) -> Result<Class> {
    match name {
        "INTEGER" | "bigint" => Ok(Class::Int),
        "TEXT" | "text" => Ok(Class::Text),
        "BLOB" | "bytea" => Ok(Class::Bytes),
        other => Err(Error::Unreadable(format!("a column of type `{other}`"))),
    }
}
