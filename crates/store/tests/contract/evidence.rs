//! Evidence and its participants.

use casebook_domain::evidence::{Detail, Evidence, Participant, SUBJECT, Via};
use casebook_domain::ids::{ChangeSetId, DealId, EvidenceId, PartyId};
use casebook_domain::kind::built_in;
use casebook_domain::lifecycle::order::Naming;
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::{Engine, evidence, party};
use casebook_testkit::sample::{evidence as piece, person};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

const ADA: PartyId = PartyId(2);
const EVE: PartyId = PartyId(4);

fn participant(party: PartyId, role: &str) -> Participant {
    Participant { party, role: role.to_owned() }
}

/// Everything that a piece can hold.
fn full() -> Evidence {
    let mut detail = Detail::default();
    detail.0.insert("reason".into(), "price".into());
    Evidence {
        precision: Precision::Day,
        via: Via::Demo,
        deal: Some(DealId(7)),
        amount: Some(Money { minor: -5, currency: Currency::parse("EUR").unwrap() }),
        product_line: Some("looms".into()),
        names: Some(EvidenceId(1)),
        detail,
        participants: vec![participant(ADA, "buyer"), participant(ADA, SUBJECT), participant(EVE, "buyer")],
        ..piece(2, built_in::DEAL_WON, Some(FixedClock::START), ADA)
    }
}

