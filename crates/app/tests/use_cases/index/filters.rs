//! Filters find whom plain loops find.

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::{DAY, Timestamp};
use casebook_app::parties::{
    self, EvidenceIs, EvidenceOf, FieldIs, Filter, Leaf, Point, StageIs, StageTest, Stretch, facets,
};
use casebook_app::{Error, Unwatched, evidence, sample};
use casebook_store::Engine;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;

use super::plain::{Company, Plain};
use crate::room::Room;

/// A believable company in which much was edited, hidden, retracted and brought back.
pub fn unsettled(engine: Engine, parties: u64, seed: u64) -> Room {
    let room = Room::new(engine);
    sample::write(&room.session, parties, seed, &Unwatched).unwrap();
    let ids: Vec<PartyId> = room.seen().into_keys().collect();
    for (place, id) in ids.iter().enumerate() {
        match place % 17 {
            0 => room.edit(*id, "name", &format!("  Élan {} GmbH", place % 5)),
            1 => room.edit(*id, "favourite_colour", ["blue", "Grün", "red"][place % 3]),
            2 => room.edit(
                *id,
                "note",
                &format!(
                    "Called {}. {} Über-Ende {place}",
                    place,
                    "All is well. ".repeat([3, 60, 900][place % 3])
                ),
            ),
            3 => parties::hide(&room.session, *id).unwrap(),
            4 => room.edit(*id, "source", "Web Site"),
            5 => retract_some(&room, *id),
            6 => room.edit(*id, "first_name", "Änne"),
            7 => room.edit(*id, "city", "ZÜRICH"),
            8 => _ = room.record(*id, "parked_nowhere_or_met_at_event".rsplit("_or_").next().unwrap(), 3),
            _ => {}
        }
    }
    for name in ["Zoë", "zoe", "ZOE", "Ærø", "李雷", "\u{10ffff}x"] {
        room.clock.advance(DAY / 7);
        room.add(PartyKind::Person, name);
    }
    room
}

fn retract_some(room: &Room, id: PartyId) {
    let all = evidence::list(&room.session, id).unwrap();
    for (place, one) in all.iter().filter(|one| one.evidence.names.is_none()).enumerate() {
        if place % 2 == 0 {
            let taken_back = evidence::retract(&room.session, one.evidence.id, "mistaken").unwrap();
            if place % 4 == 0 {
                evidence::retract(&room.session, taken_back.id, "not mistaken").unwrap();
            }
        }
    }
}

/// Pieces of what is really there.
pub fn wanted_text(room: &Room) -> Vec<String> {
    let names = room.seen().into_values().step_by(19).filter_map(|one| one.fields.get("name").cloned());
    let piece = |name: String| {
        let letters: Vec<char> = name.chars().collect();
        [letters.iter().take(4).collect(), letters.iter().skip(2).take(3).collect(), name]
    };
    names.flat_map(piece).collect()
}

