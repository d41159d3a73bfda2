//! Tests of frameworks: the built-in ones, files with mistakes in them, gates, and hand-overs.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::evidence::{Detail, Piece};
use crate::facts::Finding;
use crate::ids::EvidenceId;
use crate::kind::{Kinds, built_in as k};
use crate::time::{DAY, Precision, Timestamp};
use crate::zone::{UTC, read as date};

fn criterion(name: &str) -> Criterion {
    Criterion::from_word(name).unwrap()
}

fn built_in(name: &str) -> Framework {
    Framework::built_in().into_iter().find(|one| one.name == name).unwrap()
}

#[rstest]
#[case("journey", "fit need authority budget interest", "fit, need, authority and budget met")]
#[case(
    "bant",
    "budget authority need timing",
    "budget, authority and need met and timing at least partly met"
)]
#[case("champ", "challenges authority money prioritization", "challenges met and 8 of 10 points")]
#[case(
    "meddic",
    "metrics economic_buyer decision_criteria decision_process pain champion",
    "pain met, champion at least partly met and 12 of 18 points"
)]
#[case(
    "gpct",
    "goals plans challenges timeline",
    "goals and challenges met and plans and timeline at least partly met"
)]
fn the_built_in_frameworks_have_their_criteria_and_gates(
    #[case] name: &str,
    #[case] criteria: &str,
    #[case] gate: &str,
) {
    let found = built_in(name);
    let names: Vec<String> = found.criteria().map(|one| one.to_string()).collect();
    assert_eq!(names.join(" "), criteria);
    assert_eq!(found.gate_in_words(), gate);
    for one in &found.criteria {
        assert!(one.question.ends_with('?') && one.answers.len() == 3, "{}", one.criterion);
    }
    assert!(found.reasons.len() >= 5);
}

#[test]
fn five_frameworks_are_built_in_and_the_journey_alone_is_in_use_at_first() {
    let names: Vec<String> = Framework::built_in().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["journey", "bant", "champ", "meddic", "gpct"]);
    let default = Frameworks::default();
    assert_eq!(default.all().iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["journey"]);
    let gate: Vec<String> = default.gate_criteria().iter().map(Criterion::to_string).collect();
    assert_eq!(gate, ["fit", "need", "authority", "budget"], "interest informs only");
}

#[test]
fn what_evidence_could_be_about_before_there_were_frameworks_it_still_can() {
    let known = criteria_of_built_in();
    for name in ["fit", "need", "authority", "budget", "timing", "interest"] {
        assert!(known.contains(&criterion(name)), "{name}");
    }
}

#[test]
fn a_built_in_framework_reads_back_from_the_file_that_it_makes() {
    for framework in Framework::built_in() {
        assert_eq!(Framework::read(&framework.to_toml()).unwrap(), framework);
    }
}

const GOOD: &str = r#"name = "ours"
title = "Ours"
description = "Of our own"
reasons = ["no_budget"]

[gate]
total = 3
minimum = { budget = "met" }

[[criteria]]
name = "budget"
title = "Budget"
question = "Is there money?"
weight = 2
answers = [{ text = "Yes", finding = "met" }, { text = "No", finding = "not_met" }]

[[criteria]]
name = "site"
title = "Site"
question = "Is there room?"
"#;

fn problems(text: &str) -> Vec<(usize, usize, String)> {
    let found = Framework::read(text).unwrap_err();
    found.into_iter().map(|problem| (problem.line, problem.column, problem.message)).collect()
}

#[test]
fn a_custom_file_is_read() {
    let found = Framework::read(GOOD).unwrap();
    assert_eq!((found.criteria.len(), found.gate.total, found.criteria[1].weight), (2, Some(3), 1));
    assert_eq!(found.gate.minimum, [(criterion("budget"), Finding::Met)]);
    assert_eq!(found.criteria[0].answers[1].finding, Finding::NotMet);
}

