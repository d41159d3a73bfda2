//! Converting a lead, in one transaction and one change set.

use casebook_domain::change::Action;
use casebook_domain::conversion::{Item, Part, Reason, Receipt, is_qualified, unmet};
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Participant, SUBJECT};
use casebook_domain::ids::{ChangeSetId, DealId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::lifecycle::history::StageNow;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Precision;
use casebook_store::link;
use casebook_store::party::{self, PartyRow};
use casebook_store::{change_entry, record};

use super::account::{self, belong};
use super::deal;
use super::request::{AccountChoice, Conversion, DealChoice};
use super::seen::seen;
use crate::desk::derivations::derived;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::append;
use crate::parties::{holders, stored};

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

/// The lead and what is done with it.
pub(super) struct Lead {
    /// The lead as it was.
    pub row: PartyRow,
    /// Everybody who is converted with it: the person, or the business with its people.
    pub people: Vec<PartyId>,
    /// What was made.
    pub made: Vec<Item>,
    /// What stays.
    pub kept: Vec<Item>,
}

pub(super) fn convert_in(
    work: &mut Work<'_, '_>,
    party: PartyId,
    conversion: &Conversion,
) -> Result<Receipt> {
    let mut lead = locked(work, party, conversion)?;
    ensure_new(work, party)?;
    let reason = gate(work, party, conversion)?;
    let before = stages(work, party)?;
    let account = match &conversion.account {
        _ if party.kind() == PartyKind::Organization => Some(party),
        None => None,
        Some(choice) => Some(account::choose(work, &mut lead, choice)?),
    };
    if let Some(account) = account.filter(|account| *account != party) {
        belong(work, &mut lead, account)?;
    }
    let deal = match &conversion.deal {
        None => None,
        Some(choice) => Some(deal::choose(work, &mut lead, account, choice)?),
    };
    note_evidence(work, &mut lead, (account, deal), reason.as_deref())?;
    let stages = became(before, stages(work, party)?);
    let Lead { row, made, kept, people } = lead;
    let receipt = Receipt { party: row.id, account, deal, made, kept, stages, reason };
    let detail = serde_json::to_string(&receipt).unwrap_or_default();
    for one in std::iter::once(party).chain(people.into_iter().filter(|one| *one != party)) {
        work.note(Action::PartyConverted, one, detail.clone());
    }
    Ok(receipt)
}

/// Locks everybody concerned in the order of ids, names before parties as everywhere.
fn locked(work: &mut Work<'_, '_>, party: PartyId, conversion: &Conversion) -> Result<Lead> {
    let mut all = vec![party];
    match &conversion.account {
        Some(AccountChoice::Create(new)) => {
            account::lock_names_of(work, new)?;
            all.extend(holders(work, new.kind, &new.fields)?);
        }
        Some(AccountChoice::Link(account)) => all.push(*account),
        None => {}
    }
    if let Some(DealChoice::Join(deal)) = &conversion.deal {
        all.extend(record::parties_of(work.connection, &[*deal])?.into_iter().map(|one| one.party));
    }
    let people = match party.kind() {
        PartyKind::Person => vec![party],
        PartyKind::Organization => people_of(work, party)?,
    };
    all.extend(&people);
    all.sort_unstable();
    all.dedup();
    party::lock_many(work.connection, &all)?;
    let row = party::get(work.connection, party)?;
    let row = row.ok_or_else(|| Error::not_found("party", party.to_string()))?;
    if row.hidden {
        return Err(Error::Refused("the lead is hidden; restore it first".to_owned()));
    }
    let name = row.fields.get("name").cloned().unwrap_or_default();
    let what = if party.kind() == PartyKind::Person { Part::Person } else { Part::Account };
    let kept = vec![Item::of(what, &party, name).stays(Reason::SameRecord)];
    Ok(Lead { row, people, made: Vec::new(), kept })
}

/// The people who belong to a business now, as far as the session sees them.
fn people_of(work: &mut Work<'_, '_>, organization: PartyId) -> Result<Vec<PartyId>> {
    let now = work.now;
    let is_current = |one: &link::LinkRow| {
        !one.ended && one.organization == organization && one.to_at.is_none_or(|end| end > now)
    };
    let links = link::of_parties(work.connection, &[organization])?;
    let people = links.iter().filter(|one| is_current(one)).map(|one| one.person);
    let mut people: Vec<PartyId> =
        people.filter(|one| one.kind() == PartyKind::Person && work.session.sees(*one)).collect();
    people.sort_unstable();
    people.dedup();
    let rows = party::get_many(work.connection, &people)?;
    people.retain(|one| rows.iter().any(|row| row.id == *one && !row.hidden));
    Ok(people)
}

fn ensure_new(work: &mut Work<'_, '_>, party: PartyId) -> Result<()> {
    match change_entry::conversion_of(work.connection, party)? {
        None => Ok(()),
        Some((set, detail)) => {
            let receipt = serde_json::from_str(&detail)
                .map_err(|_| Error::Refused(format!("{party} was converted before, by {set}")))?;
            Err(Error::Converted(Box::new((set, seen(work.session, receipt)))))
        }
    }
}

/// Refuses a lead that is not qualified, unless a reason is given; answers with the reason where it was needed.
fn gate(work: &mut Work<'_, '_>, party: PartyId, conversion: &Conversion) -> Result<Option<String>> {
    let derivation = derived(work.session, work.connection, &work.words, party)?;
    if is_qualified(derivation.facts(), work.now) {
        return Ok(None);
    }
    match conversion.reason() {
        Some(reason) => Ok(Some(reason.to_owned())),
        None => Err(Error::Unqualified(unmet(derivation.facts(), work.now))),
    }
}

fn stages(work: &mut Work<'_, '_>, party: PartyId) -> Result<Vec<StageNow>> {
    let words = work.words.clone();
    Ok(stored(work.session, work.connection, &words, party, work.now)?.stages)
}

fn became(before: Vec<StageNow>, after: Vec<StageNow>) -> Vec<casebook_domain::conversion::Became> {
    let pairs = before.into_iter().zip(after);
    pairs
        .map(|(before, after)| casebook_domain::conversion::Became {
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

/// Notes what a conversion changed of the lead's own fields.
pub(super) fn fill(work: &mut Work<'_, '_>, lead: &mut Lead, field: &str, value: &str) -> Result<()> {
    let id = lead.row.id;
    match lead.row.fields.get(field).map(|text| text.trim()).filter(|text| !text.is_empty()) {
        Some(present) if present == value => {}
        Some(present) => {
            let item = Item::of(Part::Field, &id, present).field(field);
            lead.kept.push(item.stays(Reason::HasAValue));
        }
        None => {
            let changes = [(field.to_owned(), Some(value.to_owned()))];
            if crate::parties::edit_row(work, &mut lead.row, &changes)? {
                lead.made.push(Item::of(Part::Field, &id, value).field(field));
            }
        }
    }
    Ok(())
}
