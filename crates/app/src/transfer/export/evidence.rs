//! Evidence: every piece once, with its participants.

use std::collections::BTreeSet;
use std::io::Write;

use casebook_domain::evidence::{Evidence, SUBJECT};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::Kinds;
use casebook_store::party;
use casebook_store::{Connection, evidence};
use serde_json::{Value, json};

use super::sheet::Sheet;
use super::{ExportOptions, STEP};
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};
use crate::evidence::{live_retractions, seen};

const HEADINGS: [&str; 17] = [
    "id",
    "kind",
    "occurred_at",
    "precision",
    "earliest",
    "subject",
    "participants",
    "live",
    "recorded_at",
    "recorded_by",
    "recorded_via",
    "deal",
    "amount",
    "currency",
    "product_line",
    "names",
    "detail",
];

pub(super) fn write(
    session: &Session,
    options: ExportOptions,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    session.read(|connection, words| {
        let mut sheet = Sheet::begin(options.format, &HEADINGS.map(str::to_owned), out)?;
        let (mut after, mut written) = (EvidenceId(0), 0);
        loop {
            if progress.stopped() {
                return Err(Error::Stopped("the export is incomplete".to_owned()));
            }
            let mut pieces = evidence::after(connection, after, STEP)?;
            let Some(last) = pieces.last() else { break };
            after = last.id;
            let ids: Vec<EvidenceId> = pieces.iter().map(|piece| piece.id).collect();
            seen(session, connection, &mut pieces)?;
            if !options.hidden {
                leave_out_hidden(connection, &mut pieces)?;
            }
            let dead: BTreeSet<EvidenceId> =
                live_retractions(connection, &ids)?.iter().filter_map(|one| one.names).collect();
            for piece in &pieces {
                let live = !dead.contains(&piece.id);
                sheet.record(|| cells(&words.kinds, piece, live), || object(&words.kinds, piece, live))?;
            }
            written += pieces.len() as u64;
            progress.at(written, 0);
        }
        sheet.end()?;
        Ok(written)
    })
}

/// Takes hidden parties out of pieces, and pieces out in which nobody else takes part.
fn leave_out_hidden(connection: &mut Connection<'_>, pieces: &mut Vec<Evidence>) -> Result<()> {
    let mut parties: Vec<PartyId> =
        pieces.iter().flat_map(|piece| &piece.participants).map(|one| one.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let rows = party::get_many(connection, &parties)?;
    let hidden: BTreeSet<PartyId> = rows.iter().filter(|row| row.hidden).map(|row| row.id).collect();
    for piece in pieces.iter_mut() {
        piece.participants.retain(|one| !hidden.contains(&one.party));
    }
    pieces.retain(|piece| !piece.participants.is_empty());
    Ok(())
}

fn cells(kinds: &Kinds, piece: &Evidence, live: bool) -> Vec<String> {
    let subject = piece.participants.iter().find(|one| one.role == SUBJECT);
    let others = piece.participants.iter().filter(|one| one.role != SUBJECT);
    vec![
        piece.id.to_string(),
        kinds.name(piece.kind).to_owned(),
        piece.occurred_at.map(|at| piece.precision.text(at)).unwrap_or_default(),
        piece.precision.word().to_owned(),
        piece.precision.is_earliest().to_string(),
        subject.map(|one| one.party.to_string()).unwrap_or_default(),
        others.map(|one| format!("{} {}", one.role, one.party)).collect::<Vec<_>>().join("; "),
        if live { "yes" } else { "no" }.to_owned(),
        piece.recorded_at.to_string(),
        piece.recorded_by.clone(),
        piece.via.word().to_owned(),
        piece.deal.map(|deal| deal.to_string()).unwrap_or_default(),
        piece.amount.map(|money| money.major()).unwrap_or_default(),
        piece.amount.map(|money| money.currency.code().to_owned()).unwrap_or_default(),
        piece.product_line.clone().unwrap_or_default(),
        piece.names.map(|named| named.to_string()).unwrap_or_default(),
        piece.detail.canonical(),
    ]
}

fn object(kinds: &Kinds, piece: &Evidence, live: bool) -> Value {
    let participants =
        piece.participants.iter().map(|one| json!({ "party": one.party.to_string(), "role": one.role }));
    json!({
        "id": piece.id.to_string(),
        "kind": kinds.name(piece.kind),
        "occurred_at": piece.occurred_at.map(|at| piece.precision.text(at)),
        "precision": piece.precision.word(),
        "earliest": piece.precision.is_earliest(),
        "participants": participants.collect::<Vec<_>>(),
        "live": live,
        "recorded_at": piece.recorded_at.to_string(),
        "recorded_by": piece.recorded_by,
        "recorded_via": piece.via.word(),
        "deal": piece.deal.map(|deal| deal.to_string()),
        "amount": piece.amount.map(|money| json!({ "minor": money.minor, "currency": money.currency.code() })),
        "product_line": piece.product_line,
        "names": piece.names.map(|named| named.to_string()),
        "detail": piece.detail.0,
    })
}
