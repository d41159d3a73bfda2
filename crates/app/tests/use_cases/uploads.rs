//! Files that are handed over: kept whole, for a day or as long as they are needed, and never in part.

use std::io::Write as _;

use casebook_app::domain::time::DAY;
use casebook_app::imports::{self, Upload, Uploads};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Error, Unwatched};
use casebook_store::Engine;

use crate::reimport::{CRM, crm};
use crate::room::Room;
use crate::undo::Stops;

fn uploads(room: &Room) -> Uploads {
    Uploads::in_folder(room.folder.path().join("uploads"))
}

fn upload(room: &Room, text: &str) -> Upload {
    let mut arriving = uploads(room).begin(&room.session, "leads.csv").unwrap();
    arriving.write_all(text.as_bytes()).unwrap();
    arriving.finish(&room.session).unwrap()
}

fn files(room: &Room) -> usize {
    std::fs::read_dir(room.folder.path().join("uploads")).unwrap().count()
}

#[test]
fn an_upload_is_found_as_it_was_handed_over_for_a_day() {
    let room = Room::new(Engine::Sqlite);
    let made = upload(&room, "Name\nAda\n");
    assert_eq!((made.name.as_str(), made.size), ("leads.csv", 9));
    assert_eq!(made.expires_at, room.session.now().plus(DAY));
    assert_eq!(uploads(&room).find(&room.session, made.id).unwrap(), made);
    assert_eq!(uploads(&room).by_digest().unwrap()[&made.digest], made.id);
    let table = Table::open(&uploads(&room).path(made.id), &ReadOptions::default()).unwrap();
    assert_eq!(table.digest(), made.digest, "the digest that imports go by");
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 0);
    room.clock.advance(DAY);
    assert!(matches!(uploads(&room).find(&room.session, made.id), Err(Error::NotFound { .. })));
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 1);
    assert_eq!(files(&room), 0);
}

#[test]
fn what_breaks_off_leaves_no_file() {
    let room = Room::new(Engine::Sqlite);
    let mut arriving = uploads(&room).begin(&room.session, "leads.csv").unwrap();
    arriving.write_all(b"Name\n").unwrap();
    assert_eq!(files(&room), 1);
    drop(arriving);
    assert_eq!(files(&room), 0);

    // As a process leaves it that is killed.
    let killed = room.session.new_upload();
    std::fs::write(room.folder.path().join("uploads").join(format!("{killed}.part")), "Na").unwrap();
    assert!(uploads(&room).find(&room.session, killed).is_err());
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 0, "it may still be arriving");
    room.clock.advance(DAY);
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 1);
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
    let begun = imports::begin(&room.session, table, &mapping).unwrap();
    let id = begun.id();
    assert!(imports::carry_on(&room.session, begun, &Stops::after(1)).is_err());
    room.clock.advance(2 * DAY);
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 0);
    assert_eq!(uploads(&room).find(&room.session, made.id).unwrap(), made);
    assert!(matches!(uploads(&room).remove(&room.session, made.id), Err(Error::Refused(_))));

    let resumed = imports::resume(&room.session, id, &path).unwrap();
    imports::carry_on(&room.session, resumed, &Unwatched).unwrap();
    assert_eq!(uploads(&room).tidy(&room.session).unwrap(), 1);
    assert_eq!(files(&room), 0);
}

#[test]
fn an_upload_can_be_removed_once() {
    let room = Room::new(Engine::Sqlite);
    let made = upload(&room, "Name\nAda\n");
    uploads(&room).remove(&room.session, made.id).unwrap();
    assert_eq!(files(&room), 0);
    assert!(matches!(uploads(&room).remove(&room.session, made.id), Err(Error::NotFound { .. })));
}

#[cfg(unix)]
mod rights {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_handed_over_is_its_owners_alone_whatever_the_umask() {
        let room = Room::new(Engine::Sqlite);
        rustix::process::umask(rustix::fs::Mode::empty());
        let made = upload(&room, "Name\nAda\n");
        let folder = room.folder.path().join("uploads");
        let rights = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(rights(&folder), 0o700);
        assert_eq!(rights(&uploads(&room).path(made.id)), 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        for file in fs::read_dir(&folder).unwrap() {
            assert_eq!(rights(&file.unwrap().path()), 0o600);
        }
    }

    #[test]
    fn a_folder_that_may_be_somebody_elses_is_refused_with_a_reason() {
        let room = Room::new(Engine::Sqlite);
        let path = |name: &str| room.folder.path().join(name);
        let refused = |folder: &Path, why: &str| {
            let uploads = Uploads::in_folder(folder);
            let message = uploads.check().unwrap_err().to_string();
            assert!(message.contains(why) && message.contains(&folder.display().to_string()), "{message}");
            assert!(uploads.begin(&room.session, "leads.csv").is_err());
        };
        assert!(Uploads::in_folder(path("not there yet")).check().is_ok());
        fs::create_dir(path("mine")).unwrap();
        assert!(Uploads::in_folder(path("mine")).check().is_ok());
        symlink(path("mine"), path("link")).unwrap();
        refused(&path("link"), "symbolic link");
        fs::write(path("file"), "").unwrap();
        refused(&path("file"), "not a folder");
        fs::set_permissions(path("mine"), Permissions::from_mode(0o770)).unwrap();
        refused(&path("mine"), "writable by others");
        fs::set_permissions(path("mine"), Permissions::from_mode(0o700)).unwrap();
        // Who may not give a folder away is not the owner of the first of all.
        let theirs = match chown(path("mine"), Some(65_534), None) {
            Ok(()) => path("mine"),
            Err(_) => "/".into(),
        };
        refused(&theirs, "another user");
    }
}

#[test]
fn without_a_folder_nothing_is_taken_in_and_the_refusal_says_what_to_do() {
    let room = Room::new(Engine::Sqlite);
    let nowhere = Uploads::nowhere();
    let message = nowhere.begin(&room.session, "leads.csv").err().unwrap().to_string();
    assert!(message.contains("--uploads FOLDER"), "{message}");
    assert!(nowhere.find(&room.session, room.session.new_upload()).is_err());
    assert_eq!(nowhere.tidy(&room.session).unwrap(), 0);
}
