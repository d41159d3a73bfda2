//! Guessing histories of deals: each row says when a deal, which is there already, entered a stage.

use std::collections::BTreeMap;

use casebook_domain::party::PartyKind;

use super::dictionary::Meaning as M;
use super::draft::Draft;
use super::{deals, status};
use crate::mapping::{Claims, DealMapping, EvidenceMapping};

/// A file whose rows are stages that deals have entered.
pub fn histories(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Organization;
    draft.mapping.party.known = true;
    draft.mapping.row_key = draft.columns.iter().map(|column| column.header.clone()).collect();
    let (Some(deal), Some(stage)) = (draft.header(M::DealId), draft.first(M::Stage)) else { return };
    let at = draft.date(M::EnteredAt).or_else(|| draft.date(M::Created));
    let used = [deal.clone()].into_iter().chain(at.clone()).collect();
    draft.mapping.deal = Some(DealMapping::of_id(deal.clone()));
    let mut moved = draft.claim("deal_moved", at.clone());
    if let Some(claim) = &mut moved {
        claim.detail = deals::rest(draft.columns, &used);
    }
    draft.always(moved, None);
    let (won, lost) = (draft.claim("deal_won", at.clone()), draft.claim("deal_lost", at));
    let mut values = BTreeMap::new();
    for value in stage.values.iter().map(String::as_str).chain(["Closed Won", "Closed Lost"]) {
        let claim = match (status::is_won(value), status::is_lost(value)) {
            (true, _) => won.clone(),
            (_, true) => lost.clone(),
            _ => None,
        };
        values.insert(casebook_domain::text::fold(value), claim);
    }
    let claims = Claims::ByValue { column: stage.header.clone(), values };
    draft.mapping.evidence.push(EvidenceMapping { when: None, claims });
    draft.notes.push(format!(
        "Each row is read as a stage that the deal in `{deal}` has entered; rows about unknown deals are rejected."
    ));
    draft.note_system();
}
