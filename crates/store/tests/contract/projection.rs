//! Projections.

use casebook_domain::ids::{EvidenceId, PartyId, VocabularyId};
use casebook_domain::lifecycle::history::{Cause, StagePeriod, Standing, StandingPeriod};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;
use casebook_store::projection::{Before, Change, FactsRow, PartyPeriods, Projection};
use casebook_store::vocabulary::{VocabularyRow, VocabularyState};
use casebook_store::{Connection, Engine, Error, party, projection, vocabulary};
use casebook_testkit::sample::person;
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

const JOURNEY: VocabularyId = VocabularyId(1);
const ZOHO: VocabularyId = VocabularyId(2);

fn version(id: VocabularyId, name: &str) -> VocabularyRow {
    VocabularyRow {
        id,
        name: name.into(),
        version: 1,
        title: name.to_uppercase(),
        source: "[[stage]]".into(),
        state: VocabularyState::Active,
        created_at: FixedClock::START,
        recorded_by: "ada".into(),
        frameworks: None,
    }
}

fn sample(party: i64) -> Projection {
    let by = Cause::Evidence(EvidenceId(party * 10));
    let stage = |stage, from: Option<i64>, to: Option<i64>| StagePeriod {
        stage,
        entered_at: from.map(Timestamp),
        step: Step::Instant,
        left_at: to.map(Timestamp),
        entered_by: by,
        left_by: to.map(|_| Cause::Time),
    };
    Projection {
        party: PartyId(party),
        facts: Some(FactsRow {
            projection_version: 1,
            pieces: 2,
            first_at: None,
            last_at: Some(Timestamp(5)),
            handed_over: None,
            facts: vec![0, party as u8],
        }),
        stages: vec![
            (JOURNEY, vec![stage(0, None, Some(5)), stage(3, Some(5), Some(9)), stage(1, Some(9), None)]),
            (ZOHO, vec![stage(2, Some(5), None)]),
        ],
        standings: vec![
            StandingPeriod {
                standing: Standing::Lost,
                reason: Some("price".into()),
                entered_at: None,
                step: Step::Instant,
                left_at: Some(Timestamp(7)),
                entered_by: by,
                left_by: Some(by),
            },
            StandingPeriod {
                standing: Standing::Active,
                reason: None,
                entered_at: Some(Timestamp(7)),
                step: Step::Instant,
                left_at: None,
                entered_by: by,
                left_by: None,
            },
        ],
    }
}

fn filled(engine: Engine) -> TestDatabase {
    let database = TestDatabase::new(engine);
    database
        .store()
        .write(|c| {
            vocabulary::insert(c, &version(JOURNEY, "journey"))?;
            vocabulary::insert(c, &version(ZOHO, "zoho"))?;
            let mut people = [1, 2, 3].map(|n| person(n, &[("name", "X")]));
            people[1].hidden = true;
            party::insert_many(c, &people)?;
            projection::replace_many(c, &[sample(4), sample(2)], Before::Nothing)
        })
        .unwrap();
    database
}

