//! Unique values, record types and fields: of eight that come at the same moment, one gets on.

use casebook_app::Error;
use casebook_app::domain::records::{Field, FieldKind, RecordFilter, RecordType};
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use super::{ROUNDS, only, race};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_unique_value_is_given_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, who| {
        let fields = json!({ "code": format!("C-{round}") });
        let holds = RecordChange {
            name: Some(format!("Product {round} of {who}")),
            fields: fields.as_object().unwrap().clone(),
            ..RecordChange::default()
        };
        records::add(session, "product", NewRecord { holds })
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::Argument { name, .. } if name == "code"));
    }
    let all = RecordFilter::default();
    assert_eq!(records::count(&room.session, "product", &all).unwrap(), ROUNDS as u64);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_field_is_added_once_and_none_is_lost(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, who| {
        // Half of them want the same name, the others one of their own.
        let name = if who < 4 { format!("f{round}") } else { format!("f{round}_{who}") };
        (who, records::add_field(session, "product", Field::of_kind(&name, "F", FieldKind::Text)))
    });
    let (mut added, mut full) = (0, 0);
    for (round, outcomes) in rounds.into_iter().enumerate() {
        let mut same = 0;
        for (who, outcome) in outcomes {
            match outcome {
                Ok(_) => {
                    added += 1;
                    same += usize::from(who < 4);
                }
                Err(Error::Refused(detail)) if detail.contains("the maximum") => full += 1,
                Err(Error::Refused(_)) => assert!(who < 4, "round {round}: nobody else wants that name"),
                Err(error) => panic!("round {round}: {error:?}"),
            }
        }
        assert!(same <= 1, "round {round}: {same} added the same field");
    }
    assert!(full > 0, "there are as many fields as there may be");
    let built_in = RecordType::built_in().iter().find(|one| one.name == "product").unwrap();
    let product = records::record_type(&room.session, "product").unwrap();
    assert_eq!(product.fields.len(), built_in.fields.len() + added);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn edits_of_one_record_at_the_same_moment_lose_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let holds = RecordChange { name: Some("Press".into()), ..RecordChange::default() };
    let press = records::add(&room.session, "product", NewRecord { holds }).unwrap();
    for who in 0..8 {
        let field = Field::of_kind(&format!("count_{who}"), "Count", FieldKind::Number);
        records::add_field(&room.session, "product", field).unwrap();
    }
    let rounds = race(&room, |session, round, who| {
        let fields = json!({ format!("count_{who}"): round });
        let change = RecordChange { fields: fields.as_object().unwrap().clone(), ..RecordChange::default() };
        records::edit_if(session, "product", press.row.id, change, |_| true).map(|_| ())
    });
    rounds.into_iter().flatten().for_each(|outcome| outcome.unwrap());
    let after = records::show(&room.session, "product", press.row.id).unwrap().values.to_json();
    for who in 0..8 {
        assert_eq!(after[format!("count_{who}")], ROUNDS - 1, "{after}");
    }
    room.assert_verified();
}
