//! The order of folding: by time, by rank, never by arrival.

use super::journey;
use super::story::{pieces, vocabulary};
use casebook_domain::ids::EvidenceId;
use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::lifecycle::order::in_order;
use casebook_domain::party::PartyKind;
use casebook_domain::zone::UTC;

#[test]
fn two_facts_of_one_instant_fold_together_and_leave_no_period_of_no_length() {
    journey(&[
        ("form_submitted@1 deal_won@1", "customer 1-"),
        ("details_learned@1 form_submitted@1 sales_accepted@1", "prospect 1-"),
        ("deal_opened@1[deal=A] deal_lost@1[deal=A]", "contact 1-"),
        ("deal_lost@1[deal=A] deal_opened@1[deal=A]", "contact 1-"),
        ("form_submitted@1 deal_opened@3[deal=A] deal_lost@3[deal=A]", "lead 1-"),
        ("form_submitted@1 purchased@3[id=p] refunded@3[names=p]", "lead 1-"),
    ]);
}

#[test]
fn unknown_times_fold_first_and_begin_without_a_date() {
    journey(&[
        ("details_learned@?", "contact ?-"),
        ("form_submitted@? deal_won@?", "customer ?-"),
        ("deal_won@5 form_submitted@?", "lead ?-5, customer 5-"),
        ("cancelled@? deal_won@5", "contact ?-5, customer 5-"),
        ("cancelled@? deal_won@?", "contact ?-"),
        ("sales_accepted@? sales_rejected@4 form_submitted@?", "prospect ?-4, lead 4-"),
        ("criterion_assessed@?[criterion=fit value=met expires=9] form_submitted@?", "lead ?-"),
    ]);
}

#[test]
fn ranks_follow_the_design() {
    let ranked = [
        "details_learned",
        "form_submitted",
        "mail_sent",
        "call_held",
        "criterion_assessed",
        "marketing_qualified",
        "sales_rejected",
        "parked",
        "disqualified",
        "requalified",
        "sales_accepted",
        "converted",
        "deal_opened",
        "deal_moved",
        "proposal_sent",
        "deal_won",
        "deal_reopened",
        "purchased",
        "expanded",
        "refunded",
        "cancelled",
        "contract_ended",
        "renewed",
        "request_opened",
        "left_company",
        "referral_given",
        "consent_given",
        "stage_judged",
    ];
    let story: Vec<String> = ranked.iter().rev().map(|kind| format!("{kind}@1")).collect();
    let (pieces, kinds) = (pieces(&story.join(" ")), Kinds::default());
    let order: Vec<&str> =
        in_order(&pieces, &kinds, &UTC).iter().map(|one| kinds.name(one.piece.kind)).collect();
    assert_eq!(order, ranked);
}

#[test]
fn equal_pieces_all_count() {
    let vocabularies = [vocabulary("journey")];
    let kinds = Kinds::default();
    let rules = Rules { party: PartyKind::Person, kinds: &kinds, vocabularies: &vocabularies, zone: &UTC };
    let history = derive(&pieces("form_submitted@1 form_submitted@1"), rules);
    assert_eq!(history.facts.folded, 2);
}

#[test]
fn the_order_of_arrival_and_of_ids_changes_nothing() {
    let evidence = pieces(
        "deal_won@5[deal=A amount=100] form_submitted@5 refunded@7[deal=A amount=40] refunded@7[deal=A amount=60] \
         stage_judged@9[vocabulary=journey stage=contact until=20] stage_judged@9[vocabulary=journey stage=lead until=30]",
    );
    let vocabularies = [vocabulary("journey"), vocabulary("zoho")];
    let kinds = Kinds::default();
    let rules = Rules { party: PartyKind::Person, kinds: &kinds, vocabularies: &vocabularies, zone: &UTC };
    let shape = |pieces: &[casebook_domain::evidence::Piece]| {
        let history = derive(pieces, rules);
        history
            .stages
            .iter()
            .flatten()
            .map(|one| (one.stage, one.entered_at, one.left_at))
            .collect::<Vec<_>>()
    };
    let mut reversed = evidence.clone();
    reversed.reverse();
    for (place, piece) in reversed.iter_mut().enumerate() {
        piece.id = EvidenceId(100 + place as i64);
    }
    assert_eq!(shape(&evidence), shape(&reversed));
}
