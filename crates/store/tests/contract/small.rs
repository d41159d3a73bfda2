//! The small tables: deals, links, custom kinds, the change log, settings.

use casebook_domain::change::{Action, State, What};
use casebook_domain::evidence::Via;
use casebook_domain::ids::{ChangeId, ChangeSetId, DealId, LinkId, PartyId, RecordId};
use casebook_domain::kind::Family;
use casebook_domain::time::Timestamp;
use casebook_store::change_entry::ChangeEntry;
use casebook_store::change_set::ChangeSetRow;
use casebook_store::link::LinkRow;
use casebook_store::record_key::RecordKey;
use casebook_store::{Engine, Error, change_entry, change_set, deal, kind, link, record_key, setting};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn deals_are_found_by_system_and_key(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let key = |id: i64| (RecordId(id), RecordKey { system: "zoho".into(), value: id.to_string() });
    store.write(move |c| record_key::insert_many(c, "deal", &[key(1), key(2)])).unwrap();
    store.write(move |c| record_key::insert_many(c, "visit", &[key(3)])).unwrap();
    let keys = [("zoho", "2"), ("espo", "2"), ("zoho", "3"), ("zoho", "1")];
    let found = store.read(|c| deal::find_many(c, &keys)).unwrap();
    assert_eq!(found, [Some(DealId(2)), None, None, Some(DealId(1))]);
    let twice = store.write(move |c| record_key::insert_many(c, "deal", &[(RecordId(3), key(1).1)]));
    assert!(matches!(twice, Err(Error::Conflict { table, .. }) if table == "record_key"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_link_is_added_once_removed_and_restored_by_who_adds_it_again(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let row = LinkRow {
        id: LinkId(1),
        person: PartyId(2),
        organization: PartyId(5),
        role: "employee".into(),
        from_at: None,
        to_at: None,
        change_set: None,
        ended: false,
    };
    let set = |id| Some(ChangeSetId(id));
    let first = LinkRow { change_set: set(6), ..row.clone() };
    let again = LinkRow { id: LinkId(2), from_at: Some(Timestamp(5)), change_set: set(7), ..row.clone() };
    let third = LinkRow { change_set: set(8), ..again.clone() };
    let other = LinkRow { id: LinkId(3), role: "buyer".into(), ended: true, ..row.clone() };
    let inserted = other.clone();
    store.write(move |c| link::insert_many(c, std::slice::from_ref(&inserted))).unwrap();
    store.write(move |c| link::put_many(c, std::slice::from_ref(&first))).unwrap();
    assert!(store.write(|c| link::set_ended(c, LinkId(1), true)).unwrap());
    for put in [again, third] {
        store.write(move |c| link::put_many(c, std::slice::from_ref(&put))).unwrap();
    }
    assert!(store.write(|c| link::set_to(c, LinkId(1), Some(Timestamp(9)))).unwrap());
    let (from_at, to_at) = (Some(Timestamp(5)), Some(Timestamp(9)));
    let kept = LinkRow { from_at, to_at, change_set: set(7), ..row };
    for party in [2, 5] {
        let found = store.read(|c| link::of_parties(c, &[PartyId(party), PartyId(99)])).unwrap();
        assert_eq!(found, [kept.clone(), other.clone()]);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn own_kinds_keep_their_codes(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let add = |name: &'static str| {
        store.write(move |c| {
            let code = kind::load(c)?.add(name, Family::Interest).unwrap();
            kind::insert(c, code, name, Family::Interest).map(|()| code)
        })
    };
    let codes = [add("podcast_heard").unwrap(), add("app_opened").unwrap()];
    let kinds = store.read(kind::load).unwrap();
    assert_eq!(codes.map(|code| kinds.name(code)), ["podcast_heard", "app_opened"]);
    let same = store.write(move |c| kind::insert(c, codes[0], "other", Family::Reach));
    assert!(matches!(same, Err(Error::Conflict { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_journal_is_read_backwards_by_party_and_by_set(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let entry = |id: i64| ChangeEntry {
        change_set: ChangeSetId(1 + id / 4),
        id: ChangeId(id),
        at: FixedClock::START,
        action: Action::PartyEdited,
        record: Some(2),
        row_key: None,
        party: (id != 2).then_some(PartyId(2)),
        detail: "{}".into(),
    };
    let set = |id| ChangeSetRow {
        id: ChangeSetId(id),
        at: FixedClock::START,
        actor: "ada".into(),
        via: Via::Shell,
        what: What::Edit,
        state: State::Done,
        counts: "{}".into(),
        reverses: (id == 2).then_some(ChangeSetId(1)),
        request: String::new(),
        finished_at: Some(FixedClock::START),
    };
    store
        .write(move |c| {
            change_set::insert(c, &set(1))?;
            change_set::insert(c, &set(2))?;
            change_entry::insert_many(c, &[1, 2, 3, 4, 5, 6].map(entry))
        })
        .unwrap();
    let latest = |before| -> Vec<ChangeEntry> {
        let found = store.read(|c| change_entry::of_party(c, PartyId(2), before, 2)).unwrap();
        assert!(found.iter().all(|one| one.actor == "ada" && one.via == Via::Shell));
        found.into_iter().map(|one| one.entry).collect()
    };
    assert_eq!(latest(None), [entry(6), entry(5)]);
    assert_eq!(latest(Some(ChangeId(4))), [entry(3), entry(1)]);
    let of_set = |set, before| {
        store.read(|c| change_entry::of_set_before(c, ChangeSetId(set), ChangeId(before), 2)).unwrap()
    };
    assert_eq!(of_set(1, i64::MAX), [entry(3), entry(2)]);
    assert_eq!(of_set(1, 2), [entry(1)]);
    let sets = |before| store.read(|c| change_set::of_party(c, PartyId(2), before, 9)).unwrap();
    assert_eq!(sets(None), [set(2), set(1)]);
    assert_eq!(sets(Some(ChangeSetId(2))), [set(1)]);
    assert_eq!(store.read(|c| change_set::latest(c, None, 1)).unwrap(), [set(2)]);
    assert_eq!(store.read(|c| change_set::reversing(c, ChangeSetId(1))).unwrap(), [set(2)]);
    let undone = ChangeSetRow { state: State::Undone, ..set(1) };
    let stored = undone.clone();
    assert!(store.write(move |c| change_set::update(c, &stored)).unwrap());
    assert_eq!(store.read(|c| change_set::get(c, ChangeSetId(1))).unwrap(), Some(undone));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn settings_are_set_over_and_removed(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store
        .write(|c| setting::set(c, "zone", "UTC").and_then(|()| setting::set(c, "zone", "Europe/Vienna")))
        .unwrap();
    assert_eq!(store.read(|c| setting::get(c, "zone")).unwrap().as_deref(), Some("Europe/Vienna"));
    assert_eq!(store.read(setting::all).unwrap().len(), 1);
    assert!(store.write(|c| setting::remove(c, "zone")).unwrap());
    assert_eq!(store.read(|c| setting::get(c, "zone")).unwrap(), None);
}
