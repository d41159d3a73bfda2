//! Evidence from a row: claims, their times, their deal, other participants.

use std::collections::BTreeMap;

use casebook_domain::evidence::Detail;
use casebook_domain::evidence::FACT_ID;
use casebook_domain::key::{DEAL, MAIL, ORGANIZATION, PHONE};
use casebook_domain::kind::{Family, built_in as k};
use casebook_domain::mail;
use casebook_domain::money::{Currency, Money, amount};
use casebook_domain::text::fold;
use casebook_domain::time::{Precision, Timestamp};
use serde_json::Value;

use super::super::ParticipantKey;
use super::super::bind::{BoundClaim, BoundClaims, BoundEvidence};
use super::super::cell::{is_empty_mark, phone};
use super::{Key, MappedDeal, MappedEvidence, OtherParty, PartyKeyed, Reader, Use, key};
use crate::dates::is_no_date;
use crate::rejected::Rejected;

/// A title tells a deal only with its buyer, and with the day on which it was opened where the row has one.
fn with_buyers(pieces: &mut [MappedEvidence], party: &PartyKeyed) {
    let Some(buyer) = party.keys.first() else { return };
    let opened = pieces.iter().find(|one| one.kind == k::DEAL_OPENED).and_then(|one| one.occurred_at);
    let opened = opened.map(|at| format!(" | {at}")).unwrap_or_default();
    for deal in pieces.iter_mut().filter_map(|one| one.deal.as_mut()) {
        if let Some(title) = &deal.by_title {
            deal.key = key(DEAL, &format!("{} | {}/{}{opened}", title.value, buyer.system, buyer.value));
        }
    }
}

/// The deal of a row.
struct Terms {
    deal: Option<MappedDeal>,
    amount: Option<Money>,
    product_line: Option<String>,
    /// The columns that name it. They stay fields of the party if no evidence names the deal.
    naming: Vec<usize>,
    /// The columns of what it is worth, likewise.
    worth: Vec<usize>,
}

/// What is so at the earliest since the row's record began is so at the earliest since the last date of the row, since
/// the row says how it stands now. A contract may end after that.
fn put_off(found: &mut [MappedEvidence]) {
    let dated = found.iter().filter(|one| !one.precision.is_earliest() && one.kind != k::CONTRACT_ENDED);
    let last = dated.filter_map(|one| Some((one.occurred_at?, one.precision))).max();
    for one in found.iter_mut().filter(|one| one.precision.is_earliest()) {
        if let Some((at, precision)) = last.filter(|(at, _)| Some(*at) > one.occurred_at) {
            (one.occurred_at, one.precision) = (Some(at), precision.at_earliest(true));
        }
    }
}

