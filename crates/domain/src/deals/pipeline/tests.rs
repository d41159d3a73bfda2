use rstest::rstest;

use super::*;

const GOOD: &str = "name = \"renewals\"
title = \"Renewals\"
lost_reasons = [\"Price\"]
quote_wins = true
moved = { asked = \"talk\" }

[[stages]]
name = \"talk\"
title = \"First talk\"
probability = 30
rots_after = 14
aliases = [\"Kick-off\"]

[[stages]]
name = \"lost\"
title = \"Gone\"
required = [\"lost_reason\"]

[[stages]]
name = \"offer\"
title = \"Offer\"
probability = 60
required = [\"amount\", \"owner\"]

[[checklist]]
title = \"Send the key\"
due_after = 2
";

fn deals() -> RecordType {
    RecordType::built_in().iter().find(|one| one.name == "deal").unwrap().clone()
}

fn renewals() -> Pipeline {
    Pipeline::read(GOOD, &deals()).unwrap()
}

#[test]
fn the_built_in_pipeline_is_that_of_the_declaration_of_deals() {
    let sales = Pipeline::read(Pipeline::BUILT_IN, &deals()).unwrap();
    assert_eq!(sales, Pipeline::built_in());
    let names: Vec<&str> = sales.stage_names().collect();
    assert_eq!(names, ["qualification", "proposal", "negotiation", "won", "lost"]);
    let mut declared = deals();
    Pipelines::default().declare_in(&mut declared);
    // The choices of the declaration are those of the pipeline.
    assert_eq!(declared, deals());
}

#[test]
fn open_stages_keep_their_order_and_won_and_lost_come_last() {
    let renewals = renewals();
    assert_eq!(renewals.stage_names().collect::<Vec<_>>(), ["talk", "offer", "won", "lost"]);
    assert_eq!(renewals.ladder().collect::<Vec<_>>(), ["talk", "offer", "won"]);
    assert_eq!(renewals.first(), "talk");
    let probabilities: Vec<u8> = renewals.stages.iter().map(|stage| stage.probability).collect();
    assert_eq!(probabilities, [30, 60, 100, 0]);
    assert_eq!(renewals.stage("lost").unwrap().required, ["lost_reason"]);
    assert_eq!((renewals.quote_wins, renewals.stages[0].rots_after), (true, Some(14)));
    assert_eq!(renewals.checklist, [ChecklistItem { title: "Send the key".to_owned(), due_after: 2 }]);
}

#[rstest]
#[case("talk", Some("talk"))]
#[case(" TALK ", Some("talk"))]
#[case("kick-off", Some("talk"))]
#[case("First Talk", Some("talk"))]
#[case("asked", Some("talk"))]
#[case("Gone", Some("lost"))]
#[case("won", Some("won"))]
#[case("demo", None)]
fn a_stage_is_named_in_many_ways(#[case] text: &str, #[case] stage: Option<&str>) {
    let renewals = renewals();
    assert_eq!(renewals.named(text).map(|stage| stage.name.as_str()), stage);
    let open = renewals.named_open(text).map(|stage| stage.name.as_str());
    assert_eq!(open, stage.filter(|stage| !["won", "lost"].contains(stage)));
}

#[rstest]
#[case("title = \"Renewals\"\n", "", &[(1, 1, "the key `title` is missing")])]
#[case("probability = 30", "probability = 101", &[(10, 15, "`probability` is no percentage")])]
#[case("probability = 30", "probability = 2.5", &[(10, 15, "`probability` is no percentage")])]
#[case("rots_after = 14", "rots_after = 0", &[(11, 14, "`rots_after` is no number of days")])]
#[case("rots_after", "rots_afer", &[(11, 1, "there is no key `rots_afer`")])]
#[case("title = \"Gone\"", "title = \"Gone\"\nprobability = 5", &[(17, 15, "`lost` ends every pipeline and has no `probability`")])]
#[case("\"amount\"", "\"amont\"", &[(23, 13, "there is no field `amont`; did you mean `amount`?")])]
#[case("\"amount\"", "\"closed_on\"", &[(23, 13, "`closed_on` follows from the stage itself")])]
#[case("\"Kick-off\"", "\"offer\"", &[(20, 8, "`offer` is a name of the stage `talk` already")])]
#[case("name = \"offer\"", "name = \"talk\"", &[(20, 8, "the stage `talk` already exists on line 8")])]
#[case("asked = \"talk\"", "asked = \"won\"", &[(5, 19, "there is no open stage `won`; available: talk, offer")])]
#[case("asked = \"talk\"", "offer = \"talk\"", &[(5, 11, "`offer` is still a name of a stage")])]
#[case("quote_wins = true", "quote_wins = \"yes\"", &[(4, 14, "`quote_wins` is text")])]
#[case("due_after = 2", "due_after = -1", &[(27, 13, "`due_after` is no number of days")])]
#[case("due_after = 2", "[[checklist]]\ntitle = \"Send the key\"", &[(27, 1, "`Send the key` stands in the checklist twice")])]
#[case("[\"Price\"]", "[\"\"]", &[(3, 17, "an entry of `lost_reasons` is empty")])]
fn each_problem_is_reported_with_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: &[(usize, usize, &str)],
) {
    let problems = Pipeline::read(&GOOD.replacen(from, to, 1), &deals()).unwrap_err();
    let found: Vec<_> = problems.iter().map(|one| (one.line, one.column, one.message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn several_problems_are_reported_at_once_and_a_pipeline_needs_an_open_stage() {
    let problems = Pipeline::read("name = \"x\"\ntitle = 3\n", &deals()).unwrap_err();
    let found: Vec<_> = problems.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        found,
        ["the pipeline has no stages", "`x` is not a valid name for a pipeline", "`title` is a number"]
    );
}

#[test]
fn pipelines_share_their_names_of_stages() {
    let both = Pipelines::of(vec![Pipeline::built_in(), renewals()]);
    let choices: Vec<String> = both.stage_choices().into_iter().map(|one| one.name).collect();
    assert_eq!(choices, ["qualification", "proposal", "negotiation", "talk", "offer", "won", "lost"]);
    assert_eq!(both.first().name, "sales");
    assert_eq!(both.named("RENEWALS").unwrap().name, "renewals");
    assert_eq!((both.probability("renewals", "offer"), both.probability("sales", "offer")), (60, 0));
    let unknown = both.get("sale").unwrap_err().to_string();
    assert_eq!(unknown, "there is no pipeline `sale`; did you mean `sales`?");
}

#[test]
fn what_evidence_says_changes_with_names_alone() {
    let renewals = renewals();
    let with = |from: &str, to: &str| Pipeline::read(&GOOD.replacen(from, to, 1), &deals()).unwrap();
    assert!(renewals.reads_as(&with("probability = 30", "probability = 35")));
    assert!(renewals.reads_as(&with("lost_reasons = [\"Price\"]", "lost_reasons = []")));
    assert!(!renewals.reads_as(&with("\"Kick-off\"", "\"Start\"")));
    assert!(!renewals.reads_as(&with("moved = { asked = \"talk\" }", "")));
}
