//! The logs of earlier versions move into the one journal.

use casebook_domain::change::{Action, State, What};
use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeId, ChangeSetId, PartyId};
use casebook_store::change_set::ChangeSetRow;
use casebook_store::{Engine, change_entry, change_set};
use casebook_testkit::{BACK_TO_STEP_6, FixedClock, JOURNAL_OF_STEP_6, TestDatabase};
use rstest::rstest;

/// Two imports, the first undone, the second interrupted, with what was done between and by them.
const NOTED: &str = "INSERT INTO import_run (id, feed, file, file_digest, mapping, mapping_digest, state, rows_done, \
    created, updated, unchanged, rejected, evidence, position, started_at, finished_at, recorded_by, report) VALUES \
    (10, 'crm', 'a.csv', 'd', 'm', 'e', 'undone', 2, 1, 1, 0, 0, 3, 9, 100, 200, 'ada', ''), \
    (20, 'crm', 'b.csv', 'd', 'm', 'e', 'running', 1, 0, 1, 0, 0, 1, 9, 300, NULL, 'bob', ''); \
    INSERT INTO import_effect (import, seq, feed, row_key, party, effect, before) VALUES \
    (10, 4, 'crm', '1', 2, 'created', ''), (10, 5, 'crm', '', 3, 'revived', ''), \
    (20, 4, 'crm', '1', 2, 'updated', '{}'); \
    INSERT INTO change_log (id, at, actor, via, action, party, evidence, detail) VALUES \
    (11, 90, 'ada', 0, 'party_added', 4, NULL, ''), \
    (12, 150, 'ada', 1, 'party_imported', 2, NULL, '{\"city\":[null,\"Rome\"]}'), \
    (13, 190, 'ada', 1, 'party_taken_back', 2, NULL, '{\"city\":[\"Rome\",null]}'), \
    (14, 250, 'eve', 2, 'party_edited', 2, NULL, '{\"city\":[null,\"Oslo\"]}'), \
    (21, 310, 'bob', 1, 'party_imported', 2, NULL, '{\"city\":[\"Oslo\",\"Bern\"]}');";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_log_and_the_journal_of_imports_become_change_sets(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store
        .write(|connection| {
            connection.execute_script(JOURNAL_OF_STEP_6)?;
            connection.execute_script(NOTED)?;
            connection.execute_script(BACK_TO_STEP_6)
        })
        .unwrap();
    store.migrate(FixedClock::START).unwrap();

    let sets: Vec<ChangeSetRow> = store.read(|c| change_set::latest(c, None, 99)).unwrap();
    let found: Vec<_> =
        sets.iter().map(|set| (set.id.0, set.what, set.state, set.actor.as_str(), set.via)).collect();
    let expected = [
        (20, What::Import, State::Running, "bob", Via::Import),
        (14, What::Edit, State::Done, "eve", Via::Api),
        (13, What::Undo, State::Done, "ada", Via::Import),
        (11, What::Add, State::Done, "ada", Via::Form),
        (10, What::Import, State::Undone, "ada", Via::Import),
    ];
    assert_eq!(found, expected);
    assert_eq!(sets[4].counts, r#"{"parties_added":1,"parties_edited":1,"evidence":3}"#);
    assert_eq!((sets[4].at.0, sets[4].finished_at.map(|at| at.0)), (100, Some(200)));

    let entries = |set| {
        store.read(|c| change_entry::of_set_before(c, ChangeSetId(set), ChangeId(i64::MAX), 9)).unwrap()
    };
    let of_first: Vec<_> =
        entries(10).into_iter().map(|one| (one.id.0, one.action, one.record, one.row_key)).collect();
    let one = |id, action, record, key: Option<&str>| (id, action, Some(record), key.map(str::to_owned));
    assert_eq!(
        of_first,
        [
            one(12, Action::PartyImported, 2, None),
            one(5, Action::RowRevived, 3, None),
            one(4, Action::RowAdded, 2, Some("1")),
        ]
    );
    let of_second: Vec<_> = entries(20).into_iter().map(|one| (one.action, one.detail)).collect();
    let imported = (Action::PartyImported, r#"{"city":["Oslo","Bern"]}"#.to_owned());
    assert_eq!(of_second, [imported, (Action::RowUpdated, "{}".to_owned())]);
    let log = store.read(|c| change_entry::of_party(c, PartyId(2), None, 9)).unwrap();
    assert_eq!(log.iter().map(|one| one.entry.id.0).collect::<Vec<_>>(), [21, 14, 13, 12]);
}
