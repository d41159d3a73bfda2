//! Evidence that follows from records by the rules of their type: appended, corrected and taken back with what they say.

use std::collections::BTreeMap;

use casebook_domain::deals::RULE;
use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Evidence, Participant};
use casebook_domain::ids::{EvidenceId, RecordId};
use casebook_domain::records::{EvidenceRule, Following, RecordType, Values};
use casebook_store::evidence;

use crate::desk::Work;
use crate::error::{Error, Result};
use crate::evidence::{append, live_retractions, retraction};

/// The entry of a detail that names the record from which a piece follows.
const RECORD: &str = "record";
/// The entry that says which rule of its type it was.
const ON: &str = "on";

/// Brings the evidence of a record to what it says now; `before` is nothing of a new one.
pub(super) fn follow(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    before: Option<&Values>,
    after: &Values,
) -> Result<()> {
    let mut drafts = Vec::new();
    for rule in &of.evidence {
        let was = before.and_then(|values| rule.following(of, values));
        let is = rule.following(of, after);
        if was != is {
            changed(work, of, (rule, id), was, is, &mut drafts)?;
        }
    }
    if !drafts.is_empty() {
        append(work, drafts)?;
    }
    Ok(())
}

fn changed(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    (rule, id): (&EvidenceRule, RecordId),
    was: Option<Following>,
    is: Option<Following>,
    drafts: &mut Vec<Draft>,
) -> Result<()> {
    let kind = work.words.kinds.code(&rule.kind);
    let kind = kind.ok_or_else(|| Error::not_found("kind of evidence", &rule.kind))?;
    let detail = detail_of(of, rule, id);
    let old = match was {
        Some(was) => piece_of(work, &was.participants, &detail)?,
        None => None,
    };
    if let Some(old) = &old {
        drafts.push(retraction(work.now, old, "the record was changed"));
    }
    let Some(is) = is else { return Ok(()) };
    let mut draft = is.clone().draft(kind, detail, work.now);
    // Where the record does not say when, it happened when it was first recorded.
    if let (None, Some(old)) = (is.at, &old) {
        (draft.occurred_at, draft.precision) = (old.occurred_at, old.precision);
    }
    drafts.push(draft);
    Ok(())
}

fn detail_of(of: &RecordType, rule: &EvidenceRule, id: RecordId) -> Detail {
    let entries = [(RULE, of.name.clone()), (RECORD, id.text(of.prefix())), (ON, rule.on.clone())];
    Detail(entries.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect::<BTreeMap<_, _>>())
}

/// The live piece that a rule has appended for a record in which these took part.
fn piece_of(work: &mut Work<'_, '_>, parties: &[Participant], detail: &Detail) -> Result<Option<Evidence>> {
    let Some(first) = parties.first() else { return Ok(None) };
    let mut pieces = evidence::of_party(work.connection, first.party)?;
    pieces.retain(|one| one.detail == *detail);
    let ids: Vec<EvidenceId> = pieces.iter().map(|one| one.id).collect();
    let dead = live_retractions(work.connection, &ids)?;
    pieces.retain(|one| !dead.iter().any(|retraction| retraction.names == Some(one.id)));
    Ok(pieces.pop())
}

/// Refuses rules about kinds of evidence that are not there.
pub(super) fn ensure_kinds(work: &Work<'_, '_>, of: &RecordType) -> Result<()> {
    match of.evidence.iter().find(|rule| work.words.kinds.code(&rule.kind).is_none()) {
        Some(rule) => Err(Error::not_found("kind of evidence", &rule.kind)),
        None => Ok(()),
    }
}
