//! SQLite: opening, statements, errors.

use std::borrow::Cow;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::Value as Owned;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ffi};

use super::batch::Step;
use super::value::Value;
use super::{Batch, Row, dialect};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::files;

/// How long a connection waits for the lock of another process.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// Short naps, because SQLite's own waits grow to 100 ms and starve next to a busy import.
const NAP: Duration = Duration::from_millis(1);
const STATEMENTS_KEPT: usize = 256;
/// Rows that one `INSERT` takes; more than this gained nothing when measured.
const ROWS_PER_INSERT: usize = 16;

/// Creates the file and its folder if missing, and sets what stays with the file.
pub(crate) fn create(path: &Path) -> Result<Connection> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::create_folder(folder).map_err(|error| {
            Error::File(format!("the folder `{}` cannot be created: {error}", folder.display()))
        })?;
    }
    // Created here, because SQLite uses the umask. Its log and index inherit the mode of the file.
    match files::create_new(path) {
        Ok(_) => {}
        // An existing file is opened as it is; SQLite explains what cannot be created.
        Err(_) if path.exists() => {}
        Err(error) => {
            return Err(Error::ReadOnly(format!("`{}` cannot be created ({error})", path.display())));
        }
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags)?;
    enter_wal(&connection)?;
    // A log of 64 MB before it is worked in: an import that touches random places writes each page fewer times.
    set(
        &connection,
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -32768;",
    )?;
    Ok(connection)
}

/// A connection that cannot write.
pub(crate) fn reader(path: &Path) -> Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Small, because there are many of them and the system caches the file's pages for all.
    set(&connection, "PRAGMA query_only = ON; PRAGMA cache_size = -2048;")?;
    Ok(connection)
}

/// A connection that cannot write and changes nothing: it creates no database, and the log of an earlier process is
/// read but not merged. A file on a read-only medium is read as it is.
pub(crate) fn inspector(path: &Path) -> Result<Connection> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let has_log = std::fs::metadata(log).is_ok_and(|found| found.len() > 0);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usual = open(path, flags).and_then(|connection| {
        let left = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log);
        left.map_err(|error| classify(&error))?;
        set(&connection, "PRAGMA query_only = ON; SELECT count(*) FROM sqlite_schema;")?;
        Ok(connection)
    });
    match usual {
        Err(Error::ReadOnly(_)) if !has_log && path.exists() => {
            let name = path.display().to_string();
            let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            open(Path::new(&format!("file:{name}?immutable=1")), flags)
        }
        other => other,
    }
}

/// The schema after these scripts.
pub(crate) fn schema_of(scripts: &[&str]) -> Result<Vec<(String, String)>> {
    let connection = Connection::open_in_memory().map_err(|error| classify(&error))?;
    scripts.iter().try_for_each(|sql| script(&connection, sql))?;
    let mut names = Vec::new();
    for_each(&connection, dialect::schema(Engine::Sqlite), &[], &mut |row| {
        names.extend(row.string(0).ok().zip(row.string(1).ok()));
        true
    })?;
    Ok(names)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let mut connection = Connection::open_with_flags(path, flags).map_err(|error| classify(&error))?;
    wait_at_most(&mut connection, PATIENCE)?;
    // A statement keeps its plan whatever values it is given. With the statistics that `PRAGMA optimize` gathers, SQLite
    // would else plan many anew each time that they are run, which took most of the time of such a lookup when measured.
    let steady = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    steady.map_err(|error| classify(&error))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    rusqlite::vtab::array::load_module(&connection).map_err(|error| classify(&error))?;
    // Foreign keys are off: parents and children are written by the same code in the same transaction, and
    // checking them costs a lookup for each row of an import.
    // The file is read, not mapped: mapped pages count as memory of the process, and walking over everything
    // would map everything.
    set(&connection, "PRAGMA foreign_keys = OFF; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;")?;
    Ok(connection)
}

/// Bounds how long a connection waits for a lock; its caller tries again as long as that makes sense.
pub(super) fn wait_at_most(connection: &mut Connection, patience: Duration) -> Result<()> {
    let most = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
    let wait = move |tries: i32| {
        crate::clock::pause(NAP);
        tries < most
    };
    connection.busy_handler(Some(wait)).map_err(|error| classify(&error))
}

fn set(connection: &Connection, pragmas: &str) -> Result<()> {
    connection.execute_batch(pragmas).map_err(|error| classify(&error))
}

