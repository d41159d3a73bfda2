//! Putting a backup back, into the same engine or the other, in one transaction: all of it or nothing.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::evidence::Via;
use casebook_domain::time::Timestamp;
use casebook_store::definitions::GENERATION;
use casebook_store::dump::{self, Comparison};
use casebook_store::feed::{self, Change, Entry};
use casebook_store::{
    Clock, Connection, DatabaseUrl, Store, Table, Value, believable, migrate, setting, tables,
};

use crate::error::{Error, Result};
use crate::upkeep::dump::{Line, Reader};

/// What a SQLite file begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// Rows that go in at a time.
const ROWS: usize = 500;

/// What to restore.
#[derive(Clone, Debug)]
pub struct RestoreRequest {
    /// The address of the database to restore into; a missing one is made.
    pub database: String,
    /// The backup.
    pub file: PathBuf,
    /// Whether what is in the database may be lost.
    pub replace: bool,
}

/// Puts a backup into a database that has nothing in it, or in the place of what it has; returns how many rows.
///
/// The whole file is read and checked before the database is touched. Whatever fails, the database is as it was.
pub fn restore(request: &RestoreRequest, clock: &Arc<dyn Clock>) -> Result<u64> {
    believable(clock.now())?;
    let address = DatabaseUrl::parse(&request.database)?;
    if address.file().is_some_and(|file| is_same(file, &request.file)) {
        return Err(Error::Usage("the backup is the database itself; use another file".to_owned()));
    }
    let step = check_whole(&request.file)?;
    let new = address.file().filter(|file| !file.exists());
    let outcome = restore_into(&address, request, step, clock.now());
    if let (Err(_), Some(file)) = (&outcome, new) {
        for ending in ["", "-wal", "-shm"] {
            let mut name = file.as_os_str().to_owned();
            name.push(ending);
            // The error says already that there is no database.
            let _ = fs::remove_file(PathBuf::from(name));
        }
    }
    outcome
}

fn restore_into(address: &DatabaseUrl, request: &RestoreRequest, step: i64, now: Timestamp) -> Result<u64> {
    let target = Store::open(address)?;
    let known = target.migrate(now)?.to;
    let (file, replace) = (request.file.clone(), request.replace);
    let rows = target.write(move |connection| {
        // Writes under way end first.
        setting::claim(connection)?;
        if !replace && !dump::is_untouched(connection)? {
            let advice =
                "the database is not empty; restore into an empty one, or use --replace to overwrite it";
            return Err(Error::Refused(advice.to_owned()));
        }
        let before = setting::get(connection, GENERATION)?;
        let seen = feed::last(connection)?;
        if step == known {
            tables(connection)?.iter().try_for_each(|table| dump::clear(connection, table))?;
        } else {
            migrate::begin_anew_at(connection, step, now)?;
        }
        let all = tables(connection)?;
        let rows = load(&file, connection, &all)?;
        migrate::take_steps(connection, now)?;
        // Whoever has the database open must not go on with the words of before.
        let after = setting::get(connection, GENERATION)?;
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok()).unwrap_or(0_i64);
        let next = number(before).max(number(after)) + 1;
        setting::set(connection, GENERATION, &next.to_string())?;
        feed::append_after(connection, seen, &restored(now))?;
        Ok::<_, Error>(rows)
    })?;
    target.refresh_statistics()?;
    Ok(rows)
}

