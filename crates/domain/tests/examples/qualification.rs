//! `qualified`, the criteria, acceptance and rejection.

use super::{inbound, journey};

const FOUR: &str = "criterion_assessed@2[criterion=fit value=met] criterion_assessed@3[criterion=need value=met] \
     criterion_assessed@4[criterion=authority value=met] criterion_assessed@5[criterion=budget value=met]";

fn after_four(table: &[(&str, &str)]) {
    let stories: Vec<(String, &str)> =
        table.iter().map(|(rest, expected)| (format!("form_submitted@1 {FOUR} {rest}"), *expected)).collect();
    let table: Vec<(&str, &str)> =
        stories.iter().map(|(story, expected)| (story.as_str(), *expected)).collect();
    journey(&table);
}

#[test]
fn four_criteria_met_qualify_from_the_last_of_them_on() {
    after_four(&[
        ("", "lead 1-5, prospect 5-"),
        ("criterion_assessed@6[criterion=timing value=not_met]", "lead 1-5, prospect 5-"),
        ("criterion_assessed@6[criterion=budget value=not_met]", "lead 1-5, prospect 5-6, lead 6-"),
        ("criterion_assessed@6[criterion=budget value=partly]", "lead 1-5, prospect 5-6, lead 6-"),
        ("criterion_assessed@6[criterion=budget value=unknown]", "lead 1-5, prospect 5-6, lead 6-"),
        (
            "criterion_assessed@6[criterion=budget value=not_met] criterion_assessed@8[criterion=budget value=met]",
            "lead 1-5, prospect 5-6, lead 6-8, prospect 8-",
        ),
        ("criterion_assessed@6[criterion=fit value=met]", "lead 1-5, prospect 5-"),
    ]);
}

#[test]
fn three_of_four_do_not_qualify() {
    journey(&[
        (
            "form_submitted@1 criterion_assessed@2[criterion=fit value=met] \
             criterion_assessed@3[criterion=need value=met] criterion_assessed@4[criterion=authority value=met]",
            "lead 1-",
        ),
        (
            "form_submitted@1 criterion_assessed@2[criterion=fit value=met] \
             criterion_assessed@3[criterion=need value=met] criterion_assessed@4[criterion=authority value=met] \
             criterion_assessed@5[criterion=interest value=met]",
            "lead 1-",
        ),
    ]);
}

#[test]
fn an_assessment_that_expires_takes_the_qualification_with_it_at_that_instant() {
    after_four(&[
        ("criterion_assessed@6[criterion=budget value=met expires=30]", "lead 1-5, prospect 5-30, lead 30-"),
        (
            "criterion_assessed@6[criterion=budget value=met expires=30] \
             criterion_assessed@20[criterion=budget value=met expires=60]",
            "lead 1-5, prospect 5-60, lead 60-",
        ),
        (
            "criterion_assessed@6[criterion=budget value=met expires=30] criterion_assessed@40[criterion=budget value=met]",
            "lead 1-5, prospect 5-30, lead 30-40, prospect 40-",
        ),
        (
            "criterion_assessed@6[criterion=budget value=met expires=30] criterion_assessed@30[criterion=budget value=met]",
            "lead 1-5, prospect 5-",
        ),
    ]);
}

#[test]
fn a_rejection_or_disqualification_after_the_four_undoes_them() {
    after_four(&[
        ("sales_rejected@7", "lead 1-5, prospect 5-7, lead 7-"),
        ("disqualified@7", "lead 1-5, prospect 5-7, lead 7-"),
        ("disqualified@7 requalified@9", "lead 1-5, prospect 5-7, lead 7-9, prospect 9-"),
        ("sales_rejected@7 requalified@9", "lead 1-5, prospect 5-7, lead 7-"),
        (
            "sales_rejected@7 criterion_assessed@9[criterion=need value=met]",
            "lead 1-5, prospect 5-7, lead 7-9, prospect 9-",
        ),
        (
            "disqualified@7 criterion_assessed@9[criterion=need value=met]",
            "lead 1-5, prospect 5-7, lead 7-9, prospect 9-",
        ),
        ("parked@7[until=30]", "lead 1-5, prospect 5-"),
    ]);
}

#[test]
fn acceptance_qualifies_until_something_later_speaks_against_it() {
    journey(&[
        ("form_submitted@1 sales_accepted@3", "lead 1-3, prospect 3-"),
        ("form_submitted@1 converted@3", "lead 1-3, prospect 3-"),
        ("form_submitted@1 sales_accepted@3 sales_rejected@5", "lead 1-3, prospect 3-5, lead 5-"),
        (
            "form_submitted@1 sales_accepted@3 sales_rejected@5 sales_accepted@8",
            "lead 1-3, prospect 3-5, lead 5-8, prospect 8-",
        ),
        ("form_submitted@1 sales_rejected@2 sales_accepted@3", "lead 1-3, prospect 3-"),
        ("form_submitted@1 sales_accepted@3 disqualified@5", "lead 1-3, prospect 3-5, lead 5-"),
        (
            "form_submitted@1 sales_accepted@3 disqualified@5 requalified@7",
            "lead 1-3, prospect 3-5, lead 5-7, prospect 7-",
        ),
        ("form_submitted@1 converted@3 sales_rejected@5", "lead 1-3, prospect 3-5, lead 5-"),
        (
            "form_submitted@1 converted@3 sales_rejected@5 converted@6",
            "lead 1-3, prospect 3-5, lead 5-6, prospect 6-",
        ),
        (
            "form_submitted@1 sales_accepted@3 criterion_assessed@5[criterion=budget value=not_met]",
            "lead 1-3, prospect 3-5, lead 5-",
        ),
        (
            "form_submitted@1 sales_accepted@3 criterion_assessed@5[criterion=budget value=not_met] \
             criterion_assessed@6[criterion=budget value=met]",
            "lead 1-3, prospect 3-5, lead 5-",
        ),
        (
            "form_submitted@1 sales_accepted@3 criterion_assessed@5[criterion=budget value=partly]",
            "lead 1-3, prospect 3-",
        ),
        (
            "form_submitted@1 sales_accepted@3 criterion_assessed@5[criterion=timing value=not_met]",
            "lead 1-3, prospect 3-",
        ),
        (
            "form_submitted@1 criterion_assessed@2[criterion=need value=not_met] sales_accepted@3",
            "lead 1-3, prospect 3-",
        ),
    ]);
}

#[test]
fn disqualified_then_bought_is_a_customer() {
    journey(&[
        ("form_submitted@1 disqualified@3 deal_won@5", "lead 1-5, customer 5-"),
        ("form_submitted@1 disqualified@3 purchased@5", "lead 1-5, customer 5-"),
        ("form_submitted@1 disqualified@3 deal_opened@5[deal=A]", "lead 1-5, prospect 5-"),
    ]);
}

#[test]
fn in_one_instant_acceptance_comes_after_rejection() {
    journey(&[
        ("form_submitted@1 sales_accepted@3 sales_rejected@3", "lead 1-3, prospect 3-"),
        ("form_submitted@1 sales_accepted@3 disqualified@3", "lead 1-3, prospect 3-"),
        ("form_submitted@1 disqualified@3 requalified@3 sales_accepted@2", "lead 1-2, prospect 2-"),
    ]);
    inbound(&[("form_submitted@1 marketing_qualified@3 sales_rejected@3", "lead 1-")]);
}
