//! What holds of every funnel, whatever the history.

use casebook_app::domain::lifecycle::funnel::Funnel;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::{DAY, Timestamp};
use casebook_app::funnel::{Basis, FunnelRequest, GroupField, funnel};
use casebook_app::parties::{self, Filter};
use casebook_app::{Error, Unwatched, evidence, sample};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn asked(vocabulary: &str) -> FunnelRequest {
    FunnelRequest { vocabulary: vocabulary.to_owned(), ..FunnelRequest::default() }
}

fn assert_adds_up(funnel: &Funnel, context: &str) {
    let furthest: u64 = funnel.stages.iter().map(|stage| stage.furthest).sum();
    assert_eq!(furthest, funnel.cohort, "{context}: everybody has come furthest to one stage");
    for (place, stage) in funnel.stages.iter().enumerate() {
        let next = funnel.stages.get(place + 1).map_or(0, |next| next.reached);
        let dropped: u64 = stage.dropped.values().sum();
        assert_eq!(stage.furthest, stage.reached - next, "{context}, stage {place}");
        assert_eq!(stage.furthest, stage.here + stage.back + dropped, "{context}, stage {place}");
        assert_eq!(stage.reached, stage.entered + stage.skipped, "{context}, stage {place}");
        assert!(stage.timed <= next && stage.returned <= stage.reached, "{context}, stage {place}");
        let last = place + 1 == funnel.stages.len();
        let share = (!last && stage.reached > 0).then(|| next as f64 / stage.reached as f64);
        assert_eq!(stage.conversion, share, "{context}, stage {place}");
        assert_eq!(stage.median_days.is_some(), stage.timed > 0, "{context}, stage {place}");
    }
    if let Some(first) = funnel.stages.first() {
        assert_eq!(first.reached, funnel.cohort, "{context}: whoever is in the cohort has reached its stage");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 2_000, 1)]