/// What the feed says to those who follow it: whatever they knew is no longer so.
fn restored(now: Timestamp) -> Entry {
    let change = Change::of(Action::Restored, Vec::new());
    Entry { id: 0, at: now, actor: "restore".to_owned(), via: Via::System, changes: vec![change] }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn open(path: &Path) -> Result<Reader<BufReader<File>>> {
    let failed = |error| Error::file(path, error);
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    if file.fill_buf().map_err(failed)?.starts_with(SQLITE) {
        let path = path.display();
        return Err(Error::Refused(format!(
            "`{path}` is a database, not a backup, and its content cannot be verified: open it with `--database \
             sqlite:{path}`, or back it up first: `casebook --database sqlite:{path} backup FILE`"
        )));
    }
    let reader = Reader::begin(file).map_err(failed)?;
    reader.ok_or_else(|| Error::Unreadable(format!("`{}` is not a Casebook backup", path.display())))
}

/// Reads a backup to its end; returns at which step of the schema it was written.
fn check_whole(path: &Path) -> Result<i64> {
    let failed = |error| Error::file(path, error);
    let mut reader = open(path)?;
    let (step, known) = (reader.step, migrate::last_known());
    if step > known {
        return Err(Error::Refused(format!(
            "the backup has schema version {step}, this program supports up to {known}; use a newer program"
        )));
    }
    let mut comparison = None;
    while let Some(line) = reader.next().map_err(failed)? {
        match line {
            Line::Table { name, columns } => {
                let names: Vec<&str> = columns.iter().map(String::as_str).collect();
                comparison = Some((Comparison::new(&name, &names), name, columns.len()));
            }
            Line::Row(row) => match &comparison {
                Some((comparison, name, width)) => ensure_whole(&row, comparison, name, *width)?,
                None => return Err(Error::Unreadable("the backup has a row outside a table".to_owned())),
            },
        }
    }
    Ok(step)
}

fn ensure_whole(row: &[Value<'_>], comparison: &Comparison, table: &str, width: usize) -> Result<()> {
    if row.len() != width {
        return Err(Error::Unreadable(format!("the backup is damaged: a row of `{table}` is incomplete")));
    }
    if !comparison.holds(row) {
        let what = format!("the backup is damaged: a row of `{table}` does not match its checksum");
        return Err(Error::Unreadable(what));
    }
    Ok(())
}

fn load(path: &Path, target: &mut Connection<'_>, all: &[Table]) -> Result<u64> {
    let failed = |error| Error::file(path, error);
    let mut reader = open(path)?;
    let (mut loaded, mut batch) = (0, None::<Batch<'_>>);
    // It is compared with its digest a second time: it may have changed since it was checked.
    while let Some(line) = reader.next().map_err(failed)? {
        match (line, &mut batch) {
            (Line::Table { name, columns }, batch) => {
                if let Some(done) = batch.take() {
                    loaded += done.end(target)?;
                }
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                *batch = Some(Batch::of(find(all, &name, &columns)?));
            }
            (Line::Row(row), Some(batch)) => batch.push(target, row)?,
            (Line::Row(_), None) => {
                return Err(Error::Unreadable("the backup has a row outside a table".to_owned()));
            }
        }
    }
    Ok(loaded + batch.map_or(Ok(0), |batch| batch.end(target))?)
}

/// The table of that name with these columns.
fn find<'t>(all: &'t [Table], name: &str, columns: &[&str]) -> Result<&'t Table> {
    let found = all.iter().find(|table| table.name == name && table.column_names() == columns);
    found.ok_or_else(|| Error::Unreadable(format!("the backup has an unknown table `{name}`")))
}

/// Rows on their way into a table.
struct Batch<'t> {
    table: &'t Table,
    comparison: Comparison,
    flat: Vec<Value<'static>>,
    rows: u64,
}

impl<'t> Batch<'t> {
    fn of(table: &'t Table) -> Self {
        let comparison = Comparison::new(&table.name, &table.column_names());
        Self { table, comparison, flat: Vec::new(), rows: 0 }
    }

    fn push(&mut self, target: &mut Connection<'_>, row: Vec<Value<'static>>) -> Result<()> {
        ensure_whole(&row, &self.comparison, &self.table.name, self.table.columns.len())?;
        self.flat.extend(row);
        self.rows += 1;
        if self.flat.len() >= ROWS * self.table.columns.len() {
            dump::insert(target, self.table, &self.flat)?;
            self.flat.clear();
        }
        Ok(())
    }

    fn end(self, target: &mut Connection<'_>) -> Result<u64> {
        dump::insert(target, self.table, &self.flat)?;
        Ok(self.rows)
    }
}
