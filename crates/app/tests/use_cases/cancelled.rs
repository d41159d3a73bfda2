//! Nothing goes on for who has left, and nobody else notices.

use casebook_app::funnel::{self, Basis, FunnelRequest};
use casebook_app::parties::{self, Filter, FindRequest, SimilarRequest};
use casebook_app::{Cancel, Error, Result, StoreError, Unwatched, sample, verify};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn is_cancelled<T>(outcome: &Result<T>) -> bool {
    matches!(outcome, Err(Error::Store(StoreError::Cancelled)))
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn who_has_left_gets_no_answer_and_others_do(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 50, 1, &Unwatched).unwrap();
    let cancel = Cancel::new();
    let left = room.session.cancelled_by(cancel.clone());
    let everybody = Filter::default();
    let there = parties::count(&left, &everybody).unwrap();
    cancel.cancel();
    let of = |basis| FunnelRequest { vocabulary: "journey".to_owned(), basis, ..FunnelRequest::default() };
    assert!(is_cancelled(&parties::count(&left, &everybody)));
    assert!(is_cancelled(&parties::find(&left, &FindRequest::default())));
    assert!(is_cancelled(&parties::facets(&left, &everybody, &["kind"])));
    assert!(is_cancelled(&funnel::funnel(&left, &of(Basis::Occurred))));
    assert!(is_cancelled(&funnel::funnel(&left, &of(Basis::Recorded))));
    assert!(is_cancelled(&verify::verify(&left, &Unwatched)));
    let name = "Ada Example".to_owned();
    assert!(is_cancelled(&parties::similar(&left, &SimilarRequest { name, ..SimilarRequest::default() })));
    assert_eq!(parties::count(&room.session, &everybody).unwrap(), there);
}
