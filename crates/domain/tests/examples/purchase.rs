//! Purchases, refunds, renewals: what counts and what no longer does.

use super::journey;
use super::story::history_of;
use casebook_domain::facts::Fact;
use casebook_domain::party::PartyKind;

#[test]
fn a_full_refund_undoes_a_purchase_from_then_on() {
    journey(&[
        ("purchased@1[id=p amount=100] refunded@5[names=p amount=100]", "customer 1-5, contact 5-"),
        ("purchased@1[id=p amount=100] refunded@5[names=p amount=40]", "customer 1-"),
        (
            "purchased@1[id=p amount=100] refunded@5[names=p amount=40] refunded@7[names=p amount=60]",
            "customer 1-7, contact 7-",
        ),
        ("purchased@1[id=p amount=100] refunded@5[names=p amount=100USD]", "customer 1-"),
        ("purchased@1[id=p amount=100] refunded@5[names=p]", "customer 1-5, contact 5-"),
        ("purchased@1[id=p] refunded@5[names=p]", "customer 1-5, contact 5-"),
        ("purchased@1[id=p] refunded@5[names=p amount=30]", "customer 1-"),
        ("deal_won@1[deal=A amount=100] refunded@5[deal=A amount=100]", "customer 1-5, contact 5-"),
        ("deal_won@1[id=w amount=100] refunded@5[names=w amount=100]", "customer 1-5, contact 5-"),
        (
            "deal_opened@0[id=o deal=A amount=100] deal_won@1[deal=A] refunded@5[names=o amount=100]",
            "prospect 0-1, customer 1-5, contact 5-",
        ),
        ("purchased@1[id=p] purchased@2 refunded@5[names=p]", "customer 1-"),
        ("purchased@1[id=p] refunded@5[names=p] purchased@8", "customer 1-5, contact 5-8, customer 8-"),
        ("purchased@1[id=p] refunded@5[names=nothing]", "customer 1-"),
    ]);
}

#[test]
fn the_purchase_of_a_deal_counts_only_while_the_deal_is_won() {
    journey(&[
        ("deal_opened@1[deal=A] purchased@3[deal=A]", "prospect 1-"),
        ("deal_opened@1[deal=A] purchased@3[deal=A] deal_won@5[deal=A]", "prospect 1-5, customer 5-"),
        ("deal_won@1[deal=A] purchased@3[deal=A] deal_reopened@6[deal=A]", "customer 1-6, prospect 6-"),
        (
            "deal_won@1[deal=A amount=100] refunded@3[deal=A amount=100] deal_reopened@4[deal=A] deal_won@6[deal=A]",
            "customer 1-3, contact 3-4, prospect 4-6, customer 6-",
        ),
    ]);
}

#[test]
fn a_renewal_without_an_earlier_purchase_is_one() {
    journey(&[
        ("renewed@1", "customer 1-"),
        ("expanded@1", "customer 1-"),
        ("renewed@1 cancelled@4", "customer 1-4, contact 4-"),
        (
            "purchased@1[id=p amount=50] refunded@2[names=p amount=50] renewed@4",
            "customer 1-2, contact 2-4, customer 4-",
        ),
        ("purchased@1[line=shoes] renewed@3[line=hats] cancelled@4[line=shoes]", "customer 1-"),
        ("renewed@1 renewed@2 cancelled@4", "customer 1-4, contact 4-"),
        ("renewed@1[id=r] refunded@3[names=r]", "customer 1-3, contact 3-"),
        ("renewed@1[id=r] renewed@1 refunded@3[names=r]", "customer 1-"),
        ("renewed@1 renewed@1[id=r] refunded@3[names=r]", "customer 1-"),
        (
            "renewed@1[id=r] renewed@1[id=s] refunded@3[names=r] refunded@4[names=s]",
            "customer 1-4, contact 4-",
        ),
    ]);
}

fn net(story: &str) -> (i64, i64) {
    let (history, _) = history_of(story, PartyKind::Person);
    (history.facts.number(Fact::PurchasesCount), history.facts.number(Fact::PurchasesNet))
}

#[test]
fn net_is_what_was_paid_less_what_was_given_back() {
    for (story, expected) in [
        ("", (0, 0)),
        ("purchased@1[amount=100]", (1, 100)),
        ("purchased@1[amount=100] purchased@2[amount=30]", (2, 130)),
        ("purchased@1[amount=100] renewed@2[amount=30]", (1, 130)),
        ("purchased@1[amount=100] expanded@2[id=x amount=30] refunded@3[names=x amount=10]", (1, 120)),
        ("purchased@1[amount=100] expanded@2[id=x amount=30] refunded@3[names=x]", (1, 100)),
        ("purchased@1[id=p amount=100] refunded@2[names=p amount=40]", (1, 60)),
        ("purchased@1[id=p amount=100] refunded@2[names=p amount=100]", (0, 0)),
        ("deal_opened@1[deal=A amount=90] deal_won@2[deal=A amount=100]", (1, 100)),
        ("deal_opened@1[deal=A amount=90] deal_won@2[deal=A]", (1, 90)),
        ("deal_won@2[deal=A amount=90] purchased@3[deal=A amount=100]", (1, 100)),
        ("purchased@1[amount=100] purchased@2[amount=70USD]", (2, 70)),
        ("deal_opened@1[deal=A amount=90]", (0, 0)),
        ("deal_won@1[deal=A] expanded@2[amount=7]", (1, 7)),
        (
            "deal_won@1[deal=A amount=5] deal_won@1[deal=B amount=5] expanded@2[amount=1] refunded@3[deal=A]",
            (1, 6),
        ),
        (
            "deal_won@1[deal=B amount=5] deal_won@1[deal=A amount=5] expanded@2[amount=1] refunded@3[deal=A]",
            (1, 6),
        ),
        ("renewed@1[id=r amount=5] renewed@1[amount=5] refunded@3[names=r]", (1, 5)),
        ("renewed@1[amount=5] renewed@1[id=r amount=5] refunded@3[names=r]", (1, 5)),
        ("renewed@1[id=r amount=5] refunded@3[names=r]", (0, 0)),
    ] {
        assert_eq!(net(story), expected, "{story}");
    }
}

#[test]
fn one_deal_is_one_purchase_however_often_it_is_reported() {
    for (story, expected) in [
        ("deal_won@1[deal=A] deal_won@2[deal=A]", 1),
        ("deal_won@1[deal=A] purchased@1[deal=A]", 1),
        ("purchased@1[deal=A] purchased@2[deal=A] deal_won@3[deal=A]", 1),
        ("deal_won@1[deal=A] deal_won@2[deal=B]", 2),
        ("deal_won@1 deal_won@1", 2),
        ("purchased@1 purchased@1", 2),
    ] {
        assert_eq!(net(story).0, expected, "{story}");
    }
}
