//! An index that comes from a snapshot says what the database says, and a snapshot that is not of this database and
//! this program is passed over.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::funnel::Funnel;
use casebook_app::domain::party::PartyKind;
use casebook_app::evidence::{NewEvidence, When};
use casebook_app::funnel::{FunnelRequest, funnel};
use casebook_app::parties::{self, Filter, Sort};
use casebook_app::{IndexSource, Session, UnusableIndex, Unwatched, evidence, rebuild, sample, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use super::pages::walked;
use crate::room::Room;

/// Parties of a test: more than the fewest that a snapshot is written of.
const PARTIES: u64 = 1_050;
const SORTS: [&str; 9] = [
    "name",
    "-created_at",
    "-updated_at",
    "-last_evidence",
    "standing",
    "-stage.journey",
    "owner",
    "company",
    "-email",
];
const FACETS: [&str; 6] = ["kind", "standing", "stage.journey", "source", "owner", "city"];

/// A room with so many parties, and a snapshot of its index.
struct Kept {
    room: Room,
    file: PathBuf,
}

impl Kept {
    fn new(engine: Engine) -> Self {
        Self::with(engine, 5)
    }

    fn with(engine: Engine, seed: u64) -> Self {
        let room = Room::new(engine);
        sample::write(&room.session, PARTIES, seed, &Unwatched).unwrap();
        let mut kept = Self { room, file: PathBuf::new() };
        let session = kept.opened();
        assert_eq!(from_where(&session), IndexSource::Database(Some(UnusableIndex::Missing)));
        assert!(session.save_index().unwrap());
        assert!(!session.save_index().unwrap(), "nothing has changed since");
        kept.file = kept.written();
        kept
    }

    /// The casebook as a program that has just started opens it.
    fn opened(&self) -> Session {
        let session = self.room.another();
        // A folder that is not there yet, as on a new machine.
        session.keep_index_within(&self.state());
        session
    }

    fn state(&self) -> PathBuf {
        self.room.folder.path().join("state")
    }

    /// The same without a snapshot.
    fn opened_anew(&self) -> Session {
        drop(std::fs::remove_file(&self.file));
        let session = self.opened();
        assert_eq!(from_where(&session), IndexSource::Database(Some(UnusableIndex::Missing)));
        session
    }

    /// Where the snapshot was written: beside the file of the database, or in the folder of this user's.
    fn written(&self) -> PathBuf {
        if let Some(database) = self.room.database.address().strip_prefix("sqlite:") {
            return PathBuf::from(format!("{database}-index"));
        }
        let mut files = std::fs::read_dir(self.state()).unwrap().map(|one| one.unwrap().path());
        files.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("index-")).unwrap()
    }

    fn assert_refused(&self, why: &UnusableIndex, context: &str) {
        let session = self.opened();
        assert_eq!(from_where(&session), IndexSource::Database(Some(why.clone())), "{context}");
        assert!(parties::count(&session, &Filter::default()).unwrap() > PARTIES / 2, "{context}");
    }
}

fn from_where(session: &Session) -> IndexSource {
    session.load_index().unwrap();
    session.index_source().unwrap()
}

/// Everything that the index says.
#[derive(Debug, PartialEq)]
struct Answers {
    lists: Vec<Vec<PartyId>>,
    found: Vec<Vec<PartyId>>,
    facets: String,
    funnel: Vec<(Option<String>, Funnel)>,
}

fn answers(session: &Session) -> Answers {
    let list = |sort: &str| walked(session, &Filter::default(), &Sort::parse(sort).unwrap(), 500, |_| ());
    let found = |text: &str| parties::ids(session, &Filter::text(text)).unwrap();
    let request = FunnelRequest { vocabulary: "journey".to_owned(), ..FunnelRequest::default() };
    Answers {
        lists: SORTS.into_iter().map(list).collect(),
        found: ["a", "an", "example", "zed", "gmbh"].into_iter().map(found).collect(),
        facets: format!("{:?}", parties::facets(session, &Filter::default(), &FACETS).unwrap()),
        funnel: funnel(session, &request).unwrap().groups,
    }
}

