//! Changes that time alone brings, in custom vocabularies.

use super::story::{pieces, written};
use casebook_domain::frameworks::Frameworks;
use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::party::PartyKind;
use casebook_domain::vocabulary::Vocabulary;
use casebook_domain::zone::UTC;

fn with_rule(rule: &str, story: &str) -> String {
    let text = format!(
        "name = \"own\"\ntitle = \"Own\"\n\
         [[stages]]\nname = \"known\"\ntitle = \"Known\"\ndefinition = \"Known.\"\nrule = \"any_evidence\"\n\
         [[stages]]\nname = \"hot\"\ntitle = \"Hot\"\ndefinition = \"Hot.\"\nrule = \"{rule}\"\n"
    );
    let kinds = Kinds::default();
    let vocabularies = [Vocabulary::parse(&text).unwrap().compile(&kinds, &Frameworks::default()).unwrap()];
    let rules = Rules { party: PartyKind::Person, kinds: &kinds, vocabularies: &vocabularies, zone: &UTC };
    written(&derive(&pieces(story), rules).stages[0], &vocabularies[0])
}

#[test]
fn a_window_closes_exactly_when_it_is_over() {
    for (rule, story, expected) in [
        ("within(interest.last, '10d')", "form_submitted@1", "hot 1-11, known 11-"),
        ("within(interest, '10d')", "form_submitted@1", "hot 1-11, known 11-"),
        ("within(interest.last, '10d')", "form_submitted@1 form_submitted@5", "hot 1-15, known 15-"),
        ("within(interest.first, '10d')", "form_submitted@1 form_submitted@5", "hot 1-11, known 11-"),
        ("within(interest.last, '10d')", "form_submitted@1 form_submitted@11", "hot 1-21, known 21-"),
        (
            "within(interest.last, '10d')",
            "form_submitted@1 form_submitted@20",
            "hot 1-11, known 11-20, hot 20-30, known 30-",
        ),
        ("within(interest.last, '12h')", "form_submitted@1", "hot 1-1.5, known 1.5-"),
        ("within(interest.last, '2w')", "form_submitted@1", "hot 1-15, known 15-"),
        ("within(interest.last, '10d')", "form_submitted@?", "known ?-"),
        ("!within(interest.last, '10d')", "form_submitted@1", "known 1-11, hot 11-"),
        ("!within(dialogue.last, '10d')", "form_submitted@1", "hot 1-"),
        ("within(purchases.last, '30d')", "deal_won@3", "hot 3-33, known 33-"),
        (
            "within(demo_requested.last, '5d') || within(interest.last, '10d')",
            "demo_requested@1",
            "hot 1-11, known 11-",
        ),
        (
            "within(demo_requested.last, '5d') && within(interest.last, '10d')",
            "demo_requested@1",
            "hot 1-6, known 6-",
        ),
    ] {
        assert_eq!(with_rule(rule, story), expected, "{rule} over {story}");
    }
}

#[test]
fn rules_may_compare_counts_moments_and_findings() {
    for (rule, story, expected) in [
        ("interest.count >= 2", "form_submitted@1 pricing_viewed@4", "known 1-4, hot 4-"),
        ("interest.count > outreach.count", "mail_sent@1 mail_sent@2 form_submitted@3", "known 1-"),
        (
            "interest.last > outreach.last",
            "mail_sent@1 form_submitted@3 mail_sent@5",
            "known 1-3, hot 3-5, known 5-",
        ),
        ("interest.last > outreach.last", "form_submitted@3", "known 3-"),
        (
            "criteria.budget == 'met'",
            "criterion_assessed@2[criterion=budget value=met expires=9]",
            "hot 2-9, known 9-",
        ),
        (
            "criteria.budget == 'unknown'",
            "details_learned@1 criterion_assessed@2[criterion=budget value=met expires=9]",
            "hot 1-2, known 2-9, hot 9-",
        ),
        (
            "criteria.timing != 'not_met'",
            "details_learned@1 criterion_assessed@2[criterion=timing value=not_met]",
            "hot 1-2, known 2-",
        ),
        ("purchases.net >= 10000", "purchased@1[amount=6000] purchased@3[amount=4000]", "known 1-3, hot 3-"),
        (
            "deals.total > deals.lost && deals.open == 0",
            "deal_opened@1[deal=A] deal_won@3[deal=A]",
            "known 1-3, hot 3-",
        ),
        (
            "marketing_qualified && !sales_accepted",
            "marketing_qualified@1 sales_accepted@3",
            "hot 1-3, known 3-",
        ),
        ("converted || departed", "purchased@1 cancelled@5", "known 1-5, hot 5-"),
    ] {
        assert_eq!(with_rule(rule, story), expected, "{rule} over {story}");
    }
}
