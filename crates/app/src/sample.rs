//! Writing sample data into a casebook, as the store would have it had everything really happened.

use std::collections::HashSet;

use casebook_domain::access::Subject;
use casebook_domain::change::{Action, What};
use casebook_domain::evidence::{Evidence, Via};
use casebook_domain::ids::{DealId, EvidenceId, LinkId, PartyId};
use casebook_sample::{Account, Sample, SampleDeal, SampleEvidence, SampleLink};
use casebook_store::link::{self, LinkRow};
use casebook_store::party_key::{self, KeyRow};
use casebook_store::{evidence, party};

use crate::desk::deals::{NewDeal, insert_new};
use crate::desk::progress::Progress;
use crate::desk::projection::project;
use crate::desk::{About, Session, Work, begin_set, end_set};
use crate::error::{Error, Result};
use crate::parties::{Filter, Leaf, count, new_row};

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleReport {
    /// People and organizations together.
    pub parties: u64,
    /// Pieces of evidence.
    pub evidence: u64,
}

/// Accounts of one transaction: some four hundred parties.
const ACCOUNTS: usize = 120;

/// Writes exactly `parties` sample parties. The same seed gives the same company; it can be written once.
pub fn write(session: &Session, parties: u64, seed: u64, progress: &dyn Progress) -> Result<SampleReport> {
    session.may(Subject::Workspace)?;
    let system = format!("demo-{seed}");
    let mut sample = Sample::new(parties, seed, session.now());
    let (mut report, mut set) = (SampleReport::default(), None);
    loop {
        let accounts: Vec<Account> = sample.by_ref().take(ACCOUNTS).collect();
        if accounts.is_empty() {
            if let Some(set) = set {
                end_set(session, set)?;
            }
            return Ok(report);
        }
        if progress.stopped() {
            return Err(Error::Stopped(format!("{} parties are in", report.parties)));
        }
        let (first, joined) = (report.parties == 0, set);
        let system = system.clone();
        let (written, joined) = session.write(move |work| {
            if first {
                refuse_twice(work, &accounts, &system)?;
            }
            let joined = match joined {
                Some(set) => set,
                None => begin_set(work, What::Sample, "", None)?,
            };
            work.join(joined);
            Ok((write_accounts(work, &accounts, &system)?, joined))
        })?;
        set = Some(joined);
        report.parties += written.parties;
        report.evidence += written.evidence;
        progress.at(report.parties, parties);
    }
}

/// [`write()`] for a casebook without parties; none is written, and nothing is reported, where there are some. Hidden ones
/// count: whoever has hidden everybody has a casebook that is not empty.
pub fn write_first(
    session: &Session,
    parties: u64,
    seed: u64,
    progress: &dyn Progress,
) -> Result<Option<SampleReport>> {
    session.may(Subject::Workspace)?;
    let everybody = Filter::Any([true, false].map(|hidden| Filter::Leaf(Leaf::Hidden(hidden))).into());
    if count(session, &everybody)? > 0 {
        return Ok(None);
    }
    write(session, parties, seed, progress).map(Some)
}

fn refuse_twice(work: &mut Work<'_, '_>, accounts: &[Account], system: &str) -> Result<()> {
    let first = accounts.iter().flat_map(|account| &account.parties).next();
    let key = first.map(|party| [(system, party.external_id.as_str())]);
    let Some(key) = key else { return Ok(()) };
    match party_key::find_many(work.connection, &key)?.first() {
        Some(Some(_)) => {
            Err(Error::Refused(format!("the sample data `{system}` already exists; use another seed")))
        }
        _ => Ok(()),
    }
}

fn write_accounts(work: &mut Work<'_, '_>, accounts: &[Account], system: &str) -> Result<SampleReport> {
    let mut pieces: Vec<Evidence> = Vec::new();
    let (mut rows, mut keys, mut links, mut deals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for account in accounts {
        let ids: Vec<PartyId> =
            account.parties.iter().map(|party| work.session.next_party(party.kind)).collect();
        for (party, id) in account.parties.iter().zip(&ids) {
            rows.push(new_row(*id, party.fields.clone(), work.now));
            let (system, value) = (system.to_owned(), party.external_id.clone());
            keys.push(KeyRow { system, value, party: *id, freed: false });
        }
        let made = deal_rows(work, account, system);
        let deal_ids: Vec<DealId> = made.iter().map(|deal| deal.id).collect();
        deals.extend(made);
        links.extend(link_rows(work, account, &ids));
        let mut earlier: Vec<EvidenceId> = Vec::with_capacity(account.evidence.len());
        for evidence in &account.evidence {
            let one = piece(work, evidence, &ids, &deal_ids, &earlier)?;
            earlier.push(one.id);
            pieces.push(one);
        }
    }
    party::insert_many(work.connection, &rows)?;
    party_key::insert_many(work.connection, &keys)?;
    link::put_many(work.connection, &links)?;
    let set = work.change_set();
    evidence::insert_many(work.connection, &pieces, set)?;
    work.count_evidence(pieces.len());
    let fresh: HashSet<PartyId> = rows.iter().map(|row| row.id).collect();
    project(work, &pieces, |party| fresh.contains(&party))?;
    insert_new(work, &deals, &pieces)?;
    work.announce(Action::SampleAdded, system, rows.iter().map(|row| row.id).collect());
    for row in &rows {
        work.enter(Action::PartyAdded, About { record: Some(row.id.0), ..About::default() });
    }
    Ok(SampleReport { parties: rows.len() as u64, evidence: pieces.len() as u64 })
}

fn deal_rows(work: &Work<'_, '_>, account: &Account, system: &str) -> Vec<NewDeal> {
    let row = |deal: &SampleDeal| NewDeal {
        id: DealId(work.session.next_id()),
        system: system.to_owned(),
        key: deal.key.clone(),
        title: Some(deal.title.clone()),
        owner: None,
    };
    account.deals.iter().map(row).collect()
}

fn link_rows(work: &mut Work<'_, '_>, account: &Account, ids: &[PartyId]) -> Vec<LinkRow> {
    let set = work.change_set();
    let row = |link: &SampleLink| {
        Some(LinkRow {
            id: LinkId(work.session.next_id()),
            person: *ids.get(link.person)?,
            organization: *ids.get(link.organization)?,
            role: link.role.to_owned(),
            from_at: link.from,
            to_at: link.to,
            change_set: Some(set),
            ended: false,
        })
    };
    account.links.iter().filter_map(row).collect()
}

fn piece(
    work: &Work<'_, '_>,
    evidence: &SampleEvidence,
    parties: &[PartyId],
    deals: &[DealId],
    earlier: &[EvidenceId],
) -> Result<Evidence> {
    let draft = evidence.draft(parties, deals, earlier);
    let draft =
        draft.ok_or_else(|| Error::Refused("the sample data refers to what is not there".to_owned()))?;
    let draft = work.words.check(draft, evidence.recorded_at)?;
    Ok(Evidence {
        id: EvidenceId(work.session.next_id()),
        kind: draft.kind,
        occurred_at: draft.occurred_at,
        precision: draft.precision,
        recorded_at: evidence.recorded_at,
        recorded_by: evidence.recorded_by.to_owned(),
        via: Via::Demo,
        deal: draft.deal,
        amount: draft.amount,
        product_line: draft.product_line,
        names: draft.names,
        detail: draft.detail,
        participants: draft.participants,
    })
}
