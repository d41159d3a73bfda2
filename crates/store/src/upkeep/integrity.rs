//! Integrity checks: what the engine finds by itself, the schema, and the checksum of every row.
//!
//! Damage does not end a check: what cannot be read is noted, and the next table is read.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::PartyId;

use super::catalogue::{self, Table};
use super::check::DERIVED;
use super::{checksums, migrate};
use crate::error::{Error, Result};
use crate::exec::checksum::{COLUMN, Checksums};
use crate::exec::{Connection, Raw, Row, dialect};
use crate::store::Store;

/// Something that is damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The table; `database` where it is not known or not one.
    pub table: String,
    /// The row, as `column=value` of its key.
    pub row: Option<String>,
    /// The party that the row is about.
    pub party: Option<PartyId>,
    /// What is wrong, briefly.
    pub what: String,
}

impl Damage {
    /// Whether a rebuild repairs it: the row is derived from others.
    pub fn is_of_what_is_derived(&self) -> bool {
        self.row.is_some() && DERIVED.contains(&self.table.as_str())
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.row {
            Some(row) => write!(f, "in `{}` the row {row}: {}", self.table, self.what),
            None => write!(f, "in `{}`: {}", self.table, self.what),
        }
    }
}

/// The result of an integrity check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Integrity {
    /// Rows whose checksums were compared.
    pub rows: u64,
    /// Rows that have no checksum yet, because the database has not been opened by this program.
    pub unchecked: u64,
    /// Everything that is damaged; of each table not more than a hundred places.
    pub damage: Vec<Damage>,
}

/// The most damages noted for one table.
const MOST: usize = 100;
/// Characters of a value that name a row.
const NAMED: usize = 60;

/// A part of a check, which one thread does over a connection of its own.
enum Part<'t> {
    ByEngine,
    Schema,
    Rows(&'t Table),
}

/// Checks everything, on as many threads as there are cores. `stopped` is called now and then; once it returns true, the
/// result is what was found so far.
pub fn check(store: &Store, stopped: &(dyn Fn() -> bool + Sync)) -> Integrity {
    let mut found = Integrity::default();
    let known = store.read(|connection| {
        let complete = checksums::is_complete(connection).unwrap_or(true);
        Ok::<_, Error>((complete, catalogue::tables(connection)?))
    });
    let (complete, tables) = known.unwrap_or_else(|error| {
        found.damage.push(of_database(format!("the schema cannot be read: {error}")));
        (true, Vec::new())
    });
    // What takes longest comes first, so that no core is left with it at the end: the engine's own look, then the tables of
    // periods, which are the last by name.
    let tables = tables.iter().rev().map(Part::Rows);
    let parts: Vec<Part<'_>> = [Part::ByEngine].into_iter().chain(tables).chain([Part::Schema]).collect();
    // In the order of the parts, whichever ended first.
    for one in
        side_by_side(
            &parts,
            |part| if stopped() { Integrity::default() } else { part.check(store, complete) },
        )
    {
        found.rows += one.rows;
        found.unchecked += one.unchecked;
        found.damage.extend(one.damage);
    }
    found
}

/// What comes of each item, in their order; they are taken up by as many threads as there are cores.
fn side_by_side<I: Sync, A: Send>(items: &[I], each: impl Fn(&I) -> A + Sync) -> Vec<A> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return };
            let answer = each(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, answer));
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, answer)| answer).collect()
}

impl Part<'_> {
    fn check(&self, store: &Store, complete: bool) -> Integrity {
        let checked = store.read(|connection| {
            let mut found = Integrity::default();
            match self {
                Self::ByEngine => by_engine(connection, &mut found.damage)?,
                Self::Schema => schema(connection, &mut found.damage)
                    .map_err(|error| Error::Unreadable(format!("the schema cannot be read: {error}")))?,
                Self::Rows(table) => rows(connection, table, complete, &mut found),
            }
            Ok::<_, Error>(found)
        });
        let unread =
            |error: Error| Integrity { damage: vec![of_database(error.to_string())], ..Integrity::default() };
        checked.unwrap_or_else(unread)
    }
}

/// The engine's own check of every page; empty if it has none.
pub fn by_engine(connection: &mut Connection<'_>, found: &mut Vec<Damage>) -> Result<()> {
    let Some(sql) = dialect::integrity(connection.engine()) else { return Ok(()) };
    connection.for_each(sql, &[], |row| {
        let line = row.text(0)?;
        if line != "ok" {
            found.push(of_database(line.replace('\n', " ").trim().to_owned()));
        }
        Ok(())
    })
}

