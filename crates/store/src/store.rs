//! The store: a handle that reads and writes, whatever the engine.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::address::DatabaseUrl;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::exec::cancel::Cancel;
use crate::exec::{Connection, PostgresStore, Readers, Writer, create_sqlite, dialect, schema_step};

/// A handle on one database; cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Store {
    backend: Arc<Backend>,
    /// The first damage that was found. From then on nothing is written.
    damage: Arc<OnceLock<String>>,
    /// Whether it was opened read-only.
    inspecting: bool,
    /// The cancellation token of this handle's caller.
    cancel: Cancel,
    /// Whether the schema was found to be this program's: from then on every write checks that it still is.
    is_checked: Arc<AtomicBool>,
}

/// An error type of the store's callers, which may contain one of the store's own.
pub trait Failure: From<Error> {
    /// The store's error, if it is one.
    fn of_store(&self) -> Option<&Error>;
}

impl Failure for Error {
    fn of_store(&self) -> Option<&Error> {
        Some(self)
    }
}

/// The backend of a store.
pub(crate) enum Backend {
    Sqlite { writer: Option<Writer>, readers: Readers, path: PathBuf },
    Postgres(Box<PostgresStore>),
}

impl Store {
    /// Opens the database; a missing SQLite file is created, with its folder. [`Store::migrate`] creates the tables.
    pub fn open(url: &DatabaseUrl) -> Result<Self> {
        let backend = match url {
            DatabaseUrl::Sqlite(path) => {
                let connection = create_sqlite(path).map_err(|error| named(error, url))?;
                Backend::Sqlite {
                    writer: Some(Writer::start(connection)?),
                    readers: Readers::new(path),
                    path: path.clone(),
                }
            }
            DatabaseUrl::Postgres(address) => Backend::Postgres(Box::new(PostgresStore::open(address)?)),
        };
        Ok(Self::of(backend, false))
    }

    fn of(backend: Backend, inspecting: bool) -> Self {
        Self {
            backend: Arc::new(backend),
            damage: Arc::default(),
            inspecting,
            cancel: Cancel::default(),
            is_checked: Arc::default(),
        }
    }

    /// A handle for a caller who may leave: from then on no write begins, and reads end.
    #[must_use]
    pub fn cancelled_by(&self, cancel: Cancel) -> Self {
        Self { cancel, ..self.clone() }
    }

    /// The cancellation token of this handle's caller.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Opens an existing database read-only: nothing is created, migrated or written, and every write is refused.
    pub fn inspect(url: &DatabaseUrl) -> Result<Self> {
        let backend = match url {
            DatabaseUrl::Sqlite(path) => {
                if !path.exists() {
                    return Err(Error::File(format!("there is no database `{}`", path.display())));
                }
                let readers = Readers::inspecting(path);
                Backend::Sqlite { writer: None, readers, path: path.clone() }
            }
            DatabaseUrl::Postgres(config) => Backend::Postgres(Box::new(PostgresStore::open(config)?)),
        };
        Ok(Self::of(backend, true))
    }

    /// Why nothing is written any more: the first damage that was found. Only opening the database again, after it was
    /// restored, ends that.
    pub fn damage(&self) -> Option<&str> {
        self.damage.get().map(String::as_str)
    }

    /// An error, if damage was found.
    pub fn ensure_sound(&self) -> Result<()> {
        self.damage().map_or(Ok(()), |what| Err(Error::Corrupt(what.to_owned())))
    }

