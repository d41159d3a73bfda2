//! Damage is noticed: of a database by `doctor`, `verify` and `backup`, of a backup before anything is restored.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::Via;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::text::hexadecimal;
use casebook_app::restore::{RestoreRequest, restore};
use casebook_app::sample;
use casebook_app::verify::VerifyReport;
use casebook_app::{Casebook, Clock, Error, Unwatched, backup, doctor, files, verify};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::room::Room;

const PAGE: usize = 4_096;
/// Tables of what passes by itself; damage of it loses nothing.
const PASSING: [&str; 5] = ["change_outbox", "node_lease", "process_lock", "request_key", "schema_migration"];

/// The same numbers in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn clock(room: &Room) -> Arc<dyn Clock> {
    Arc::clone(&room.clock) as Arc<dyn Clock>
}

fn fill(room: &Room, parties: u64) {
    sample::write(&room.session, parties, 5, &Unwatched).unwrap();
}

fn back_up(room: &Room, name: &str) -> Result<PathBuf, Error> {
    let file = room.folder.path().join(name);
    backup::backup(room.database.address(), &clock(room), &file, &Unwatched).map(|_| file)
}

/// What a database file holds, table by table; an error where SQLite cannot read it or sees damage itself.
fn content(file: &Path) -> rusqlite::Result<BTreeMap<String, Vec<String>>> {
    let connection = rusqlite::Connection::open(file)?;
    let rows = |sql: &str| -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..width).map(|place| row.get_ref(place).map(|cell| format!("{cell:?}")));
            all.push(cells.collect::<Result<Vec<_>, _>>()?.join("|"));
        }
        Ok(all)
    };
    let mut tables = BTreeMap::from([("sqlite".to_owned(), rows("PRAGMA integrity_check")?)]);
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")?;
    let mut names = statement.query([])?;
    while let Some(row) = names.next()? {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        if !PASSING.contains(&name.as_str()) && !name.starts_with("sqlite_") {
            tables.insert(name.clone(), rows(&format!("SELECT * FROM \"{name}\""))?);
            tables.insert(format!("schema of {name}"), vec![sql]);
        }
    }
    Ok(tables)
}

/// Damages a page, in one of the ways in which pages are damaged.
fn damage(bytes: &mut [u8], number: usize, numbers: &mut Numbers) -> String {
    let pages = bytes.len() / PAGE;
    let page = 1 + numbers.below(pages - 1);
    let place = page * PAGE;
    match number % 4 {
        0 => {
            bytes[place..place + PAGE].fill(0);
            format!("page {page} is empty")
        }
        1 => {
            let other = 1 + numbers.below(pages - 1);
            let copy = bytes[place..place + PAGE].to_vec();
            bytes.copy_within(other * PAGE..(other + 1) * PAGE, place);
            bytes[other * PAGE..(other + 1) * PAGE].copy_from_slice(&copy);
            format!("pages {page} and {other} are swapped")
        }
        _ => {
            let at = place + numbers.below(PAGE);
            bytes[at] ^= 1 << numbers.below(8);
            format!("a bit of byte {at} is another")
        }
    }
}

