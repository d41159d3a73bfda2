//! The raw engine: plain `rusqlite` or `tokio-postgres`, prepared statements, and Casebook's settings of
//! durability. Statements name their values `$1`, `$2`, …, as Casebook's own do.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use casebook_testkit::bench::Outcome;
use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Statement};

/// Where a database is.
#[derive(Clone)]
pub enum Address {
    /// In a file.
    Sqlite(PathBuf),
    /// In a server.
    Postgres(String),
}

/// What a statement is given, and what it answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A connection.
pub enum Raw {
    /// To a file.
    Sqlite(Box<Connection>),
    /// To a server.
    Postgres(Box<Session>),
}

/// A connection to PostgreSQL, driven by the thread that uses it.
pub struct Session {
    runtime: Runtime,
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl Address {
    /// The address for Casebook.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    /// What the engine is called.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

impl Raw {
    /// Connects.
    pub fn open(address: &Address) -> Outcome<Self> {
        match address {
            Address::Sqlite(path) => {
                let connection = Connection::open(path)?;
                connection.busy_timeout(Duration::from_secs(30))?;
                connection.set_prepared_statement_cache_capacity(64);
                connection.execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; \
                     PRAGMA cache_size = -16384; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;",
                )?;
                Ok(Self::Sqlite(Box::new(connection)))
            }
            Address::Postgres(url) => {
                let runtime = Builder::new_current_thread().enable_all().build()?;
                let client = runtime.block_on(async {
                    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
                    tokio::spawn(connection);
                    client.batch_execute("SET synchronous_commit = on").await?;
                    Ok::<_, tokio_postgres::Error>(client)
                })?;
                Ok(Self::Postgres(Box::new(Session { runtime, client, prepared: HashMap::new() })))
            }
        }
    }

    /// The rows of an answer.
    pub fn rows(&mut self, sql: &str, values: &[Value]) -> Outcome<Vec<Vec<Value>>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&sql.replace('$', "?"))?;
                let width = statement.column_count();
                let mut found = Vec::new();
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    found.push((0..width).map(|column| row.get(column)).collect::<Result<_, _>>()?);
                }
                Ok(found)
            }
            Self::Postgres(session) => session.rows(sql, values),
        }
    }

    /// Runs statements in one transaction and returns when that is durable.
    pub fn commit(&mut self, statements: &[(&str, Vec<Value>)]) -> Outcome<()> {
        match self {
            Self::Sqlite(connection) => {
                connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
                for (sql, values) in statements {
                    let mut statement = connection.prepare_cached(&sql.replace('$', "?"))?;
                    statement.execute(rusqlite::params_from_iter(values))?;
                }
                connection.prepare_cached("COMMIT")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => session.commit(statements),
        }
    }

    /// Runs one statement by itself that needs no values.
    pub fn run(&mut self, sql: &str) -> Outcome<()> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Self::Postgres(session) => Ok(session.runtime.block_on(session.client.batch_execute(sql))?),
        }
    }
}

impl Session {
    fn prepare(&mut self, sql: &str) -> Outcome<Statement> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.runtime.block_on(self.client.prepare(sql))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Outcome<Vec<Vec<Value>>> {
        let statement = self.prepare(sql)?;
        let found = self.runtime.block_on(self.client.query(&statement, &borrowed(values)))?;
        let read = |row: &tokio_postgres::Row, column: usize| -> Outcome<Value> {
            Ok(match *row.columns().get(column).ok_or("no such column")?.type_() {
                Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Int),
                _ => row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text),
            })
        };
        found.iter().map(|row| (0..row.len()).map(|column| read(row, column)).collect()).collect()
    }

    fn commit(&mut self, statements: &[(&str, Vec<Value>)]) -> Outcome<()> {
        let prepared = statements.iter().map(|(sql, _)| self.prepare(sql)).collect::<Outcome<Vec<_>>>()?;
        self.runtime.block_on(async {
            self.client.batch_execute("BEGIN").await?;
            for (statement, (_, values)) in prepared.iter().zip(statements) {
                self.client.execute(statement, &borrowed(values)).await?;
            }
            self.client.batch_execute("COMMIT").await?;
            Ok(())
        })
    }
}

fn borrowed(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| match value {
            Value::Null => &None::<i64> as &(dyn ToSql + Sync),
            Value::Int(number) => number,
            Value::Text(text) => text,
            Value::Bytes(bytes) => bytes,
        })
        .collect()
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(ToSqlOutput::Owned(Owned::Null)),
            Self::Int(number) => Ok(ToSqlOutput::Owned(Owned::Integer(*number))),
            Self::Text(text) => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Self::Bytes(bytes) => Ok(ToSqlOutput::Borrowed(ValueRef::Blob(bytes))),
        }
    }
}

impl rusqlite::types::FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(Self::Null),
            ValueRef::Integer(number) => Ok(Self::Int(number)),
            other => other.as_str().map(|text| Self::Text(text.to_owned())),
        }
    }
}
