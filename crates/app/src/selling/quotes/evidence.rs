//! What happens to a quote, as evidence of its deal.

use casebook_domain::deals::RULE;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Evidence};
use casebook_domain::ids::EvidenceId;
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::time::Precision;
use casebook_store::evidence as stored;
use casebook_store::quote::QuoteRow;

use crate::desk::Work;
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, participants_of_deal, retraction, stay_known};

/// The entry of a detail that names the quote from which a piece follows.
const RECORD: &str = "record";
/// What quotes are called in the evidence that follows from them.
const QUOTE: &str = "quote";
/// Why evidence of a quote is taken back.
const UNDONE: &str = "what happened to the quote was undone";

/// Appends what happened to a quote, about everybody who takes part in its deal.
pub(super) fn happened(
    work: &mut Work<'_, '_>,
    row: &QuoteRow,
    kind: KindCode,
    entries: &[(&str, &str)],
) -> Result<()> {
    let participants = participants_of_deal(work.connection, &work.words.clone(), row.deal)?;
    if participants.is_empty() {
        return Err(Error::Refused(
            "nobody takes part in the deal any more; give it an account first".to_owned(),
        ));
    }
    let number = row.number.map(|number| number.to_string()).unwrap_or_default();
    let id = row.id.to_string();
    let fixed = [(RULE, QUOTE), (RECORD, &id), ("number", &number)];
    let texts = fixed.into_iter().chain(entries.iter().copied().filter(|(_, text)| !text.is_empty()));
    let mut detail: std::collections::BTreeMap<_, _> =
        texts.map(|(name, text)| (name.to_owned(), text.into())).collect();
    detail.insert("version".to_owned(), row.edition.into());
    append(
        work,
        vec![Draft {
            kind,
            occurred_at: Some(work.now),
            precision: Precision::Instant,
            deal: Some(row.deal),
            amount: None,
            product_line: None,
            names: None,
            detail: Detail(detail),
            participants,
        }],
    )?;
    Ok(())
}

/// Retracts what is live of a quote's evidence of a kind: also where a change of the deal has recorded it anew.
pub(super) fn take_back(work: &mut Work<'_, '_>, row: &QuoteRow, kinds: &[KindCode]) -> Result<u64> {
    let id = row.id.to_string();
    let mut pieces = stored::of_deals(work.connection, &[row.deal])?;
    pieces.retain(|one| kinds.contains(&one.kind) && one.detail.text(RECORD) == Some(&id));
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead: Vec<EvidenceId> =
        live_retractions(work.connection, &ids)?.iter().filter_map(|one| one.names).collect();
    let live: Vec<&Evidence> = pieces.iter().filter(|one| !dead.contains(&one.id)).collect();
    let drafts: Vec<Draft> = live.into_iter().map(|one| retraction(work.now, one, UNDONE)).collect();
    let retracted = drafts.len() as u64;
    if retracted > 0 {
        let appended = append(work, drafts)?;
        stay_known(work, &appended)?;
    }
    Ok(retracted)
}

/// The kinds that follow from an answer.
pub(super) const ANSWERED: [KindCode; 2] = [k::PROPOSAL_ACCEPTED, k::PROPOSAL_DECLINED];
