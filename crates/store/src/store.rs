//! The store: a handle that reads and writes, whatever the engine.

use std::path::PathBuf;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::exec::{Connection, Engine, PostgresStore, Readers, Writer, create_sqlite};
use crate::url::DatabaseUrl;

/// A handle on one database; cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

enum Inner {
    Sqlite { writer: Writer, readers: Readers, path: PathBuf },
    Postgres(PostgresStore),
}

impl Store {
    /// Opens the database; a missing SQLite file is made, with its folder. Tables come by [`Store::migrate`].
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        let inner = match url {
            DatabaseUrl::Sqlite(path) => {
                let connection = create_sqlite(path).map_err(|error| named(error, url))?;
                Inner::Sqlite {
                    writer: Writer::start(connection)?,
                    readers: Readers::new(path),
                    path: path.clone(),
                }
            }
            DatabaseUrl::Postgres(config) => Inner::Postgres(PostgresStore::open(config)?),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Which engine is behind it.
    pub fn engine(&self) -> Engine {
        match &*self.inner {
            Inner::Sqlite { .. } => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` over one snapshot, on this thread. Statements that write fail.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &*self.inner {
            Inner::Sqlite { readers, .. } => readers.read(work),
            Inner::Postgres(postgres) => postgres.read(work),
        }
    }

    /// Runs `work` in one transaction and answers once that is durable. An error of `work`, a panic, or a
    /// failed statement outside [`Connection::attempt`] undoes all of it. `work` may be run again where the
    /// transaction was lost to another, so it must not consume what it needs.
    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &*self.inner {
            Inner::Sqlite { writer, .. } => writer.write(work),
            Inner::Postgres(postgres) => postgres.write(work),
        }
    }
}

/// Says which file it is that is no database.
fn named(error: Error, url: &DatabaseUrl) -> Error {
    match (error, url.file()) {
        (Error::NotADatabase(_), Some(path)) => Error::NotADatabase(path.display().to_string()),
        (error, _) => error,
    }
}
