//! Numbers have no gaps and no doubles, whoever sends at the same time and whatever fails.

use casebook_app::domain::ids::QuoteId;
use casebook_app::{Error, quotes};
use casebook_store::Engine;
use rstest::rstest;

use super::{Offer, add, offer, send, token};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn eight_writers_of_two_processes_number_without_gaps_and_doubles(#[case] engine: Engine) {
    const WRITERS: u8 = 8;
    const QUOTES: u8 = 5;
    let Offer { room, deal, .. } = offer(engine);
    let mut places: Vec<i64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let session = if writer % 2 == 0 { room.session.clone() } else { room.another() };
                scope.spawn(move || {
                    let one = |turn: u8| {
                        let id = add(&session, deal).row.id;
                        // Every other sends one that is refused in between, and one that is given up.
                        if turn.is_multiple_of(2) {
                            assert!(send(&session, QuoteId(id.0 ^ 1), 0).is_err());
                            quotes::withdraw(&session, add(&session, deal).row.id).unwrap();
                        }
                        let sent = send(&session, id, 1 + writer * QUOTES + turn).unwrap();
                        sent.row.number.unwrap().place
                    };
                    (0..QUOTES).map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    places.sort_unstable();
    assert_eq!(places, (1..=i64::from(WRITERS * QUOTES)).collect::<Vec<_>>());
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_quote_that_cannot_be_sent_takes_no_number(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let empty = quotes::add(&room.session, super::draft(deal, Vec::new())).unwrap().row.id;
    let refused = send(&room.session, empty, 1).unwrap_err();
    assert!(matches!(&refused, Error::Argument { name, .. } if name == "lines"), "{refused}");
    let first = add(&room.session, deal).row.id;
    // A link that another quote has: found when everything else is done.
    assert_eq!(send(&room.session, first, 7).unwrap().row.number.unwrap().place, 1);
    let second = add(&room.session, deal).row.id;
    assert!(quotes::send(&room.session, second, &token(7), |_| true).is_err());
    assert_eq!(send(&room.session, second, 8).unwrap().row.number.unwrap().place, 2);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn numbers_begin_anew_with_the_year(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let (this, next) = (add(&room.session, deal).row.id, add(&room.session, deal).row.id);
    assert_eq!(send(&room.session, this, 1).unwrap().row.number.unwrap().to_string(), "Q-2026-0001");
    room.clock.advance(365 * casebook_app::domain::time::DAY);
    assert_eq!(send(&room.session, next, 2).unwrap().row.number.unwrap().to_string(), "Q-2027-0001");
}