/// Changes every tenth party or so, each in another way, and adds some.
fn change(session: &Session, ids: &[PartyId], round: usize) {
    for (place, id) in ids.iter().enumerate().skip(round % 10).step_by(10) {
        match (place / 10 + round) % 4 {
            0 => {
                let name = Some(format!("Zed {}", (place * 7919 + round) % 1_000));
                parties::edit(session, *id, vec![("name".to_owned(), name)]).unwrap();
            }
            1 => {
                let new =
                    NewEvidence { kind: "call_held".to_owned(), when: When::Now, ..NewEvidence::default() };
                evidence::record(session, *id, new).unwrap();
            }
            2 => parties::hide(session, *id).unwrap(),
            _ => {
                let fields = [("owner".to_owned(), Some(format!("owner {}", place % 5)))];
                parties::edit(session, *id, fields.into()).unwrap();
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_snapshot_that_catches_up_is_the_index_that_is_loaded_anew(#[case] engine: Engine) {
    let kept = Kept::new(engine);
    let copy = std::fs::read(&kept.file).unwrap();
    let session = kept.opened();
    assert_eq!(from_where(&session), IndexSource::Snapshot);
    let before = answers(&session);
    assert_eq!(before, answers(&kept.opened_anew()));
    let ids = &before.lists[0];
    for round in 0..3 {
        change(&kept.room.session, ids, round);
        kept.room.add(PartyKind::Person, &format!("Zed new {round}"));
        let expected = answers(&kept.opened_anew());
        assert_ne!(expected, before);
        std::fs::write(&kept.file, &copy).unwrap();
        let session = kept.opened();
        assert_eq!(from_where(&session), IndexSource::Snapshot);
        assert_eq!(answers(&session), expected, "round {round}");
        change(&kept.room.session, ids, round + 5);
        assert_eq!(
            answers(&session),
            answers(&kept.opened_anew()),
            "it goes on like any other, round {round}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_snapshot_that_is_written_while_everything_changes_is_right(#[case] engine: Engine) {
    let kept = Kept::new(engine);
    let saving = kept.opened();
    let ids = answers(&saving).lists[0].clone();
    let (ids, kept, done) = (&ids, &kept, AtomicBool::new(false));
    let written = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for round in 0..6 {
                change(&kept.room.session, ids, round);
                kept.room.add(PartyKind::Person, &format!("Zed later {round}"));
            }
            done.store(true, Ordering::SeqCst);
        });
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                saving.load_index().unwrap();
            }
        });
        let mut written = 0;
        while !done.load(Ordering::SeqCst) {
            written += usize::from(saving.save_index().unwrap());
        }
        writing.join().unwrap();
        written
    });
    assert!(written > 1, "{written}");
    let session = kept.opened();
    assert_eq!(from_where(&session), IndexSource::Snapshot);
    assert_eq!(answers(&session), answers(&kept.opened_anew()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_snapshot_that_is_torn_or_damaged_is_passed_over(#[case] engine: Engine) {
    let kept = Kept::new(engine);
    let whole = std::fs::read(&kept.file).unwrap();
    for length in [0, 7, 16, 40, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&kept.file, &whole[..length]).unwrap();
        kept.assert_refused(&UnusableIndex::Damaged, &format!("{length} bytes of {}", whole.len()));
    }
    for place in [3, 20, whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4, whole.len() - 3] {
        let mut other = whole.clone();
        other[place] ^= 0x20;
        std::fs::write(&kept.file, &other).unwrap();
        kept.assert_refused(&UnusableIndex::Damaged, &format!("byte {place} of {}", whole.len()));
    }
    let mut longer = whole.clone();
    longer.extend(b"more");
    std::fs::write(&kept.file, &longer).unwrap();
    kept.assert_refused(&UnusableIndex::Damaged, "longer");
    std::fs::write(&kept.file, &whole).unwrap();
    assert_eq!(from_where(&kept.opened()), IndexSource::Snapshot);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_snapshot_of_another_database_or_another_past_is_passed_over(#[case] engine: Engine) {
    let (kept, other) = (Kept::new(engine), Kept::with(engine, 6));
    std::fs::copy(&other.file, &kept.file).unwrap();
    kept.assert_refused(&UnusableIndex::Foreign, "a company like it");
    kept.room.sql("DELETE FROM change_feed");
    kept.room.sql("DELETE FROM change_outbox");
    kept.assert_refused(&UnusableIndex::Foreign, "its past is gone");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_snapshot_from_before_an_upheaval_is_too_old(#[case] engine: Engine) {
    let kept = Kept::new(engine);
    let written = || {
        let session = kept.opened();
        session.load_index().unwrap();
        session.save_index().unwrap();
        assert_eq!(from_where(&kept.opened()), IndexSource::Snapshot);
    };
    kept.room.sql("DELETE FROM standing_period");
    rebuild::rebuild(&kept.room.session, &Unwatched).unwrap();
    kept.assert_refused(&UnusableIndex::Old, "everything was derived anew");
    written();
    vocabularies::retire(&kept.room.session, "zoho").unwrap();
    kept.assert_refused(&UnusableIndex::Old, "a vocabulary is no longer in use");
    written();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_a_small_company_no_snapshot_is_kept(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 100, 5, &Unwatched).unwrap();
    room.session.keep_index_within(room.folder.path());
    room.session.load_index().unwrap();
    assert!(!room.session.save_index().unwrap());
}
