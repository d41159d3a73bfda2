//! Standing and its reasons.

use super::standings;

#[test]
fn everybody_known_is_active_until_something_says_otherwise() {
    standings(&[
        ("", ""),
        ("consent_given@1", ""),
        ("details_learned@1", "active 1-"),
        ("form_submitted@1 deal_won@5", "active 1-"),
        ("details_learned@?", "active ?-"),
    ]);
}

#[test]
fn former_is_who_bought_and_left() {
    standings(&[
        ("deal_won@1 cancelled@5[reason=price]", "active 1-5, former(price) 5-"),
        ("deal_won@1 cancelled@5", "active 1-5, former 5-"),
        ("deal_won@1 cancelled@5[reason=price] renewed@8", "active 1-5, former(price) 5-8, active 8-"),
        ("deal_won@1 left_company@5", "active 1-5, former 5-"),
        ("deal_won@1 contract_ended@50[reason=term]", "active 1-50, former(term) 50-"),
        ("deal_won@1 cancelled@5[reason=price] disqualified@7[reason=rude]", "active 1-5, former(price) 5-"),
    ]);
}

#[test]
fn disqualified_lasts_until_something_lifts_it() {
    standings(&[
        ("form_submitted@1 disqualified@3[reason=student]", "active 1-3, disqualified(student) 3-"),
        (
            "form_submitted@1 disqualified@3[reason=student] form_submitted@5",
            "active 1-3, disqualified(student) 3-",
        ),
        (
            "form_submitted@1 disqualified@3[reason=student] requalified@5",
            "active 1-3, disqualified(student) 3-5, active 5-",
        ),
        ("form_submitted@1 disqualified@3 sales_accepted@5", "active 1-3, disqualified 3-5, active 5-"),
        ("form_submitted@1 disqualified@3 deal_opened@5[deal=A]", "active 1-3, disqualified 3-5, active 5-"),
        ("form_submitted@1 disqualified@3 purchased@5", "active 1-3, disqualified 3-5, active 5-"),
        ("form_submitted@1 disqualified@3 deal_won@5", "active 1-3, disqualified 3-5, active 5-"),
        ("form_submitted@1 disqualified@3 converted@5", "active 1-3, disqualified 3-"),
        ("deal_won@1 disqualified@3", "active 1-3, disqualified 3-"),
        (
            "form_submitted@1 disqualified@3[reason=a] disqualified@5[reason=b]",
            "active 1-3, disqualified(a) 3-5, disqualified(b) 5-",
        ),
    ]);
}

#[test]
fn lost_ends_with_the_next_sign_of_life() {
    standings(&[
        ("deal_opened@1[deal=A] deal_lost@5[deal=A reason=price]", "active 1-5, lost(price) 5-"),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A] demo_requested@9", "active 1-5, lost 5-9, active 9-"),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A] call_held@9", "active 1-5, lost 5-9, active 9-"),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A] mail_sent@9", "active 1-5, lost 5-"),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A] sales_accepted@9", "active 1-5, lost 5-9, active 9-"),
        (
            "deal_opened@1[deal=A] deal_lost@5[deal=A] deal_opened@9[deal=B]",
            "active 1-5, lost 5-9, active 9-",
        ),
        ("deal_won@1[deal=A] deal_lost@5[deal=B]", "active 1-"),
        ("deal_opened@1[deal=A] deal_opened@2[deal=B] deal_lost@5[deal=A]", "active 1-"),
        (
            "deal_opened@1[deal=A] deal_lost@5[deal=A] deal_reopened@6[deal=A]",
            "active 1-5, lost 5-6, active 6-",
        ),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A] disqualified@6", "active 1-5, lost 5-6, disqualified 6-"),
    ]);
}

#[test]
fn nurturing_lasts_until_resumed_or_until_its_day() {
    standings(&[
        ("form_submitted@1 sales_rejected@3[reason=early]", "active 1-3, nurturing(early) 3-"),
        ("form_submitted@1 sales_rejected@3 sales_accepted@5", "active 1-3, nurturing 3-5, active 5-"),
        ("form_submitted@1 sales_rejected@3 converted@5", "active 1-3, nurturing 3-5, active 5-"),
        ("form_submitted@1 sales_rejected@3 call_held@5", "active 1-3, nurturing 3-"),
        (
            "form_submitted@1 parked@3[until=30 reason=budget]",
            "active 1-3, nurturing(budget) 3-30, active 30-",
        ),
        ("form_submitted@1 parked@3", "active 1-3, nurturing 3-"),
        ("form_submitted@1 parked@3[until=30] parked@5[until=10]", "active 1-3, nurturing 3-30, active 30-"),
        ("form_submitted@1 parked@3[until=10] parked@5[until=30]", "active 1-3, nurturing 3-30, active 30-"),
        ("form_submitted@1 parked@3[until=30] requalified@5", "active 1-3, nurturing 3-5, active 5-"),
        ("form_submitted@1 parked@3[until=30] deal_opened@5[deal=A]", "active 1-3, nurturing 3-5, active 5-"),
        ("form_submitted@1 parked@3[until=30] purchased@5", "active 1-3, nurturing 3-5, active 5-"),
        ("form_submitted@1 parked@3[until=2]", "active 1-"),
        (
            "form_submitted@1 sales_rejected@3[reason=early] parked@4[until=10 reason=later]",
            "active 1-3, nurturing(early) 3-4, nurturing(later) 4-10, nurturing(early) 10-",
        ),
    ]);
}
