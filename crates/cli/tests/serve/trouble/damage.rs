//! SQLite files with a damaged page: whoever looks after them finds every damage that changes anything.

use std::path::Path;

use casebook_store::Engine;
use rusqlite::Connection;

use super::table::Row;
use crate::chance::{Dice, asked};
use crate::shell;

/// Damaged copies in an ordinary run.
const COPIES: u64 = 8;
/// The page of a SQLite file, in bytes.
const PAGE: usize = 4096;

#[test]
fn a_damaged_page_is_found_by_doctor_verify_and_backup() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    let address = |file: &Path| format!("sqlite:{}", file.display());
    shell::answer(&address(&whole), &["demo", "--parties", "150", "--seed", "3"]);
    let bytes = settled(&whole);
    let content = rows(&whole).expect("the sample is whole");
    let mut row = Row::new("damaged pages", Engine::Sqlite);
    row.tries = asked("CASEBOOK_TROUBLE_DAMAGES", COPIES);
    let mut dice = Dice::new(17);
    for copy in 0..row.tries {
        let file = folder.path().join(format!("copy-{copy}.db"));
        let (damaged, what) = damage(&bytes, &mut dice);
        std::fs::write(&file, damaged).unwrap();
        let is_harmless = rows(&file).as_ref() == Some(&content);
        let copied = folder.path().join(format!("copy-{copy}.backup")).display().to_string();
        for words in [vec!["doctor"], vec!["verify"], vec!["backup", &copied]] {
            let (code, answer) = shell::outcome(&address(&file), &words);
            match (code, is_harmless) {
                (1, _) => row.acknowledged += 1,
                // What changes nothing that is stored may be passed over.
                (0, true) => {}
                _ => {
                    row.lost += 1;
                    row.wrong.push(format!("{what}: `{}` answered {code}: {answer}", words[0]));
                }
            }
            if answer.contains("a bug in Casebook") || answer.contains("panicked at") {
                row.wrong.push(format!("{what}: `{}` blames Casebook: {answer}", words[0]));
            }
        }
    }
    row.report();
}

/// The file's bytes with its log worked in.
fn settled(file: &Path) -> Vec<u8> {
    let connection = Connection::open(file).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(connection);
    std::fs::read(file).unwrap()
}

/// Everything that is stored, as SQLite reads it without Casebook; nothing if it cannot be read whole.
fn rows(file: &Path) -> Option<Vec<String>> {
    let connection = Connection::open(file).ok()?;
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = connection.prepare(sql).ok()?;
    let names = statement.query_map([], |row| row.get::<_, String>(0)).ok()?;
    let names: Vec<String> = names.collect::<Result<_, _>>().ok()?;
    let mut all = Vec::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\" NOT INDEXED")).ok()?;
        let width = statement.column_count();
        let mut found = statement.query([]).ok()?;
        while let Some(row) = found.next().ok()? {
            let columns = (0..width).map(|place| row.get::<_, rusqlite::types::Value>(place));
            let columns: Vec<_> = columns.collect::<Result<_, _>>().ok()?;
            all.push(format!("{name} {columns:?}"));
        }
    }
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).ok()?;
    (sound == "ok").then_some(all)
}

/// The bytes with one damage, and what that is.
fn damage(whole: &[u8], dice: &mut Dice) -> (Vec<u8>, String) {
    let mut bytes = whole.to_vec();
    let pages = (bytes.len() / PAGE) as u64;
    // The first page says what the file is; without it there is no database at all.
    let page = 1 + dice.below(pages - 1) as usize;
    let start = page * PAGE;
    let what = match dice.below(4) {
        0 => {
            let at = start + dice.below(PAGE as u64) as usize;
            bytes[at] ^= 1 << dice.below(8);
            format!("a bit at {at} turned")
        }
        1 => {
            bytes[start..start + PAGE].fill(0);
            format!("page {page} lost")
        }
        2 => {
            let at = start + dice.below(PAGE as u64 - 64) as usize;
            for byte in &mut bytes[at..at + 64] {
                *byte = dice.below(256) as u8;
            }
            format!("64 bytes at {at} overwritten")
        }
        _ => {
            let other = 1 + dice.below(pages - 1) as usize;
            for place in 0..PAGE {
                bytes.swap(start + place, other * PAGE + place);
            }
            format!("pages {page} and {other} exchanged")
        }
    };
    (bytes, what)
}
