//! Versions of quotes: what was sent stays, and numbers are given once.

use casebook_domain::ids::{DealId, QuoteId};
use casebook_domain::quotes::{QuoteNumber, QuoteState};
use casebook_domain::time::Timestamp;
use casebook_store::quote::{self, QuoteRow};
use casebook_store::{Engine, Error, Store, name_lock};
use casebook_testkit::TestDatabase;
use rstest::rstest;

pub fn draft(id: i64, deal: i64) -> QuoteRow {
    QuoteRow {
        id: QuoteId(id),
        deal: DealId(deal),
        state: QuoteState::Draft,
        number: None,
        edition: 1,
        content: r#"{"title":"Zwei Webstühle"}"#.to_owned(),
        document: None,
        digest: None,
        token: None,
        sent_at: None,
        answer: None,
        version: 1,
        created_at: Timestamp(id),
        created_by: "eve".to_owned(),
        updated_at: Timestamp(id),
    }
}

pub fn sent(row: &QuoteRow, place: i64) -> QuoteRow {
    QuoteRow {
        state: QuoteState::Sent,
        number: Some(QuoteNumber { year: 2026, place }),
        document: Some(r#"{"version":1}"#.to_owned()),
        digest: Some("d".repeat(64)),
        token: Some(format!("{:064}", row.id.0)),
        sent_at: Some(Timestamp(9)),
        ..row.clone()
    }
}

fn get(store: &Store, id: i64) -> Option<QuoteRow> {
    store.read(|connection| quote::get(connection, QuoteId(id))).unwrap()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn quotes_come_back_as_they_were_stored_the_latest_first(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let rows = [draft(3, 70), sent(&draft(5, 71), 1), draft(9, 70)];
    let stored = rows.clone();
    store.write(move |c| stored.iter().try_for_each(|row| quote::insert(c, row))).unwrap();
    assert_eq!(rows.clone().map(|row| get(store, row.id.0)), rows.clone().map(Some));
    assert_eq!(get(store, 4), None);
    let ids = |deal: Option<i64>, before: Option<i64>, limit| {
        let (deal, before) = (deal.map(DealId), before.map(QuoteId));
        let found = store.read(|c| quote::before(c, deal, before, limit)).unwrap();
        found.into_iter().map(|row| row.id.0).collect::<Vec<_>>()
    };
    assert_eq!((ids(None, None, 2), ids(None, Some(5), 2)), (vec![9, 5], vec![3]));
    assert_eq!((ids(Some(70), None, 9), ids(Some(70), Some(9), 9)), (vec![9, 3], vec![3]));
    let by_token = |token: &str| store.read(|c| quote::by_token(c, token)).unwrap().map(|row| row.id.0);
    assert_eq!((by_token(rows[1].token.as_deref().unwrap()), by_token("none")), (Some(5), None));
    let last = |year| store.read(|c| quote::last_place(c, year)).unwrap();
    assert_eq!((last(2026), last(2025)), (1, 0));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_sent_is_never_overwritten(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let row = draft(3, 70);
    let stored = row.clone();
    store.write(move |c| quote::insert(c, &stored)).unwrap();
    let write = |row: &QuoteRow| {
        let row = row.clone();
        store.write(move |c| quote::write_draft(c, &row)).unwrap()
    };
    let edited = QuoteRow { content: r#"{"title":"Three"}"#.to_owned(), ..row };
    assert_eq!((write(&edited), write(&edited)), (true, false), "the second had read an older version");
    let edited = QuoteRow { version: 2, ..edited };
    assert!(write(&sent(&edited, 1)));
    let is = QuoteRow { version: 3, ..sent(&edited, 1) };
    assert_eq!(get(store, 3), Some(is.clone()));
    // Through the one door there is no way, through the other what was sent stays.
    let other = QuoteRow {
        content: "{}".to_owned(),
        document: None,
        digest: None,
        number: None,
        sent_at: None,
        ..is.clone()
    };
    assert!(!write(&other) && !write(&QuoteRow { state: QuoteState::Draft, ..other.clone() }));
    let accepted = QuoteRow { state: QuoteState::Accepted, answer: Some("{}".to_owned()), ..other };
    let moved = accepted.clone();
    assert!(store.write(move |c| quote::move_on(c, &moved)).unwrap());
    let expected = QuoteRow { state: accepted.state, answer: accepted.answer, version: 4, ..is };
    assert_eq!(get(store, 3), Some(expected));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_number_has_each_version_once(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let insert = |row: QuoteRow| store.write(move |c| quote::insert(c, &row));
    let first = sent(&draft(3, 70), 1);
    insert(first.clone()).unwrap();
    insert(QuoteRow { number: first.number, edition: 2, ..draft(4, 70) }).unwrap();
    let twice = insert(QuoteRow { number: first.number, edition: 2, ..draft(5, 70) });
    assert!(matches!(twice, Err(Error::Conflict { .. })), "{twice:?}");
    let same_token = insert(QuoteRow { token: first.token.clone(), ..draft(6, 70) });
    assert!(matches!(same_token, Err(Error::Conflict { .. })), "{same_token:?}");
    let number = first.number.unwrap();
    let editions = store.write(move |c| quote::lock_editions(c, number)).unwrap();
    assert_eq!(editions.iter().map(|row| (row.id.0, row.edition)).collect::<Vec<_>>(), [(3, 1), (4, 2)]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn eight_writers_number_without_gaps_and_doubles(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let number = |id: i64, fails: bool| {
        store.write(move |c| {
            name_lock::lock_many(c, &[("quote_number", "2026")])?;
            let place = quote::last_place(c, 2026)? + 1;
            quote::insert(c, &sent(&draft(id, 70), place))?;
            if fails { Err(Error::Other("killed".to_owned())) } else { Ok(()) }
        })
    };
    std::thread::scope(|scope| {
        for writer in 0..8_i64 {
            let number = &number;
            scope.spawn(move || {
                for turn in 0..5_i64 {
                    let fails = (writer + turn) % 3 == 0;
                    assert_eq!(number(1 + writer * 5 + turn, fails).is_err(), fails);
                }
            });
        }
    });
    let mut rows = store.read(|c| quote::before(c, None, None, 100)).unwrap();
    rows.sort_by_key(|row| row.number);
    let places: Vec<i64> = rows.iter().filter_map(|row| row.number).map(|number| number.place).collect();
    assert_eq!(places, (1..=rows.len() as i64).collect::<Vec<_>>());
    assert!(rows.len() > 20);
}