/// The substitute for a check of every page if the engine has none.
pub fn of_pages(connection: &mut Connection<'_>) -> Result<Option<String>> {
    let Some(sql) = dialect::page_checksums(connection.engine()) else { return Ok(None) };
    let setting = connection.query_one(sql, &[], |row| row.string(0))?.unwrap_or_default();
    Ok(Some(format!("data_checksums={setting}")))
}

/// Compares the schema with the one that the same migrations create elsewhere. Additions of others are ignored.
fn schema(connection: &mut Connection<'_>, found: &mut Vec<Damage>) -> Result<()> {
    let Some(expected) = migrate::expected_schema(connection)? else { return Ok(()) };
    let sql = dialect::schema(connection.engine());
    let stored = connection.query(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))?;
    for (name, text) in expected {
        match stored.iter().find(|(known, _)| *known == name) {
            None => found.push(of_database(format!("`{name}` is missing from the schema"))),
            Some((_, is)) if *is != text => {
                found.push(of_database(format!("`{name}` in the schema was modified")));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn of_database(what: String) -> Damage {
    Damage { table: "database".to_owned(), row: None, party: None, what }
}

fn rows(connection: &mut Connection<'_>, table: &Table, complete: bool, found: &mut Integrity) {
    let Some(check) = RowCheck::new(table, complete) else { return };
    let sql = format!("SELECT {} FROM {}", table.column_names().join(", "), table.name);
    let mut damaged = 0;
    let outcome = connection.for_each(&sql, &[], |row| {
        match check.what(row)? {
            Verdict::Sound => found.rows += 1,
            Verdict::Unchecked => found.unchecked += 1,
            Verdict::Damaged(what) => {
                damaged += 1;
                if damaged <= MOST {
                    found.damage.push(check.damage(row, what));
                }
            }
        }
        Ok::<(), Error>(())
    });
    let of_table = |what| Damage { table: table.name.clone(), row: None, party: None, what };
    if damaged > MOST {
        found.damage.push(of_table(format!("{} more rows are damaged", damaged - MOST)));
    }
    if let Err(error) = outcome {
        // Named only now: a name for each row would cost more than its checksum.
        let mut last = None;
        let _ = connection.for_each(&sql, &[], |row| {
            last = Some(check.name(row));
            Ok::<(), Error>(())
        });
        let behind = last.map_or_else(|| "its rows".to_owned(), |last| format!("the rows behind {last}"));
        found.damage.push(of_table(format!("{behind} cannot be read: {error}")));
    }
}

/// Compares rows of a table with their checksums.
pub(crate) struct RowCheck<'t> {
    table: &'t Table,
    checksums: Checksums,
    checksum: usize,
    key: Vec<usize>,
    party: Option<usize>,
    complete: bool,
}

pub(crate) enum Verdict {
    Sound,
    /// It has no checksum yet.
    Unchecked,
    Damaged(&'static str),
}

impl<'t> RowCheck<'t> {
    /// For rows of all columns of a table; `None` if its rows have no checksums. `complete` says that each should have
    /// one.
    pub(crate) fn new(table: &'t Table, complete: bool) -> Option<Self> {
        let names = table.column_names();
        let place = |wanted: &str| names.iter().position(|name| *name == wanted);
        Some(Self {
            checksum: place(COLUMN)?,
            checksums: Checksums::new(&table.name, &names),
            key: table.key.iter().filter_map(|name| place(name)).collect(),
            party: place(if table.name == "party" { "id" } else { "party" }),
            table,
            complete,
        })
    }

    pub(crate) fn what(&self, row: &Row<'_>) -> Result<Verdict> {
        Ok(match row.raw(self.checksum)? {
            Raw::Int(stored) if stored == self.checksums.of_row(row)? => Verdict::Sound,
            Raw::Null if !self.complete => Verdict::Unchecked,
            Raw::Null => Verdict::Damaged("its checksum is missing"),
            _ => Verdict::Damaged("it does not match its checksum"),
        })
    }

    pub(crate) fn damage(&self, row: &Row<'_>, what: &str) -> Damage {
        let party = self.party.and_then(|place| row.opt_int(place).ok().flatten());
        Damage {
            table: self.table.name.clone(),
            row: Some(self.name(row)),
            party: party.map(PartyId),
            what: what.to_owned(),
        }
    }

    /// The row by its key: `feed=leads row_key=4711`.
    pub(crate) fn name(&self, row: &Row<'_>) -> String {
        let named = |place: &usize| {
            let column = self.table.columns.get(*place).map_or("", |column| column.name.as_str());
            let value = match row.raw(*place) {
                Ok(Raw::Int(number)) => number.to_string(),
                Ok(Raw::Text(bytes)) => String::from_utf8_lossy(bytes).chars().take(NAMED).collect(),
                _ => "?".to_owned(),
            };
            format!("{column}={value}")
        };
        self.key.iter().map(named).collect::<Vec<_>>().join(" ")
    }
}
