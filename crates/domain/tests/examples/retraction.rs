//! Retraction and its undo.

use super::{journey, standings};

#[test]
fn what_is_retracted_never_happened() {
    journey(&[
        ("form_submitted@1[id=f] retracted@9[names=f]", ""),
        ("details_learned@1 form_submitted@2[id=f] retracted@9[names=f]", "contact 1-"),
        ("form_submitted@1 deal_won@5[id=w] retracted@9[names=w]", "lead 1-"),
        (
            "form_submitted@1 deal_won@5[deal=A] cancelled@7[id=c] retracted@9[names=c]",
            "lead 1-5, customer 5-",
        ),
        ("deal_won@1[id=w] refunded@2[names=w] retracted@3[names=w]", "contact 2-"),
        ("purchased@1[id=p] refunded@2[id=r names=p] retracted@3[names=r]", "customer 1-"),
        ("deal_opened@1[id=o deal=A] deal_won@5[deal=A] retracted@9[names=o]", "customer 5-"),
        ("deal_opened@1[deal=A] deal_won@5[id=w deal=A] retracted@9[names=w]", "prospect 1-"),
    ]);
}

#[test]
fn a_retraction_can_be_retracted() {
    journey(&[
        ("form_submitted@1[id=f] retracted@2[id=r names=f] retracted@3[names=r]", "lead 1-"),
        (
            "form_submitted@1[id=f] retracted@2[id=r names=f] retracted@3[id=s names=r] retracted@4[names=s]",
            "",
        ),
        ("form_submitted@1[id=f] retracted@2[id=r names=f] retracted@2[names=f] retracted@3[names=r]", ""),
        ("form_submitted@1[id=f] retracted@2[names=f] form_submitted@5", "lead 5-"),
    ]);
}

#[test]
fn nothing_left_means_no_standing_either() {
    standings(&[
        ("form_submitted@1[id=f] retracted@9[names=f]", ""),
        ("form_submitted@1 disqualified@3[id=d reason=no] retracted@9[names=d]", "active 1-"),
    ]);
}
