//! Which stage follows from what, in each of the three vocabularies.

use super::story::{history_of, stages_of};
use super::{inbound, journey, zoho};
use casebook_domain::party::PartyKind;

#[test]
fn in_the_journey_reach_makes_a_contact_and_interest_a_lead() {
    journey(&[
        ("", ""),
        ("details_learned@1", "contact 1-"),
        ("card_received@1", "contact 1-"),
        ("met_at_event@1", "contact 1-"),
        ("introduced@1", "contact 1-"),
        ("inquiry_received@1", "contact 1-"),
        ("mail_sent@1", "contact 1-"),
        ("call_held@1", "contact 1-"),
        ("request_opened@1", "contact 1-"),
        ("referral_given@1", "contact 1-"),
        ("details_learned@1 newsletter_subscribed@4", "contact 1-4, lead 4-"),
        ("newsletter_subscribed@1", "lead 1-"),
        ("content_downloaded@1", "lead 1-"),
        ("webinar_registered@1", "lead 1-"),
        ("webinar_attended@1", "lead 1-"),
        ("form_submitted@1", "lead 1-"),
        ("booth_visited@1", "lead 1-"),
        ("demo_requested@1", "lead 1-"),
        ("trial_started@1", "lead 1-"),
        ("pricing_viewed@1", "lead 1-"),
        ("mail_clicked@1", "lead 1-"),
        ("form_submitted@1 form_submitted@2 form_submitted@3", "lead 1-"),
        ("form_submitted@3 card_received@1", "contact 1-3, lead 3-"),
        ("converted@2", "prospect 2-"),
    ]);
}

#[test]
fn in_the_journey_an_open_deal_makes_a_prospect_and_money_a_customer() {
    journey(&[
        ("form_submitted@1 deal_opened@5[deal=A]", "lead 1-5, prospect 5-"),
        ("form_submitted@1 sales_accepted@5", "lead 1-5, prospect 5-"),
        ("form_submitted@1 deal_won@5", "lead 1-5, customer 5-"),
        ("form_submitted@1 purchased@5", "lead 1-5, customer 5-"),
        ("deal_won@5", "customer 5-"),
        ("deal_opened@1[deal=A] deal_won@5[deal=A]", "prospect 1-5, customer 5-"),
        ("deal_opened@1[deal=A] deal_lost@5[deal=A]", "prospect 1-5, contact 5-"),
        ("form_submitted@1 deal_opened@2[deal=A] deal_lost@5[deal=A]", "lead 1-2, prospect 2-5, lead 5-"),
        ("deal_won@5 review_published@9", "customer 5-9, advocate 9-"),
        ("review_published@1 deal_won@5", "contact 1-5, advocate 5-"),
        ("deal_won@5 referral_given@9 cancelled@20", "customer 5-9, advocate 9-20, contact 20-"),
        ("deal_won@5 testimonial_given@6[role=attendee]", "customer 5-"),
        ("deal_won@5 case_study_published@7", "customer 5-7, advocate 7-"),
        ("deal_won@5 reference_given@7", "customer 5-7, advocate 7-"),
        ("deal_won@5 deal_opened@9[deal=B]", "customer 5-"),
        ("proposal_sent@3", "prospect 3-"),
        ("deal_moved@3", "prospect 3-"),
        ("meeting_held@3[deal=A]", "prospect 3-"),
    ]);
}

#[test]
fn deals_keep_their_own_state() {
    journey(&[
        ("deal_opened@1[deal=A] deal_opened@2[deal=B] deal_lost@3[deal=A]", "prospect 1-"),
        (
            "deal_opened@1[deal=A] deal_lost@3[deal=A] deal_reopened@5[deal=A]",
            "prospect 1-3, contact 3-5, prospect 5-",
        ),
        ("deal_won@1[deal=A] deal_reopened@5[deal=A]", "customer 1-5, prospect 5-"),
        (
            "deal_won@1[deal=A] deal_reopened@5[deal=A] deal_won@8[deal=A]",
            "customer 1-5, prospect 5-8, customer 8-",
        ),
        ("deal_won@1[deal=A] deal_lost@5[deal=A]", "customer 1-5, contact 5-"),
        ("deal_lost@1[deal=A] deal_won@5[deal=A]", "contact 1-5, customer 5-"),
        ("deal_won@1[deal=A] deal_won@2[deal=B] deal_lost@3[deal=A]", "customer 1-"),
        ("deal_opened@1 deal_lost@2", "prospect 1-"),
    ]);
}