/// Turns the write-ahead log on. SQLite reports busy at once, without waiting, while another process does it.
fn enter_wal(connection: &Connection) -> Result<()> {
    let mut tries = 0;
    loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode.map_err(|error| classify(&error)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => return Err(Error::ReadOnly(format!("its journal stays in mode `{mode}`"))),
            Err(Error::Busy(_)) if tries < 2_000 => {
                tries += 1;
                crate::clock::pause(Duration::from_millis(5));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Maps an error of the driver.
pub(crate) fn classify(error: &rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return Error::Other(error.to_string());
    };
    let text = message.clone().unwrap_or_else(|| failure.to_string());
    match failure.code {
        ErrorCode::ConstraintViolation => conflict(*failure, &text),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy(text),
        ErrorCode::DiskFull => Error::DiskFull(text),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Error::ReadOnly(text),
        ErrorCode::CannotOpen => Error::ReadOnly(format!("its file cannot be opened ({text})")),
        ErrorCode::DatabaseCorrupt => Error::Corrupt(text),
        ErrorCode::NotADatabase => Error::NotADatabase("the file".to_owned()),
        ErrorCode::SystemIoFailure => {
            Error::Unavailable(format!("its file cannot be read or written ({text})"))
        }
        _ if is_of_another_schema(&text) => Error::Corrupt(text),
        _ => Error::Other(text),
    }
}

/// Whether a statement did not find what the migrations have created: the stored schema is damaged.
fn is_of_another_schema(text: &str) -> bool {
    ["no such table: ", "no such column: "].iter().any(|begin| text.starts_with(begin))
        || text.contains(" has no column named ")
}

/// `UNIQUE constraint failed: party_key.system, party_key.value`, taken apart.
fn conflict(failure: ffi::Error, text: &str) -> Error {
    let unique =
        [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_ROWID];
    if !unique.contains(&failure.extended_code) {
        return Error::Other(text.to_owned());
    }
    let columns = text.split_once(": ").map_or(text, |(_, columns)| columns);
    let table = columns.split('.').next().unwrap_or_default().to_owned();
    Error::Conflict { table, constraint: columns.to_owned() }
}

/// SQLite's own form of `$1` numbers values by first appearance; `?1` takes the number at its word.
fn numbered(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { Cow::Owned(sql.replace('$', "?")) } else { Cow::Borrowed(sql) }
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>> {
    connection.prepare_cached(&numbered(sql)).map_err(|error| match classify(&error) {
        Error::Other(text) => Error::Other(format!("{text} in: {sql}")),
        other => other,
    })
}

fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<()> {
    if statement.parameter_count() != values.len() {
        let wanted = statement.parameter_count();
        return Err(Error::Other(format!(
            "a statement wants {wanted} values and was given {}",
            values.len()
        )));
    }
    for (place, value) in values.iter().enumerate() {
        value.check()?;
        let place = place + 1;
        match value {
            Value::Null => statement.raw_bind_parameter(place, rusqlite::types::Null),
            Value::Int(number) => statement.raw_bind_parameter(place, number),
            Value::Text(text) => statement.raw_bind_parameter(place, text.as_ref()),
            Value::Bytes(bytes) => statement.raw_bind_parameter(place, bytes.as_ref()),
            Value::Texts(_) => return Err(Error::Other("a list of texts has no place here".to_owned())),
            Value::Ints(list) => {
                let list: Vec<Owned> = list.iter().copied().map(Owned::Integer).collect();
                statement.raw_bind_parameter(place, Rc::new(list))
            }
        }
        .map_err(|error| classify(&error))?;
    }
    Ok(())
}

pub(super) fn script(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|error| classify(&error))
}

pub(super) fn execute(connection: &Connection, sql: &str, values: &[Value<'_>]) -> Result<u64> {
    let mut statement = prepare(connection, sql)?;
    bind(&mut statement, values)?;
    statement.raw_execute().map(|touched| touched as u64).map_err(|error| classify(&error))
}

pub(super) fn execute_many(
    connection: &Connection,
    sql: &str,
    width: usize,
    values: &[Value<'_>],
) -> Result<u64> {
    let mut statement = prepare(connection, sql)?;
    let mut touched = 0;
    for row in values.chunks(width.max(1)) {
        bind(&mut statement, row)?;
        touched += statement.raw_execute().map_err(|error| classify(&error))? as u64;
    }
    Ok(touched)
}

pub(super) fn insert_many(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    values: &[Value<'_>],
) -> Result<()> {
    let width = columns.len();
    let whole = values.len() / width / ROWS_PER_INSERT * ROWS_PER_INSERT * width;
    let (many, rest) = values.split_at(whole);
    if !many.is_empty() {
        let sql = super::insert_text(table, columns, ROWS_PER_INSERT);
        execute_many(connection, &sql, width * ROWS_PER_INSERT, many)?;
    }
    if !rest.is_empty() {
        execute_many(connection, &super::insert_text(table, columns, 1), width, rest)?;
    }
    Ok(())
}

pub(super) fn run(connection: &Connection, batch: &Batch<'_>) -> Result<()> {
    batch.steps.iter().try_for_each(|step| match step {
        Step::Execute(sql, values) => execute(connection, sql, values).map(|_| ()),
        Step::Insert { table, columns, values } => {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            insert_many(connection, table, &columns, values)
        }
    })
}

pub(super) fn for_each(
    connection: &Connection,
    sql: &str,
    values: &[Value<'_>],
    take: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<()> {
    let mut statement = prepare(connection, sql)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| classify(&error))? {
        if !take(&Row::sqlite(row)) {
            break;
        }
    }
    Ok(())
}

pub(super) fn for_each_key(
    connection: &Connection,
    sql: &str,
    width: usize,
    values: &[Value<'_>],
    take: &mut dyn FnMut(usize, &Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = prepare(connection, sql)?;
    for (run, key) in values.chunks(width.max(1)).enumerate() {
        bind(&mut statement, key)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| classify(&error))? {
            take(run, &Row::sqlite(row))?;
        }
    }
    Ok(())
}