fn word(words: &[&str]) -> impl Strategy<Value = String> + Clone + use<> {
    select(words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

fn stretch(now: Timestamp) -> impl Strategy<Value = Stretch> {
    let time = proptest::option::of((-800_i64..200).prop_map(move |days| now.plus(days * DAY)));
    prop_oneof![
        Just(Stretch::ALWAYS),
        (time.clone(), time).prop_map(|(from, to)| Stretch::Between(from, to)),
        (0_i64..900).prop_map(|days| Stretch::Last(days * DAY)),
        (0_i64..900).prop_map(|days| Stretch::Next(days * DAY)),
    ]
}

fn stage() -> impl Strategy<Value = StageIs> {
    let of = |vocabulary: &'static str, stages: &[&str]| {
        let one = word(stages);
        let some = proptest::collection::vec(one.clone(), 0..3);
        let test = prop_oneof![
            some.prop_map(StageTest::OneOf),
            one.prop_map(StageTest::AtLeast),
            Just(StageTest::None)
        ];
        test.prop_map(move |test| StageIs { vocabulary: vocabulary.to_owned(), test })
    };
    prop_oneof![
        of("journey", &["contact", "lead", "prospect", "customer", "advocate"]),
        of("zoho", &["lead", "contact", "customer"]),
        of(
            "inbound",
            &["known", "subscriber", "lead", "mql", "sql", "opportunity", "customer", "evangelist"]
        ),
    ]
}

fn field() -> impl Strategy<Value = Leaf> {
    let name = word(&[
        "name",
        "first_name",
        "email",
        "phone",
        "company",
        "title",
        "city",
        "country",
        "note",
        "source",
        "owner",
        "language",
        "website",
        "favourite_colour",
        "postal_code",
    ]);
    let value = word(&[
        "",
        "Zürich",
        "zurich",
        "web site",
        "Web Site",
        "gmbh",
        "GRÜN",
        "blue",
        "Änne",
        "DE",
        "de",
        "uber-ende",
        "all is well.",
        "a",
        "élan",
        "elan 1 gmbh",
        "website",
        "example",
        "Berlin",
        "referral",
        "4",
    ]);
    let is = prop_oneof![
        value.clone().prop_map(FieldIs::Is),
        value.clone().prop_map(FieldIs::IsNot),
        proptest::collection::vec(value.clone(), 0..4).prop_map(FieldIs::OneOf),
        value.prop_map(FieldIs::Contains),
        Just(FieldIs::Empty),
    ];
    (name, is).prop_map(|(name, is)| Leaf::Field(name, is))
}

fn evidence_is(now: Timestamp) -> impl Strategy<Value = Leaf> {
    let kind = word(&[
        "details_learned",
        "call_held",
        "met_at_event",
        "webinar_attended",
        "retracted",
        "referral_given",
    ]);
    let family = word(&["interest", "dialogue", "purchase", "advocacy", "correction", "consent", "deal"]);
    let of = prop_oneof![
        kind.prop_map(EvidenceOf::Kind),
        family.prop_map(EvidenceOf::Family),
        Just(EvidenceOf::Any)
    ];
    (of, stretch(now), 0_u32..4)
        .prop_map(|(of, within, at_least)| Leaf::Evidence(EvidenceIs { of, within, at_least }))
}

fn filter(now: Timestamp, texts: Vec<String>, ids: Vec<PartyId>) -> impl Strategy<Value = Filter> {
    let point = select(vec![Point::Created, Point::Updated, Point::FirstEvidence, Point::LastEvidence]);
    let standing = select(Standing::ALL.into_iter().map(Some).chain([None]).collect::<Vec<_>>());
    let leaf = prop_oneof![
        3 => select(texts).prop_map(Leaf::Text),
        1 => select(vec![PartyKind::Person, PartyKind::Organization]).prop_map(Leaf::Kind),
        1 => proptest::collection::vec(standing, 0..3).prop_map(Leaf::Standing),
        2 => stage().prop_map(Leaf::Stage),
        2 => stage().prop_map(Leaf::Furthest),
        4 => field(),
        2 => (point, stretch(now)).prop_map(|(point, stretch)| Leaf::Time(point, stretch)),
        2 => evidence_is(now),
        1 => select(ids.clone()).prop_map(Leaf::Linked),
        1 => any::<bool>().prop_map(Leaf::Hidden),
        1 => proptest::collection::vec(select(ids), 0..9).prop_map(Leaf::Ids),
    ];
    leaf.prop_map(Filter::Leaf).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::Any),
            inner.prop_map(|one| Filter::Not(Box::new(one))),
        ]
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 400)]
#[case::postgres(Engine::Postgres, 60)]
fn any_filter_finds_whom_plain_loops_find(#[case] engine: Engine, #[case] filters: u32) {
    let room = unsettled(engine, 250, 21);
    let company = Company::of(&room);
    let now = room.session.now();
    let mut texts = wanted_text(&room);
    texts.extend(
        ["gmbh", "an", "a", "", "uber-ende", "well", "zoe", "org", "49", "x", "李"].map(str::to_owned),
    );
    let ids = company.parties.iter().map(|one| one.card.id).collect();
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(filters) });
    let outcome = runner.run(&filter(now, texts, ids), |filter| {
        let expected = company.fitting(&filter);
        prop_assert_eq!(&parties::ids(&room.session, &filter).unwrap(), &expected);
        prop_assert_eq!(parties::count(&room.session, &filter).unwrap(), expected.len() as u64);
        let mut listed = super::pages::walked(&room.session, &filter, &parties::Sort::default(), 40, |_| ());
        listed.sort_unstable();
        prop_assert_eq!(listed, expected);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn facets_count_those_who_fit_by_each_value() {
    let room = unsettled(Engine::Sqlite, 250, 22);
    let company = Company::of(&room);
    let filter = Filter::Leaf(Leaf::Kind(PartyKind::Person));
    let fitting: Vec<&Plain> =
        company.parties.iter().filter(|one| !one.card.hidden && company.fits(one, &filter)).collect();
    let fields = ["kind", "more.favourite_colour", "standing", "stage.journey", "source", "city"];
    let found = facets(&room.session, &filter, &fields).unwrap();
    for facet in &found {
        let value = |one: &Plain| match facet.field.as_str() {
            "kind" => Some(one.card.id.kind().word().to_owned()),
            "standing" => one.card.standing.as_ref().map(|one| one.0.word().to_owned()),
            "stage.journey" => {
                one.card.stages.iter().find(|one| one.vocabulary == "journey").unwrap().stage.clone()
            }
            field => one.card.fields.get(field.strip_prefix("more.").unwrap_or(field)).cloned(),
        };
        for (wanted, count) in &facet.counts {
            let expected = fitting.iter().filter(|one| value(one) == *wanted).count() as u64;
            assert_eq!(*count, expected, "{} {wanted:?}", facet.field);
        }
        let listed: u64 = facet.counts.iter().map(|one| one.1).sum();
        assert_eq!(listed + facet.others, fitting.len() as u64, "{}", facet.field);
        assert!(facet.counts.len() <= 50);
    }
    assert!(found[5].others > 0 || found[5].counts.len() < 50);
}

#[test]
fn unknown_names_are_refused_with_what_was_meant() {
    let room = unsettled(Engine::Sqlite, 40, 23);
    let stage = |vocabulary: &str, stage: &str| {
        let test = StageTest::AtLeast(stage.to_owned());
        Leaf::Stage(StageIs { vocabulary: vocabulary.to_owned(), test })
    };
    let evidence = |of| Leaf::Evidence(EvidenceIs { of, within: Stretch::ALWAYS, at_least: 1 });
    for (leaf, message) in [
        (stage("jurney", "lead"), "there is no vocabulary `jurney`; did you mean `journey`?"),
        (stage("journey", "custommer"), "there is no stage `custommer`; did you mean `customer`?"),
        (stage("zoho", "weather"), "there is no stage `weather`; available: lead, contact, customer"),
        (
            Leaf::Field("favorite_colour".to_owned(), FieldIs::Empty),
            "there is no field `favorite_colour`; did you mean `favourite_colour`?",
        ),
        (
            Leaf::Field("fist_name".to_owned(), FieldIs::Empty),
            "there is no field `fist_name`; did you mean `first_name`?",
        ),
        (
            evidence(EvidenceOf::Kind("call_hold".to_owned())),
            "there is no kind of evidence `call_hold`; did you mean `call_held`?",
        ),
        (
            evidence(EvidenceOf::Family("dialog".to_owned())),
            "there is no family of evidence `dialog`; did you mean `dialogue`?",
        ),
    ] {
        let error = parties::count(&room.session, &Filter::Leaf(leaf)).unwrap_err();
        assert!(matches!(error, Error::NotFound { .. }));
        assert_eq!(error.to_string(), message);
    }
    let error = facets(&room.session, &Filter::default(), &["stage.zohoo"]).unwrap_err();
    assert_eq!(error.to_string(), "there is no vocabulary `zohoo`; did you mean `zoho`?");
    let error = facets(&room.session, &Filter::default(), &["sorce"]).unwrap_err();
    assert_eq!(error.to_string(), "there is no field to count by `sorce`; did you mean `source`?");
    let error = facets(&room.session, &Filter::default(), &["more.favorite_colour"]).unwrap_err();
    let meant = "did you mean `more.favourite_colour`?";
    assert_eq!(error.to_string(), format!("there is no field to count by `more.favorite_colour`; {meant}"));
}
