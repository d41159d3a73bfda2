use rstest::rstest;

use super::*;

fn sentences(leaves: &[&Leaf]) -> Vec<String> {
    leaves.iter().map(|leaf| leaf.needs(&Kinds::default(), &Frameworks::default())).collect()
}

#[rstest]
#[case("interest.count > 0", "at least 1 piece of interest evidence")]
#[case("interest.count != 0", "at least 1 piece of interest evidence")]
#[case("any_evidence", "at least 1 piece of evidence")]
#[case("demo_requested.count >= 2", "at least 2 pieces of “demo requested” evidence")]
#[case("interest.count == 0", "no interest evidence")]
#[case("!(interest.count > 0)", "no interest evidence")]
#[case("deals.open < 1", "no open deal")]
#[case("deals.lost <= 2", "at most 2 lost deals")]
#[case("deals.won == 2", "exactly 2 won deals")]
#[case("deals.total != 2", "any number except 2 deals")]
#[case("purchases.count > 0", "at least 1 purchase")]
#[case("purchases.net >= 50000", "at least 50000 in minor units from purchases less refunds")]
#[case(
    "interest.count > newsletter_subscribed.count",
    "more pieces of interest evidence than pieces of “newsletter subscribed” evidence"
)]
#[case(
    "qualified",
    "qualified: fit, need, authority and budget met, or accepted by sales, and nothing against it since"
)]
#[case("!departed", "not departed: no purchase yet, or one that has not ended")]
#[case("criteria.budget == 'met'", "budget is met")]
#[case("criteria.need >= 'partly'", "need is at least partly met")]
#[case("criteria.need != 'unknown'", "need is known")]
#[case("!(criteria.fit == 'not_met')", "fit is anything but not met")]
#[case("within(interest, '30d')", "the last interest evidence is less than 30 days ago")]
#[case("!within(purchases, '36h')", "the last purchase is 36 hours or more ago, or there is none")]
#[case(
    "interest.last > dialogue.first",
    "the last interest evidence is later than the first dialogue evidence"
)]
#[case(
    "!(interest.last > dialogue.first)",
    "the last interest evidence is not later than the first dialogue evidence, or one of them is missing"
)]
#[case("false", "nothing can make it hold")]
fn a_leaf_says_in_plain_words_what_it_needs(#[case] text: &str, #[case] sentence: &str) {
    let Node::Leaf(leaf) = rule(text).node else { panic!("one leaf") };
    assert_eq!(leaf.needs(&Kinds::default(), &Frameworks::default()), sentence);
}

#[test]
fn of_alternatives_those_that_hold_are_the_support() {
    let found = rule("qualified || deals.open > 0 || (sales_accepted && interest.count > 5)");
    assert_eq!(sentences(&found.support(&stub_facts(), None)), ["at least 1 open deal"]);
    let found = rule("(sales_accepted && interest.count > 0) || deals.open > 0 || sales_accepted");
    assert_eq!(found.support(&stub_facts(), None).len(), 3);
}

#[test]
fn a_rule_that_does_not_hold_has_no_support_and_one_that_holds_misses_nothing() {
    assert!(rule("sales_accepted && converted").support(&stub_facts(), None).is_empty());
    assert!(rule("sales_accepted || converted").missing(&stub_facts(), None).is_empty());
}

#[rstest]
#[case("purchases.count > 0 && !departed && advocacy.count > 0", &["at least 1 purchase", "at least 1 piece of advocacy evidence"])]
#[case("(converted && departed) || (sales_accepted && converted)", &["converted"])]
#[case("converted && (converted || departed)", &["converted"])]
#[case("false || (converted && deals.won > 0)", &["converted", "at least 1 won deal"])]
#[case("qualified || deals.won > 0", &["qualified: fit, need, authority and budget met, or accepted by sales, and nothing against it since"])]
#[case("false", &["nothing can make it hold"])]
fn what_is_missing_is_the_shortest_way_there(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(sentences(&rule(text).missing(&stub_facts(), None)), expected);
}
