//! Stages set by hand: how long they last and what ends them.

use super::story::stages;
use super::{journey, zoho};

#[test]
fn a_judgement_stands_until_its_day() {
    journey(&[
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30]",
            "lead 1-3, customer 3-30, lead 30-",
        ),
        (
            "deal_won@1 stage_judged@3[vocabulary=journey stage=contact until=30]",
            "customer 1-3, contact 3-30, customer 30-",
        ),
        ("form_submitted@1 stage_judged@3[vocabulary=journey stage=lead until=30]", "lead 1-"),
        ("form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=2]", "lead 1-"),
        ("form_submitted@1 stage_judged@3[vocabulary=journey stage=customer]", "lead 1-"),
        ("form_submitted@1 stage_judged@3[vocabulary=journey stage=king until=30]", "lead 1-"),
    ]);
}

#[test]
fn evidence_that_changes_the_rules_own_result_overtakes_a_judgement() {
    journey(&[
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30] sales_accepted@9",
            "lead 1-3, customer 3-9, prospect 9-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30] call_held@9",
            "lead 1-3, customer 3-30, lead 30-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=contact until=30] form_submitted@9",
            "lead 1-3, contact 3-30, lead 30-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=advocate until=30] sales_accepted@9 sales_rejected@12",
            "lead 1-3, advocate 3-9, prospect 9-12, lead 12-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30] sales_rejected@9 sales_accepted@9",
            "lead 1-3, customer 3-9, prospect 9-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30] deal_opened@9[deal=A] deal_lost@9[deal=A]",
            "lead 1-3, customer 3-30, lead 30-",
        ),
    ]);
}

#[test]
fn evidence_of_the_same_instant_comes_before_the_judgement() {
    journey(&[(
        "sales_accepted@3 form_submitted@1 stage_judged@3[vocabulary=journey stage=contact until=30]",
        "lead 1-3, contact 3-30, prospect 30-",
    )]);
}

#[test]
fn the_latest_judgement_wins_and_an_earlier_one_never_comes_back() {
    journey(&[
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=90] \
             stage_judged@5[vocabulary=journey stage=contact until=10]",
            "lead 1-3, customer 3-5, contact 5-10, lead 10-",
        ),
        (
            "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=90] \
             stage_judged@5[id=j vocabulary=journey stage=contact until=10] retracted@6[names=j]",
            "lead 1-3, customer 3-90, lead 90-",
        ),
    ]);
}

#[test]
fn time_alone_does_not_overtake_a_judgement() {
    let four = "criterion_assessed@2[criterion=fit value=met] criterion_assessed@2[criterion=need value=met] \
                criterion_assessed@2[criterion=authority value=met] \
                criterion_assessed@2[criterion=budget value=met expires=10]";
    journey(&[(
        &format!("form_submitted@1 {four} stage_judged@4[vocabulary=journey stage=customer until=30]"),
        "lead 1-2, prospect 2-4, customer 4-30, lead 30-",
    )]);
}

#[test]
fn a_judgement_speaks_of_one_vocabulary() {
    let story = "form_submitted@1 stage_judged@3[vocabulary=journey stage=customer until=30]";
    assert_eq!(stages(story, "zoho"), "lead 1-");
    zoho(&[(
        "form_submitted@1 stage_judged@3[vocabulary=zoho stage=contact until=9]",
        "lead 1-3, contact 3-9, lead 9-",
    )]);
}