#[rstest]
#[case("title = \"Ours\"", "titel = \"Ours\"", &[(1, 1, "`title` is missing"), (2, 1, "no key `titel`")])]
#[case("name = \"ours\"", "name = \"Our own\"", &[(1, 8, "`Our own` is not a valid name for a framework")])]
#[case("name = \"site\"", "name = \"budget\"", &[(18, 8, "the criterion `budget` already exists on line 11")])]
#[case("name = \"site\"", "name = \"a_name_of_more_than_32_characters\"", &[(18, 8, "not a valid name for a criterion")])]
#[case("[\"no_budget\"]", "[\"No budget\"]", &[(4, 12, "`No budget` is not a valid reason")])]
#[case("[\"no_budget\"]", "\"no_budget\"", &[(4, 11, "`reasons` is text")])]
#[case("total = 3", "total = 9", &[(7, 9, "`total` is out of range")])]
#[case("total = 3", "total = 1.5", &[(7, 9, "`total` is a number")])]
#[case("budget = \"met\"", "bugdet = \"met\"", &[(8, 13, "no key `bugdet`")])]
#[case("budget = \"met\"", "budget = \"not_met\"", &[(8, 22, "`not_met` is not a finding here")])]
#[case("budget = \"met\"", "", &[(6, 1, "the gate asks for nothing")])]
#[case("minimum = { budget = \"met\" }", "minimum = 3", &[(8, 11, "`minimum` is a number")])]
#[case("[gate]\ntotal = 3\nminimum = { budget = \"met\" }\n", "", &[(1, 1, "`gate` is missing")])]
#[case("total = 3\nminimum = { budget = \"met\" }\n", "", &[(6, 1, "the gate asks for nothing")])]
#[case("weight = 2", "weight = 101", &[(14, 10, "`weight` is out of range")])]
#[case("question = \"Is there money?\"\n", "", &[(10, 1, "`question` is missing")])]
#[case("finding = \"met\" }", "finding = \"maybe\" }", &[(15, 38, "`maybe` is not a finding")])]
#[case(", finding = \"met\" }", " }", &[(15, 12, "`finding` is missing")])]
#[case("[{ text = \"Yes\"", "[3, { text = \"Yes\"", &[(15, 12, "this answer is a number")])]
#[case("name = \"ours\"", "name = ours", &[(1, 8, "")])]
fn each_mistake_is_found_at_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &[(usize, usize, &str)],
) {
    assert!(GOOD.contains(from));
    let found = problems(&GOOD.replacen(from, to, 1));
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1), (expected.0, expected.1), "{found:?}");
        assert!(found.2.contains(expected.2), "{found:?}");
    }
}

#[test]
fn a_framework_has_criteria_and_not_too_many() {
    assert!(problems("").iter().any(|one| one.2.contains("has no criteria")));
    let criterion = |n: i32| format!("[[criteria]]\nname = \"c{n}\"\ntitle = \"T\"\nquestion = \"Q?\"\n");
    let many = (10..41).map(criterion).collect::<Vec<_>>().concat();
    let found = problems(&format!("name = \"many\"\ntitle = \"Many\"\ngate = {{ total = 3 }}\n{many}"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].2.contains("31 criteria"));
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_panic(cut in 0..400_usize, with in "[\\[\\]{}\"'=.,#\\\\\n a-z0-9é]{0,8}", skip in 0..20_usize) {
        let cut = cut.min(GOOD.len());
        let text = format!("{}{with}{}", &GOOD[..cut], &GOOD[(cut + skip).min(GOOD.len())..]);
        if let Err(found) = Framework::read(&text) {
            prop_assert!(found.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
            prop_assert!(!found.is_empty());
        }
    }
}

fn findings(text: &str) -> impl Fn(Criterion) -> Finding {
    let pairs: Vec<(Criterion, Finding)> = text
        .split_whitespace()
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, word)| (criterion(name), Finding::from_word(word).unwrap()))
        .collect();
    move |of| pairs.iter().find(|(one, _)| *one == of).map_or(Finding::Unknown, |(_, finding)| *finding)
}

#[rstest]
#[case::nothing_known("journey", "", false, 0, "fit need authority budget")]
#[case::all_four("journey", "fit=met need=met authority=met budget=met", true, 20, "")]
#[case::one_in_part("journey", "fit=met need=met authority=met budget=partly", false, 18, "budget")]
#[case::interest_does_not_help("journey", "fit=met need=met authority=met interest=met", false, 18, "budget")]
#[case::a_minimum_of_partly("bant", "budget=met authority=met need=met timing=partly", true, 20, "")]
#[case::below_it("bant", "budget=met authority=met need=met timing=not_met", false, 18, "timing")]
#[case::the_total_is_reached("champ", "challenges=met authority=met money=met", true, 16, "")]
#[case::half_a_point_short(
    "champ",
    "challenges=met authority=met money=partly prioritization=not_met",
    false,
    14,
    "money prioritization"
)]
#[case::enough_points_and_no_challenge(
    "champ",
    "challenges=partly authority=met money=met prioritization=met",
    false,
    16,
    "challenges"
)]
fn a_gate_holds_or_says_what_is_missing(
    #[case] name: &str,
    #[case] found: &str,
    #[case] holds: bool,
    #[case] halves: u32,
    #[case] missing: &str,
) {
    let state = built_in(name).stand(findings(found));
    let names: Vec<String> = state.missing.iter().map(|one| one.criterion.to_string()).collect();
    assert_eq!((state.holds, state.halves, names.join(" ").as_str()), (holds, halves, missing));
    assert_eq!(state.holds, state.missing.is_empty());
}

