//! Values and events of many parties at once, for conditions that are tested outside the engine, so that they mean the
//! same on both.

use casebook_domain::evidence::SUBJECT;
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::party::FIELDS;
use casebook_domain::time::{Precision, Timestamp};

use super::evidence::{known_to_the_day, precision_of};
use super::search_text;
use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, dialect};

/// Hands the value of a standard field of every party that has one to `take`; only of these parties, if given.
pub fn values(
    connection: &mut Connection<'_>,
    field: &str,
    ids: Option<&[PartyId]>,
    take: impl FnMut(PartyId, &str),
) -> Result<()> {
    // Never the user's text: a known name, or nothing.
    let Some(column) = FIELDS.iter().find(|known| **known == field) else { return Ok(()) };
    column_values(connection, column, ids, take)
}

/// Hands the folded search text of these parties to `take`, as in the rows of the index.
pub fn search_texts(
    connection: &mut Connection<'_>,
    ids: &[PartyId],
    mut take: impl FnMut(PartyId, &str),
) -> Result<()> {
    let among = dialect::among(connection.engine(), 1);
    let sql = format!("SELECT id, search, {} FROM party WHERE id {among}", search_text::filled());
    connection.for_each(&sql, &[id_list(ids, |id| id.0)], |row| {
        take(PartyId(row.int(0)?), &search_text::with_digits(row.text(1)?, row.int(2)? as u8));
        Ok::<(), Error>(())
    })
}

/// Hands the custom fields of every party that has some to `take`, as a JSON object.
pub fn own_fields(connection: &mut Connection<'_>, take: impl FnMut(PartyId, &str)) -> Result<()> {
    column_values(connection, "more", None, take)
}

/// Hands the custom fields of those of these parties that have some to `take`, as a JSON object.
pub fn own_fields_of(
    connection: &mut Connection<'_>,
    ids: &[PartyId],
    take: impl FnMut(PartyId, &str),
) -> Result<()> {
    column_values(connection, "more", Some(ids), take)
}

fn column_values(
    connection: &mut Connection<'_>,
    column: &str,
    ids: Option<&[PartyId]>,
    mut take: impl FnMut(PartyId, &str),
) -> Result<()> {
    let mut sql = format!("SELECT id, {column} FROM party WHERE {column} IS NOT NULL");
    let mut values = Vec::new();
    if let Some(ids) = ids {
        sql = format!("{sql} AND id {}", dialect::among(connection.engine(), 1));
        values.push(id_list(ids, |id| id.0));
    }
    connection.for_each(&sql, &values, |row| {
        take(PartyId(row.int(0)?), row.text(1)?);
        Ok::<(), Error>(())
    })
}

/// Every piece of this kind that names another: the piece, and the one it names.
pub fn naming(connection: &mut Connection<'_>, kind: KindCode) -> Result<Vec<(EvidenceId, EvidenceId)>> {
    let sql = "SELECT id, names FROM evidence WHERE kind = $1 AND names IS NOT NULL";
    connection
        .query(sql, &[i64::from(kind.0).into()], |row| Ok((EvidenceId(row.int(0)?), EvidenceId(row.int(1)?))))
}

/// A party's part in a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The party.
    pub party: PartyId,
    /// The piece.
    pub evidence: EvidenceId,
    /// Its kind.
    pub kind: KindCode,
    /// Whether it is about the party.
    pub subject: bool,
}

/// A piece of evidence with its subject and detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detailed<'t> {
    /// The piece.
    pub evidence: EvidenceId,
    /// The party that it is about.
    pub subject: PartyId,
    /// When it occurred, if that is known.
    pub occurred_at: Option<Timestamp>,
    /// How exactly the time is known.
    pub precision: Precision,
    /// Its detail, canonical.
    pub detail: &'t str,
}

/// Hands every piece of this kind to `take`, in the order of ids.
pub fn detailed(
    connection: &mut Connection<'_>,
    kind: KindCode,
    mut take: impl FnMut(Detailed<'_>),
) -> Result<()> {
    let sql = "SELECT e.id, ep.party, e.occurred_at, e.precision, e.detail FROM evidence e \
               JOIN evidence_party ep ON ep.evidence = e.id WHERE e.kind = $1 AND ep.role = $2 ORDER BY e.id";
    connection.for_each(sql, &[i64::from(kind.0).into(), SUBJECT.into()], |row| {
        take(Detailed {
            evidence: EvidenceId(row.int(0)?),
            subject: PartyId(row.int(1)?),
            occurred_at: row.opt_time(2)?,
            precision: precision_of(row.int(3)?)?,
            detail: row.text(4)?,
        });
        Ok::<(), Error>(())
    })
}

/// A range of time: from the first on, and before the second.
pub type Range = (Option<Timestamp>, Option<Timestamp>);

/// Hands every part in evidence of these kinds that occurred within a range to `take`, in the order of parties and pieces.
/// What is known to the day has a range of days. Evidence of unknown time is in no such range unless both ends are open.
pub fn parts(
    connection: &mut Connection<'_>,
    kinds: &[KindCode],
    (instants, days): (Range, Range),
    mut take: impl FnMut(Part),
) -> Result<()> {
    let codes: Vec<i64> = kinds.iter().map(|kind| i64::from(kind.0)).collect();
    let mut values = vec![id_list(&codes, |code| code)];
    let mut within = String::new();
    let ends = [(instants.0, days.0, ">="), (instants.1, days.1, "<")];
    for (instant, day, sign) in ends {
        if let (Some(instant), Some(day)) = (instant, day) {
            let place = values.len() + 1;
            values.extend([Value::from(instant), Value::from(day)]);
            within = format!(
                "{within} AND e.occurred_at {sign} CASE WHEN e.precision IN ({}) \
                 THEN CAST(${} AS BIGINT) ELSE CAST(${place} AS BIGINT) END",
                known_to_the_day(),
                place + 1,
            );
        }
    }
    let sql = format!(
        "SELECT ep.party, e.id, e.kind, ep.role FROM evidence e JOIN evidence_party ep ON ep.evidence = e.id \
         WHERE e.kind {}{within} ORDER BY ep.party, e.id",
        dialect::among(connection.engine(), 1)
    );
    connection.for_each(&sql, &values, |row| {
        let kind =
            u16::try_from(row.int(2)?).map_err(|_| Error::Unreadable("a kind of evidence".to_owned()))?;
        take(Part {
            party: PartyId(row.int(0)?),
            evidence: EvidenceId(row.int(1)?),
            kind: KindCode(kind),
            subject: row.text(3)? == SUBJECT,
        });
        Ok::<(), Error>(())
    })
}
