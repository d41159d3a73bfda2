//! What deals are called and who owns them: the first row says it, and what another says otherwise is named.

use std::collections::{HashMap, HashSet};

use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{DealId, PartyId, RecordId};
use casebook_store::Connection;
use casebook_store::record;
use casebook_tables::mapping::MappedRow;

use super::Chunk;
use crate::desk::deals::{NewDeal, line_of};
use crate::error::Result;
use crate::imports::fields::Lost;
use crate::imports::report::KeptValue;

/// What a deal is called, and who owns it.
#[derive(Clone, Debug, Default)]
pub(super) struct DealTerms {
    name: Option<String>,
    owner: Option<String>,
    /// Whether it was there before the chunk.
    is_stored: bool,
}

impl Chunk<'_> {
    /// Reads what deals are called that are stored.
    pub(super) fn load_deal_terms(&mut self, connection: &mut Connection<'_>) -> Result<()> {
        let new: HashSet<DealId> = self.new_deals.iter().map(|new| new.id).collect();
        let stored = self.deals.values().filter(|id| !new.contains(id));
        let stored: Vec<RecordId> = stored.map(|id| RecordId(id.0)).collect();
        if stored.is_empty() {
            return Ok(());
        }
        let rows = record::get_many(connection, &stored)?;
        self.deal_terms = rows
            .into_iter()
            .map(|row| {
                let terms = DealTerms { name: Some(row.name), owner: row.owner, is_stored: true };
                (DealId(row.id.0), terms)
            })
            .collect();
        Ok(())
    }

    /// Gives a new deal the title and the owner of a row where it has none; what is not taken over is named.
    pub(super) fn take_deal_terms(&mut self, row: &MappedRow, party: PartyId) {
        let Some(deal) = row.evidence.iter().find_map(|one| one.deal.as_ref()) else { return };
        let Some(id) = self.deals.get(&deal.key).copied() else { return };
        let given = |text: &Option<String>| text.as_deref().map(line_of).filter(|line| !line.is_empty());
        let terms = self.deal_terms.entry(id).or_default();
        let (is_new, mut lost) = (!terms.is_stored, Vec::new());
        for (what, known, given) in
            [("title", &mut terms.name, given(&deal.title)), ("owner", &mut terms.owner, given(&deal.owner))]
        {
            match given {
                Some(given) if known.is_none() && is_new => *known = Some(given),
                Some(given) if known.as_ref() != Some(&given) => lost.push((what, known.clone(), given)),
                _ => {}
            }
        }
        let called = terms.name.clone().unwrap_or_else(|| deal.key.value.clone());
        let Some(touched) = self.parties.get(&party) else { return };
        let kept = lost.into_iter().map(|(what, stays, given)| {
            let field = format!("{what} of the deal {called}");
            KeptValue::of(&touched.row, Lost { field, stays, given: Some(given) })
        });
        self.outcome.kept.extend(kept);
    }
}

/// The new deals that evidence names, each with what the first row calls it.
pub(super) fn named(
    new: Vec<NewDeal>,
    mut terms: HashMap<DealId, DealTerms>,
    pieces: &[Evidence],
) -> Vec<NewDeal> {
    let named: HashSet<DealId> = pieces.iter().filter_map(|one| one.deal).collect();
    let with_terms = |new: NewDeal| {
        let DealTerms { name, owner, .. } = terms.remove(&new.id).unwrap_or_default();
        NewDeal { title: name, owner, ..new }
    };
    new.into_iter().filter(|new| named.contains(&new.id)).map(with_terms).collect()
}
