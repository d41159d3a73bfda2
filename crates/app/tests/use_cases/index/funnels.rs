//! Funnels from memory are those of the store, and every number opens the list of exactly its parties.

use std::collections::BTreeMap;

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::funnel::{FunnelGroups, FunnelPeriods};
use casebook_app::domain::party::{PartyKind, SHARED_FIELDS};
use casebook_app::domain::time::DAY;
use casebook_app::domain::zone::UTC;
use casebook_app::funnel::{Basis, FunnelMembers, FunnelReport, FunnelRequest, GroupField, Number, funnel};
use casebook_app::parties::{self, Filter, Leaf, Sort};
use casebook_app::{Error, Session, vocabularies};
use casebook_store::{Engine, projection};
use rstest::rstest;

use super::filters::unsettled;
use super::pages::walked;
use crate::room::Room;

fn asked(vocabulary: &str) -> FunnelRequest {
    FunnelRequest { vocabulary: vocabulary.to_owned(), ..FunnelRequest::default() }
}

/// The funnel of the periods that are stored, party by party.
fn from_store(room: &Room, request: &FunnelRequest) -> FunnelReport {
    let (version, compiled) = vocabularies::show(&room.session, &request.vocabulary, None).unwrap();
    let stages = compiled.vocabulary.stage_names();
    let (first, last) = (PartyId(i64::MIN), PartyId(i64::MAX));
    let mut groups = FunnelGroups::new(request.options(stages.clone(), room.session.now()).unwrap());
    let store = room.database.store();
    let parties = store.read(|c| projection::periods_between(c, Some(version.id), first, last)).unwrap();
    for one in parties {
        if !one.hidden && request.of.is_none_or(|kind| kind == one.party.kind()) {
            let party = FunnelPeriods { stages: &one.stages, standings: &one.standings, zone: &UTC };
            groups.add(one.source.as_deref().filter(|_| request.by.is_some()), &party);
        }
    }
    groups.finish(request, stages.map(str::to_owned).collect())
}

/// The parties that a number of a funnel counts.
fn members(session: &Session, members: &FunnelMembers) -> casebook_app::Result<Vec<PartyId>> {
    parties::ids(session, &Filter::Leaf(Leaf::Funnel(Box::new(members.clone()))))
}

