//! A database that one test has to itself.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use casebook_store::{DatabaseUrl, Engine, Error, Store};
use tempfile::TempDir;

use crate::FixedClock;

/// Where tests find PostgreSQL.
const POSTGRES: &str = "CASEBOOK_TEST_POSTGRES";

/// A fresh, empty database, removed when this is dropped.
pub struct TestDatabase {
    store: Option<Store>,
    url: DatabaseUrl,
    address: String,
    // Held until the file is no longer needed.
    folder: Option<TempDir>,
    schema: Option<(Store, String)>,
}

impl TestDatabase {
    /// A migrated database.
    ///
    /// # Panics
    ///
    /// If it cannot be created; for PostgreSQL also if no server is named.
    pub fn new(engine: Engine) -> Self {
        let database = Self::unmigrated(engine);
        database.store().migrate(FixedClock::START).unwrap_or_else(|error| panic!("{error}"));
        database
    }

    /// A database without a single table.
    ///
    /// # Panics
    ///
    /// As [`TestDatabase::new`].
    pub fn unmigrated(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder =
                    tempfile::tempdir().unwrap_or_else(|error| panic!("no folder for a test: {error}"));
                let address = format!("sqlite:{}", folder.path().join("casebook.db").display());
                let url = parse(&address);
                Self { store: Some(open(&url)), url, address, folder: Some(folder), schema: None }
            }
            Engine::Postgres => Self::in_postgres(),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the runner names the server for all test programs")]
    fn in_postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(POSTGRES) else {
            panic!("run it by make test, which starts a PostgreSQL, or set {POSTGRES}");
        };
        let admin = open(&parse(&server));
        let name = format!("test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let make = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
        admin
            .write(move |connection| connection.execute_script(&make))
            .unwrap_or_else(|error: Error| panic!("no schema for a test: {error}"));
        let joint = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{joint}options=-c%20search_path%3D{name}");
        let url = parse(&address);
        Self { store: Some(open(&url)), url, address, folder: None, schema: Some((admin, name)) }
    }

    /// The store.
    ///
    /// # Panics
    ///
    /// Never while this exists.
    pub fn store(&self) -> &Store {
        self.store.as_ref().unwrap_or_else(|| panic!("the store of a test is there until its end"))
    }

    /// Its address as a user types it, for another process.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its address, for a second store.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        drop(self.store.take());
        drop(self.folder.take());
        if let Some((admin, name)) = self.schema.take() {
            let script = format!("SET lock_timeout = '5s'; DROP SCHEMA {name} CASCADE");
            // A schema left behind harms no later test: the next of its name drops it.
            let _ = admin.write(move |connection| connection.execute_script(&script));
        }
    }
}

fn parse(text: &str) -> DatabaseUrl {
    DatabaseUrl::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn open(url: &DatabaseUrl) -> Store {
    Store::open(url).unwrap_or_else(|error| panic!("{error}"))
}