#[test]
fn whatever_page_is_damaged_doctor_verify_and_backup_notice() {
    let Room { session, clock, folder, database } = Room::new(Engine::Sqlite);
    sample::write(&session, 120, 5, &Unwatched).unwrap();
    let file = database.url().file().unwrap().to_owned();
    let clock: Arc<dyn Clock> = clock;
    // The log goes into the file, as when the last who has it open leaves.
    rusqlite::Connection::open(&file)
        .unwrap()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let sound = fs::read(&file).unwrap();
    let path = folder.path().join("copy.db");
    let address = format!("sqlite:{}", path.display());
    let write = |bytes: &[u8]| {
        let _ = fs::remove_file(&path);
        files::create_new(&path).unwrap().write_all(bytes).unwrap();
    };
    write(&sound);
    let (checks, known) =
        (doctor::doctor(&address, "ada", Arc::clone(&clock), false), content(&path).unwrap());
    assert!(checks.iter().all(|check| check.ok), "{checks:?}");
    let (mut numbers, mut damaged) = (Numbers(0x2545_F491_4F6C_DD1D), 0);
    for number in 0..48 {
        let mut bytes = sound.clone();
        let what = damage(&mut bytes, number, &mut numbers);
        write(&bytes);
        if content(&path).is_ok_and(|now| now == known) {
            continue;
        }
        damaged += 1;
        write(&bytes);
        let checks = doctor::doctor(&address, "ada", Arc::clone(&clock), false);
        assert!(checks.iter().any(|check| !check.ok), "{what}: the doctor sees nothing: {checks:?}");
        let verified = Casebook::inspect(&address, Arc::clone(&clock))
            .map(|casebook| casebook.session(Principal::owner("ada"), Via::Shell))
            .and_then(|session| verify::verify(&session, &Unwatched));
        let noticed = !verified.as_ref().is_ok_and(VerifyReport::is_clean);
        assert!(noticed, "{what}: verify sees nothing: {verified:?}");
        let copy = folder.path().join("copy.backup");
        let refused = backup::backup(&address, &clock, &copy, &Unwatched);
        assert!(refused.is_err(), "{what}: {refused:?}");
        assert!(!copy.exists(), "{what}");
        assert!(fs::read(&path).unwrap() == bytes, "{what}: whoever looks changes nothing");
    }
    assert!(damaged >= 30, "only {damaged} copies are otherwise than before");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_row_altered_behind_casebooks_back_is_named_and_not_backed_up(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    room.record(ada, "webinar_attended", 30);
    room.assert_verified();
    for (sql, table) in [
        ("UPDATE party SET note = 'of somebody else'", "party"),
        ("UPDATE evidence SET recorded_by = 'nobody'", "evidence"),
        ("UPDATE setting SET checksum = NULL", "setting"),
    ] {
        room.sql(sql);
        let report = room.verify();
        assert!(
            report.integrity.damage.iter().any(|one| one.table == table && one.row.is_some()),
            "{report:?}"
        );
        let checks = doctor::doctor(room.database.address(), "ada", clock(&room), false);
        assert!(checks.iter().any(|check| check.name == "integrity" && !check.ok), "{checks:?}");
        let refused = back_up(&room, "all.backup").unwrap_err().to_string();
        assert!(refused.contains("damaged"), "{refused}");
    }
    let party = room.verify().integrity.damage.iter().find(|one| one.table == "party").cloned().unwrap();
    assert_eq!(party.party, Some(ada));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_altered_backup_is_refused_and_the_database_is_as_it_was(#[case] engine: Engine) {
    let (source, target) = (Room::new(engine), Room::new(engine));
    fill(&source, 30);
    let whole = fs::read(back_up(&source, "all.backup").unwrap()).unwrap();
    target.add(PartyKind::Person, "Ada");
    let rows = |room: &Room, name: &str| {
        let text = fs::read_to_string(back_up(room, name).unwrap()).unwrap();
        text.lines().filter(|line| line.starts_with('[')).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = rows(&target, "before.backup");
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let restored = |bytes: &[u8], database: String| {
        let file = target.folder.path().join("altered.backup");
        fs::write(&file, bytes).unwrap();
        restore(&RestoreRequest { database, file, replace: true }, &clock(&target))
    };
    for number in 0..40 {
        let mut bytes = whole.clone();
        let place = numbers.below(bytes.len());
        let lines: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'\n').collect();
        let line = numbers.below(lines.len() - 1);
        let line = lines[line] + 1..=lines[line + 1];
        match number % 5 {
            0 | 1 => bytes[place] ^= 1 << numbers.below(8),
            2 => drop(bytes.remove(place)),
            3 => drop(bytes.drain(line)),
            _ => {
                let twice = bytes[line.clone()].to_vec();
                drop(bytes.splice(*line.start()..*line.start(), twice));
            }
        }
        let refused = restored(&bytes, target.database.address().to_owned());
        assert!(refused.is_err(), "{number}");
    }
    assert_eq!(rows(&target, "after.backup"), before);
    let missing = target.folder.path().join("new/missing.db");
    assert!(restored(&whole[..whole.len() / 2], format!("sqlite:{}", missing.display())).is_err());
    assert!(!missing.exists(), "no database is begun for a backup that is refused");
    restored(&whole, target.database.address().to_owned()).unwrap();
    target.assert_verified();
}

/// Tables of later steps: the names of own fields, the one journal, records, frameworks, pipelines, and quotes.
const CAME_LATER: [&str; 11] = [
    "own_field",
    "change_entry",
    "change_set",
    "record",
    "record_key",
    "record_party",
    "record_type",
    "framework",
    "pipeline",
    "deal_period",
    "quote",
];

/// A table of a backup: the names of its columns, and its rows.
#[derive(Default)]
struct Part {
    columns: Vec<Value>,
    rows: Vec<Vec<Value>>,
}

impl Part {
    fn cell<'r>(&self, row: &'r [Value], column: &str) -> &'r Value {
        &row[self.columns.iter().position(|name| name == column).unwrap()]
    }

    fn without(&mut self, column: &str) {
        if let Some(place) = self.columns.iter().position(|name| name == column) {
            self.columns.remove(place);
            self.rows.iter_mut().for_each(|row| drop(row.remove(place)));
        }
    }
}