fn nothing(party: i64) -> Projection {
    Projection { party: PartyId(party), facts: None, stages: vec![], standings: vec![] }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_derived_comes_back(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let some = store.read(|c| projection::read_many(c, &[PartyId(6), PartyId(4)])).unwrap();
    assert_eq!(some, [sample(4), nothing(6)]);
    let facts = store.read(|c| projection::facts_of(c, &[PartyId(6), PartyId(4)])).unwrap();
    assert_eq!(facts.into_iter().collect::<Vec<_>>(), [(PartyId(4), sample(4).facts.unwrap())]);
    let walked = |after| store.read(|c| projection::read_after(c, PartyId(after), 2)).unwrap();
    assert_eq!((walked(0), walked(4), walked(6)), (vec![sample(2), sample(4)], vec![nothing(6)], vec![]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn replacing_touches_only_the_parties_and_vocabularies_given(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let mut changed = sample(2);
    changed.stages = vec![(JOURNEY, vec![])];
    changed.standings.pop();
    let written = changed.clone();
    store
        .write(move |c| projection::replace_many(c, std::slice::from_ref(&written), Before::Something))
        .unwrap();
    changed.stages = vec![(ZOHO, sample(2).stages[1].1.clone())];
    let found = store.read(|c| projection::read_many(c, &[PartyId(2), PartyId(4)])).unwrap();
    assert_eq!(found, [changed, sample(4)]);
    assert_eq!(store.write(|c| projection::delete_vocabulary(c, ZOHO)).unwrap(), 2);
    store.write(projection::clear).unwrap();
    assert_eq!(store.read(|c| projection::read_many(c, &[PartyId(4)])).unwrap(), [nothing(4)]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_funnel_reads_parties_with_their_periods_and_no_causes(#[case] engine: Engine) {
    let database = filled(engine);
    database.store().refresh_statistics().unwrap();
    let between = |after, last| {
        let range = (PartyId(after), PartyId(last));
        let read = |c: &mut Connection<'_>| projection::periods_between(c, Some(JOURNEY), range.0, range.1);
        database.store().read(read).unwrap()
    };
    let expected = |party: i64| {
        let Projection { stages, standings, .. } = if party == 6 { nothing(6) } else { sample(party) };
        let stages = stages.into_iter().next().map(|(_, list)| list).unwrap_or_default();
        let ended = |at: Option<Timestamp>| at.map(|_| Cause::Time);
        PartyPeriods {
            party: PartyId(party),
            hidden: party == 4,
            source: None,
            stages: stages
                .into_iter()
                .map(|one| StagePeriod { entered_by: Cause::Time, left_by: ended(one.left_at), ..one })
                .collect(),
            standings: standings
                .into_iter()
                .map(|one| StandingPeriod { entered_by: Cause::Time, left_by: ended(one.left_at), ..one })
                .collect(),
        }
    };
    assert_eq!(between(0, 9), [2, 4, 6].map(expected));
    assert_eq!(between(2, 4), [4].map(expected));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn versions_of_a_vocabulary_are_kept_and_moved_on(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    assert_eq!(store.read(vocabulary::all).unwrap(), [version(JOURNEY, "journey"), version(ZOHO, "zoho")]);
    let again = store.write(|c| vocabulary::insert(c, &version(VocabularyId(3), "zoho")));
    assert!(matches!(again, Err(Error::Conflict { .. })));
    assert!(store.write(|c| vocabulary::set_state(c, ZOHO, VocabularyState::Retired)).unwrap());
    assert_eq!(store.read(vocabulary::active).unwrap(), [version(JOURNEY, "journey")]);
    let retired = store.read(|c| vocabulary::get(c, ZOHO)).unwrap().unwrap();
    assert_eq!(retired.state, VocabularyState::Retired);
}

/// Histories that begin like the sample's and go on in every way a list can: cut, changed, longer, empty.
fn histories(party: i64) -> Vec<Projection> {
    let whole = sample(party);
    let mut cut = whole.clone();
    cut.stages[0].1.truncate(1);
    cut.standings.truncate(1);
    let mut ended = whole.clone();
    ended.stages[0].1[2].left_at = Some(Timestamp(11));
    ended.stages[0].1[2].left_by = Some(Cause::Time);
    ended.facts.as_mut().unwrap().pieces = 3;
    let mut longer = ended.clone();
    longer.stages[0].1.push(StagePeriod { entered_at: Some(Timestamp(11)), ..whole.stages[0].1[2].clone() });
    longer.standings.push(whole.standings[0].clone());
    let mut other = whole.clone();
    other.stages[0].1[0].stage = 7;
    other.stages[1].1.clear();
    other.standings[0].reason = None;
    let empty = vec![(JOURNEY, vec![]), (ZOHO, vec![])];
    let empty_one = Projection { stages: empty, ..nothing(party) };
    vec![whole, cut, ended, longer, other, empty_one]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_change_from_any_history_to_any_other_stores_the_other(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let read = || store.read(|c| projection::read_many(c, &[PartyId(2), PartyId(4)])).unwrap();
    for before in histories(2) {
        for after in histories(2) {
            let (start, end) = (before.clone(), after.clone());
            store
                .write(move |c| projection::replace_many(c, std::slice::from_ref(&start), Before::Something))
                .unwrap();
            let change = Change { before: before.clone(), after: after.clone() };
            store.write(move |c| projection::change_many(c, std::slice::from_ref(&change))).unwrap();
            let changed = read();
            store
                .write(move |c| projection::replace_many(c, std::slice::from_ref(&end), Before::Something))
                .unwrap();
            assert_eq!(changed, read(), "from {before:?} to {after:?}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn changes_of_many_parties_store_the_same_together(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let read = || store.read(|c| projection::read_many(c, &[PartyId(2), PartyId(4)])).unwrap();
    let replace = |all: Vec<Projection>| {
        store.write(move |c| projection::replace_many(c, &all, Before::Something)).unwrap();
    };
    for (before, other_after) in histories(2).into_iter().zip(histories(4)) {
        for (after, other_before) in histories(2).into_iter().zip(histories(4)) {
            replace(vec![before.clone(), other_before.clone()]);
            let changes = vec![
                Change { before: before.clone(), after: after.clone() },
                Change { before: other_before, after: other_after.clone() },
            ];
            store.write(move |c| projection::change_together(c, &changes)).unwrap();
            let changed = read();
            replace(vec![after, other_after.clone()]);
            assert_eq!(changed, read(), "from {before:?}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn everything_of_a_vocabulary_that_was_not_known_before_is_replaced(#[case] engine: Engine) {
    let database = filled(engine);
    let store = database.store();
    let (mut before, mut after) = (sample(2), sample(2));
    before.stages.remove(0);
    after.stages[0].1.remove(1);
    let expected = after.stages[0].1.clone();
    let change = [Change { before, after }];
    for store_changes in [projection::change_many, projection::change_together] {
        let change = change.clone();
        store.write(move |c| store_changes(c, &change)).unwrap();
        let read = store.read(|c| projection::read_many(c, &[PartyId(2)])).unwrap();
        assert_eq!(read[0].stages[0].1, expected);
    }
}
