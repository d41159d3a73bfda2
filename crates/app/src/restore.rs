//! Putting a backup back, into the same engine or the other, in one transaction: all of it or nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use casebook_domain::evidence::Via;
use casebook_domain::time::Timestamp;
use casebook_store::feed::{self, Change, Entry};
use casebook_store::{
    Clock, Connection, DatabaseUrl, Store, Table, Value, believable, dump, setting, tables,
};

use crate::casebook::GENERATION;
use crate::dump::{Line, Reader};
use crate::error::{Error, Result};

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

/// Puts a backup into a database that has nothing in it, or in the place of what it has; says how many rows.
pub fn restore(request: &RestoreRequest, clock: &Arc<dyn Clock>) -> Result<u64> {
    believable(clock.now())?;
    let address = DatabaseUrl::parse(&request.database)?;
    if address.file().is_some_and(|file| is_same(file, &request.file)) {
        return Err(Error::Usage("the backup is the database itself; name another file".to_owned()));
    }
    let source = Source::of(&request.file)?;
    let target = Store::open(&address)?;
    let step = target.migrate(clock.now())?.to;
    source.ensure_step(step)?;
    let (source, replace, now) = (Arc::new(source), request.replace, clock.now());
    let rows = target.write(move |connection| {
        // Writes under way end first.
        setting::claim(connection)?;
        if !replace && !dump::is_untouched(connection)? {
            let advice =
                "the database has something in it; restore into an empty one, or use --replace to lose it";
            return Err(Error::Refused(advice.to_owned()));
        }
        let before = setting::get(connection, GENERATION)?;
        let seen = feed::last(connection)?;
        let all = tables(connection)?;
        all.iter().try_for_each(|table| dump::clear(connection, table))?;
        let rows = source.load(connection, &all)?;
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

/// What those who follow the feed are told: whatever they knew is no longer so.
fn restored(now: Timestamp) -> Entry {
    let change = Change { action: "restored".to_owned(), ..Change::default() };
    Entry { id: 0, at: now, actor: "restore".to_owned(), via: Via::System, changes: vec![change] }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// A backup, of either form.
enum Source {
    Sqlite(Store),
    Dump { path: PathBuf, step: i64 },
}

impl Source {
    fn of(path: &Path) -> Result<Self> {
        let failed = |error| Error::file(path, error);
        let mut head = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(SQLITE.len() as u64).read_to_end(&mut head).map_err(failed)?;
        if head == SQLITE {
            return Ok(Self::Sqlite(Store::open(&DatabaseUrl::Sqlite(path.to_owned()))?));
        }
        let reader = BufReader::new(File::open(path).map_err(failed)?);
        match Reader::begin(reader).map_err(failed)? {
            Some(reader) => Ok(Self::Dump { path: path.to_owned(), step: reader.step }),
            None => Err(Error::Unreadable(format!("`{}` is no backup of Casebook", path.display()))),
        }
    }

    fn ensure_step(&self, known: i64) -> Result<()> {
        match self {
            // An older copy is itself a database: the error says to migrate it first.
            Self::Sqlite(store) => Ok(store.check_schema()?),
            Self::Dump { step, .. } if *step == known => Ok(()),
            Self::Dump { step, .. } => Err(Error::Refused(format!(
                "the backup is of step {step}, this program writes step {known}; restore it with the program that \
                 made it, then open the database with this one"
            ))),
        }
    }

    fn load(&self, target: &mut Connection<'_>, all: &[Table]) -> Result<u64> {
        match self {
            Self::Sqlite(store) => {
                let loaded = AtomicU64::new(0);
                store.read(|connection| -> Result<()> {
                    for table in tables(connection)? {
                        let mut batch = Batch::of(find(all, &table.name, &table.column_names())?);
                        dump::rows(connection, &table, |row| batch.push(target, row))?;
                        loaded.fetch_add(batch.end(target)?, Ordering::Relaxed);
                    }
                    Ok(())
                })?;
                Ok(loaded.into_inner())
            }
            Self::Dump { path, .. } => load_dump(path, target, all),
        }
    }
}

fn load_dump(path: &Path, target: &mut Connection<'_>, all: &[Table]) -> Result<u64> {
    let failed = |error| Error::file(path, error);
    let file = BufReader::new(File::open(path).map_err(failed)?);
    let reader = Reader::begin(file).map_err(failed)?;
    let mut reader =
        reader.ok_or_else(|| Error::Unreadable("the backup has changed meanwhile".to_owned()))?;
    let (mut loaded, mut batch) = (0, None::<Batch<'_>>);
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
                return Err(Error::Unreadable("the backup has a row of no table".to_owned()));
            }
        }
    }
    Ok(loaded + batch.map_or(Ok(0), |batch| batch.end(target))?)
}

/// The table of that name with these columns.
fn find<'t>(all: &'t [Table], name: &str, columns: &[&str]) -> Result<&'t Table> {
    let found = all.iter().find(|table| table.name == name && table.column_names() == columns);
    found.ok_or_else(|| Error::Unreadable(format!("the backup's table `{name}` is not this program's")))
}

/// Rows on their way into a table.
struct Batch<'t> {
    table: &'t Table,
    flat: Vec<Value<'static>>,
    rows: u64,
}

impl<'t> Batch<'t> {
    fn of(table: &'t Table) -> Self {
        Self { table, flat: Vec::new(), rows: 0 }
    }

    fn push(&mut self, target: &mut Connection<'_>, row: Vec<Value<'static>>) -> Result<()> {
        if row.len() != self.table.columns.len() {
            return Err(Error::Unreadable(format!("a row of `{}` is not whole", self.table.name)));
        }
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
