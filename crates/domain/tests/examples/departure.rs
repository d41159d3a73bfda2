//! Ends and new beginnings of purchases.

use super::journey;

#[test]
fn a_cancellation_ends_what_it_names_or_all_before_it() {
    journey(&[
        ("deal_won@1 cancelled@5", "customer 1-5, contact 5-"),
        ("deal_won@1[id=w] cancelled@5[names=w]", "customer 1-5, contact 5-"),
        ("deal_won@1[deal=A] cancelled@5[deal=A]", "customer 1-5, contact 5-"),
        ("deal_won@1[deal=A] deal_won@2[deal=B] cancelled@5[deal=A]", "customer 1-"),
        (
            "deal_won@1[deal=A] deal_won@2[deal=B] cancelled@5[deal=A] cancelled@7[deal=B]",
            "customer 1-7, contact 7-",
        ),
        ("deal_won@1[deal=A] deal_won@2[deal=B] cancelled@5", "customer 1-5, contact 5-"),
        ("purchased@1[line=shoes] purchased@2[line=hats] cancelled@5[line=hats]", "customer 1-"),
        ("purchased@1[line=shoes] cancelled@5[line=shoes]", "customer 1-5, contact 5-"),
        ("deal_won@1[line=shoes] cancelled@5[line=shoes]", "customer 1-5, contact 5-"),
        ("purchased@1[line=shoes] cancelled@5[line=hats]", "customer 1-"),
        ("deal_won@1 unreachable@5", "customer 1-"),
        ("cancelled@1 deal_won@5", "contact 1-5, customer 5-"),
    ]);
}

#[test]
fn a_customer_who_cancels_and_renews_is_a_customer_again() {
    journey(&[
        ("deal_won@1 cancelled@5 renewed@9", "customer 1-5, contact 5-9, customer 9-"),
        (
            "deal_won@1[deal=A] cancelled@5[deal=A] renewed@9[deal=A]",
            "customer 1-5, contact 5-9, customer 9-",
        ),
        (
            "deal_won@1[deal=A] deal_won@2[deal=B] cancelled@5 renewed@9[deal=A]",
            "customer 1-5, contact 5-9, customer 9-",
        ),
        ("deal_won@1 cancelled@5 purchased@9", "customer 1-5, contact 5-9, customer 9-"),
        ("deal_won@1 cancelled@5 deal_opened@9[deal=B]", "customer 1-5, contact 5-9, prospect 9-"),
        ("deal_won@1 cancelled@5 expanded@9", "customer 1-5, contact 5-"),
        (
            "purchased@1[line=shoes] cancelled@5 renewed@9[line=shoes]",
            "customer 1-5, contact 5-9, customer 9-",
        ),
        ("deal_won@1 left_company@5 renewed@9", "customer 1-5, contact 5-9, customer 9-"),
        ("deal_won@1 cancelled@5 renewed@5", "customer 1-"),
    ]);
}

#[test]
fn the_end_of_a_contract_may_lie_ahead_and_spares_what_is_covered_beyond_it() {
    journey(&[
        ("deal_won@1 contract_ended@400", "customer 1-400, contact 400-"),
        ("purchased@1[covers_until=30]", "customer 1-"),
        ("purchased@1[covers_until=30] contract_ended@20", "customer 1-"),
        ("purchased@1[covers_until=30] contract_ended@30", "customer 1-30, contact 30-"),
        ("purchased@1[covers_until=30] contract_ended@40", "customer 1-40, contact 40-"),
        ("purchased@1[covers_until=30] renewed@25[covers_until=60] contract_ended@30", "customer 1-"),
        ("purchased@1[covers_until=30] cancelled@20", "customer 1-20, contact 20-"),
        ("purchased@1 contract_ended@30 renewed@35", "customer 1-30, contact 30-35, customer 35-"),
        ("purchased@1 contract_ended@30 renewed@20", "customer 1-30, contact 30-"),
        ("purchased@1 contract_ended@30 renewed@20[covers_until=60]", "customer 1-"),
    ]);
}
