use rstest::rstest;

use super::*;

#[rstest]
#[case("interest.count > 0", true)]
#[case("interest.count > 3", false)]
#[case("interest.count >= 3 && interest.count <= 3", true)]
#[case("3 == interest.count", true)]
#[case("2 < interest.count", true)]
#[case("interest.count != 3", false)]
#[case("interest.count > dialogue.count", true)]
#[case("purchases.net < -499", true)]
#[case("-500 == purchases.net", true)]
#[case("any_evidence", true)]
#[case("evidence.count == 4", true)]
#[case("sales_accepted", true)]
#[case("sales_accepted.count > 0", false)]
#[case("!qualified", true)]
#[case("!!sales_accepted", true)]
#[case("criteria.budget == 'partly'", true)]
#[case("criteria.budget != \"met\"", true)]
#[case("criteria.budget >= 'not_met'", true)]
#[case("'met' > criteria.budget", true)]
#[case("criteria.need == 'unknown'", true)]
#[case("deals.open > 0 || converted", true)]
#[case("qualified || (sales_accepted && !(converted || departed))", true)]
#[case("true", true)]
#[case("!true || false", false)]
#[case("qualified // a remark, naïve\n || sales_accepted", true)]
fn a_rule_reads_the_facts_that_it_names(#[case] text: &str, #[case] holds: bool) {
    assert_eq!(rule(text).holds(&stub_facts(), Some(day(20))), holds);
}

#[rstest]
#[case("interest.last > dialogue.last", true)]
#[case("interest.first < dialogue.first", true)]
#[case("dialogue.first == dialogue.last", true)]
#[case("interest.last > purchases.last", false)]
#[case("interest.last <= purchases.last", false)]
#[case("interest.last != purchases.last", false)]
#[case("!(interest.last > purchases.last)", true)]
fn moments_compare_by_place_and_a_missing_one_makes_every_comparison_false(
    #[case] text: &str,
    #[case] holds: bool,
) {
    assert_eq!(rule(text).holds(&stub_facts(), Some(day(20))), holds);
}

#[rstest]
#[case("within(interest, \"30d\")", 39, true)]
#[case("within(interest, \"30d\")", 40, false)]
#[case("within(interest.last, '240h')", 19, true)]
#[case("within(interest.last, '240h')", 20, false)]
#[case("within(dialogue.first, '1w')", 11, true)]
#[case("within(dialogue.first, '1w')", 12, false)]
#[case("within(interest.first, '36500d')", 20, false)]
#[case("within(purchases, '30d')", 20, false)]
#[case("within(demo_requested, '30d')", 20, false)]
#[case("!within(purchases.last, '30d')", 20, true)]
fn a_window_ends_exactly_at_its_moment_plus_its_length(
    #[case] text: &str,
    #[case] at: i64,
    #[case] holds: bool,
) {
    assert_eq!(rule(text).holds(&stub_facts(), Some(day(at))), holds);
}

#[test]
fn before_everything_dated_no_window_is_open() {
    assert!(!rule("within(interest, '30d')").holds(&stub_facts(), None));
}

#[rstest]
#[case("within(interest, '30d')", Some(20), Some(40))]
#[case("within(interest, '30d')", Some(40), None)]
#[case("within(interest, '30d')", None, Some(40))]
#[case("within(interest, '30d') || within(dialogue, '30d')", Some(20), Some(35))]
#[case("!within(interest, '31d') && qualified", Some(20), Some(40))]
#[case("qualified", Some(40), None)]
#[case("interest.count > 0", Some(20), None)]
#[case("within(interest.first, '30d')", Some(20), None)]
fn the_next_change_is_the_first_that_time_alone_can_bring(
    #[case] text: &str,
    #[case] now: Option<i64>,
    #[case] change: Option<i64>,
) {
    assert_eq!(rule(text).next_change(&stub_facts(), now.map(day)), change.map(day));
}

#[test]
fn a_rule_names_the_facts_that_it_reads_once_each() {
    let found = rule("interest.count > 0 && (interest.count > dialogue.count || criteria.fit == 'met')");
    let expected = [Fact::Count(DIALOGUE), Fact::Count(INTEREST), Fact::Criterion(criterion("fit"))];
    assert_eq!(found.facts().iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    assert_eq!(found.facts().len(), 3);
}

#[test]
fn custom_kinds_are_names_like_any_other() {
    let mut kinds = Kinds::default();
    let code = kinds.add("podcast_heard", Family::Interest).unwrap();
    let found = Rule::compile("podcast_heard.count > 0", &kinds, &[]).unwrap();
    assert_eq!(found.facts(), [Fact::Count(Group::Kind(code))]);
}

#[test]
fn chains_compile_to_one_flat_branch() {
    let Node::All(branches) = rule("qualified && converted && departed && !(sales_accepted || false)").node
    else {
        panic!("a conjunction")
    };
    assert_eq!(branches.len(), 5);
}

#[test]
fn every_kind_and_family_has_count_first_and_last() {
    let kinds = Kinds::default();
    let families = Family::ALL.iter().map(|family| family.word());
    for name in families.chain(kinds.names().map(|(name, _)| name)).chain(["evidence"]) {
        for text in [
            format!("{name}.count > 0"),
            format!("{name}.first < {name}.last"),
            format!("within({name}, '1d')"),
        ] {
            Rule::compile(&text, &kinds, &[]).unwrap();
        }
    }
}

#[test]
fn the_stand_in_for_facts_is_asked_like_the_real_ones() {
    let (facts, frameworks) = (Facts::default(), Frameworks::default());
    let facts = frameworks.over(&facts);
    assert!(!rule("qualified || within(interest, '1d')").holds(&facts, None));
    assert_eq!(
        rule("criteria.fit == 'unknown' && interest.first < interest.last").next_change(&facts, None),
        None
    );
    assert!(rule("interest.count == 0 && criteria.fit == 'unknown'").holds(&facts, Some(day(1))));
}

#[test]
fn requested_demos_count_apart_from_their_family() {
    let mut facts = stub_facts();
    facts.numbers.insert(Fact::Count(DEMO_REQUESTED), 2);
    assert!(rule("demo_requested.count == 2 && interest.count == 3").holds(&facts, None));
}