#[test]
fn what_is_missing_is_said_in_words() {
    let words = |name: &str, found: &str| -> Vec<String> {
        built_in(name).stand(findings(found)).missing.into_iter().map(|one| one.needs).collect()
    };
    assert_eq!(words("bant", "budget=met authority=met need=met"), ["timing has to be met at least partly"]);
    assert_eq!(
        words("champ", "challenges=met money=partly"),
        ["authority can add 2 points", "money can add 1 point", "prioritization can add 2 points"]
    );
}

fn facts_of(kinds: &[crate::kind::KindCode]) -> Facts {
    let mut facts = Facts::default();
    for (place, kind) in kinds.iter().enumerate() {
        let at = Timestamp(place as i64 * DAY);
        let piece = Piece {
            id: EvidenceId(place as i64 + 1),
            kind: *kind,
            occurred_at: Some(at),
            precision: Precision::Instant,
            recorded_at: at,
            subject: true,
            deal: None,
            amount: None,
            product_line: None,
            names: None,
            detail: Detail::default(),
        };
        facts.fold(&piece, Some(at), &Kinds::default(), true);
    }
    facts
}

#[rstest]
#[case(&[k::FORM_SUBMITTED], HandOverState::None)]
#[case(&[k::MARKETING_QUALIFIED], HandOverState::Waiting)]
#[case(&[k::SALES_REJECTED, k::MARKETING_QUALIFIED], HandOverState::Waiting)]
#[case(&[k::MARKETING_QUALIFIED, k::SALES_ACCEPTED], HandOverState::Accepted)]
#[case(&[k::MARKETING_QUALIFIED, k::CONVERTED], HandOverState::Accepted)]
#[case(&[k::MARKETING_QUALIFIED, k::DEAL_OPENED], HandOverState::Accepted)]
#[case(&[k::MARKETING_QUALIFIED, k::PURCHASED], HandOverState::Accepted)]
#[case(&[k::MARKETING_QUALIFIED, k::CALL_HELD], HandOverState::Waiting)]
#[case(&[k::MARKETING_QUALIFIED, k::SALES_REJECTED, k::PARKED], HandOverState::Rejected)]
#[case(&[k::MARKETING_QUALIFIED, k::DISQUALIFIED], HandOverState::Disqualified)]
#[case(&[k::DISQUALIFIED, k::REQUALIFIED], HandOverState::Requalified)]
#[case(&[k::PURCHASED, k::DISQUALIFIED], HandOverState::Disqualified)]
fn the_last_decision_says_how_a_hand_over_stands(
    #[case] kinds: &[crate::kind::KindCode],
    #[case] expected: HandOverState,
) {
    let found = HandOver::of(&facts_of(kinds));
    assert_eq!(found.state, expected);
    let waits = kinds.iter().rposition(|kind| *kind == k::MARKETING_QUALIFIED);
    let waits = waits.filter(|_| expected == HandOverState::Waiting);
    assert_eq!(found.waiting(), waits.map(|place| EvidenceId(place as i64 + 1)));
}

#[test]
fn a_hand_over_is_due_at_the_end_of_a_day_of_the_zone() {
    let zone = crate::zone::Zone::named("Europe/Berlin").unwrap();
    let at = Timestamp::parse_rfc3339("2026-03-03T23:30:00Z").unwrap();
    assert_eq!(due(at, 3, &zone), date("2026-03-07").unwrap(), "it was the 4th in Berlin already");
    assert_eq!(due(at, 3, &UTC), date("2026-03-06").unwrap());
    let by = due(at, 0, &UTC);
    assert!(!is_overdue(by, at, &UTC), "the day itself is left");
    assert!(is_overdue(by, Timestamp::parse_rfc3339("2026-03-04T00:00:00Z").unwrap(), &UTC));
}

#[rstest]
#[case(Step::HandOver, "none rejected requalified")]
#[case(Step::Accept, "none waiting rejected requalified")]
#[case(Step::Reject, "waiting accepted")]
#[case(Step::Disqualify, "none waiting accepted rejected requalified")]
#[case(Step::Requalify, "rejected disqualified")]
fn a_step_follows_from_some_states_alone(#[case] step: Step, #[case] allowed: &str) {
    let words: Vec<&str> = HandOverState::ALL
        .into_iter()
        .filter(|state| state.allow(step).is_ok())
        .map(HandOverState::word)
        .collect();
    assert_eq!(words.join(" "), allowed);
}
