//! Backups that were altered: none is restored, and what is in the database stays as it was.

use std::path::Path;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;

use super::table::Row;
use crate::chance::{Dice, asked};
use crate::shell;

/// Altered backups in an ordinary run.
const COPIES: u64 = 8;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_altered_backup_is_not_restored(#[case] engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let source = TestDatabase::unmigrated(engine);
    shell::answer(source.address(), &["demo", "--parties", "60", "--seed", "5"]);
    shell::answer(source.address(), &["backup", &path("whole")]);
    let whole = std::fs::read(Path::new(&path("whole"))).unwrap();
    let target = TestDatabase::unmigrated(engine);
    shell::answer(target.address(), &["party", "add", "--kind", "person", "--name", "Stays"]);
    let before = shell::answer(target.address(), &["export", "parties"]);
    let mut row = Row::new("altered backups", engine);
    row.tries = asked("CASEBOOK_TROUBLE_BACKUPS", COPIES);
    let mut dice = Dice::new(23);
    for copy in 0..row.tries {
        let (altered, what) = alter(&whole, &mut dice);
        let file = path(&format!("altered-{copy}"));
        std::fs::write(&file, altered).unwrap();
        let (code, answer) = shell::outcome(target.address(), &["restore", &file, "--replace"]);
        if code == 1 {
            row.acknowledged += 1;
        } else {
            row.lost += 1;
            row.wrong.push(format!("{what}: answered {code}: {answer}"));
        }
        let after = shell::answer(target.address(), &["export", "parties"]);
        if after["items"] != before["items"] {
            row.wrong.push(format!("{what}: the database is another"));
            break;
        }
    }
    shell::answer(target.address(), &["restore", &path("whole"), "--replace"]);
    let restored = shell::answer(target.address(), &["export", "parties"]);
    let original = shell::answer(source.address(), &["export", "parties"]);
    assert_eq!(restored["items"], original["items"], "the unaltered one is restored");
    shell::assert_verified(target.address());
    row.report();
}

/// The bytes with one alteration, and what that is.
fn alter(whole: &[u8], dice: &mut Dice) -> (Vec<u8>, String) {
    let mut bytes = whole.to_vec();
    let at = dice.below(bytes.len() as u64) as usize;
    match dice.below(6) {
        0 => {
            bytes[at] ^= 1 << dice.below(8);
            (bytes, format!("a bit at {at} turned"))
        }
        1 => {
            bytes.remove(at);
            (bytes, format!("the byte at {at} taken out"))
        }
        2 => {
            bytes.insert(at, b'0');
            (bytes, format!("a byte put in at {at}"))
        }
        3 => {
            bytes.truncate(at);
            (bytes, format!("cut off at {at}"))
        }
        4 => {
            bytes.extend_from_slice(b"[]\n");
            (bytes, "something put behind the end".to_owned())
        }
        _ => {
            let length = (1 + dice.below(200) as usize).min(bytes.len() - at);
            let piece = bytes[at..at + length].to_vec();
            bytes.splice(at..at, piece);
            (bytes, format!("{length} bytes at {at} repeated"))
        }
    }
}
