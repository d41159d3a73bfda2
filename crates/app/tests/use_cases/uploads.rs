//! Files that are handed over: kept whole, for a day or as long as they are needed, and never in part.

use std::io::Write as _;

use casebook_app::domain::time::DAY;
use casebook_app::imports::read::{ReadOptions, Table};
use casebook_app::imports::{self, Upload, Uploads};
use casebook_app::{Error, Unwatched};
use casebook_store::Engine;

use crate::reimport::{CRM, crm};
use crate::room::Room;
use crate::undo::Stops;

fn uploads(room: &Room) -> Uploads {
    Uploads::in_folder(room.folder.path().join("uploads"))
}

fn upload(room: &Room, text: &str) -> Upload {
    let mut arriving = uploads(room).begin(&room.casebook, "leads.csv").unwrap();
    arriving.write_all(text.as_bytes()).unwrap();
    arriving.finish(&room.casebook).unwrap()
}

fn files(room: &Room) -> usize {
    std::fs::read_dir(room.folder.path().join("uploads")).unwrap().count()
}

#[test]
fn an_upload_is_found_as_it_was_handed_over_for_a_day() {
    let room = Room::new(Engine::Sqlite);
    let made = upload(&room, "Name\nAda\n");
    assert_eq!((made.name.as_str(), made.size), ("leads.csv", 9));
    assert_eq!(made.expires_at, room.casebook.now().plus(DAY));
    assert_eq!(uploads(&room).find(&room.casebook, made.id).unwrap(), made);
    assert_eq!(uploads(&room).by_digest().unwrap()[&made.digest], made.id);
    let table = Table::open(&uploads(&room).path(made.id), &ReadOptions::default()).unwrap();
    assert_eq!(table.digest(), made.digest, "the digest that imports go by");
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 0);
    room.clock.advance(DAY);
    assert!(matches!(uploads(&room).find(&room.casebook, made.id), Err(Error::NotFound { .. })));
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 1);
    assert_eq!(files(&room), 0);
}

#[test]
fn what_breaks_off_leaves_no_file() {
    let room = Room::new(Engine::Sqlite);
    let mut arriving = uploads(&room).begin(&room.casebook, "leads.csv").unwrap();
    arriving.write_all(b"Name\n").unwrap();
    assert_eq!(files(&room), 1);
    drop(arriving);
    assert_eq!(files(&room), 0);

    // As a process leaves it that is killed.
    let killed = room.casebook.new_upload();
    std::fs::write(room.folder.path().join("uploads").join(format!("{killed}.part")), "Na").unwrap();
    assert!(uploads(&room).find(&room.casebook, killed).is_err());
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 0, "it may still be arriving");
    room.clock.advance(DAY);
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 1);
    assert_eq!(files(&room), 0);
}

#[test]
fn an_upload_that_an_unfinished_import_needs_is_kept() {
    let room = Room::new(Engine::Sqlite);
    let rows: Vec<String> = (0..900).map(|n| format!("{n},P{n},,,,,,")).collect();
    let made = upload(&room, &crm(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    let path = uploads(&room).path(made.id);
    let mapping =
        room.request(CRM, "Id,Name,Mail,City,Source,Company,Created,Status\n1,A,,,,,,\n", false).mapping;
    let table = Table::open_as(&made.name, &path, &ReadOptions::default()).unwrap();
    let begun = imports::begin(&room.casebook, table, &mapping).unwrap();
    let id = begun.id();
    assert!(imports::carry_on(&room.casebook, begun, &Stops::after(1)).is_err());
    room.clock.advance(2 * DAY);
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 0);
    assert_eq!(uploads(&room).find(&room.casebook, made.id).unwrap(), made);
    assert!(matches!(uploads(&room).remove(&room.casebook, made.id), Err(Error::Refused(_))));

    let resumed = imports::resume(&room.casebook, id, &path).unwrap();
    imports::carry_on(&room.casebook, resumed, &Unwatched).unwrap();
    assert_eq!(uploads(&room).tidy(&room.casebook).unwrap(), 1);
    assert_eq!(files(&room), 0);
}

#[test]
fn an_upload_can_be_removed_once() {
    let room = Room::new(Engine::Sqlite);
    let made = upload(&room, "Name\nAda\n");
    uploads(&room).remove(&room.casebook, made.id).unwrap();
    assert_eq!(files(&room), 0);
    assert!(matches!(uploads(&room).remove(&room.casebook, made.id), Err(Error::NotFound { .. })));
}
