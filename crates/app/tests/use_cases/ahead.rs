//! Rows are decided before the transaction that stores them; what happens in between counts all the same.

use std::fmt::Write as _;
use std::sync::Mutex;

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::vocabulary::Vocabulary;
use casebook_app::parties::{self, NewParty};
use casebook_app::{Progress, Unwatched, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const PEOPLE: &str = "name = \"people\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n\
    [fields]\nname = \"Name\"\nsource = \"Source\"\n[[evidence]]\nkind = \"form_submitted\"\nat = \"Created\"\n";
/// Several batches.
const ROWS: u64 = 3_000;
/// A row of the second batch, which is decided while the first is stored.
const SECOND: u64 = 500;

fn people() -> String {
    let mut file = "Id,Name,Source,Created\n".to_owned();
    for n in 0..ROWS {
        writeln!(file, "{n},P{n},web,2025-03-{:02}", n % 28 + 1).unwrap();
    }
    file
}

/// Does something once, behind the first batch.
struct Once<F>(Mutex<Option<F>>);

impl<F: FnOnce() + Send> Progress for Once<F> {
    fn at(&self, _done: u64, _total: u64) {
        if let Some(act) = self.0.lock().unwrap().take() {
            act();
        }
    }

    fn stopped(&self) -> bool {
        false
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn somebody_added_while_an_import_runs_is_the_one_whom_its_rows_are_about(#[case] engine: Engine) {
    let (room, undisturbed) = (Room::new(engine), Room::new(engine));
    let other = room.another();
    let add = || {
        let fields = [("name".to_owned(), "Ada".to_owned())].into_iter().collect();
        let external = vec![("crm".to_owned(), SECOND.to_string())];
        parties::add(&other, NewParty { kind: PartyKind::Person, fields, external }).unwrap();
    };
    let report = room.try_import(&room.session, PEOPLE, &people(), &Once(Mutex::new(Some(add)))).unwrap();
    assert_eq!((report.created, report.updated, report.evidence), (ROWS - 1, 1, ROWS));
    let ada = room.party(&SECOND.to_string());
    assert_eq!(room.field(ada, "name").as_deref(), Some("Ada"), "what somebody has typed in stays");
    assert_eq!(room.field(ada, "source").as_deref(), Some("web"));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    room.assert_verified();

    let undone = room.undo(report.import);
    assert_eq!(undone.kept.len(), 0, "{:?}", undone.kept);
    assert_eq!(room.seen().len(), 1, "whom the import did not add is still there");
    room.assert_verified();

    assert_eq!(undisturbed.import(PEOPLE, &people()).created, ROWS);
    undisturbed.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_definition_changed_while_an_import_runs_holds_for_all_of_its_rows(#[case] engine: Engine) {
    let room = Room::new(engine);
    let other = room.another();
    let journey = Vocabulary::built_in()[0].to_toml();
    let stricter = journey.replace("interest.count > 0", "interest.count > 1");
    assert_ne!(stricter, journey);
    let adopt = || {
        vocabularies::adopt(&other, &stricter, &Unwatched).unwrap();
    };
    let report = room.try_import(&room.session, PEOPLE, &people(), &Once(Mutex::new(Some(adopt)))).unwrap();
    assert_eq!(report.created, ROWS);
    room.assert_verified();
    for n in [0, SECOND, ROWS - 1] {
        let stage = room.stage(room.party(&n.to_string()), "journey");
        assert_eq!(stage.as_deref(), Some("contact"), "row {n}");
    }
}