    /// Remembers damage.
    fn noted<T, E: Failure>(&self, outcome: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &outcome
            && let Some(what) = error.of_store().and_then(Error::as_damage)
        {
            self.damage.get_or_init(|| what.to_owned());
        }
        outcome
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Whether this is the writing thread, which must never wait for a write.
    pub(crate) fn is_writing_thread(&self) -> bool {
        match &*self.backend {
            Backend::Sqlite { writer, .. } => writer.as_ref().is_some_and(Writer::is_this_thread),
            Backend::Postgres(_) => false,
        }
    }

    /// Which engine is behind it.
    pub fn engine(&self) -> Engine {
        match &*self.backend {
            Backend::Sqlite { .. } => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether several transactions can write at the same time.
    pub fn writes_at_once(&self) -> bool {
        !dialect::has_one_writer(self.engine())
    }

    /// Runs `work` over one snapshot, on this thread. Statements that write fail.
    pub fn read<T, E: Failure>(
        &self,
        work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.cancel.check()?;
        let work = |connection: &mut Connection<'_>| {
            connection.end_with(&self.cancel);
            work(connection)
        };
        self.noted(match &*self.backend {
            Backend::Sqlite { readers, .. } => readers.read(work),
            Backend::Postgres(postgres) => postgres.read(work),
        })
    }

    /// Runs `work`, which makes one query: a statement is a snapshot of its own, so no transaction is needed. A second
    /// query fails.
    pub fn ask<T, E: Failure>(&self, work: impl FnOnce(&mut Connection<'_>) -> Result<T, E>) -> Result<T, E> {
        self.cancel.check()?;
        let work = |connection: &mut Connection<'_>| {
            connection.end_with(&self.cancel);
            work(connection)
        };
        self.noted(match &*self.backend {
            Backend::Sqlite { readers, .. } => readers.read(|connection| {
                connection.limit_to_one_question();
                work(connection)
            }),
            Backend::Postgres(postgres) => postgres.ask(work),
        })
    }

    /// Runs `work` in one transaction and returns once that is durable. An error of `work`, a panic, or a failed
    /// statement outside [`Connection::attempt`] rolls all of it back. `work` may be run again if the transaction lost
    /// a conflict, so it must not consume what it needs. [`Error::Busy`] and
    /// [`Error::Cancelled`] mean that nothing was written.
    ///
    /// Once the schema was found to be this program's, by [`Store::migrate`] or [`Store::check_schema`], a write checks
    /// in its own transaction that it still is; else it fails with [`Error::NewerSchema`] or similar.
    pub fn write<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure + Send + 'static,
    {
        if !self.is_checked.load(Ordering::Acquire) {
            return self.write_unchecked(work);
        }
        self.ensure_writable()?;
        self.noted(match &*self.backend {
            Backend::Sqlite { writer, .. } => {
                writer.as_ref().ok_or_else(looking)?.write(&self.cancel, move |connection| {
                    schema_step::ensure_present(connection)?;
                    work(connection)
                })
            }
            Backend::Postgres(postgres) => postgres.write_checked(&self.cancel, work),
        })
    }

    /// [`Store::write`] whatever the schema: for migrations.
    pub(crate) fn write_unchecked<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Connection<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Failure + Send + 'static,
    {
        self.ensure_writable()?;
        self.noted(match &*self.backend {
            Backend::Sqlite { writer, .. } => writer.as_ref().ok_or_else(looking)?.write(&self.cancel, work),
            Backend::Postgres(postgres) => postgres.write(&self.cancel, work),
        })
    }

    fn ensure_writable(&self) -> Result<()> {
        if self.inspecting { Err(looking()) } else { self.ensure_sound() }
    }

    /// Notes that the schema is this program's.
    pub(crate) fn note_checked(&self) {
        self.is_checked.store(true, Ordering::Release);
    }

    /// Updates the planner's statistics. Long commands that add much call it now and then, and at their end.
    pub fn refresh_statistics(&self) -> Result<()> {
        let sql = dialect::statistics(self.engine());
        self.write(move |connection| connection.execute_script(sql))
    }
}

fn looking() -> Error {
    Error::ReadOnly("it was opened for looking alone".to_owned())
}

/// Says which file it is that is no database.
fn named(error: Error, url: &DatabaseUrl) -> Error {
    match (error, url.file()) {
        (Error::NotADatabase(_), Some(path)) => Error::NotADatabase(path.display().to_string()),
        (error, _) => error,
    }
}
