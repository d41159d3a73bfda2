//! Whose details we have stays known. Where the last evidence of a party is taken back, a piece of unknown time stands in
//! its place and says that the details are known; where other evidence lives again, it goes.

use std::collections::BTreeMap;

use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Evidence, parties_of};
use casebook_domain::ids::{ChangeSetId, EvidenceId, PartyId};
use casebook_domain::kind::built_in as k;
use casebook_domain::kind::{KindCode, Kinds};
use casebook_store::evidence;

use super::append::append;
use super::retract::retraction;
use crate::desk::Work;
use crate::desk::derivations::{LivePieces, live_pieces};
use crate::error::Result;

/// The entry of a detail that marks what stands in the place of evidence that was taken back.
const STANDS_IN: &str = "stands_in";
/// What it says.
const WHY: &str = "the last evidence was taken back";

/// That the details of a party are known, from nobody knows when, and nothing else is.
pub(crate) fn standing_in(party: PartyId) -> Draft {
    let mut draft = Draft::about(party, k::DETAILS_LEARNED, None);
    draft.detail.0.insert(STANDS_IN.to_owned(), WHY.into());
    draft
}

/// Whether any of these kinds makes a party known.
pub(crate) fn is_known_by(kinds: &Kinds, live: impl IntoIterator<Item = KindCode>) -> bool {
    live.into_iter().any(|kind| kinds.family(kind).makes_known())
}

/// Keeps those known whose evidence was taken back, or brought back, by retractions among new pieces. Whoever takes back
/// that details are known takes back just that.
pub(crate) fn stay_known(work: &mut Work<'_, '_>, appended: &[Evidence]) -> Result<()> {
    let mut concerned = taken_back(work, appended)?;
    concerned.retain(|one| one.kind != k::DETAILS_LEARNED && is_known_by(&work.words.kinds, [one.kind]));
    let parties = parties_of(&concerned);
    if parties.is_empty() {
        return Ok(());
    }
    let (mut drafts, mut learned) = (Vec::new(), Vec::new());
    for (party, live) in live_pieces(work, &parties)? {
        let has_other = live.iter().filter(|(_, kind)| *kind != k::DETAILS_LEARNED).map(|(_, kind)| *kind);
        if is_known_by(&work.words.kinds, has_other) {
            learned.extend(live.iter().filter(|(_, kind)| *kind == k::DETAILS_LEARNED).map(|(id, _)| *id));
        } else if !live.iter().any(|(_, kind)| *kind == k::DETAILS_LEARNED) {
            drafts.push(standing_in(party));
        }
    }
    let mut learned = evidence::get_many(work.connection, &learned)?;
    learned.retain(|one| one.detail.text(STANDS_IN).is_some());
    drafts.extend(learned.iter().map(|one| retraction(work.now, one, "other evidence lives again")));
    if drafts.is_empty() { Ok(()) } else { append(work, drafts).map(|_| ()) }
}

/// What retractions come to name in the end, whatever retracts what on the way there.
fn taken_back(work: &mut Work<'_, '_>, appended: &[Evidence]) -> Result<Vec<Evidence>> {
    let retractions = appended.iter().filter(|one| one.kind == k::RETRACTED);
    let mut wanted: Vec<EvidenceId> = retractions.filter_map(|one| one.names).collect();
    let mut found: BTreeMap<EvidenceId, Evidence> = BTreeMap::new();
    while !wanted.is_empty() {
        let named = evidence::get_many(work.connection, &wanted)?;
        let further = named.iter().filter(|one| one.kind == k::RETRACTED).filter_map(|one| one.names);
        wanted = further.filter(|id| !found.contains_key(id)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        found.extend(named.into_iter().map(|one| (one.id, one)));
    }
    Ok(found.into_values().filter(|one| one.kind != k::RETRACTED).collect())
}

/// Keeps those of the parties known, given with their live pieces, whose last evidence a change set has retracted.
pub(crate) fn stay_known_after(
    work: &mut Work<'_, '_>,
    set: ChangeSetId,
    live: Vec<LivePieces>,
) -> Result<()> {
    let mut drafts = Vec::new();
    for (party, live) in live {
        if is_known_by(&work.words.kinds, live.iter().map(|(_, kind)| *kind)) {
            continue;
        }
        let all = evidence::of_party(work.connection, party)?;
        let retractions: Vec<EvidenceId> =
            all.iter().filter(|one| one.kind == k::RETRACTED).map(|one| one.id).collect();
        let of_set = evidence::sets_of(work.connection, &retractions)?.into_iter();
        let of_set: Vec<EvidenceId> = of_set.filter(|(_, of)| *of == set).map(|(id, _)| id).collect();
        let named: Vec<EvidenceId> =
            all.iter().filter(|one| of_set.contains(&one.id)).filter_map(|one| one.names).collect();
        let is_lost = |one: &Evidence| {
            named.contains(&one.id)
                && one.kind != k::DETAILS_LEARNED
                && is_known_by(&work.words.kinds, [one.kind])
        };
        if all.iter().any(is_lost) {
            drafts.push(standing_in(party));
        }
    }
    if drafts.is_empty() { Ok(()) } else { append(work, drafts).map(|_| ()) }
}