#[test]
fn in_zoho_first_interest_is_a_lead_and_contact_means_dialogue() {
    zoho(&[
        ("details_learned@1", "lead 1-"),
        ("form_submitted@1", "lead 1-"),
        ("booth_visited@1 call_attempted@2 call_held@5", "lead 1-5, contact 5-"),
        ("form_submitted@1 message_left@2 mail_sent@3", "lead 1-"),
        ("form_submitted@1 mail_answered@3", "lead 1-3, contact 3-"),
        ("form_submitted@1 meeting_held@3", "lead 1-3, contact 3-"),
        ("form_submitted@1 chat_held@3", "lead 1-3, contact 3-"),
        ("form_submitted@1 demo_given@3", "lead 1-3, contact 3-"),
        ("form_submitted@1 converted@3", "lead 1-3, contact 3-"),
        ("form_submitted@1 deal_opened@3[deal=A]", "lead 1-3, contact 3-"),
        ("form_submitted@1 deal_opened@3[deal=A] deal_lost@5[deal=A]", "lead 1-3, contact 3-"),
        ("form_submitted@1 sales_accepted@3", "lead 1-"),
        ("form_submitted@1 purchased@3", "lead 1-3, customer 3-"),
        ("form_submitted@1 purchased@3 cancelled@9", "lead 1-3, customer 3-9, contact 9-"),
        ("form_submitted@1 purchased@3 review_published@9", "lead 1-3, customer 3-"),
    ]);
}

#[test]
fn inbound_distinguishes_subscribers_from_leads_and_marketing_from_sales() {
    inbound(&[
        ("details_learned@1", "known 1-"),
        ("newsletter_subscribed@1", "subscriber 1-"),
        ("newsletter_subscribed@1 content_downloaded@3", "subscriber 1-3, lead 3-"),
        ("newsletter_subscribed@1 newsletter_subscribed@3", "subscriber 1-"),
        ("form_submitted@1", "lead 1-"),
        ("form_submitted@1 marketing_qualified@3", "lead 1-3, mql 3-"),
        ("demo_requested@1", "mql 1-"),
        ("demo_requested@1 sales_accepted@4", "mql 1-4, sql 4-"),
        ("form_submitted@1 sales_accepted@4 sales_rejected@6", "lead 1-4, sql 4-6, lead 6-"),
        ("form_submitted@1 marketing_qualified@3 sales_rejected@6", "lead 1-3, mql 3-6, lead 6-"),
        (
            "form_submitted@1 marketing_qualified@3 sales_rejected@6 marketing_qualified@9",
            "lead 1-3, mql 3-6, lead 6-9, mql 9-",
        ),
        ("form_submitted@1 deal_opened@4[deal=A]", "lead 1-4, opportunity 4-"),
        (
            "deal_opened@4[deal=A] deal_won@6[deal=A] review_published@8",
            "opportunity 4-6, customer 6-8, evangelist 8-",
        ),
        ("deal_opened@4[deal=A] deal_lost@6[deal=A]", "opportunity 4-6, known 6-"),
    ]);
}

#[test]
fn consent_alone_makes_nobody_known() {
    journey(&[
        ("consent_given@1", ""),
        ("consent_given@1 consent_withdrawn@3", ""),
        ("consent_given@1 details_learned@3", "contact 3-"),
        ("stage_judged@1[vocabulary=journey stage=customer until=90]", ""),
    ]);
}

#[test]
fn service_and_departure_leave_the_stage_of_those_who_never_bought() {
    journey(&[
        ("form_submitted@1 cancelled@4", "lead 1-"),
        ("form_submitted@1 left_company@4", "lead 1-"),
        ("form_submitted@1 unreachable@4", "lead 1-"),
        ("form_submitted@1 onboarding_step_done@4 training_held@5 satisfaction_given@6", "lead 1-"),
        ("left_company@4", "contact 4-"),
        ("left_company@4[role=attendee]", ""),
    ]);
}

#[test]
fn leaving_a_company_ends_the_purchases_of_a_person_but_an_organization_cannot_leave_itself() {
    let story = "deal_won@1[deal=A] left_company@5";
    assert_eq!(stages_of(story, "journey", PartyKind::Person), "customer 1-5, contact 5-");
    assert_eq!(stages_of(story, "journey", PartyKind::Organization), "customer 1-");
}

#[test]
fn every_period_names_what_began_and_what_ended_it() {
    use casebook_domain::ids::EvidenceId;
    use casebook_domain::lifecycle::history::Cause;
    let (history, _) = history_of("form_submitted@1 deal_won@5[deal=A] cancelled@9", PartyKind::Person);
    let causes: Vec<_> = history.stages[0].iter().map(|period| (period.entered_by, period.left_by)).collect();
    let evidence = |id| Cause::Evidence(EvidenceId(id));
    assert_eq!(
        causes,
        [(evidence(1), Some(evidence(2))), (evidence(2), Some(evidence(3))), (evidence(3), None)]
    );
}
