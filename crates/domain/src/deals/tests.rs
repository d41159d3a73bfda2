use std::sync::LazyLock;

use rstest::rstest;
use serde_json::{Value as Json, json};

use super::*;
use crate::draft::Draft;
use crate::evidence::{Detail, Evidence, Participant};
use crate::ids::{DealId, EvidenceId, PartyId};
use crate::kind::{Kinds, built_in as k};
use crate::records::{RecordType, Values};
use crate::time::{DAY, Precision, Timestamp};
use crate::zone::UTC;

const DEAL_ID: DealId = DealId(7);
const ACCOUNT: PartyId = PartyId(11);
const ADA: PartyId = PartyId(20);
const BO: PartyId = PartyId(22);
const NOW: Timestamp = Timestamp(20_000 * DAY);

fn deal() -> RecordType {
    RecordType::built_in().iter().find(|one| one.name == DEAL).unwrap().clone()
}

fn kinds() -> Kinds {
    Kinds::default()
}

fn pipelines() -> &'static Pipelines {
    static PIPELINES: LazyLock<Pipelines> = LazyLock::new(Pipelines::default);
    &PIPELINES
}

fn rules() -> DealRules<'static> {
    static KINDS: LazyLock<Kinds> = LazyLock::new(Kinds::default);
    DealRules { kinds: &KINDS, pipelines: pipelines(), zone: &UTC }
}

fn values(given: &Json) -> Values {
    let mut values = Values::default();
    values.change(&deal(), given.as_object().unwrap()).unwrap();
    values
}

fn terms(given: &Json) -> Terms {
    Terms::of(&deal(), &values(given))
}

/// What is stored of drafts, numbered from `first`.
fn stored(first: i64, drafts: Vec<Draft>) -> Vec<Evidence> {
    let one = |(place, draft): (usize, Draft)| Evidence {
        id: EvidenceId(first + place as i64),
        kind: draft.kind,
        occurred_at: draft.occurred_at,
        precision: draft.precision,
        recorded_at: NOW,
        recorded_by: String::new(),
        via: crate::evidence::Via::Api,
        deal: draft.deal,
        amount: draft.amount,
        product_line: draft.product_line,
        names: draft.names,
        detail: draft.detail,
        participants: draft.participants,
    };
    drafts.into_iter().enumerate().map(one).collect()
}

fn retraction(id: EvidenceId) -> Draft {
    let participants = vec![Participant { party: ADA, role: "subject".into() }];
    Draft { names: Some(id), participants, ..Draft::about(ADA, k::RETRACTED, Some(NOW)) }
}

/// What a history comes to in the record, beginning with what the record holds.
fn projected(evidence: &[Evidence], held: &Json) -> Json {
    let mut values = values(held);
    courses(evidence, rules())[&DEAL_ID].apply(&deal(), &mut values);
    values.to_json()
}

/// Evidence and record of a deal that is added and then changed, one change a day.
fn followed(added: &Json, changes: &[Json]) -> (Vec<Evidence>, Json) {
    let first = terms(added);
    let mut evidence = stored(1, opened(DEAL_ID, &first, None, NOW, pipelines()));
    let mut held = projected(&evidence, added);
    for (place, change) in changes.iter().enumerate() {
        let mut after = values(&held);
        after.change(&deal(), change.as_object().unwrap()).unwrap();
        let live = live_in_order(&evidence, rules());
        let (was, is) = (terms(&held), Terms::of(&deal(), &after));
        let now = NOW.plus((place as i64 + 1) * DAY);
        let plan = changed((DEAL_ID, &live), (&was, &is), None, now, rules());
        let drafts = plan.retracted.into_iter().map(retraction).chain(plan.drafts).collect();
        let next = evidence.len() as i64 + 1;
        evidence.extend(stored(next, drafts));
        held = projected(&evidence, &after.to_json());
        let asked = terms(&after.to_json());
        assert_eq!(terms(&held), Terms { closed_on: terms(&held).closed_on, ..asked }, "{change}");
    }
    (evidence, held)
}

fn added() -> Json {
    json!({
        "account": ACCOUNT.to_string(),
        "people": [{ "party": ADA.to_string(), "role": "buyer" }],
        "amount": { "minor": 100, "currency": "EUR" },
        "stage": "qualification",
        "opened_on": "2024-10-04",
    })
}

fn kinds_of(evidence: &[Evidence]) -> Vec<&'static str> {
    let known = kinds();
    let names = ["deal_opened", "deal_moved", "deal_won", "deal_lost", "deal_reopened", "retracted"];
    evidence.iter().map(|one| *names.iter().find(|name| **name == known.name(one.kind)).unwrap()).collect()
}

