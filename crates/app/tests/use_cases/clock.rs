//! Clocks that show what cannot be, and clocks that are set: nothing is spoilt for good by one reading.

use std::io::Write as _;

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::{DAY, Timestamp};
use casebook_app::imports::Uploads;
use casebook_app::requests::{self, RequestKey};
use casebook_app::{Error, Session, StoreError, doctor, evidence, feed, parties, repair};
use casebook_store::Engine;
use casebook_testkit::FixedClock;
use rstest::rstest;

use crate::room::Room;

/// 2089-06-01.
const BEYOND: Timestamp = Timestamp(3_768_508_800_000_000);

fn not_believed<T: std::fmt::Debug>(outcome: &casebook_app::Result<T>) {
    let is_so =
        matches!(outcome, Err(error @ Error::Store(StoreError::Clock { .. })) if error.code() == "clock");
    assert!(is_so, "{outcome:?}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nothing_is_stored_under_a_time_that_cannot_be_and_all_is_well_once_it_is_right(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let before = room.rows();
    let leases = room.count("SELECT max(last_millis) FROM node_lease");
    let uploads = Uploads::in_folder(room.folder.path().join("uploads"));
    for shows in [BEYOND, Timestamp(0), Timestamp(i64::MAX), FixedClock::START.plus(3_650 * DAY)] {
        room.clock.set(shows);
        let call = evidence::NewEvidence { kind: "call_held".to_owned(), ..evidence::NewEvidence::default() };
        not_believed(&evidence::record(&room.session, ada, call));
        not_believed(&parties::hide(&room.session, ada));
        not_believed(&uploads.begin(&room.session, "people.csv").map(drop));
        assert_eq!(parties::show(&room.session, ada).unwrap().fields["name"], "Ada", "it can be read");
    }
    assert_eq!(room.rows(), before);
    assert!(
        room.count("SELECT max(last_millis) FROM node_lease")
            <= leases.max(FixedClock::START.plus(DAY).0 / 1_000)
    );
    room.clock.set(FixedClock::START);
    room.record(ada, "call_held", 0);
    drop(room.another());
    room.assert_verified();
}

/// Everything that is forgotten when it is old: the feed, the keys of requests and what was handed over.
struct Kept {
    uploads: Uploads,
    key: RequestKey,
}

impl Kept {
    fn make(room: &Room) -> Self {
        let key = RequestKey { key: "k".to_owned(), digest: "d".to_owned() };
        let new = |name: &str| parties::NewParty {
            kind: PartyKind::Person,
            fields: [("name".to_owned(), name.to_owned())].into_iter().collect(),
            external: Vec::new(),
        };
        parties::add(&room.session.for_request(key.clone()), new("Ada")).unwrap();
        parties::add(&room.session, new("Bea")).unwrap();
        let uploads = Uploads::in_folder(room.folder.path().join("uploads"));
        let mut arriving = uploads.begin(&room.session, "people.csv").unwrap();
        arriving.write_all(b"Name\nAda\n").unwrap();
        arriving.finish(&room.session).unwrap();
        feed::number(&room.session).unwrap();
        Self { uploads, key }
    }

    fn tidy(&self, session: &Session) -> [u64; 3] {
        let uploads = self.uploads.tidy(session).unwrap() as u64;
        [feed::forget_old(session).unwrap(), requests::forget_old(session).unwrap(), uploads]
    }

    fn assert_all_there(&self, room: &Room, session: &Session) {
        assert_eq!(self.tidy(session), [0; 3]);
        assert!(
            matches!(requests::recall(session, &self.key), Err(Error::Repeated)),
            "the key is remembered"
        );
        let id = *self.uploads.by_digest().unwrap().values().next().unwrap();
        assert!(self.uploads.find(session, id).is_ok());
        assert_eq!(room.count("SELECT count(*) FROM change_feed"), 2);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nothing_is_forgotten_on_the_word_of_a_clock_that_was_set(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.clock.advance(40 * DAY);
    let kept = Kept::make(&room);
    for by in [60 * DAY, 20 * 365 * DAY, -35 * DAY, -20 * 365 * DAY] {
        room.clock.set_by(by);
        kept.assert_all_there(&room, &room.session);
        room.clock.set_by(-by);
        kept.assert_all_there(&room, &room.session);
    }
    // Another server that starts while the clock is wrong has nothing else to go by either.
    room.clock.set_by(60 * DAY);
    kept.assert_all_there(&room, &room.another());
    room.clock.set_by(-60 * DAY);
    // Time that really passes is believed.
    kept.assert_all_there(&room, &room.session);
    room.clock.advance(31 * DAY);
    assert_eq!(kept.tidy(&room.session), [1, 1, 1], "the last entry of the feed always stays");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_a_clock_far_back_stamped_is_not_old_once_it_is_right(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.clock.advance(200 * DAY);
    let now = room.session.now();
    room.clock.set(FixedClock::START);
    let kept = Kept::make(&room);
    room.clock.set(now);
    kept.assert_all_there(&room, &room.session);
    kept.assert_all_there(&room, &room.another());
    room.clock.advance(DAY - 1);
    kept.assert_all_there(&room, &room.session);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn doctor_names_marks_that_lie_far_ahead_and_repairing_retires_them(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.sql("INSERT INTO node_lease (node, holder, expires_at, last_millis) VALUES (700, 'gone', 0, 3700000000000)");
    let leases = || {
        let checks = doctor::doctor(room.database.address(), "ada", room.clock.clone(), false);
        checks.into_iter().find(|check| check.name == "leases").unwrap()
    };
    let found = leases();
    assert!(!found.ok && found.detail.contains("doctor --repair"), "{found:?}");
    assert_eq!(repair::leases(room.database.address(), &*room.clock).unwrap(), 1);
    assert!(leases().ok);
    assert_eq!(repair::leases(room.database.address(), &*room.clock).unwrap(), 0);
    room.add(PartyKind::Person, "Ada");
}
