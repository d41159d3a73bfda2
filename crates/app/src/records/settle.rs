//! Bringing the evidence of a record to what it says, after it was hidden, restored, or set back by an undo.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::deals::RULE;
use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{PartyId, RecordId};
use casebook_domain::records::{RecordType, Values};
use casebook_store::evidence;
use casebook_store::record::{RecordRow, parties_in};

use super::rules::{CHANGED, HIDDEN, ON, RECORD, anew, kind_of, retractions_by_piece};
use crate::desk::Work;
use crate::error::Result;
use crate::evidence::{append, retraction, stay_known};

/// Why what took evidence of a record back is taken back.
const RESTORED: &str = "the record says so again";

/// Makes the evidence that follows from a record agree with it: none, if it is hidden. What followed before comes back; what no rule
/// has appended for it is not added. `parties` are those who were in it before.
pub(crate) fn settle(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    parties: &[PartyId],
) -> Result<()> {
    if of.evidence.is_empty() {
        return Ok(());
    }
    let values = Values::stored(of, &row.fields);
    let now = parties_in(row.id, &values);
    let parties = now.iter().map(|one| one.party).chain(parties.iter().copied()).collect();
    let pieces = pieces_of(work, of, row.id, parties)?;
    let dead = retractions_by_piece(work, &pieces)?;
    let mut drafts = Vec::new();
    for rule in &of.evidence {
        let kind = kind_of(work, rule)?;
        let follows = rule.following(of, &values).filter(|_| !row.hidden);
        let is_own = |one: &&Evidence| one.kind == kind && one.detail.text(ON) == Some(rule.on.as_str());
        let own: Vec<&Evidence> = pieces.iter().filter(is_own).collect();
        let reason = if row.hidden { HIDDEN } else { CHANGED };
        let (live, gone): (Vec<&Evidence>, Vec<&Evidence>) =
            own.iter().copied().partition(|one| !dead.contains_key(&one.id));
        let fits = |one: &Evidence| follows.as_ref().is_some_and(|what| what.matches(one));
        // One of them stays: without a date, several may say the same.
        let stays = live.iter().rfind(|one| fits(one)).map(|one| one.id);
        let wrong = live.iter().filter(|one| Some(one.id) != stays);
        drafts.extend(wrong.map(|one| retraction(work.now, one, reason)));
        let Some(follows) = follows.clone().filter(|_| stays.is_none()) else { continue };
        match gone.into_iter().rfind(|one| fits(one)).and_then(|one| dead.get(&one.id)) {
            Some(retractions) => {
                drafts.extend(retractions.iter().map(|one| retraction(work.now, one, RESTORED)));
            }
            None => drafts.extend(own.last().map(|last| anew(follows, last, work.now))),
        }
    }
    if !drafts.is_empty() {
        let appended = append(work, drafts)?;
        stay_known(work, &appended)?;
    }
    Ok(())
}

/// Every piece that rules have appended for a record in which these took part, live or not.
fn pieces_of(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    id: RecordId,
    parties: BTreeSet<PartyId>,
) -> Result<Vec<Evidence>> {
    let record = id.text(of.prefix());
    let mut found = BTreeMap::new();
    for party in parties {
        let mut pieces = evidence::of_party(work.connection, party)?;
        pieces.retain(|one| {
            one.detail.text(RECORD) == Some(&*record) && one.detail.text(RULE) == Some(&*of.name)
        });
        found.extend(pieces.into_iter().map(|one| (one.id, one)));
    }
    Ok(found.into_values().collect())
}
