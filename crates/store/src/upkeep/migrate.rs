//! Migrations from an empty database to the present schema: numbered, forward only, never edited once applied.

use casebook_domain::time::Timestamp;

use super::catalogue;
use crate::clock::watch::believable;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::exec::{self, Connection, dialect};
use crate::schema::{STEPS, table_names};
use crate::store::Store;

pub use crate::schema::last_known;

/// How often to retry when another process migrates at the same time.
const TRIES: u32 = 20;

/// What a migration did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The migration that the database was at.
    pub from: i64,
    /// The migration that it is at now.
    pub to: i64,
}

impl Store {
    /// Applies every missing migration. Safe when several processes do it at once. Nothing is changed if the database
    /// is newer than this program, or holds the tables of another.
    pub fn migrate(&self, now: Timestamp) -> Result<Migrated> {
        let known = last_known();
        let from = self.read(taken)?;
        if from == known {
            self.note_checked();
            return Ok(Migrated { from, to: known });
        }
        let (now, mut tries) = (believable(now)?, 1);
        loop {
            match self.write_unchecked(move |connection| take_steps(connection, now)) {
                Ok(()) => {
                    self.note_checked();
                    return Ok(Migrated { from, to: known });
                }
                // Another process applies the same migration at this moment.
                Err(Error::Conflict { .. }) if tries < TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// The last migration of the database.
    pub fn step(&self) -> Result<i64> {
        self.read(taken)
    }

    /// Checks that the database is at this program's last migration; an error says what to do.
    pub fn check_schema(&self) -> Result<()> {
        let (found, known) = (self.read(taken)?, last_known());
        if found < known {
            return Err(Error::OlderSchema { found, known });
        }
        self.note_checked();
        Ok(())
    }
}

/// The last migration, after comparing all of them with this program's.
fn taken(connection: &mut Connection<'_>) -> Result<i64> {
    let tables = catalogue::names(connection)?;
    if !tables.iter().any(|name| name == "schema_migration") {
        return if connection.engine() == Engine::Sqlite && !tables.is_empty() {
            Err(Error::NotADatabase("a file with the tables of another program".to_owned()))
        } else {
            Ok(0)
        };
    }
    let engine = connection.engine();
    let sql = "SELECT number, name, checksum FROM schema_migration ORDER BY number";
    let rows = connection.query(sql, &[], |row| Ok((row.int(0)?, row.string(1)?, row.string(2)?)))?;
    let known = last_known();
    // A newer program's migrations need not be consecutive as this one's are.
    if let Some((found, ..)) = rows.last().filter(|(number, ..)| *number > known) {
        return Err(Error::NewerSchema { found: *found, known });
    }
    let mut wanted = 1..;
    for (number, name, checksum) in &rows {
        let number_wanted = wanted.next().unwrap_or(*number);
        if number_wanted != *number {
            return Err(Error::MissingStep { missing: number_wanted, later: *number });
        }
        match STEPS.iter().find(|step| step.number == *number) {
            None => return Err(Error::NewerSchema { found: *number, known }),
            Some(step) if step.checksum(engine) != *checksum => {
                return Err(Error::ChangedStep { number: *number, name: name.clone() });
            }
            Some(_) => {}
        }
    }
    // Only a process that is about to apply the first migration finds none.
    let own = table_names();
    if rows.is_empty() && tables.iter().any(|name| own.contains(&name.as_str())) {
        return Err(Error::Corrupt("the record of migrations is empty".to_owned()));
    }
    Ok(rows.last().map_or(0, |row| row.0))
}

/// The expected schema, by name, after the migrations of a database; `None` if the engine does not keep the text of
/// definitions.
pub(crate) fn expected_schema(connection: &mut Connection<'_>) -> Result<Option<Vec<(String, String)>>> {
    let (step, engine) = (taken(connection)?, connection.engine());
    let taken = STEPS.iter().filter(|one| one.number <= step).map(|one| one.script(engine));
    let scripts: Vec<&str> = [dialect::migration_table(engine)].into_iter().chain(taken).collect();
    exec::schema_of(engine, &scripts)
}

/// Empties a database and applies the migrations up to one, so that rows of that schema can be inserted.
pub fn begin_anew_at(connection: &mut Connection<'_>, step: i64, now: Timestamp) -> Result<()> {
    let own = table_names();
    let is_own = |name: &String| name == "schema_migration" || own.contains(&name.as_str());
    for table in catalogue::names(connection)?.into_iter().filter(is_own) {
        connection.execute_script(&format!("DROP TABLE {table}"))?;
    }
    take_steps_to(connection, step, now)
}

/// Applies the missing migrations, in an open transaction.
pub fn take_steps(connection: &mut Connection<'_>, now: Timestamp) -> Result<()> {
    take_steps_to(connection, last_known(), now)
}

fn take_steps_to(connection: &mut Connection<'_>, last: i64, now: Timestamp) -> Result<()> {
    let mut from = taken(connection)?;
    let engine = connection.engine();
    if from == 0 {
        connection.execute_script(dialect::migration_table(engine))?;
    }
    if let Some(sql) = dialect::steps_claimed(engine, from > 0) {
        connection.execute_script(sql)?;
        // Another process may have applied them while this one waited.
        from = taken(connection)?;
    }
    for step in STEPS.iter().filter(|step| step.number > from && step.number <= last) {
        // First the record, then the migration: a second process waits on the key of the record.
        let sql = "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
        let checksum = step.checksum(engine);
        connection.execute(sql, &[step.number.into(), step.name.into(), checksum.into(), now.0.into()])?;
        connection.execute_script(step.script(engine))?;
    }
    Ok(())
}