fn filled(engine: Engine) -> TestDatabase {
    let database = TestDatabase::new(engine);
    database
        .store()
        .write(|c| {
            let people = [1, 2, 3].map(|n| person(n, &[("name", "X")]));
            party::insert_many(c, &people)?;
            evidence::insert_many(c, &[piece(1, built_in::DETAILS_LEARNED, None, ADA)], ChangeSetId(1))?;
            evidence::insert_many(c, &[full()], ChangeSetId(9))
        })
        .unwrap();
    database
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_piece_comes_back_as_it_was_appended(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    assert_eq!(store.read(|c| evidence::get(c, EvidenceId(2))).unwrap(), Some(full()));
    let both = store.read(|c| evidence::of_party(c, ADA)).unwrap();
    assert_eq!(both, [piece(1, built_in::DETAILS_LEARNED, None, ADA), full()]);
    assert_eq!(store.read(|c| evidence::of_party(c, EVE)).unwrap(), [full()]);
    assert_eq!(store.read(|c| evidence::get_many(c, &[EvidenceId(2), EvidenceId(5)])).unwrap(), [full()]);
    assert_eq!(store.read(|c| evidence::naming(c, &[EvidenceId(1)])).unwrap(), [full()]);
    assert_eq!(store.read(|c| evidence::of_deals(c, &[DealId(7), DealId(8)])).unwrap(), [full()]);
    let naming = Naming { id: EvidenceId(2), kind: built_in::DEAL_WON, names: Some(EvidenceId(1)) };
    let named = store.read(|c| evidence::named_by(c, &[EvidenceId(2), EvidenceId(5)])).unwrap();
    assert_eq!(named, [(naming, Some(DealId(7)))]);
    let learned = Naming { id: EvidenceId(1), kind: built_in::DETAILS_LEARNED, names: None };
    let namings = store.read(|c| evidence::namings_of(c, &[EVE, ADA, PartyId(6)])).unwrap();
    assert_eq!(namings, [(ADA, vec![learned, naming]), (EVE, vec![naming])]);
    let of_set =
        |after| store.read(|c| evidence::parties_of_set(c, ChangeSetId(9), EvidenceId(after), 10)).unwrap();
    let parties = full().participants.iter().map(|one| one.party).collect();
    assert_eq!((of_set(0), of_set(2)), (vec![(EvidenceId(2), parties)], vec![]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn pieces_are_seen_from_each_party_once(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let seen = store.read(|c| evidence::pieces_of(c, &[EVE, ADA, PartyId(6), EVE])).unwrap();
    let of_ada = vec![piece(1, built_in::DETAILS_LEARNED, None, ADA).piece_for(ADA), full().piece_for(ADA)];
    assert_eq!(seen, [(ADA, of_ada.clone()), (EVE, vec![full().piece_for(EVE)]), (PartyId(6), vec![])]);
    assert!(seen[0].1[1].subject && !seen[1].1[0].subject);
    let walked = |after| store.read(|c| evidence::pieces_after(c, PartyId(after), 2)).unwrap();
    assert_eq!(walked(0), seen[..2]);
    assert_eq!(walked(4), [(PartyId(6), vec![])]);
    assert_eq!(walked(6), []);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whether_anything_was_recorded_later_is_known(#[case] engine: Engine) {
    let database = filled(engine);
    let later = |at| database.store().read(|c| evidence::is_any_recorded_after(c, at)).unwrap();
    let recorded = full().recorded_at;
    assert!(later(Timestamp(recorded.0 - 1)));
    assert!(!later(recorded), "what was recorded at that moment is no later");
}

#[test]
fn a_range_of_parties_never_costs_a_scan_of_all_evidence() {
    let database = TestDatabase::new(Engine::Postgres);
    let store = database.store();
    store.write(|c| party::insert_many(c, &[person(1, &[("name", "X")])])).unwrap();
    let pieces: Vec<Evidence> =
        (1..=50_000).map(|id| piece(id, built_in::CALL_HELD, Some(FixedClock::START), PartyId(id))).collect();
    store.write(move |c| evidence::insert_many(c, &pieces, ChangeSetId(1))).unwrap();
    // From here on the planner knows how much there is, as it does in every database that is in use.
    store.refresh_statistics().unwrap();
    let scans = store
        .read(|c| {
            let sql = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'evidence'";
            let before = c.query_one(sql, &[], |row| row.int(0))?;
            let stretch: Vec<PartyId> = (101..=200).map(PartyId).collect();
            let seen = evidence::pieces_between(c, &stretch, PartyId(100))?;
            assert!(seen.iter().all(|(party, pieces)| pieces.len() == 1 && pieces[0].id.0 == party.0));
            Ok::<_, casebook_store::Error>((before, c.query_one(sql, &[], |row| row.int(0))?))
        })
        .unwrap();
    assert_eq!(scans.0, scans.1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn participants_are_added_once_and_removed(#[case] engine: Engine) {
    let database = filled(engine);
    let added = vec![(EvidenceId(1), participant(EVE, "buyer")), (EvidenceId(1), participant(ADA, SUBJECT))];
    let removed = added[..1].to_vec();
    let store = database.store();
    assert_eq!(store.write(move |c| evidence::add_participants(c, &added)).unwrap(), 1);
    assert_eq!(store.read(|c| evidence::of_party(c, EVE)).unwrap().len(), 2);
    assert_eq!(store.write(move |c| evidence::remove_participants(c, &removed)).unwrap(), 1);
    assert_eq!(store.read(|c| evidence::of_party(c, EVE)).unwrap().len(), 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn thousands_of_pieces_in_one_call(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let parties: Vec<PartyId> = (1..=500).map(|n| PartyId(n * 2)).collect();
    let all = parties.clone();
    database
        .store()
        .write(move |c| {
            let at = |n: i64| Some(Timestamp(n * 1_000));
            let pieces: Vec<Evidence> = (0..3_001)
                .map(|n| piece(n + 1, built_in::CALL_HELD, at(n), parties[n as usize % parties.len()]))
                .collect();
            evidence::insert_many(c, &pieces, ChangeSetId(1))
        })
        .unwrap();
    let seen = database.store().read(|c| evidence::pieces_of(c, &all)).unwrap();
    assert_eq!(seen.iter().map(|(_, pieces)| pieces.len()).sum::<usize>(), 3_001);
    assert!(seen.iter().all(|(_, pieces)| pieces.is_sorted_by_key(|piece| piece.id)));
}
