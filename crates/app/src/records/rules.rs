//! Evidence that follows from records by the rules of their type: appended, corrected and taken back with what they say.

use std::collections::BTreeMap;

use casebook_domain::deals::RULE;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Evidence, Participant};
use casebook_domain::ids::{EvidenceId, RecordId};
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::records::{EvidenceRule, Following, RecordType, Values};
use casebook_domain::time::Timestamp;
use casebook_store::evidence;
use casebook_store::record::RecordRow;

use crate::desk::Work;
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, retraction, stay_known};

/// The entry of a detail that names the record from which a piece follows.
pub(super) const RECORD: &str = "record";
/// The entry that says which rule of its type it was.
pub(super) const ON: &str = "on";
/// Why evidence of a record is taken back.
pub(super) const CHANGED: &str = "the record was changed";
pub(super) const HIDDEN: &str = "the record is hidden";

/// Brings the evidence of a record to what it says now; `before` is nothing of a new one. What a hidden one says is
/// taken back at once, so that it is there when the record is restored.
pub(super) fn follow(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    before: Option<&Values>,
    after: &Values,
) -> Result<()> {
    let mut drafts = Vec::new();
    for rule in &of.evidence {
        let was = before.and_then(|values| rule.following(of, values));
        let is = rule.following(of, after);
        if was != is {
            changed(work, of, (rule, row.id), was, is, &mut drafts)?;
        }
    }
    if drafts.is_empty() {
        return Ok(());
    }
    let appended = append(work, drafts)?;
    if row.hidden {
        let live = appended.iter().filter(|one| one.kind != k::RETRACTED);
        let drafts: Vec<Draft> = live.map(|one| retraction(work.now, one, HIDDEN)).collect();
        append(work, drafts)?;
    }
    stay_known(work, &appended)
}

fn changed(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    (rule, id): (&EvidenceRule, RecordId),
    was: Option<Following>,
    is: Option<Following>,
    drafts: &mut Vec<Draft>,
) -> Result<()> {
    let kind = kind_of(work, rule)?;
    let detail = detail_of(of, rule, id);
    let old = match was {
        Some(was) => piece_of(work, &was.participants, &detail)?,
        None => None,
    };
    if let Some((old, true)) = &old {
        drafts.push(retraction(work.now, old, CHANGED));
    }
    let Some(is) = is else { return Ok(()) };
    drafts.push(match &old {
        Some((old, _)) => anew(is, old, work.now),
        None => is.draft(kind, detail, work.now),
    });
    Ok(())
}

pub(super) fn kind_of(work: &Work<'_, '_>, rule: &EvidenceRule) -> Result<KindCode> {
    work.words.kinds.code(&rule.kind).ok_or_else(|| Error::not_found("kind of evidence", &rule.kind))
}

fn detail_of(of: &RecordType, rule: &EvidenceRule, id: RecordId) -> Detail {
    let entries = [(RULE, of.name.clone()), (RECORD, id.text(of.prefix())), (ON, rule.on.clone())];
    Detail(entries.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect::<BTreeMap<_, _>>())
}

/// The last piece that a rule has appended for a record in which these took part, and whether it is live.
fn piece_of(
    work: &mut Work<'_, '_>,
    parties: &[Participant],
    detail: &Detail,
) -> Result<Option<(Evidence, bool)>> {
    let Some(first) = parties.first() else { return Ok(None) };
    let mut pieces = evidence::of_party(work.connection, first.party)?;
    pieces.retain(|one| one.detail == *detail);
    let dead = retractions_by_piece(work, &pieces)?;
    let all = pieces.into_iter().map(|one| (!dead.contains_key(&one.id), one));
    Ok(all.max_by_key(|(live, one)| (*live, one.id)).map(|(live, one)| (one, live)))
}

/// The live retractions of each of these pieces that is dead.
pub(super) fn retractions_by_piece(
    work: &mut Work<'_, '_>,
    pieces: &[Evidence],
) -> Result<BTreeMap<EvidenceId, Vec<Evidence>>> {
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let mut found: BTreeMap<EvidenceId, Vec<Evidence>> = BTreeMap::new();
    for retraction in live_retractions(work.connection, &ids)? {
        if let Some(named) = retraction.names {
            found.entry(named).or_default().push(retraction);
        }
    }
    Ok(found)
}

/// What follows from a record now, in place of what followed last. Where the record gives no time, it happened when it was first
/// recorded.
pub(super) fn anew(follows: Following, last: &Evidence, now: Timestamp) -> Draft {
    let is_dated = follows.at.is_some();
    let mut draft = follows.draft(last.kind, last.detail.clone(), now);
    if !is_dated {
        (draft.occurred_at, draft.precision) = (last.occurred_at, last.precision);
    }
    draft
}

/// Refuses rules about kinds of evidence that are not there.
pub(super) fn ensure_kinds(work: &Work<'_, '_>, of: &RecordType) -> Result<()> {
    match of.evidence.iter().find(|rule| work.words.kinds.code(&rule.kind).is_none()) {
        Some(rule) => Err(Error::not_found("kind of evidence", &rule.kind)),
        None => Ok(()),
    }
}