/// Deals as they were stored before they were records.
fn deals_of(parts: &BTreeMap<String, Part>) -> Part {
    let (records, keys) = (&parts["record"], &parts["record_key"]);
    let deals = records.rows.iter().filter(|row| records.cell(row, "type") == "deal");
    let deal = |row: &Vec<Value>| {
        let id = records.cell(row, "id");
        let key = keys.rows.iter().find(|key| keys.cell(key, "record") == id).unwrap();
        let of_key = |column| keys.cell(key, column).clone();
        let own = |column| records.cell(row, column).clone();
        vec![id.clone(), of_key("system"), of_key("value"), own("name"), own("created_at")]
    };
    let columns = ["id", "system", "key", "title", "created_at"].map(Value::from).to_vec();
    Part { columns, rows: deals.map(deal).collect() }
}

/// A backup as the program of step 4 wrote it.
fn of_step_4(backup: &str) -> String {
    let (mut head, mut parts, mut name) = (Value::Null, BTreeMap::<String, Part>::new(), String::new());
    for line in backup.lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        if let Some(cells) = json.as_array() {
            parts.get_mut(&name).unwrap().rows.push(cells.clone());
        } else if let Some(table) = json["table"].as_str() {
            table.clone_into(&mut name);
            let columns = json["columns"].as_array().unwrap().clone();
            parts.insert(name.clone(), Part { columns, rows: Vec::new() });
        } else if json.get("step").is_some() {
            head = json;
        }
    }
    let deals = deals_of(&parts);
    parts.insert("deal".to_owned(), deals);
    parts.retain(|name, _| !CAME_LATER.contains(&name.as_str()));
    head["step"] = json!(4);
    let (mut text, mut rows) = (format!("{head}\n"), 0);
    for (name, mut part) in parts {
        part.without("checksum");
        for column in ["step", "handed_over", "frameworks"] {
            part.without(column);
        }
        // What later programs derived has another form.
        let is_later =
            |row: &[Value]| ["checksums.complete", "projection.version"].iter().any(|name| row[0] == *name);
        part.rows.retain(|row| name != "setting" || !is_later(row));
        writeln!(text, "{}", json!({ "table": name, "columns": part.columns })).unwrap();
        for row in &part.rows {
            writeln!(text, "{}", json!(row)).unwrap();
        }
        rows += part.rows.len();
    }
    let digest = hexadecimal(&Sha256::digest(&text));
    writeln!(text, "{}", json!({ "end": true, "rows": rows, "sha256": digest })).unwrap();
    text
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_backup_of_an_earlier_step_is_restored_and_brought_to_this_one(#[case] engine: Engine) {
    let (source, target) = (Room::new(engine), Room::new(engine));
    fill(&source, 20);
    let backup = fs::read_to_string(back_up(&source, "all.backup").unwrap()).unwrap();
    let file = target.folder.path().join("old.backup");
    fs::write(&file, of_step_4(&backup)).unwrap();
    let database = target.database.address().to_owned();
    restore(&RestoreRequest { database, file, replace: true }, &clock(&target)).unwrap();
    let opened = target.another();
    let report = verify::verify(&opened, &Unwatched).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.parties, report.integrity.unchecked), (20, 0));
}

#[test]
fn a_database_file_is_not_taken_for_a_backup() {
    let (source, target) = (Room::new(Engine::Sqlite), Room::new(Engine::Sqlite));
    let file = source.database.url().file().unwrap().to_owned();
    let database = target.database.address().to_owned();
    let refused = restore(&RestoreRequest { database, file, replace: true }, &clock(&target)).unwrap_err();
    assert!(refused.to_string().contains("--database sqlite:"), "{refused}");
}
