//! An import that stopped goes on where it was, and nobody else may be at it meanwhile.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use casebook_app::{Error, Progress, Unwatched};
use casebook_store::Engine;
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;
use crate::undo::Stops;

/// Rows of which some are bad, some repeat a key, and some say what nobody knows.
fn rows() -> Vec<String> {
    let mut rows = Vec::new();
    for n in 0..1_500 {
        let status = ["New", "Qualified", "Sleeping", "Junk Lead"][n % 4];
        let created = if n % 100 == 99 { "never".to_owned() } else { format!("2025-{:02}-11", n % 12 + 1) };
        let key = if n % 7 == 6 { n - 3 } else { n };
        rows.push(format!("{key},P{n},p{key}@example.org,City {n},web,Firm {},{created},{status}", n % 50));
    }
    rows
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_import_stopped_at_every_batch_ends_as_if_it_had_never_stopped(#[case] engine: Engine) {
    let rows = rows();
    let file = crm(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let (room, undisturbed) = (Room::new(engine), Room::new(engine));
    let expected = undisturbed.import(CRM, &file);

    let mut stops = 0;
    let report = loop {
        match room.try_import(&room.another(), CRM, &file, &Stops::after(1)) {
            Ok(report) => break report,
            Err(Error::Stopped(_)) => stops += 1,
            Err(error) => panic!("{error}"),
        }
    };
    assert!(stops >= 3, "it was stopped {stops} times");
    assert!(report.resumed);
    assert_eq!(room.count("SELECT count(*) FROM import_run"), 1, "one import, however often it stopped");
    let counts = |report: &casebook_app::imports::ImportReport| {
        let unknown = report.unknown_values.clone();
        let all = [report.created, report.updated, report.unchanged, report.rejected, report.evidence];
        (all, report.kept, unknown)
    };
    assert_eq!(counts(&report), counts(&expected));
    assert_eq!(report.rejected, 15);
    let listed = |report: &casebook_app::imports::ImportReport| {
        std::fs::read_to_string(report.rejected_file.as_ref().unwrap()).unwrap()
    };
    assert_eq!(listed(&report), listed(&expected));
    for vocabulary in ["journey", "zoho", "inbound"] {
        assert_eq!(room.funnel_of(vocabulary), undisturbed.funnel_of(vocabulary));
    }
    let seen =
        |room: &Room| room.seen().into_values().map(|one| (one.fields, one.evidence)).collect::<Vec<_>>();
    let (mut found, mut wanted) = (seen(&room), seen(&undisturbed));
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    room.assert_verified();
}

/// Waits in the middle of an import until it may go on.
struct Gate {
    reached: Mutex<Option<Sender<()>>>,
    open: Mutex<Receiver<()>>,
}

impl Progress for Gate {
    fn at(&self, _done: u64, _total: u64) {
        if let Some(reached) = self.reached.lock().unwrap().take() {
            reached.send(()).unwrap();
            self.open.lock().unwrap().recv().unwrap();
        }
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_second_run_of_a_file_is_refused_while_the_first_is_at_it(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rows = rows();
    let file = crm(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let (reached, wait) = channel();
    let (go_on, open) = channel();
    let gate = Gate { reached: Mutex::new(Some(reached)), open: Mutex::new(open) };
    std::thread::scope(|scope| {
        let first = scope.spawn(|| room.try_import(&room.session, CRM, &file, &gate));
        wait.recv().unwrap();
        let refused = room.try_import(&room.another(), CRM, &file, &Unwatched);
        assert!(matches!(&refused, Err(Error::Refused(detail)) if detail.contains("by another process")));
        let listed = casebook_app::imports::list(&room.session).unwrap();
        assert_eq!(listed[0].state, casebook_app::imports::ImportState::Running);
        go_on.send(()).unwrap();
        assert_eq!(first.join().unwrap().unwrap().rejected, 15);
    });
    assert_eq!(room.count("SELECT count(*) FROM import_run"), 1);
    room.assert_verified();
}
