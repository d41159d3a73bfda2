//! Pipelines and the periods of deals: what comes back is what went in, on both engines.

use std::collections::BTreeMap;

use casebook_domain::deals::{DealPeriod, Pipeline};
use casebook_domain::ids::{DealId, EvidenceId, PipelineId};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;
use casebook_store::deal_period::{self, PeriodsByDeal};
use casebook_store::pipeline::{self, PipelineRow};
use casebook_store::{Connection, Engine, Error};
use casebook_testkit::TestDatabase;
use rstest::rstest;

/// A version of a pipeline.
pub fn version(id: i64, name: &str, version: i64, active: bool) -> PipelineRow {
    let source = Pipeline::BUILT_IN.replacen("\"sales\"", &format!("\"{name}\""), 1);
    let (title, created_at, recorded_by) = ("Sales".to_owned(), Timestamp(5), "ada".to_owned());
    PipelineRow {
        id: PipelineId(id),
        name: name.to_owned(),
        version,
        title,
        source,
        active,
        created_at,
        recorded_by,
    }
}

/// A period in a stage, from a time to another.
pub fn period(stage: &str, entered_at: Option<i64>, left_at: Option<i64>) -> DealPeriod {
    DealPeriod {
        pipeline: "sales".to_owned(),
        stage: stage.to_owned(),
        reason: (stage == "lost").then(|| "Price".to_owned()),
        entered_at: entered_at.map(Timestamp),
        step: Step::Day,
        left_at: left_at.map(Timestamp),
        entered_by: EvidenceId(7),
        left_by: left_at.map(|_| EvidenceId(8)),
    }
}

fn in_force(connection: &mut Connection<'_>) -> Result<Vec<String>, Error> {
    Ok(pipeline::in_force(connection)?.all().map(|one| one.name.clone()).collect())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_built_in_pipeline_is_in_force_until_it_is_stored(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    assert_eq!(store.read(in_force).unwrap(), ["sales"]);
    assert_eq!(store.read(pipeline::all).unwrap(), [pipeline::built_in()]);
    store.write(|c| pipeline::insert(c, &version(9, "renewals", 1, true))).unwrap();
    store.write(|c| pipeline::insert(c, &version(4, "partners", 1, true))).unwrap();
    // The others are in the order in which they were added, whatever version is in force.
    assert_eq!(store.read(in_force).unwrap(), ["sales", "partners", "renewals"]);
    store.write(|c| pipeline::set_active(c, PipelineId(4), false)).unwrap();
    store.write(|c| pipeline::insert(c, &version(12, "partners", 2, true))).unwrap();
    assert_eq!(store.read(in_force).unwrap(), ["sales", "partners", "renewals"]);
    store.write(|c| pipeline::insert(c, &version(13, "sales", 2, false))).unwrap();
    assert_eq!(store.read(in_force).unwrap(), ["partners", "renewals"]);
    let again = store.write(|c| pipeline::insert(c, &version(14, "partners", 2, true)));
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    assert!(!store.write(|c| pipeline::set_active(c, PipelineId(99), true)).unwrap());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn periods_come_back_as_they_went_in(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    let (one, other) = (DealId(3), DealId(5));
    let all: PeriodsByDeal = BTreeMap::from([
        (one, vec![period("qualification", None, Some(10)), period("lost", Some(10), None)]),
        (other, vec![period("won", Some(4), None)]),
    ]);
    let stored = all.clone();
    store.write(move |c| deal_period::insert(c, &stored)).unwrap();
    let read = || store.read(|c| deal_period::of_deals(c, &[one, other, DealId(6)])).unwrap();
    assert_eq!(read(), all);
    let last = store.read(|c| deal_period::last_of(c, &[one])).unwrap();
    assert_eq!(last[&one], all[&one][1]);
    let mut stages = Vec::new();
    store.read(|c| deal_period::for_each(c, |one| stages.push((one.deal, one.stage.to_owned())))).unwrap();
    assert_eq!(
        stages,
        [(one, "qualification".to_owned()), (one, "lost".to_owned()), (other, "won".to_owned())]
    );
    let standing = store.read(|c| deal_period::standing_in(c, "sales")).unwrap();
    assert_eq!(standing, BTreeMap::from([("lost".to_owned(), 1), ("won".to_owned(), 1)]));
    assert!(store.read(|c| deal_period::standing_in(c, "renewals")).unwrap().is_empty());
    let fewer = BTreeMap::from([(one, vec![period("proposal", Some(1), None)]), (other, Vec::new())]);
    store.write(move |c| deal_period::replace(c, &fewer)).unwrap();
    assert_eq!(read(), BTreeMap::from([(one, vec![period("proposal", Some(1), None)])]));
    // Of deals that are not there, nothing stays.
    store.write(deal_period::forget_strays).unwrap();
    assert!(read().is_empty());
}