impl Reader<'_> {
    /// All evidence from the row.
    pub(super) fn evidence(&mut self, party: &PartyKeyed) -> Result<Vec<MappedEvidence>, Rejected> {
        let bound = self.bound;
        let (mut found, mut since_when) = (Vec::new(), Vec::new());
        let others = self.others();
        let deal = self.deal();
        for BoundEvidence { when, claims } in &bound.evidence {
            if when.is_some_and(|place| self.is_empty_guard(place, claims)) {
                continue;
            }
            let (claim, column) = match claims {
                BoundClaims::Always(claim) => (Some(claim), None),
                BoundClaims::ByValue { column, values } => {
                    let claim = values.get(&fold(self.cell(*column)));
                    match claim {
                        None if is_empty_mark(self.cell(*column)) => self.use_up(*column),
                        None => self.misfits.push(*column),
                        Some(_) => {}
                    }
                    (claim.and_then(Option::as_ref), Some(*column))
                }
            };
            if let Some(claim) = claim {
                let piece = self.claim(claim, column, deal.as_ref(), &others)?;
                let since = piece.occurred_at.filter(|_| claim.earliest);
                since_when.extend(claim.at.as_ref().zip(since).map(|((place, _), at)| (*place, at)));
                found.push(piece);
            }
        }
        put_off(&mut found);
        self.keep_what_is_put_off(&since_when, &found);
        with_buyers(&mut found, party);
        Ok(found)
    }

    /// When a record began is kept as a field where everything that was so at the earliest since then is put off.
    fn keep_what_is_put_off(&mut self, since_when: &[(usize, Timestamp)], found: &[MappedEvidence]) {
        for (place, at) in since_when {
            let is_said = found.iter().any(|one| one.occurred_at == Some(*at));
            if let Some(used) = self.used.get_mut(*place).filter(|_| !is_said) {
                *used = Use::Part;
            }
        }
    }

    /// Whether a column is empty that must be filled. Where it is that of the time, a mark of no date is empty, too, and is
    /// not kept.
    fn is_empty_guard(&mut self, place: usize, claims: &BoundClaims) -> bool {
        let is_time = match claims {
            BoundClaims::Always(claim) => claim.at.as_ref().is_some_and(|(column, _)| *column == place),
            BoundClaims::ByValue { .. } => false,
        };
        let is_empty = is_empty_mark(self.cell(place));
        if is_time && (is_empty || is_no_date(self.cell(place))) {
            self.use_up(place);
            return true;
        }
        is_empty
    }

    fn claim(
        &mut self,
        claim: &BoundClaim,
        column: Option<usize>,
        deal: Option<&Terms>,
        others: &[OtherParty],
    ) -> Result<MappedEvidence, Rejected> {
        let (occurred_at, precision) = self.time(claim)?;
        let mut detail: BTreeMap<String, Value> = BTreeMap::new();
        if let Some(place) = column {
            self.use_up(place);
            if !claim.constant.values().any(|constant| constant == self.cell(place)) {
                detail.insert(self.header(place), Value::from(self.cell(place)));
            }
        }
        let id = claim.id.and_then(|place| self.take_id(&[place])).map(str::to_owned);
        detail.extend(id.iter().map(|id| (FACT_ID.to_owned(), Value::from(id.as_str()))));
        for (name, place) in &claim.detail {
            if let Some(value) = self.take(*place) {
                detail.insert(name.clone(), Value::from(value));
            }
        }
        detail.extend(claim.constant.iter().map(|(name, text)| (name.clone(), Value::from(text.as_str()))));
        let of_deal = claim.family == Family::Deal;
        let of_money = of_deal || claim.family == Family::Purchase;
        let names_deal = of_deal || claim.deal;
        let naming = deal.filter(|terms| names_deal && terms.deal.is_some()).map(|terms| &terms.naming);
        let worth = deal.filter(|_| of_money).map(|terms| &terms.worth);
        naming.into_iter().chain(worth).flatten().for_each(|place| self.use_up(*place));
        Ok(MappedEvidence {
            kind: claim.kind,
            id,
            occurred_at,
            precision,
            deal: deal.filter(|_| names_deal).and_then(|terms| terms.deal.clone()),
            amount: deal.filter(|_| of_money).and_then(|terms| terms.amount),
            product_line: deal.filter(|_| of_money).and_then(|terms| terms.product_line.clone()),
            detail: Detail(detail),
            others: others.to_vec(),
        })
    }

    fn time(&mut self, claim: &BoundClaim) -> Result<(Option<Timestamp>, Precision), Rejected> {
        let Some((place, dates)) = &claim.at else { return Ok((None, Precision::Unknown)) };
        let Some(text) = self.take(*place).filter(|text| !is_no_date(text)) else {
            return Ok((None, Precision::Unknown));
        };
        let moment = dates.read(text).map_err(|problem| self.rejected(Some(*place), problem.to_string()))?;
        Ok((Some(moment.at), moment.precision.at_earliest(claim.earliest)))
    }

    fn others(&mut self) -> Vec<OtherParty> {
        let bound = self.bound;
        let mut others = Vec::new();
        for participant in &bound.participants {
            self.use_up_nothing(participant.column);
            let cell = self.cell(participant.column);
            let found = match participant.by {
                ParticipantKey::Email => {
                    mail::find(cell).addresses.first().map(|one| key(MAIL, &mail::key(one)))
                }
                ParticipantKey::Phone => phone(cell).map(|phone| key(PHONE, &phone.digits)),
                ParticipantKey::Organization => Some(key(ORGANIZATION, &fold(cell))),
                ParticipantKey::ExternalId => Some(Key::new(&bound.system, cell)),
            };
            if let Some(found) = found.filter(|found| !is_empty_mark(cell) && !found.value.is_empty()) {
                self.use_up(participant.column);
                let (role, kind) = (participant.role.clone(), participant.kind);
                let given = (self.header(participant.column), cell.to_owned());
                others.push(OtherParty { key: found, role, kind, given });
            }
        }
        others
    }

    fn deal(&mut self) -> Option<Terms> {
        let deal = self.bound.deal.as_ref()?;
        let named = [deal.title, deal.amount, deal.currency, deal.product_line, deal.owner];
        deal.id
            .iter()
            .copied()
            .chain(named.into_iter().flatten())
            .for_each(|place| self.use_up_nothing(place));
        let filled = |place: &usize| !is_empty_mark(self.cell(*place));
        let title = deal.title.filter(filled).map(|place| self.cell(place).to_owned());
        let id = if deal.id.iter().all(filled) { deal.id.as_slice() } else { &[] };
        let parts: Vec<&str> = id.iter().map(|place| self.cell(*place)).collect();
        let by_id = (!parts.is_empty()).then(|| Key::new(&self.bound.system, &parts.join(" | ")));
        let by_title = || {
            title.as_deref().map(fold).filter(|folded| !folded.is_empty()).map(|folded| key(DEAL, &folded))
        };
        let of_owner = deal.owner.filter(filled);
        let owner = of_owner.map(|place| self.cell(place).to_owned());
        let is_of_row = deal.is_of_party && by_id.is_some();
        let identity = match (by_id, by_title()) {
            (Some(key), _) => Some((key, None)),
            (None, titled) => titled.map(|key| (key.clone(), Some(key))),
        };
        let identity = identity.map(|(key, by_title)| MappedDeal { key, by_title, is_of_row, title, owner });
        let worth = deal.amount.filter(filled);
        // A currency that is named and not understood is no other one.
        let currency = match deal.currency.filter(filled) {
            Some(place) => Currency::of_word(self.cell(place)),
            None => deal.default_currency,
        };
        let amount = worth.and_then(|place| amount::read(self.cell(place), currency, deal.decimal));
        let line = deal.product_line.filter(filled);
        let product_line = line.map(|place| self.cell(place).to_owned());
        let priced = worth.filter(|_| amount.is_some());
        let with_currency = deal.currency.filter(|_| amount.is_some());
        let named = [deal.title.filter(filled), of_owner];
        let naming = id.iter().copied().chain(named.into_iter().flatten()).collect();
        let valued = [priced, with_currency, line].into_iter().flatten().collect();
        self.misfits.extend(worth.filter(|_| amount.is_none()));
        Some(Terms { deal: identity, amount, product_line, naming, worth: valued })
    }
}