#[rstest]
#[case::moved(&[json!({ "stage": "proposal" })], &["deal_moved"])]
#[case::won(&[json!({ "stage": "won" })], &["deal_won"])]
#[case::lost(&[json!({ "stage": "lost", "lost_reason": "price" })], &["deal_lost"])]
#[case::reopened(&[json!({ "stage": "won" }), json!({ "stage": "negotiation" })], &["deal_won", "deal_reopened"])]
#[case::lost_after_all(
    &[json!({ "stage": "won" }), json!({ "stage": "lost" })],
    &["deal_won", "deal_reopened", "deal_lost"]
)]
#[case::worth_more(&[json!({ "amount": { "minor": 900, "currency": "EUR" } })], &["retracted", "deal_opened"])]
#[case::worth_more_when_won(
    &[json!({ "stage": "won", "amount": { "minor": 900, "currency": "EUR" } })],
    &["deal_won"]
)]
#[case::worth_nothing_known(
    &[json!({ "stage": "won" }), json!({ "amount": null })],
    &["deal_won", "retracted", "retracted", "deal_opened", "deal_won"]
)]
#[case::another_buyer(
    &[json!({ "people": [{ "party": BO.to_string(), "role": "decision_maker" }] })],
    &["retracted", "deal_opened"]
)]
#[case::a_blocker(
    &[json!({ "people": [{ "party": ADA.to_string() }, { "party": BO.to_string(), "role": "blocker" }] })],
    &[]
)]
#[case::opened_earlier(&[json!({ "opened_on": "2024-09-01" })], &["retracted", "deal_opened"])]
#[case::won_on_another_day(
    &[json!({ "stage": "won" }), json!({ "closed_on": "2024-10-04" })],
    &["deal_won", "retracted", "deal_won"]
)]
fn a_change_of_the_record_is_followed_by_evidence_that_says_the_same(
    #[case] changes: &[Json],
    #[case] appended: &[&str],
) {
    let (evidence, _) = followed(&added(), changes);
    assert_eq!(kinds_of(&evidence[1..]), appended);
}

#[test]
fn the_order_of_arrival_and_what_the_record_held_before_do_not_matter() {
    let changes = [
        json!({ "stage": "proposal", "product_line": "Looms" }),
        json!({ "people": [{ "party": ADA.to_string() }, { "party": BO.to_string() }] }),
        json!({ "stage": "won" }),
        json!({ "stage": "negotiation" }),
        json!({ "stage": "lost", "lost_reason": "price" }),
    ];
    let (mut evidence, held) = followed(&added(), &changes);
    assert_eq!(held["stage"], "lost");
    for _ in 0..evidence.len() {
        evidence.rotate_left(1);
        assert_eq!(projected(&evidence, &held), held);
        assert_eq!(projected(&evidence, &json!({ "stage": "won", "closed_on": "2020-01-01" })), held);
    }
}

#[test]
fn a_deal_that_is_new_and_over_was_opened_and_closed() {
    let closed = Timestamp::parse_rfc3339("2024-03-03T00:00:00Z");
    let mut won = added();
    won["stage"] = "won".into();
    won["opened_on"] = Json::Null;
    let drafts = opened(DEAL_ID, &terms(&won), closed, NOW, pipelines());
    let dated: Vec<_> = drafts.iter().map(|draft| (draft.kind, draft.occurred_at, draft.precision)).collect();
    assert_eq!(dated, [(k::DEAL_OPENED, closed, Precision::Day), (k::DEAL_WON, closed, Precision::Day)]);
    let held = projected(&stored(1, drafts), &won);
    assert_eq!((&held["closed_on"], &held["opened_on"]), (&json!("2024-03-03"), &json!("2024-03-03")));
}

#[test]
fn a_deal_of_which_nothing_is_left_has_no_course() {
    let mut evidence = stored(1, opened(DEAL_ID, &terms(&added()), None, NOW, pipelines()));
    evidence.extend(stored(9, vec![retraction(EvidenceId(1))]));
    assert!(courses(&evidence, rules()).is_empty());
    evidence.extend(stored(10, vec![retraction(EvidenceId(9))]));
    assert_eq!(courses(&evidence, rules())[&DEAL_ID].stage, "qualification");
}

#[test]
fn evidence_of_other_systems_names_stages_in_its_own_words() {
    let moved = |name: &str, text: &str| Draft {
        deal: Some(DEAL_ID),
        detail: Detail([(name.to_owned(), text.into())].into()),
        ..Draft::about(ADA, k::DEAL_MOVED, Some(NOW))
    };
    for (name, text, stage) in [
        ("stage", " Negotiation ", "negotiation"),
        ("step", "proposal", "proposal"),
        ("stage", "legal", "qualification"),
        ("stage", "won", "qualification"),
    ] {
        let evidence = stored(1, vec![moved(name, text)]);
        assert_eq!(courses(&evidence, rules())[&DEAL_ID].stage, stage, "{text}");
    }
}