fn assert_same(one: &FunnelReport, other: &FunnelReport, context: &str) {
    assert_eq!((&one.vocabulary, &one.stages), (&other.vocabulary, &other.stages), "{context}");
    assert_eq!(one.groups, other.groups, "{context}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_funnel_from_memory_is_that_of_the_store(#[case] engine: Engine) {
    let room = unsettled(engine, 400, 31);
    let now = room.session.now();
    let day = |days: i64| Some(now.plus(-days * DAY));
    for vocabulary in ["journey", "zoho", "inbound"] {
        for as_of in [None, day(0), day(200), day(-100)] {
            for (from, to) in [(None, None), (day(500), day(100)), (None, day(300))] {
                for (of, by) in [(None, None), (Some(PartyKind::Person), Some(GroupField::SOURCE))] {
                    let request = FunnelRequest { of, from, to, as_of, by, ..asked(vocabulary) };
                    let stored = from_store(&room, &request);
                    assert_same(&funnel(&room.session, &request).unwrap(), &stored, &format!("{request:?}"));
                }
            }
        }
    }
    let customers = FunnelRequest { cohort_stage: Some("customer".to_owned()), ..asked("journey") };
    let stored = from_store(&room, &customers);
    assert_same(&funnel(&room.session, &customers).unwrap(), &stored, "customers");
}

fn assert_opens(room: &Room, one: &FunnelMembers, group: Option<&Filter>, number: u64) {
    let counted = Filter::Leaf(Leaf::Funnel(Box::new(one.clone())));
    let filter = Filter::All([counted].into_iter().chain(group.cloned()).collect());
    let ids = parties::ids(&room.session, &filter).unwrap();
    assert_eq!(ids.len() as u64, number, "{filter:?}");
    if one.request.basis == Basis::Occurred {
        assert_eq!(
            walked(&room.session, &filter, &Sort::default(), 50, |_| ()).len() as u64,
            number,
            "{one:?}"
        );
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite, Basis::Occurred)]
#[case::postgres(Engine::Postgres, Basis::Occurred)]
#[case::recorded(Engine::Sqlite, Basis::Recorded)]
fn every_number_opens_the_list_of_its_parties(#[case] engine: Engine, #[case] basis: Basis) {
    let room = unsettled(engine, 150, 32);
    let as_of = Some(room.session.now().plus(-20 * DAY));
    let vocabularies =
        if basis == Basis::Occurred { vec!["journey", "zoho", "inbound"] } else { vec!["journey"] };
    let by = |text: &str| Some(GroupField::read(text).unwrap());
    let asked_for = vocabularies.into_iter().flat_map(|one| [(one, None), (one, by("source"))]);
    let others = [("journey", by("city")), ("journey", by("more.favourite_colour"))];
    for (vocabulary, by) in asked_for.chain(others) {
        let request = FunnelRequest { basis, as_of, by: by.clone(), ..asked(vocabulary) };
        let report = funnel(&room.session, &request).unwrap();
        for (key, counted) in report.groups.into_iter().take(4) {
            let group = by.as_ref().map(|by| by.condition(key.as_deref()));
            let open = |stage: Option<&String>, number, count| {
                let (request, stage) = (request.clone(), stage.cloned());
                assert_opens(
                    &room,
                    &FunnelMembers { request, stage, number, dates: None },
                    group.as_ref(),
                    count,
                );
            };
            open(None, Number::Cohort, counted.cohort);
            open(None, Number::Undated, counted.undated);
            for stage in &counted.stages {
                let name = Some(&report.stages[usize::from(stage.stage)]);
                let dropped: u64 = stage.dropped.values().sum();
                for (number, count) in [
                    (Number::Reached, stage.reached),
                    (Number::Entered, stage.entered),
                    (Number::Skipped, stage.skipped),
                    (Number::Furthest, stage.furthest),
                    (Number::Here, stage.here),
                    (Number::Back, stage.back),
                    (Number::Returned, stage.returned),
                    (Number::Timed, stage.timed),
                    (Number::Dropped(None), dropped),
                ] {
                    open(name, number, count);
                }
                for (reason, count) in &stage.dropped {
                    open(name, Number::Dropped(Some(reason.clone())), *count);
                }
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn groups_by_any_field_are_the_same_on_both_bases_and_add_up(#[case] engine: Engine) {
    let room = unsettled(engine, 200, 34);
    let all = funnel(&room.session, &asked("journey")).unwrap().groups.remove(0).1;
    for field in SHARED_FIELDS.into_iter().chain(["more.favourite_colour"]) {
        let request = FunnelRequest { by: Some(GroupField::read(field).unwrap()), ..asked("journey") };
        let occurred = funnel(&room.session, &request).unwrap();
        let recorded =
            funnel(&room.session, &FunnelRequest { basis: Basis::Recorded, ..request.clone() }).unwrap();
        assert_same(&occurred, &recorded, field);
        let sum: u64 = occurred.groups.iter().map(|(_, one)| one.cohort).sum();
        let others = occurred.others.map_or(0, |others| others.cohort);
        assert_eq!(sum + others, all.cohort, "{field}: everybody is in one group");
        // From what was known then, the parties are grouped by what is known of them today.
        let then = FunnelRequest { as_of: Some(room.session.now().plus(-300 * DAY)), ..request };
        for basis in [Basis::Occurred, Basis::Recorded] {
            let request = FunnelRequest { basis, ..then.clone() };
            let grouped = funnel(&room.session, &request).unwrap();
            let whole = funnel(&room.session, &FunnelRequest { by: None, ..request }).unwrap();
            let sum: u64 = grouped.groups.iter().map(|(_, one)| one.cohort).sum();
            let others = grouped.others.map_or(0, |others| others.cohort);
            assert_eq!(sum + others, whole.groups[0].1.cohort, "{field} {basis:?}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn spellings_of_an_own_value_are_one_group_and_an_unknown_field_is_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    for (name, branch) in
        [("Ida", Some("Logistics")), ("Jon", Some("LOGISTICS")), ("Kai", Some("Logistics")), ("Lea", None)]
    {
        let party = room.add(PartyKind::Person, name);
        if let Some(branch) = branch {
            room.edit(party, "branch", branch);
        }
    }
    let by = |text| FunnelRequest { by: Some(GroupField::read(text).unwrap()), ..asked("journey") };
    for basis in [Basis::Occurred, Basis::Recorded] {
        let report = funnel(&room.session, &FunnelRequest { basis, ..by("more.branch") }).unwrap();
        let groups: Vec<_> = report.groups.iter().map(|(key, one)| (key.as_deref(), one.cohort)).collect();
        assert_eq!(groups, [(Some("Logistics"), 3), (None, 1)], "{basis:?}");
        let refused = funnel(&room.session, &FunnelRequest { basis, ..by("more.brunch") });
        let Err(Error::NotFound { what, given, .. }) = &refused else { panic!("{refused:?}") };
        assert_eq!((*what, given.as_str()), ("field to group by", "more.brunch"));
        assert!(refused.unwrap_err().to_string().contains("more.branch"));
    }
}

#[test]
fn a_funnels_number_can_be_narrowed_down_like_any_list() {
    let room = unsettled(Engine::Sqlite, 200, 33);
    let one = FunnelMembers {
        request: asked("journey"),
        stage: Some("lead".to_owned()),
        number: Number::Reached,
        dates: None,
    };
    let reached = Filter::Leaf(Leaf::Funnel(Box::new(one.clone())));
    let of_kind = |kind| Filter::All(vec![reached.clone(), Filter::Leaf(Leaf::Kind(kind))]);
    let counts: BTreeMap<&str, u64> = [
        ("all", reached.clone()),
        ("people", of_kind(PartyKind::Person)),
        ("organizations", of_kind(PartyKind::Organization)),
    ]
    .map(|(name, filter)| (name, parties::count(&room.session, &filter).unwrap()))
    .into();
    assert_eq!(counts["people"] + counts["organizations"], counts["all"]);
    assert!(counts["people"] > 0 && counts["organizations"] > 0);
    for wrong in [
        FunnelMembers { stage: Some("king".to_owned()), ..one.clone() },
        FunnelMembers { request: asked("journy"), ..one },
    ] {
        let found = members(&room.session, &wrong);
        assert!(matches!(found, Err(Error::NotFound { .. })));
    }
}
