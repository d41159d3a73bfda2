//! Every cell is found again: in a field, in what happened, in a record, or in the report.

use casebook_app::domain::evidence::Evidence;
use casebook_app::domain::ids::{PartyId, RecordId};
use casebook_app::domain::text::fold;
use casebook_app::imports::ImportReport;

use super::cell::{Cell, Says};
use super::stored::Holding;
use super::table::{Column, Holds};

/// All places in which a cell of a row about a party may be.
pub struct Places<'h> {
    evidence: Vec<&'h Evidence>,
    texts: Vec<String>,
}

impl<'h> Places<'h> {
    pub fn of(holding: &'h Holding, party: PartyId, report: &ImportReport) -> Self {
        let evidence: Vec<&Evidence> = holding.of(party).collect();
        let mut texts = Vec::new();
        let mut others: Vec<PartyId> =
            evidence.iter().flat_map(|one| &one.participants).map(|one| one.party).collect();
        others.push(party);
        others.extend(holding.parties.get(&party).into_iter().flat_map(|held| &held.accounts));
        others.sort_unstable();
        others.dedup();
        for other in others {
            let Some(held) = holding.parties.get(&other) else { continue };
            texts.extend(held.keys.iter().map(|(_, value)| value.clone()));
            if other == party {
                texts.extend(held.fields.values().cloned());
            } else {
                texts.extend(held.fields.get("name").cloned());
            }
        }
        for one in &evidence {
            texts.extend(one.detail.0.values().filter_map(|value| value.as_str()).map(str::to_owned));
            texts.extend(one.product_line.clone());
            let sale =
                one.deal.and_then(|deal| holding.sales.iter().find(|sale| sale.id == RecordId(deal.0)));
            texts
                .extend(sale.iter().flat_map(|sale| [Some(sale.name.clone()), sale.owner.clone()]).flatten());
            texts.extend(sale.iter().flat_map(|sale| sale.keys.clone()));
        }
        let kept = report.kept_values.iter().filter(|one| one.party == party);
        texts.extend(kept.filter_map(|one| one.given.clone()));
        Self { evidence, texts }
    }

    /// All places in which a cell of any row may be.
    pub fn anywhere(holding: &'h Holding, report: &ImportReport) -> Self {
        let of = |party: &PartyId| Self::of(holding, *party, report);
        let all: Vec<Self> = holding.parties.keys().map(of).collect();
        Self {
            evidence: all.iter().flat_map(|one| one.evidence.iter().copied()).collect(),
            texts: all.into_iter().flat_map(|one| one.texts).collect(),
        }
    }

    /// Whether a cell of that column is in one of them.
    pub fn have(&self, column: &Column, cell: &Cell) -> bool {
        let is_said = match cell.says {
            Says::Nothing => true,
            Says::Time { at, is_day } => self.evidence.iter().any(|one| {
                one.occurred_at.is_some_and(|found| found.0 == at) && one.precision.is_day() == is_day
            }),
            Says::Money { minor, currency } => self.evidence.iter().any(|one| {
                one.amount.is_some_and(|found| found.minor == minor && found.currency.code() == currency)
            }),
            Says::Text | Says::Misfit | Says::Several => {
                let is_currency =
                    |one: &&Evidence| one.amount.is_some_and(|found| found.currency.code() == cell.text);
                column.holds == Holds::Currency && self.evidence.iter().any(is_currency)
            }
        };
        let text = cell.text.trim();
        is_said
            || text.is_empty()
            || self.texts.iter().any(|found| found == text || fold(found) == fold(text))
    }
}
