//! A sale in a file of people: its amount beside each person, and whether it was won or lost.

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;
use super::people::fact_column;
use super::{deals, status};
use crate::mapping::Claim;

/// The claims about the outcome of a sale.
pub struct Ends {
    won: Option<Claim>,
    lost: Option<Claim>,
}

impl Ends {
    /// What a status claims about the sale; nothing while it is open.
    pub fn of(&self, status: &str) -> Option<Claim> {
        match (status::is_won(status), status::is_lost(status)) {
            (true, _) => self.won.clone(),
            (_, true) => self.lost.clone(),
            _ => None,
        }
    }
}

/// The outcome of sales, if the file has amounts or titles of some, and says that they were won or lost. Then each
/// person's row stands for one deal; as long as a row says neither, its amount stays a field of the person.
pub fn ends(draft: &mut Draft<'_>) -> Option<Ends> {
    let says_outcome =
        |column: &Column| column.sometimes(|value| status::is_won(value) || status::is_lost(value));
    let has_outcome = draft.first(M::Status).or_else(|| draft.first(M::Stage)).is_some_and(says_outcome);
    let about = [M::Amount, M::DealTitle, M::DealId].into_iter().find_map(|meaning| draft.header(meaning));
    let (true, Some(about)) = (has_outcome, about) else { return None };
    let fact = fact_column(draft);
    let is_named =
        fact.is_some() || [M::DealId, M::DealTitle].into_iter().any(|meaning| draft.first(meaning).is_some());
    let person = if is_named { None } else { Some(person(draft)?) };
    // A row stays the same row when its sale is won.
    if draft.mapping.row_key.is_empty() {
        draft.mapping.row_key.extend(fact.clone());
    }
    let mut deal = deals::deal(draft);
    if let Some(person) = person {
        deal.id = person;
        // A row stays the same row when its sale is won.
        if draft.mapping.row_key.is_empty() {
            draft.mapping.row_key.clone_from(&deal.id);
        }
    }
    draft.mapping.deal = Some(deal);
    draft.notes.push(format!("Rows that say won or lost are read as a deal of the person, with `{about}`."));
    let closed_at = draft.date(M::ClosedAt);
    let won_at = draft.date(M::WonAt).or_else(|| closed_at.clone());
    let lost_at = draft.date(M::LostAt).or(closed_at);
    let won = draft.claim("deal_won", won_at);
    let lost = draft.claim("deal_lost", lost_at).map(|claim| deals::for_reason(draft, claim));
    let with_id = |claim: Claim| Claim { id: fact.clone(), ..claim };
    Some(Ends { won: won.map(with_id), lost: lost.map(with_id) })
}

/// The columns that identify the person, and so their one deal.
fn person(draft: &Draft<'_>) -> Option<Vec<String>> {
    if let Some(id) = draft.mapping.party.external_id.first() {
        return Some(vec![id.clone()]);
    }
    let key = draft.mapping.party.key.first()?;
    key.iter().map(|field| draft.mapping.fields.get(field)?.columns().first().cloned()).collect()
}
