//! Following the feed: nothing lost, nothing twice, and a plain answer when it cannot be.

use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::DAY;
use casebook_app::feed::{self, News};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn numbers(room: &Room, after: i64) -> Vec<i64> {
    feed::number(&room.session).unwrap();
    match feed::after(&room.session, after, 100).unwrap() {
        News::Entries(entries) => entries.into_iter().map(|(seq, _)| seq).collect(),
        lost @ News::Lost { .. } => panic!("{lost:?}"),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_comes_back_goes_on_where_he_stopped(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    assert_eq!(numbers(&room, 0), [1]);
    room.edit(ada, "city", "London");
    room.record(ada, "call_held", 1);
    assert_eq!(numbers(&room, 1), [2, 3]);
    assert_eq!(numbers(&room, 3), Vec::<i64>::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whoever_was_away_too_long_learns_that_something_is_lost(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    room.edit(ada, "city", "London");
    numbers(&room, 0);
    room.clock.advance(31 * DAY);
    room.edit(ada, "city", "Paris");
    numbers(&room, 2);
    assert_eq!(feed::forget_old(&room.session).unwrap(), 2);
    assert_eq!(feed::after(&room.session, 0, 100).unwrap(), News::Lost { last: 3 });
    assert_eq!(feed::after(&room.session, 99, 100).unwrap(), News::Lost { last: 3 }, "ahead of the feed");
    assert_eq!(numbers(&room, 2), [3]);
}
