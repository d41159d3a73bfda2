//! Tests of vocabularies: the built-in ones, and files with mistakes in them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::facts::{Criterion, Fact, Finding, Group, Moment};
use crate::frameworks::Frameworks;
use crate::kind::{Family, built_in};

#[derive(Clone, Debug, Default)]
struct StubFacts {
    numbers: BTreeMap<Fact, i64>,
    truths: BTreeSet<Fact>,
}

impl Lookup for StubFacts {
    fn number(&self, fact: Fact) -> i64 {
        self.numbers.get(&fact).copied().unwrap_or(0)
    }

    fn moment(&self, _fact: Fact) -> Option<Moment> {
        None
    }

    fn truth(&self, fact: Fact, _now: Option<Timestamp>) -> bool {
        self.truths.contains(&fact)
    }

    fn finding(&self, _criterion: Criterion, _now: Option<Timestamp>) -> Finding {
        Finding::Unknown
    }

    fn next_change(&self, fact: Fact, _now: Option<Timestamp>) -> Option<Timestamp> {
        (fact == Fact::Qualified).then_some(Timestamp(7))
    }
}

fn stub_facts(numbers: &[(Fact, i64)], truths: &[Fact]) -> StubFacts {
    StubFacts { numbers: numbers.iter().copied().collect(), truths: truths.iter().copied().collect() }
}

fn compiled(name: &str) -> CompiledVocabulary {
    let found = Vocabulary::built_in().into_iter().find(|vocabulary| vocabulary.name == name);
    found.unwrap().compile(&Kinds::default(), &Frameworks::default()).unwrap()
}

const ANY: Fact = Fact::Count(Group::Any);
const INTEREST: Fact = Fact::Count(Group::Family(Family::Interest));
const DIALOGUE: Fact = Fact::Count(Group::Family(Family::Dialogue));
const ADVOCACY: Fact = Fact::Count(Group::Family(Family::Advocacy));
const NEWSLETTER: Fact = Fact::Count(Group::Kind(built_in::NEWSLETTER_SUBSCRIBED));
const DEMO: Fact = Fact::Count(Group::Kind(built_in::DEMO_REQUESTED));

#[rstest]
#[case("journey", "contact lead prospect customer advocate")]
#[case("zoho", "lead contact customer")]
#[case("inbound", "known subscriber lead mql sql opportunity customer evangelist")]
fn the_built_in_vocabularies_have_their_stages_in_order(#[case] name: &str, #[case] stages: &str) {
    let found = compiled(name);
    let names: Vec<&str> = found.vocabulary.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(names.join(" "), stages);
    for stage in &found.vocabulary.stages {
        assert!(!stage.goal.is_empty() && stage.actions.len() >= 2, "{}", stage.name);
        assert!(!stage.definition.contains("  ") && !stage.definition.contains('\n'), "{}", stage.name);
    }
}

#[test]
fn the_journey_comes_first_for_it_is_the_default() {
    assert_eq!(Vocabulary::built_in().map(|vocabulary| vocabulary.name), ["journey", "zoho", "inbound"]);
}

#[rstest]
#[case(&[], &[], None, None, None)]
#[case(&[(ANY, 1)], &[], Some("contact"), Some("lead"), Some("known"))]
#[case(&[(ANY, 1), (INTEREST, 1), (NEWSLETTER, 1)], &[], Some("lead"), Some("lead"), Some("subscriber"))]
#[case(&[(ANY, 2), (INTEREST, 2), (NEWSLETTER, 1)], &[], Some("lead"), Some("lead"), Some("lead"))]
#[case(&[(ANY, 1), (INTEREST, 1), (DEMO, 1)], &[], Some("lead"), Some("lead"), Some("mql"))]
#[case(&[(ANY, 1)], &[Fact::MarketingQualified], Some("contact"), Some("lead"), Some("mql"))]
#[case(&[(ANY, 1), (DIALOGUE, 1)], &[], Some("contact"), Some("contact"), Some("known"))]
#[case(&[(ANY, 1)], &[Fact::Converted], Some("contact"), Some("contact"), Some("known"))]
#[case(&[(ANY, 1)], &[Fact::Qualified, Fact::SalesAccepted], Some("prospect"), Some("lead"), Some("sql"))]
#[case(&[(ANY, 1), (Fact::DealsOpen, 1), (Fact::DealsTotal, 1)], &[], Some("prospect"), Some("contact"), Some("opportunity"))]
#[case(&[(ANY, 1), (Fact::PurchasesCount, 1)], &[], Some("customer"), Some("customer"), Some("customer"))]
#[case(&[(ANY, 1), (Fact::PurchasesCount, 1)], &[Fact::Departed], Some("contact"), Some("contact"), Some("known"))]
#[case(&[(ANY, 1), (Fact::PurchasesCount, 1), (ADVOCACY, 1)], &[], Some("advocate"), Some("customer"), Some("evangelist"))]
#[case(&[(ANY, 1), (ADVOCACY, 1)], &[], Some("contact"), Some("lead"), Some("known"))]
fn one_set_of_facts_gives_each_vocabulary_its_own_word(
    #[case] numbers: &[(Fact, i64)],
    #[case] truths: &[Fact],
    #[case] journey: Option<&str>,
    #[case] zoho: Option<&str>,
    #[case] inbound: Option<&str>,
) {
    let facts = stub_facts(numbers, truths);
    for (name, expected) in [("journey", journey), ("zoho", zoho), ("inbound", inbound)] {
        let found = compiled(name);
        let stage = found
            .highest_by(&facts, None)
            .map(|stage| found.vocabulary.stages[usize::from(stage)].name.as_str());
        assert_eq!(stage, expected, "{name}");
    }
}

