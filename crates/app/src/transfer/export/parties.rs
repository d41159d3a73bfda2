//! Parties: fields, ids elsewhere, the present stage in each vocabulary, standing.

use std::collections::BTreeSet;
use std::io::Write;

use casebook_domain::access::{Noun, Scope};
use casebook_domain::ids::PartyId;
use casebook_domain::key::shown_system;
use casebook_domain::lifecycle::history::{StandingPeriod, covers};
use casebook_domain::party::FIELDS;
use casebook_domain::time::Timestamp;
use casebook_store::party::PartyRow;
use casebook_store::party_key::KeyRow;
use casebook_store::projection::{self, Projection};
use casebook_store::{Connection, party_key};
use casebook_tables::guess::own_export::heading;
use serde_json::{Map, Value, json};

use super::sheet::Sheet;
use super::{Format, Who};
use crate::desk::Definitions;
use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::error::{Error, Result};
use crate::parties::{StageNow, stages_now};

struct Record {
    row: PartyRow,
    external: Vec<KeyRow>,
    stages: Vec<StageNow>,
    standing: Option<StandingPeriod>,
}

pub(super) fn write(
    session: &Session,
    who: &Who,
    format: Format,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64> {
    let (now, scope) = (session.now(), session.scope(Noun::Party));
    session.read(|connection, words| {
        let own = if format == Format::Csv { own_fields(&scope, connection, who)? } else { Vec::new() };
        let mut sheet = Sheet::begin(format, &headings(words, &own), out)?;
        let mut written = 0;
        who.each_page(&scope, connection, |connection, rows| {
            if progress.stopped() {
                return Err(Error::Stopped("the export is incomplete".to_owned()));
            }
            for record in records(connection, words, rows, now)? {
                sheet.record(|| cells(&record, &own), || object(&record))?;
                written += 1;
            }
            progress.at(written, 0);
            Ok(())
        })?;
        sheet.end()?;
        Ok(written)
    })
}

/// The fields that users have made, each a column of its own. A table names its columns first, hence the
/// second walk.
fn own_fields(scope: &Scope, connection: &mut Connection<'_>, who: &Who) -> Result<Vec<String>> {
    let mut own = BTreeSet::new();
    who.each_page(scope, connection, |_, rows| {
        let names = rows.iter().flat_map(|row| row.fields.keys());
        own.extend(names.filter(|name| !FIELDS.contains(&name.as_str())).cloned());
        Ok(())
    })?;
    Ok(own.into_iter().collect())
}

fn records(
    connection: &mut Connection<'_>,
    words: &Definitions,
    rows: Vec<PartyRow>,
    now: Timestamp,
) -> Result<Vec<Record>> {
    let ids: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
    let mut keys = party_key::of_parties(connection, &ids)?;
    let kept = projection::read_many(connection, &ids)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut external = keys.remove(&row.id).unwrap_or_default();
            external.retain(|key| !key.freed && !key.system.starts_with(':'));
            for key in &mut external {
                key.system = shown_system(&key.system, row.id.kind()).to_owned();
            }
            let place = kept.binary_search_by_key(&row.id, |one| one.party).ok();
            let kept: Option<&Projection> = place.and_then(|place| kept.get(place));
            let stages = stages_now(words, kept.map(|kept| kept.stages.as_slice()).unwrap_or_default(), now);
            let standings = kept.map(|kept| kept.standings.as_slice()).unwrap_or_default();
            let standing = standings.iter().find(|one| covers(one.entered_at, one.left_at, now)).cloned();
            Record { row, external, stages, standing }
        })
        .collect())
}

fn headings(words: &Definitions, own: &[String]) -> Vec<String> {
    let mut headings = vec!["id".to_owned(), "kind".to_owned()];
    headings.extend(FIELDS.map(str::to_owned));
    headings.extend(own.iter().map(|field| heading(field)));
    headings.push("external".to_owned());
    headings.extend(words.names().iter().map(|name| format!("stage_{name}")));
    headings.extend(["standing", "reason", "hidden", "created_at", "updated_at"].map(str::to_owned));
    headings
}

fn cells(record: &Record, own: &[String]) -> Vec<String> {
    let row = &record.row;
    let field = |name: &str| row.fields.get(name).cloned().unwrap_or_default();
    let mut cells = vec![row.id.to_string(), row.id.kind().word().to_owned()];
    cells.extend(FIELDS.map(field));
    cells.extend(own.iter().map(|name| field(name)));
    let external = record.external.iter().map(|key| format!("{}/{}", key.system, key.value));
    cells.push(external.collect::<Vec<_>>().join("; "));
    cells.extend(record.stages.iter().map(|now| now.stage.clone().unwrap_or_default()));
    let standing = record.standing.as_ref();
    cells.push(standing.map(|one| one.standing.word().to_owned()).unwrap_or_default());
    cells.push(standing.and_then(|one| one.reason.clone()).unwrap_or_default());
    cells.push(if row.hidden { "yes" } else { "no" }.to_owned());
    cells.extend([row.created_at, row.updated_at].map(|at| at.to_string()));
    cells
}

fn object(record: &Record) -> Value {
    let row = &record.row;
    let external = record.external.iter().map(|key| json!({ "system": key.system, "id": key.value }));
    let stages = record.stages.iter().map(|now| (now.vocabulary.clone(), json!(now.stage)));
    json!({
        "id": row.id.to_string(),
        "kind": row.id.kind().word(),
        "name": row.fields.get("name"),
        "fields": row.fields,
        "external": external.collect::<Vec<_>>(),
        "stages": Value::Object(stages.collect::<Map<String, Value>>()),
        "standing": record.standing.as_ref().map(|one| one.standing.word()),
        "reason": record.standing.as_ref().and_then(|one| one.reason.as_deref()),
        "hidden": row.hidden,
        "created_at": row.created_at.to_string(),
        "updated_at": row.updated_at.to_string(),
    })
}
