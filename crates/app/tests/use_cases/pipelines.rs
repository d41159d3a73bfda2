//! Pipelines: changed and added while deals are in them, what stages require, and where deals were.

use casebook_app::domain::ids::{PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Grouping, RecordFilter};
use casebook_app::domain::time::DAY;
use casebook_app::pipelines::{adopt, in_force, list, retire, show, try_out};
use casebook_app::records::{self, NewRecord, Record, RecordChange};
use casebook_app::{Error, Unwatched, deals};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value as Json, json};

use crate::room::Room;

const RENEWALS: &str = "name = \"renewals\"\ntitle = \"Renewals\"\nlost_reasons = [\"Price\"]\n\
    [[stages]]\nname = \"talk\"\ntitle = \"Talk\"\nprobability = 40\nrots_after = 10\naliases = [\"Kick-off\"]\n\
    [[stages]]\nname = \"offer\"\ntitle = \"Offer\"\nprobability = 75\nrequired = [\"amount\", \"owner\"]\n\
    [[stages]]\nname = \"lost\"\ntitle = \"Lost\"\nrequired = [\"lost_reason\"]\n";

fn change(fields: &Json) -> RecordChange {
    RecordChange { fields: fields.as_object().unwrap().clone(), ..RecordChange::default() }
}

fn edit(room: &Room, id: RecordId, fields: &Json) -> Result<Record, Error> {
    records::edit_if(&room.session, "deal", id, change(fields), |_| true)
}

fn add(room: &Room, mill: PartyId, fields: &Json) -> RecordId {
    let mut given = change(fields);
    given.name = Some("Looms".into());
    given.fields.insert("account".into(), mill.to_string().into());
    records::add(&room.session, "deal", NewRecord { holds: given }).unwrap().row.id
}

/// The pipeline and the stage of a deal.
fn place(room: &Room, id: RecordId) -> (String, String) {
    let held = records::show(&room.session, "deal", id).unwrap().values.to_json();
    (held["pipeline"].as_str().unwrap().to_owned(), held["stage"].as_str().unwrap().to_owned())
}

fn at(pipeline: &str, stage: &str) -> (String, String) {
    (pipeline.to_owned(), stage.to_owned())
}