#[case::another_seed(Engine::Sqlite, 600, 2)]
#[case::postgres(Engine::Postgres, 700, 3)]
fn the_numbers_of_a_funnel_add_up_on_both_bases(
    #[case] engine: Engine,
    #[case] parties: u64,
    #[case] seed: u64,
) {
    let room = Room::new(engine);
    sample::write(&room.session, parties, seed, &Unwatched).unwrap();
    let now = room.session.now();
    for vocabulary in ["journey", "zoho", "inbound"] {
        for basis in [Basis::Occurred, Basis::Recorded] {
            for days_ago in [0, 200, 500] {
                let as_of = Some(now.plus(-days_ago * DAY));
                let request = FunnelRequest { basis, as_of, ..asked(vocabulary) };
                let context = format!("{vocabulary} {basis:?} {days_ago} days ago");
                let all = room.funnel(&request).groups.remove(0).1;
                assert_adds_up(&all, &context);
                if basis == Basis::Recorded && days_ago > 0 {
                    continue;
                }
                let part = |kind| {
                    room.funnel(&FunnelRequest { of: Some(kind), ..request.clone() }).groups.remove(0).1
                };
                let (people, others) = (part(PartyKind::Person), part(PartyKind::Organization));
                assert_adds_up(&people, &context);
                assert_eq!(people.cohort + others.cohort, all.cohort);
                for ((all, people), others) in all.stages.iter().zip(&people.stages).zip(&others.stages) {
                    assert_eq!(people.reached + others.reached, all.reached);
                    assert_eq!(people.here + others.here, all.here);
                    assert_eq!(people.returned + others.returned, all.returned);
                }
                let groups = room.funnel(&FunnelRequest { by: Some(GroupField::SOURCE), ..request }).groups;
                assert_eq!(groups.iter().map(|(_, one)| one.cohort).sum::<u64>(), all.cohort);
                for (key, one) in &groups {
                    assert_adds_up(one, &format!("{context} {key:?}"));
                }
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn windows_part_the_cohort_without_rest(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 400, 4, &Unwatched).unwrap();
    let now = room.session.now();
    let cuts: Vec<Option<Timestamp>> =
        [None, Some(now.plus(-500 * DAY)), Some(now.plus(-200 * DAY)), None].into_iter().collect();
    for stage in ["contact", "lead", "customer"] {
        let cohort = |from, to| {
            let request =
                FunnelRequest { from, to, cohort_stage: Some(stage.to_owned()), ..asked("journey") };
            let found = room.funnel(&request).groups.remove(0).1;
            assert_adds_up(&found, stage);
            (found.cohort, found.undated, found.stages.len())
        };
        let (all, undated, stages) = cohort(None, None);
        let parts: u64 = cuts.windows(2).map(|cut| cohort(cut[0], cut[1]).0).sum();
        assert_eq!(parts + undated, all, "{stage}");
        assert_eq!(
            stages,
            match stage {
                "contact" => 5,
                "lead" => 4,
                _ => 2,
            },
            "stages before are not printed"
        );
    }
    let unknown = FunnelRequest { cohort_stage: Some("king".to_owned()), ..asked("journey") };
    assert!(matches!(funnel(&room.session, &unknown), Err(Error::NotFound { .. })));
    assert!(matches!(funnel(&room.session, &asked("journy")), Err(Error::NotFound { .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_known_now_of_the_present_is_the_same_on_both_bases(#[case] engine: Engine) {
    let room = Room::new(engine);
    sample::write(&room.session, 500, 6, &Unwatched).unwrap();
    // Late and retracted evidence is in it: at the present, everything recorded is known.
    for vocabulary in ["journey", "zoho", "inbound"] {
        let recorded = FunnelRequest { basis: Basis::Recorded, ..asked(vocabulary) };
        assert_eq!(room.funnel(&recorded).groups.remove(0).1, room.funnel_of(vocabulary));
    }
}

#[rstest]
fn what_was_known_then_does_not_depend_on_how_many_have_changed_since(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[values(5, 150)] changed: usize,
) {
    let room = Room::new(engine);
    sample::write(&room.session, 200, 6, &Unwatched).unwrap();
    room.clock.advance(DAY);
    let then = room.session.now();
    let known_then = room.funnel_of("journey");
    room.clock.advance(10 * DAY);
    let parties = parties::ids(&room.session, &Filter::default()).unwrap();
    for party in parties.into_iter().take(changed) {
        room.record(party, "purchased", 20);
    }
    let computed = |basis| {
        let request = FunnelRequest { basis, as_of: Some(then), ..asked("journey") };
        room.funnel(&request).groups.remove(0).1
    };
    assert_eq!(computed(Basis::Recorded), known_then);
    assert_ne!(computed(Basis::Occurred), known_then, "the purchases had happened by then");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_recorded_late_or_retracted_later_was_not_known_before(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let mistaken = room.record(bob, "webinar_attended", 0);
    let then = room.session.now();
    room.clock.advance(10 * DAY);
    room.record(ada, "webinar_attended", 10);
    evidence::retract(&room.session, mistaken.id, "somebody else's").unwrap();
    let leads = |basis, as_of| {
        let request = FunnelRequest { basis, as_of: Some(as_of), ..asked("journey") };
        room.funnel(&request).groups.remove(0).1.stages[1].reached
    };
    assert_eq!(leads(Basis::Recorded, then), 1, "Bob was taken for a lead");
    assert_eq!(leads(Basis::Occurred, then), 1, "Ada was one");
    let now = room.session.now();
    assert_eq!((leads(Basis::Recorded, now), leads(Basis::Occurred, now)), (1, 1));
    let ada_alone = |basis| {
        let request =
            FunnelRequest { basis, as_of: Some(then), by: Some(GroupField::SOURCE), ..asked("journey") };
        room.funnel(&request).groups
    };
    assert_eq!(ada_alone(Basis::Recorded).len(), 1);
    let stage = |party| casebook_app::explain::explain(&room.session, party, "journey", Some(then)).unwrap();
    assert_eq!(stage(ada).stage_name(stage(ada).explanation.stage), Some("lead"));
    assert_eq!(stage(bob).stage_name(stage(bob).explanation.stage), Some("contact"));
}
