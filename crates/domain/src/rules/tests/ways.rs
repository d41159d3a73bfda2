use rstest::rstest;

use super::*;
use crate::kind::built_in as k;

fn ways(text: &str) -> Vec<Way> {
    let Node::Leaf(leaf) = rule(text).node else { panic!("one leaf") };
    leaf.ways(&Frameworks::default())
}

#[rstest]
#[case("interest.count > 0", &[Way::Family(Family::Interest)])]
#[case("demo_requested.count >= 2", &[Way::Kind(k::DEMO_REQUESTED)])]
#[case("any_evidence", &[Way::Kind(k::DETAILS_LEARNED)])]
#[case("interest.count > newsletter_subscribed.count", &[Way::Family(Family::Interest)])]
#[case("within(advocacy, '180d')", &[Way::Family(Family::Advocacy)])]
#[case("interest.last > dialogue.first", &[Way::Family(Family::Interest)])]
#[case("interest.first < dialogue.last", &[Way::Family(Family::Dialogue)])]
#[case("deals.open > 0", &[Way::Kind(k::DEAL_OPENED)])]
#[case("deals.won == 2", &[Way::Kind(k::DEAL_WON)])]
#[case("purchases.count > 0", &[Way::Kind(k::PURCHASED), Way::Kind(k::DEAL_WON)])]
#[case("sales_accepted", &[Way::Kind(k::SALES_ACCEPTED)])]
#[case("!departed", &[Way::Kind(k::RENEWED), Way::Kind(k::PURCHASED)])]
#[case("criteria.budget == 'met'", &[Way::Met(criterion("budget"))])]
#[case("criteria.need >= 'partly'", &[Way::Met(criterion("need"))])]
#[case("criteria.need != 'unknown'", &[Way::Met(criterion("need"))])]
fn what_may_be_recorded_brings_a_leaf_nearer(#[case] text: &str, #[case] expected: &[Way]) {
    assert_eq!(ways(text), expected);
}

#[test]
fn qualified_is_reached_by_sales_or_by_the_four_criteria() {
    let met = ["fit", "need", "authority", "budget"].map(|name| Way::Met(criterion(name)));
    let expected: Vec<Way> = [Way::Kind(k::SALES_ACCEPTED)].into_iter().chain(met).collect();
    assert_eq!(ways("qualified"), expected);
}

#[rstest]
#[case("interest.count == 0")]
#[case("deals.lost <= 2")]
#[case("!qualified")]
#[case("criteria.budget <= 'partly'")]
#[case("criteria.fit == 'not_met'")]
#[case("!within(interest, '30d')")]
#[case("interest.first > dialogue.first")]
#[case("false")]
fn what_has_to_be_absent_few_or_early_has_no_way(#[case] text: &str) {
    assert_eq!(ways(text), []);
}