fn room(engine: Engine) -> (Room, PartyId) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill");
    (room, mill)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_moves_to_another_pipeline_and_back_by_undo(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    let adopted = adopt(&room.session, RENEWALS, &Unwatched).unwrap();
    assert_eq!((adopted.version, adopted.unchanged), (1, false));
    assert!(adopt(&room.session, RENEWALS, &Unwatched).unwrap().unchanged);
    let names: Vec<String> = in_force(&room.session).unwrap().into_iter().map(|(_, one)| one.name).collect();
    assert_eq!(names, ["sales", "renewals"]);
    let deal = add(&room, mill, &json!({ "stage": "negotiation" }));
    assert_eq!(place(&room, deal), at("sales", "negotiation"));
    room.clock.advance(DAY);
    // Without a stage it begins at the first.
    edit(&room, deal, &json!({ "pipeline": "renewals" })).unwrap();
    assert_eq!(place(&room, deal), at("renewals", "talk"));
    let history = deals::history(&room.session, deal).unwrap();
    let stages: Vec<(String, String, bool)> = history
        .stages
        .iter()
        .map(|one| (one.period.pipeline.clone(), one.title.clone(), one.period.left_by.is_none()))
        .collect();
    assert_eq!(
        stages,
        [("sales".into(), "Negotiation".into(), false), ("renewals".into(), "Talk".into(), true)]
    );
    room.assert_verified();
    room.undo_set(room.session.change_set().unwrap());
    assert_eq!(place(&room, deal), at("sales", "negotiation"));
    // A won deal stays won there.
    edit(&room, deal, &json!({ "stage": "won" })).unwrap();
    edit(&room, deal, &json!({ "pipeline": "renewals" })).unwrap();
    assert_eq!(place(&room, deal), at("renewals", "won"));
    let error = edit(&room, deal, &json!({ "stage": "proposal" })).unwrap_err().to_string();
    assert_eq!(error, "`stage`: `proposal` is no stage of the pipeline `renewals`: talk, offer, won, lost");
    // By the name that it has elsewhere.
    edit(&room, deal, &json!({ "stage": "kick-off" })).unwrap();
    assert_eq!(place(&room, deal), at("renewals", "talk"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_stage_asks_for_its_fields_unless_it_has_happened(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    adopt(&room.session, RENEWALS, &Unwatched).unwrap();
    let deal = add(&room, mill, &json!({ "pipeline": "renewals" }));
    assert_eq!(place(&room, deal), at("renewals", "talk"));
    let error = edit(&room, deal, &json!({ "stage": "offer" })).unwrap_err();
    assert_eq!(error.code(), "stage_requires");
    assert_eq!(error.to_string(), "the stage `offer` requires amount, owner; give it in the same change");
    assert_eq!(place(&room, deal), at("renewals", "talk"));
    let mut whole = change(&json!({ "stage": "offer", "amount": { "minor": 5_000, "currency": "EUR" } }));
    whole.owner = Some(Some("kim".into()));
    let moved = records::edit_if(&room.session, "deal", deal, whole, |_| true).unwrap();
    let figures = moved.deal.unwrap();
    assert_eq!((figures.probability, figures.weighted.unwrap().minor), (75, 3_750));
    let error = edit(&room, deal, &json!({ "stage": "lost" })).unwrap_err();
    assert!(matches!(error, Error::StageRequires { fields, .. } if fields == ["lost_reason"]));
    edit(&room, deal, &json!({ "stage": "lost", "lost_reason": "They moved away" })).unwrap();
    // What a file says has happened.
    let bare = add(&room, mill, &json!({ "pipeline": "renewals" }));
    let happened = RecordChange { happened: true, ..change(&json!({ "stage": "offer" })) };
    records::edit_if(&room.session, "deal", bare, happened, |_| true).unwrap();
    assert_eq!(place(&room, bare), at("renewals", "offer"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_stage_goes_only_when_another_takes_its_place(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    let amount = json!({ "minor": 1_000, "currency": "EUR" });
    let deal = add(&room, mill, &json!({ "stage": "proposal", "amount": amount }));
    let sales = show(&room.session, "sales", None).unwrap().0.source;
    let begin = sales.find("[[stages]]\nname = \"proposal\"").unwrap();
    let end = sales.find("[[stages]]\nname = \"negotiation\"").unwrap();
    let without = format!("{}{}", &sales[..begin], &sales[end..]);
    let trial = try_out(&room.session, &without, &Unwatched).unwrap();
    assert_eq!((trial.stranded(), trial.gone.clone()), (1, vec!["proposal".to_owned()]));
    assert_eq!(trial.moves[0].examples, [(deal, "Looms".to_owned())]);
    let error = adopt(&room.session, &without, &Unwatched).unwrap_err().to_string();
    assert!(error.contains("1 in `proposal`") && error.contains("moved = { proposal = "), "{error}");
    assert_eq!(place(&room, deal), at("sales", "proposal"));

    let moved = without.replacen("lost_reasons", "moved = { proposal = \"negotiation\" }\nlost_reasons", 1);
    let trial = try_out(&room.session, &moved, &Unwatched).unwrap();
    assert_eq!((trial.stranded(), trial.moves[0].to.clone()), (0, Some(at("sales", "negotiation"))));
    assert_eq!((trial.weighted_before["EUR"], trial.weighted_after["EUR"]), (500, 800));
    assert_eq!(adopt(&room.session, &moved, &Unwatched).unwrap().version, 2);
    assert_eq!(place(&room, deal), at("sales", "negotiation"));
    room.assert_verified();
    // The version of before says again what it said.
    assert_eq!(adopt(&room.session, &sales, &Unwatched).unwrap().version, 3);
    assert_eq!(place(&room, deal), at("sales", "proposal"));
    let versions: Vec<(i64, bool)> =
        list(&room.session).unwrap().iter().map(|row| (row.version, row.active)).collect();
    assert_eq!(versions, [(1, false), (2, false), (3, true)]);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_pipeline_with_deals_stays_and_an_empty_one_can_go(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    let error = retire(&room.session, "sales", &Unwatched).unwrap_err().to_string();
    assert!(error.contains("the last pipeline"), "{error}");
    adopt(&room.session, RENEWALS, &Unwatched).unwrap();
    let deal = add(&room, mill, &json!({ "pipeline": "renewals" }));
    let error = retire(&room.session, "renewals", &Unwatched).unwrap_err().to_string();
    assert!(error.starts_with("1 deals are in the pipeline"), "{error}");
    edit(&room, deal, &json!({ "pipeline": "sales" })).unwrap();
    retire(&room.session, "renewals", &Unwatched).unwrap();
    assert_eq!(place(&room, deal), at("sales", "qualification"));
    let error = add_error(&room, mill, &json!({ "pipeline": "renewals" }));
    assert!(error.contains("there is no choice `renewals`"), "{error}");
    room.assert_verified();
}

fn add_error(room: &Room, mill: PartyId, fields: &Json) -> String {
    let mut given = change(fields);
    given.name = Some("Looms".into());
    given.fields.insert("account".into(), mill.to_string().into());
    records::add(&room.session, "deal", NewRecord { holds: given }).unwrap_err().to_string()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_rots_after_the_days_of_its_stage(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    adopt(&room.session, RENEWALS, &Unwatched).unwrap();
    let deal =
        add(&room, mill, &json!({ "pipeline": "renewals", "amount": { "minor": 99, "currency": "EUR" } }));
    let figures = || records::show(&room.session, "deal", deal).unwrap().deal.unwrap();
    assert_eq!((figures().days_in_stage, figures().rotting), (Some(0), false));
    room.clock.advance(10 * DAY);
    assert_eq!((figures().days_in_stage, figures().rotting), (Some(10), false));
    room.clock.advance(DAY);
    assert_eq!((figures().days_in_stage, figures().rotting), (Some(11), true));
    assert_eq!(figures().weighted.unwrap().minor, 40);
    // Sums of a board are those of what each deal shows.
    let of = records::record_type(&room.session, "deal").unwrap();
    let grouping = Grouping::parse(&of, "stage", Some("amount")).unwrap();
    let groups = records::groups(&room.session, "deal", &RecordFilter::default(), &grouping).unwrap();
    assert_eq!(groups[0].deals.as_ref().unwrap().weighted["EUR"], 40);
    edit(&room, deal, &json!({ "stage": "won" })).unwrap();
    assert_eq!((figures().days_in_stage, figures().rotting), (Some(0), false));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn altered_periods_are_found_and_derived_again(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    let deal = add(&room, mill, &json!({}));
    room.clock.advance(DAY);
    edit(&room, deal, &json!({ "stage": "proposal" })).unwrap();
    for what in
        ["stage = 'negotiation'", "pipeline = 'renewals'", "entered_at = 5", "step = 1", "entered_by = 7"]
    {
        room.sql(&format!("UPDATE deal_period SET {what} WHERE deal = {} AND seq = 1", deal.0));
        let differences = room.verify().differences;
        assert!(differences.iter().any(|one| one.table == "deal_period"), "{what}: {differences:?}");
        casebook_app::rebuild::rebuild(&room.session, &Unwatched).unwrap();
        assert_eq!(room.verify().differences, [], "{what} is repaired");
    }
    room.sql(&format!("DELETE FROM deal_period WHERE deal = {}", deal.0));
    assert_eq!(room.verify().differences.len(), 1);
    casebook_app::rebuild::rebuild(&room.session, &Unwatched).unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_keeps_what_its_amount_and_close_date_were(#[case] engine: Engine) {
    let (room, mill) = room(engine);
    let amount = |minor: i64| json!({ "minor": minor, "currency": "EUR" });
    let deal = add(&room, mill, &json!({ "amount": amount(100), "close_date": "2026-05-01" }));
    room.clock.advance(DAY);
    edit(&room, deal, &json!({ "amount": amount(250) })).unwrap();
    room.clock.advance(DAY);
    edit(&room, deal, &json!({ "close_date": "2026-06-01" })).unwrap();
    let history = deals::history(&room.session, deal).unwrap();
    let values = |all: &[deals::ValueChange]| all.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
    assert_eq!(values(&history.amounts), [amount(100), amount(250)]);
    assert_eq!(values(&history.close_dates), [json!("2026-05-01"), json!("2026-06-01")]);
    assert!(history.amounts[0].at.unwrap().at < history.amounts[1].at.unwrap().at);
    assert_eq!(history.stages.len(), 1);
}