#[test]
fn the_next_change_is_the_first_of_any_stage() {
    assert_eq!(compiled("journey").next_change_by(&StubFacts::default(), None), Some(Timestamp(7)));
    assert_eq!(compiled("zoho").next_change_by(&StubFacts::default(), None), None);
}

#[test]
fn a_built_in_vocabulary_reads_back_from_the_file_that_it_makes() {
    for vocabulary in Vocabulary::built_in() {
        assert_eq!(Vocabulary::parse(&vocabulary.to_toml()).unwrap(), vocabulary);
    }
}

const GOOD: &str = r#"name = "mine"
title = "Mine"
description = "Of my own"

[[stages]]
name = "known"
title = "Known"
definition = "We know them."
rule = "any_evidence"

[[stages]]
name = "hot"
title = "Hot"
definition = "They came back."
rule = "within(interest, \"30d\") && interest.count > 1"
goal = "Call them."
actions = ["Call", "Write"]
"#;

fn problems(text: &str) -> Vec<(usize, usize, String)> {
    let found = Vocabulary::read(text, &Kinds::default(), &Frameworks::default()).unwrap_err();
    found.into_iter().map(|problem| (problem.line, problem.column, problem.message)).collect()
}

#[test]
fn a_custom_file_is_read() {
    let found = Vocabulary::read(GOOD, &Kinds::default(), &Frameworks::default()).unwrap();
    assert_eq!((found.vocabulary.stages.len(), found.rules.len()), (2, 2));
    assert_eq!(found.vocabulary.stages[1].actions, ["Call", "Write"]);
}

