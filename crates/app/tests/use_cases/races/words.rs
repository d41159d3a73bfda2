//! Kinds of evidence and vocabularies.

use std::collections::HashSet;

use casebook_app::domain::kind::{Family, KindError};
use casebook_app::{Error, Unwatched, kinds, vocabularies};
use casebook_store::Engine;
use rstest::rstest;

use super::{ROUNDS, only, race};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_kind_is_added_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, who| {
        // Two names: each is added, and no two of them get the same number.
        let name = format!("visit_{round}_{}", who % 2);
        (who % 2, kinds::add(session, &name, Family::Dialogue))
    });
    let mut codes = HashSet::new();
    for (round, outcomes) in rounds.into_iter().enumerate() {
        let (even, odd): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(name, _)| *name == 0);
        for outcomes in [even, odd] {
            let outcomes = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
            codes.insert(only(round, outcomes, |error| matches!(error, Error::Kind(KindError::Taken(_)))));
        }
    }
    assert_eq!(codes.len(), 2 * ROUNDS);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn versions_of_a_vocabulary_are_numbered_once_and_one_is_in_use(#[case] engine: Engine) {
    let room = Room::new(engine);
    let text = |round: usize, form: usize| {
        format!(
            "name = \"own\"\ntitle = \"Own {round} {form}\"\n\n[[stages]]\nname = \"known\"\ntitle = \"Known\"\n\
             definition = \"Anybody\"\nrule = \"any_evidence\"\n"
        )
    };
    let rounds =
        race(&room, |session, round, who| vocabularies::adopt(session, &text(round, who % 2), &Unwatched));
    for (round, outcomes) in rounds.into_iter().enumerate() {
        assert!(outcomes.iter().any(Result::is_ok), "round {round}: {outcomes:?}");
        let refused = |error: &Error| matches!(error, Error::Refused(_));
        assert!(outcomes.iter().filter_map(|one| one.as_ref().err()).all(refused), "{outcomes:?}");
    }
    let all = vocabularies::list(&room.session).unwrap();
    let own: Vec<_> = all.iter().filter(|row| row.name == "own").collect();
    let numbers: HashSet<i64> = own.iter().map(|row| row.version).collect();
    assert_eq!(numbers.len(), own.len());
    assert_eq!(own.iter().filter(|row| row.state.word() == "active").count(), 1);
    assert_eq!(own.iter().filter(|row| row.state.word() == "building").count(), 0);
}
