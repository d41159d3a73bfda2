//! Hiding parties of which nothing is known any more once a change set is taken back, and bringing them back.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::change::Action;
use casebook_domain::ids::PartyId;
use casebook_domain::kind::Family;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow};
use casebook_store::{change_entry, link};
use serde_json::Value;

use super::claims::Claims;
use super::{Undo, UndoReport};
use crate::desk::Work;
use crate::desk::derivations::LivePieces;
use crate::error::Result;

/// Why a party stays.
const MORE_IS_KNOWN: &str = "more_is_known";

/// Hides the parties of which nothing is known any more, given with their live pieces, and frees their keys. Parties that
/// the set `made` appear and that stay are counted and named.
pub(super) fn hide_those_without_more(
    work: &mut Work<'_, '_>,
    undo: &Undo,
    live: &[LivePieces],
    made: &BTreeSet<PartyId>,
    report: &mut UndoReport,
) -> Result<()> {
    if live.is_empty() {
        return Ok(());
    }
    let parties: Vec<PartyId> = live.iter().map(|(party, _)| *party).collect();
    let links = link::of_parties(work.connection, &parties)?;
    let claims = Claims::load(work, undo, &parties, &links)?;
    let kept = change_entry::kept_by_hand(work.connection, &parties, undo.of.id)?;
    let mut unknown = Vec::new();
    for (party, pieces) in live.iter().map(|(party, pieces)| (*party, pieces)) {
        let is_known = pieces.iter().any(|(_, kind)| work.words.kinds.family(*kind) != Family::Correction);
        if is_known || claims.knows(party) || kept.contains(&party) {
            if made.contains(&party) {
                report.stayed += 1;
                report.keep(&party, None, MORE_IS_KNOWN);
            }
        } else {
            unknown.push(party);
        }
    }
    hide(work, &unknown, report)
}

/// Hides parties and frees their keys. One that somebody has hidden stays as it is, with its keys, and so stays hidden
/// when it is imported.
fn hide(work: &mut Work<'_, '_>, parties: &[PartyId], report: &mut UndoReport) -> Result<()> {
    let mut rows = party::get_many(work.connection, parties)?;
    rows.retain(|row| !row.hidden);
    for row in &mut rows {
        row.hidden = true;
        row.updated_at = work.now;
    }
    party::update_many(work.connection, &rows)?;
    let ids: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
    let held = party_key::of_parties(work.connection, &ids)?.into_values().flatten();
    let held: Vec<KeyRow> = held.filter(|key| !key.freed).collect();
    party_key::free_many(work.connection, &held)?;
    let mut freed: BTreeMap<PartyId, Vec<(String, String)>> = BTreeMap::new();
    for key in held {
        freed.entry(key.party).or_default().push((key.system, key.value));
    }
    for id in ids {
        let keys = freed.remove(&id).unwrap_or_default();
        work.note(Action::PartyHidden, id, serde_json::json!({ "keys": keys }).to_string());
        report.hidden += 1;
    }
    Ok(())
}

/// Hides a party or brings it back.
pub(super) fn set_hidden(work: &mut Work<'_, '_>, row: &mut PartyRow, hidden: bool) -> Result<()> {
    row.hidden = hidden;
    row.updated_at = work.now;
    party::update(work.connection, row)?;
    row.version += 1;
    Ok(())
}

/// The keys that an entry speaks of.
pub(super) fn keys_in(detail: &str) -> Vec<(String, String)> {
    let detail: Value = serde_json::from_str(detail).unwrap_or_default();
    let keys = detail.get("keys").cloned().unwrap_or_default();
    serde_json::from_value(keys).unwrap_or_default()
}

/// Gives a party the keys of an entry again, as far as they name nobody.
pub(super) fn claim_keys(work: &mut Work<'_, '_>, party: PartyId, detail: &str) -> Result<()> {
    let keys = keys_in(detail);
    let pairs: Vec<(&str, &str)> =
        keys.iter().map(|(system, value)| (system.as_str(), value.as_str())).collect();
    let found = party_key::find_many(work.connection, &pairs)?;
    let free = pairs.iter().zip(found).filter(|(_, named)| named.is_none_or(|named| named.freed));
    let claimed: Vec<(&str, &str, PartyId)> =
        free.map(|((system, value), _)| (*system, *value, party)).collect();
    Ok(party_key::claim_many(work.connection, &claimed)?)
}