#[rstest]
#[case("title = \"Mine\"", "titel = \"Mine\"", &[(1, 1, "`title` is missing"), (2, 1, "no key `titel`")])]
#[case("name = \"mine\"", "name = \"My own\"", &[(1, 8, "`My own` is not a valid name for a vocabulary")])]
#[case("name = \"hot\"", "name = \"known\"", &[(12, 8, "`known` already exists on line 6")])]
#[case("name = \"hot\"", "name = 3", &[(12, 8, "`name` is a number")])]
#[case("title = \"Hot\"\n", "", &[(11, 1, "`title` is missing")])]
#[case("title = \"Hot\"", "title = \" \"", &[(13, 9, "`title` is empty")])]
#[case("title = \"Hot\"", "title = \"a\\u0000b\"", &[(13, 9, "a control character")])]
#[case("rule = \"any_evidence\"\n", "", &[(5, 1, "`rule` is missing")])]
#[case("rule = \"any_evidence\"", "rule = true", &[(9, 8, "`rule` is true or false")])]
#[case("interest.count", "intrest.count", &[(15, 38, "no fact `intrest`")])]
#[case("\"within(", "\"\\u0021within(", &[])]
#[case("\\\"30d\\\"", "\\\"30x\\\"", &[(15, 26, "not a duration")])]
#[case("interest.count > 1", "interest.count >", &[(15, 54, "is incomplete")])]
#[case("[\"Call\", \"Write\"]", "\"Call\"", &[(17, 11, "`actions` is text")])]
#[case("[\"Call\", \"Write\"]", "[\"Call\", 5]", &[(17, 20, "`actions` is a number")])]
#[case("name = \"mine\"", "name = mine", &[(1, 8, "")])]
fn each_mistake_is_found_at_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &[(usize, usize, &str)],
) {
    assert!(GOOD.contains(from));
    let text = GOOD.replacen(from, to, 1);
    if expected.is_empty() {
        Vocabulary::read(&text, &Kinds::default(), &Frameworks::default()).unwrap();
        return;
    }
    let found = problems(&text);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!((found.0, found.1), (expected.0, expected.1), "{found:?}");
        assert!(found.2.contains(expected.2), "{found:?}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_reported_together_in_their_order() {
    let text = "name = \"Mine\"\ncolor = 3\nstages = [\n  { name = \"ab\", title = \"A\", definition = \"d\", rule = \"qualified &\" },\n  { name = \"ab\", title = \"B\", definition = \"d\", rule = '''\nqualified\n  || deals.opne > 0''', golas = 1 },\n  7,\n]\n";
    let found = problems(text);
    let places: Vec<(usize, usize)> = found.iter().map(|problem| (problem.0, problem.1)).collect();
    assert_eq!(places, [(1, 1), (1, 8), (2, 1), (4, 67), (5, 12), (7, 12), (7, 25), (8, 3)], "{found:#?}");
}

#[test]
fn a_mistake_in_the_toml_does_not_hide_the_others() {
    let text =
        GOOD.replace("title = \"Mine\"", "title = Mine").replace("interest.count > 1", "interest.cuont > 1");
    let found = problems(&text);
    assert_eq!(found.iter().map(|problem| problem.0).collect::<Vec<_>>(), [2, 15], "{found:#?}");
}

#[rstest]
#[case("", "has no stages")]
#[case("stages = []", "has no stages")]
#[case("stages = 3", "`stages` is a number")]
#[case("[stages]", "`stages` is a section")]
fn a_vocabulary_without_stages_is_refused(#[case] text: &str, #[case] message: &str) {
    assert!(problems(text).iter().any(|problem| problem.2.contains(message)), "{:?}", problems(text));
}

#[test]
fn a_vocabulary_has_at_most_thirty_stages() {
    let stage = |number: usize| {
        let text = || format!("s{number}");
        Stage { name: text(), title: text(), definition: text(), rule: "true".into(), ..Stage::default() }
    };
    let mut vocabulary = Vocabulary { name: "many".into(), title: "Many".into(), ..Vocabulary::default() };
    vocabulary.stages = (10..40).map(stage).collect();
    assert_eq!(
        vocabulary
            .compile(&Kinds::default(), &Frameworks::default())
            .unwrap()
            .highest_by(&StubFacts::default(), None),
        Some(29)
    );
    vocabulary.stages.push(stage(40));
    let found = vocabulary.compile(&Kinds::default(), &Frameworks::default()).unwrap_err();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("31 stages"));
}

#[test]
fn without_the_kinds_a_file_is_checked_for_the_syntax_of_its_rules_alone() {
    let own = GOOD.replace("any_evidence", "podcast_heard.count > 0");
    assert!(Vocabulary::parse(&own).is_ok());
    let mut kinds = Kinds::default();
    assert_eq!(Vocabulary::read(&own, &kinds, &Frameworks::default()).unwrap_err().len(), 1);
    kinds.add("podcast_heard", Family::Interest).unwrap();
    assert!(Vocabulary::read(&own, &kinds, &Frameworks::default()).is_ok());
    assert_eq!(Vocabulary::parse(&own.replace("> 0", "> > 0")).unwrap_err()[0].line, 9);
}

fn text() -> impl Strategy<Value = String> {
    "[^\\x00-\\x1f\\x7f-\\x9f]{1,20}|[a-z\"'\\\\\n ]{1,12}".prop_map(|text| format!("x{text}"))
}

fn vocabularies() -> impl Strategy<Value = Vocabulary> {
    let stage = (text(), text(), text(), prop::collection::vec(text(), 0..3));
    (text(), text(), prop::collection::vec(stage, 1..5)).prop_map(|(title, description, stages)| Vocabulary {
        name: "some".into(),
        title,
        description,
        stages: stages
            .into_iter()
            .enumerate()
            .map(|(number, (title, definition, goal, actions))| Stage {
                name: format!("s{number}"),
                rule: format!("within(interest, \"{}d\")\n && criteria.fit == 'met'", number + 1),
                title,
                definition,
                goal,
                actions,
            })
            .collect(),
    })
}

proptest! {
    #[test]
    fn any_vocabulary_reads_back_from_the_file_that_it_makes(vocabulary in vocabularies()) {
        prop_assert_eq!(Vocabulary::parse(&vocabulary.to_toml()).unwrap(), vocabulary);
    }

    #[test]
    fn no_file_makes_the_reader_panic(cut in 0..400_usize, with in "[\\[\\]{}\"'=.,#\\\\\n a-z0-9é]{0,8}", skip in 0..20_usize) {
        let cut = cut.min(GOOD.len());
        let text = format!("{}{with}{}", &GOOD[..cut], &GOOD[(cut + skip).min(GOOD.len())..]);
        if let Err(found) = Vocabulary::read(&text, &Kinds::default(), &Frameworks::default()) {
            prop_assert!(found.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
            prop_assert!(!found.is_empty());
        }
    }
}
