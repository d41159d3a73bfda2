//! Whether what is kept beside records follows from their values: parties, keys and the text that is searched.

use std::collections::BTreeSet;

use casebook_domain::deals::DEAL;
use casebook_domain::ids::RecordId;
use casebook_domain::key::storable;
use casebook_domain::records::{RecordType, Values};
use casebook_store::check::Difference;
use casebook_store::record::{self, RecordRow, parties_in};
use casebook_store::record_key::{is_of_field, unique_keys};
use casebook_store::{Connection, record_key};

use crate::desk::{Definitions, Session, deals};
use crate::error::Result;

/// Records that are looked at in one snapshot.
const AT_ONCE: i64 = 1_000;

/// What differs, by record.
pub(crate) fn differences(session: &Session) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    for of in &session.words()?.types {
        let mut last = RecordId(i64::MIN);
        loop {
            session.check_wanted()?;
            let rows = session.read(|connection, words| {
                let rows = record::after(connection, &of.name, last, AT_ONCE)?;
                found.extend(of_rows(connection, (words, of), &rows)?);
                Ok(rows)
            })?;
            let Some(end) = rows.last() else { break };
            last = end.id;
        }
    }
    Ok(found)
}

fn of_rows(
    connection: &mut Connection<'_>,
    (words, of): (&Definitions, &RecordType),
    rows: &[RecordRow],
) -> Result<Vec<Difference>> {
    let ids: Vec<RecordId> = rows.iter().map(|row| row.id).collect();
    let (parties, keys) = (record::parties_of(connection, &ids)?, record_key::of_records(connection, &ids)?);
    let mut found = Vec::new();
    if of.name == DEAL {
        let differing = deals::differing(connection, words, rows)?;
        found.extend(differing.into_iter().map(|one| {
            if one.periods {
                let what = "stages that do not follow from the evidence of the deal";
                return Difference::of_row(("deal", one.id.0), "deal_period", what);
            }
            let what = "values that do not follow from the evidence of the deal";
            Difference::of_row(("id", one.id.0), "record", what)
        }));
    }
    for row in rows {
        let values = Values::stored(of, &row.fields);
        let column = |table| if table == "record" { "id" } else { "record" };
        let mut differs =
            |table, what: &str| found.push(Difference::of_row((column(table), row.id.0), table, what));
        let place = |one: &record::RecordParty| (one.field.clone(), one.party, one.role.clone());
        let stored: BTreeSet<_> = parties.iter().filter(|one| one.record == row.id).map(place).collect();
        if stored != parties_in(row.id, &values).iter().map(place).collect() {
            differs("record_party", "stored parties are not those of the record");
        }
        let own = keys.iter().filter(|(record, key)| *record == row.id && is_of_field(of, key));
        let stored: BTreeSet<_> = own.map(|(_, key)| (key.system.clone(), key.value.clone())).collect();
        let held = if row.hidden { Vec::new() } else { unique_keys(of, &values) };
        let derived = held.into_iter().map(|key| (key.system, storable(&key.value).into_owned()));
        if stored != derived.collect() {
            differs("record_key", "stored keys are not those of the record");
        }
        if row.fields != values.to_text() {
            differs("record", "values that do not fit their fields");
        }
        if row.search != values.search_text(of, &row.name) {
            differs("record", "the text that is searched is not that of the record");
        }
    }
    Ok(found)
}
