//! Converting a lead, in one transaction and one change set.

use std::collections::BTreeMap;

use casebook_domain::change::Action;
use casebook_domain::conversion::{Became, Item, Part, Receipt, is_qualified, unmet};
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Participant, SUBJECT};
use casebook_domain::facts::Facts;
use casebook_domain::ids::{ChangeSetId, DealId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::lifecycle::history::StageNow;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Precision;
use casebook_store::party::{self, PartyRow};
use casebook_store::projection::{self, Projection};
use casebook_store::{link, record};

use super::account::{self, belong};
use super::deal;
use super::known::{Known, is_current};
use super::lead::Lead;
use super::request::{AccountChoice, Conversion, DealChoice};
use super::seen::seen;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::append;
use crate::parties::{holders, stages_now};

/// The role of the account in the evidence.
const ACCOUNT: &str = "organization";
/// The role of the people of a business that is converted.
const PERSON: &str = "participant";

/// Converts a lead. Twice is [`Error::Converted`], with what the first time came to; without qualification or a reason it
/// is [`Error::Unqualified`].
pub fn convert(session: &Session, party: PartyId, conversion: Conversion) -> Result<(ChangeSetId, Receipt)> {
    conversion.check(session, party)?;
    session.write(move |work| {
        let receipt = convert_in(work, party, &conversion)?;
        Ok((work.change_set(), receipt))
    })
}

/// What [`convert()`] would come to now. Nothing is stored; what is not there yet has no id.
pub fn preview(session: &Session, party: PartyId, conversion: Conversion) -> Result<Receipt> {
    conversion.check(session, party)?;
    session.rehearse(move |work| {
        let receipt = convert_in(work, party, &conversion)?;
        Ok(without_new_ids(receipt, &conversion))
    })
}

fn without_new_ids(mut receipt: Receipt, conversion: &Conversion) -> Receipt {
    let mut unborn = Vec::new();
    if let (Some(AccountChoice::Create(_)), Some(account)) = (&conversion.account, receipt.account) {
        unborn.push(account.to_string());
        receipt.account = None;
    }
    if let (Some(DealChoice::Create(_)), Some(deal)) = (&conversion.deal, receipt.deal) {
        unborn.push(deal.to_string());
        receipt.deal = None;
    }
    for item in &mut receipt.made {
        let is_made = matches!(item.what, Part::Link | Part::Evidence);
        item.record = item.record.take().filter(|id| !is_made && !unborn.contains(id));
    }
    receipt
}

/// A conversion whose evidence is appended; what the lead becomes is seen once all of it is stored.
pub(super) struct Begun {
    lead: Lead,
    account: Option<PartyId>,
    deal: Option<DealId>,
    reason: Option<String>,
    before: Vec<StageNow>,
}

impl Begun {
    /// The account, if there is one.
    pub fn account(&self) -> Option<PartyId> {
        self.account
    }

    /// Everybody who is converted by it.
    pub fn parties(&self) -> impl Iterator<Item = PartyId> {
        std::iter::once(self.lead.row.id).chain(self.lead.people.iter().copied())
    }
}

fn convert_in(work: &mut Work<'_, '_>, party: PartyId, conversion: &Conversion) -> Result<Receipt> {
    let (row, known) = looked_at(work, party, conversion)?;
    let begun = begin(work, row, &known, conversion)?;
    let after = stages_after(work, &[party])?.remove(&party).unwrap_or_default();
    Ok(finish(work, begun, after))
}

/// Does all that a conversion does, but for the receipt. The lead is locked, and so is whoever is in `known`.
pub(super) fn begin(
    work: &mut Work<'_, '_>,
    row: PartyRow,
    known: &Known,
    conversion: &Conversion,
) -> Result<Begun> {
    let party = row.id;
    let people = known.people_of(work, party);
    let mut lead = Lead::of(row, people)?;
    ensure_new(work, known, party)?;
    let reason = gate(work, known, party, conversion)?;
    let before = known.stages_of(work, party);
    let account = match &conversion.account {
        _ if party.kind() == PartyKind::Organization => Some(party),
        None => None,
        Some(choice) => {
            let account = account::choose(work, &mut lead, known, choice)?;
            belong(work, &mut lead, known, &account)?;
            Some(account.id)
        }
    };
    let deal = match &conversion.deal {
        None => None,
        Some(choice) => Some(deal::choose(work, &mut lead, account, choice)?),
    };
    note_evidence(work, &mut lead, (account, deal), reason.as_deref())?;
    Ok(Begun { lead, account, deal, reason, before })
}

/// Notes what a conversion came to; `after` are the stages that follow from its evidence.
pub(super) fn finish(work: &mut Work<'_, '_>, begun: Begun, after: Vec<StageNow>) -> Receipt {
    let Begun { lead: Lead { row, people, made, kept }, account, deal, reason, before } = begun;
    let receipt = Receipt { party: row.id, account, deal, made, kept, stages: became(before, after), reason };
    let detail = serde_json::to_string(&receipt).unwrap_or_default();
    for one in std::iter::once(row.id).chain(people.into_iter().filter(|one| *one != row.id)) {
        work.note(Action::PartyConverted, one, detail.clone());
    }
    receipt
}

/// The stages of these parties in the active vocabularies, as they are stored now.
pub(super) fn stages_after(
    work: &mut Work<'_, '_>,
    parties: &[PartyId],
) -> Result<BTreeMap<PartyId, Vec<StageNow>>> {
    let projections = projection::read_many(work.connection, parties)?;
    let stages = |one: &Projection| (one.party, stages_now(&work.words, &one.stages, work.now));
    Ok(projections.iter().map(stages).collect())
}

/// Locks everybody concerned in the order of ids, names before parties as everywhere, and reads what is known of them.
fn looked_at(work: &mut Work<'_, '_>, party: PartyId, conversion: &Conversion) -> Result<(PartyRow, Known)> {
    let mut all = vec![party];
    let mut linked = None;
    match &conversion.account {
        Some(AccountChoice::Create(new)) => {
            account::lock_names_of(work, new)?;
            all.extend(holders(work, new.kind, &new.fields)?);
        }
        Some(AccountChoice::Link(account)) => linked = Some(*account),
        None => {}
    }
    if let Some(DealChoice::Join(deal)) = &conversion.deal {
        all.extend(record::parties_of(work.connection, &[*deal])?.into_iter().map(|one| one.party));
    }
    if party.kind() == PartyKind::Organization {
        let links = link::of_parties(work.connection, &[party])?;
        all.extend(links.iter().filter(|one| is_current(one, work.now)).map(|one| one.person));
    }
    all.extend(linked);
    all.sort_unstable();
    all.dedup();
    party::lock_many(work.connection, &all)?;
    let wanted: Vec<PartyId> = std::iter::once(party).chain(linked).collect();
    let mut rows: BTreeMap<PartyId, PartyRow> =
        party::get_many(work.connection, &wanted)?.into_iter().map(|row| (row.id, row)).collect();
    let row = rows.get(&party).cloned();
    let row = row.ok_or_else(|| Error::not_found("party", party.to_string()))?;
    rows.retain(|id, _| Some(*id) == linked);
    Ok((row, Known::load(work, &[party], rows)?))
}

fn ensure_new(work: &Work<'_, '_>, known: &Known, party: PartyId) -> Result<()> {
    let Some((set, detail)) = known.converted.get(&party) else { return Ok(()) };
    let receipt = serde_json::from_str(detail)
        .map_err(|_| Error::Refused(format!("{party} was converted before, by {set}")))?;
    Err(Error::Converted(Box::new((*set, seen(work.session, receipt)))))
}

/// Refuses a lead that is not qualified, unless a reason is given; answers with the reason where it was needed.
fn gate(
    work: &Work<'_, '_>,
    known: &Known,
    party: PartyId,
    conversion: &Conversion,
) -> Result<Option<String>> {
    let derivation = known.derivations.get(&party);
    let none = Facts::default();
    let facts = derivation.map_or(&none, |derivation| derivation.facts());
    if is_qualified(facts, &work.words.frameworks, work.now) {
        return Ok(None);
    }
    match conversion.reason() {
        Some(reason) => Ok(Some(reason.to_owned())),
        None => Err(Error::Unqualified(unmet(facts, &work.words.frameworks, work.now))),
    }
}

fn became(before: Vec<StageNow>, after: Vec<StageNow>) -> Vec<Became> {
    let pairs = before.into_iter().zip(after);
    pairs
        .map(|(before, after)| Became {
            vocabulary: before.vocabulary,
            before: before.stage,
            after: after.stage,
        })
        .collect()
}

/// Appends what happened: the lead is its subject, the account and the people of a business take part.
fn note_evidence(
    work: &mut Work<'_, '_>,
    lead: &mut Lead,
    (account, deal): (Option<PartyId>, Option<DealId>),
    reason: Option<&str>,
) -> Result<()> {
    let subject = lead.row.id;
    let mut participants = vec![Participant { party: subject, role: SUBJECT.to_owned() }];
    let account = account.filter(|account| *account != subject);
    participants.extend(account.map(|party| Participant { party, role: ACCOUNT.to_owned() }));
    let people = lead.people.iter().filter(|one| **one != subject);
    participants.extend(people.map(|party| Participant { party: *party, role: PERSON.to_owned() }));
    let mut detail = Detail::default();
    if let Some(reason) = reason {
        detail.0.insert("reason".to_owned(), reason.into());
    }
    let draft = Draft {
        kind: k::CONVERTED,
        occurred_at: Some(work.now),
        precision: Precision::Instant,
        deal,
        amount: None,
        product_line: None,
        names: None,
        detail,
        participants,
    };
    for piece in append(work, vec![draft])? {
        lead.made.push(Item::of(Part::Evidence, &piece.id, work.words.kinds.name(piece.kind)));
    }
    Ok(())
}
