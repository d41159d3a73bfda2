//! Comparing stored with expected data: every column of every projection, and every reference.

use std::collections::BTreeMap;

use casebook_domain::ids::PartyId;

use crate::error::Result;
use crate::exec::value::{NULL, Value};
use crate::exec::{Connection, Row, checksum};
use crate::tables::projection::{
    FACTS, Projection, STAGE, STANDING, facts_values, stage_values, standing_values,
};

/// A stored row that differs from what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The party concerned, where it is one.
    pub party: Option<PartyId>,
    /// The table that holds it.
    pub table: &'static str,
    /// The row, as `column=value`, where no party is concerned.
    pub row: Option<String>,
    /// What is wrong, briefly.
    pub what: String,
}

impl Difference {
    /// A difference of a party.
    pub fn of_party(party: PartyId, table: &'static str, what: impl Into<String>) -> Self {
        Self { party: Some(party), table, row: None, what: what.into() }
    }

    /// A difference of the row that has this value in a column.
    pub fn of_row((column, value): (&str, i64), table: &'static str, what: impl Into<String>) -> Self {
        Self { party: None, table, row: Some(format!("{column}={value}")), what: what.into() }
    }

    /// Whether a rebuild repairs it: the row is derived from others.
    pub fn is_of_what_is_derived(&self) -> bool {
        DERIVED.contains(&self.table)
    }
}

/// The tables that a rebuild writes anew.
pub(super) const DERIVED: [&str; 4] = ["party_facts", "stage_period", "standing_period", "deal_period"];

type Rows<'v> = BTreeMap<i64, Vec<Vec<Value<'v>>>>;

/// Compares every stored row of the projections of the parties after one, up to `last`, with `expected`: all columns,
/// in both directions.
pub fn differences(
    connection: &mut Connection<'_>,
    expected: &[Projection],
    after: PartyId,
    last: PartyId,
) -> Result<Vec<Difference>> {
    let range = (after, last);
    let mut found = Vec::new();
    let mut check = |table, columns: &[&str], expected: Vec<Value<'_>>| -> Result<()> {
        let expected = checksum::added(table, columns, expected);
        let columns = &checksum::and_checksum(columns);
        let stored = stored(connection, table, columns, range)?;
        // Both are in the order of the key, so one comparison is enough if all is well.
        if stored != expected {
            compare(table, columns, &rows(&stored, columns), &rows(&expected, columns), &mut found);
        }
        Ok(())
    };
    check("party_facts", &FACTS, facts_values(expected))?;
    check("stage_period", &STAGE, stage_values(expected))?;
    check("standing_period", &STANDING, standing_values(expected))?;
    Ok(found)
}

fn rows<'v>(flat: &[Value<'v>], columns: &[&str]) -> Rows<'v> {
    let mut rows = Rows::new();
    for row in flat.chunks(columns.len()) {
        rows.entry(party_of(row, columns)).or_default().push(row.to_vec());
    }
    rows
}

fn party_of(row: &[Value<'_>], columns: &[&str]) -> i64 {
    let place = columns.iter().position(|column| *column == "party").unwrap_or_default();
    match row.get(place) {
        Some(Value::Int(party)) => *party,
        _ => 0,
    }
}

fn stored(
    connection: &mut Connection<'_>,
    table: &str,
    columns: &[&str],
    (after, last): (PartyId, PartyId),
) -> Result<Vec<Value<'static>>> {
    let keys: Vec<&str> =
        ["vocabulary", "party", "seq"].into_iter().filter(|key| columns.contains(key)).collect();
    // The key of stages begins with the vocabulary: without naming it, each range would read the whole table.
    // Stages of a vocabulary that is not there are found among the references.
    let named =
        if columns.contains(&"vocabulary") { "vocabulary IN (SELECT id FROM vocabulary) AND " } else { "" };
    let sql = format!(
        "SELECT {} FROM {table} WHERE {named}party > $1 AND party <= $2 ORDER BY {}",
        columns.join(", "),
        keys.join(", ")
    );
    let mut flat = Vec::new();
    connection.for_each(&sql, &[after.into(), last.into()], |row| read(row, columns, &mut flat))?;
    Ok(flat)
}

fn read(row: &Row<'_>, columns: &[&str], flat: &mut Vec<Value<'static>>) -> Result<()> {
    for (place, column) in columns.iter().enumerate() {
        flat.push(match *column {
            "facts" => row.opt_bytes(place)?.map_or(NULL, |bytes| bytes.to_vec().into()),
            "reason" => row.opt_string(place)?.into(),
            _ => row.opt_int(place)?.into(),
        });
    }
    Ok(())
}

fn compare(
    table: &'static str,
    columns: &[&str],
    stored: &Rows<'_>,
    expected: &Rows<'_>,
    found: &mut Vec<Difference>,
) {
    let none = Vec::new();
    for party in stored.keys().chain(expected.keys().filter(|party| !stored.contains_key(party))) {
        let (is, should) = (stored.get(party).unwrap_or(&none), expected.get(party).unwrap_or(&none));
        if is != should {
            found.push(Difference::of_party(PartyId(*party), table, what(columns, is, should)));
        }
    }
}

fn what(columns: &[&str], is: &[Vec<Value<'_>>], should: &[Vec<Value<'_>>]) -> String {
    if is.len() != should.len() {
        return format!("{} rows are stored, {} are derived", is.len(), should.len());
    }
    let differ = is.iter().zip(should).flat_map(|(is, should)| columns.iter().zip(is.iter().zip(should)));
    let mut names: Vec<&str> =
        differ.filter(|(_, (is, should))| is != should).map(|(column, _)| *column).collect();
    names.dedup();
    format!("stored and derived differ in {}", names.join(", "))
}

/// Dangling references: the table, what is wrong, the column that the query returns, and the query. The column is `party`
/// where a party is concerned.
const REFERENCES: [(&str, &str, &str, &str); 18] = [
    (
        "party_facts",
        "facts of a party that does not exist",
        "party",
        "SELECT t.party FROM party_facts t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "stage_period",
        "stages of a party that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM stage_period t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "stage_period",
        "stages of a vocabulary that is not kept",
        "party",
        "SELECT DISTINCT t.party FROM stage_period t LEFT JOIN vocabulary v ON v.id = t.vocabulary AND v.state IN ('active', 'building') WHERE v.id IS NULL",
    ),
    (
        "standing_period",
        "standings of a party that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM standing_period t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "evidence_party",
        "a participant that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM evidence_party t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "evidence_party",
        "takes part in evidence that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM evidence_party t LEFT JOIN evidence e ON e.id = t.evidence WHERE e.id IS NULL",
    ),
    (
        "evidence",
        "evidence that names a piece that does not exist",
        "party",
        "SELECT DISTINCT ep.party FROM evidence e JOIN evidence_party ep ON ep.evidence = e.id LEFT JOIN evidence n ON n.id = e.names WHERE e.names IS NOT NULL AND n.id IS NULL",
    ),
    (
        "evidence",
        "evidence that names a deal that does not exist",
        "party",
        "SELECT DISTINCT ep.party FROM evidence e JOIN evidence_party ep ON ep.evidence = e.id LEFT JOIN record d ON d.id = e.deal AND d.type = 'deal' WHERE e.deal IS NOT NULL AND d.id IS NULL",
    ),
    (
        "evidence",
        "evidence without a subject",
        "id",
        "SELECT e.id FROM evidence e LEFT JOIN evidence_party ep ON ep.evidence = e.id AND ep.role = 'subject' WHERE ep.evidence IS NULL",
    ),
    (
        "party_key",
        "a key of a party that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM party_key t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "party_link",
        "a link to a party that does not exist",
        "party",
        "SELECT DISTINCT t.person FROM party_link t LEFT JOIN party p ON p.id = t.person LEFT JOIN party o ON o.id = t.organization WHERE p.id IS NULL OR o.id IS NULL",
    ),
    (
        "record_party",
        "a party in a record that does not exist",
        "party",
        "SELECT DISTINCT t.party FROM record_party t LEFT JOIN record r ON r.id = t.record WHERE r.id IS NULL",
    ),
    (
        "record_party",
        "a party that does not exist, in a record",
        "party",
        "SELECT DISTINCT t.party FROM record_party t LEFT JOIN party p ON p.id = t.party WHERE p.id IS NULL",
    ),
    (
        "record_key",
        "a key of a record that does not exist",
        "record",
        "SELECT DISTINCT t.record FROM record_key t LEFT JOIN record r ON r.id = t.record WHERE r.id IS NULL",
    ),
    (
        "deal_period",
        "stages of a deal that does not exist",
        "deal",
        "SELECT DISTINCT t.deal FROM deal_period t LEFT JOIN record r ON r.id = t.deal AND r.type = 'deal' WHERE r.id IS NULL",
    ),
    (
        "quote",
        "a quote of a deal that does not exist",
        "id",
        "SELECT t.id FROM quote t LEFT JOIN record r ON r.id = t.deal WHERE r.id IS NULL",
    ),
    (
        "change_entry",
        "an entry of a change set that does not exist",
        "change_set",
        "SELECT DISTINCT t.change_set FROM change_entry t LEFT JOIN change_set s ON s.id = t.change_set WHERE s.id IS NULL",
    ),
    (
        "change_set",
        "undoes a change set that does not exist",
        "id",
        "SELECT t.id FROM change_set t LEFT JOIN change_set s ON s.id = t.reverses WHERE t.reverses IS NOT NULL AND s.id IS NULL",
    ),
];

/// Every dangling reference.
pub fn references(connection: &mut Connection<'_>) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    for (table, what, column, sql) in REFERENCES {
        let of_value = |value| match column {
            "party" => Difference::of_party(PartyId(value), table, what),
            _ => Difference::of_row((column, value), table, what),
        };
        found.extend(connection.query(sql, &[], |row| row.int(0).map(of_value))?);
    }
    Ok(found)
}

/// How many pieces of evidence are stored, without those of hidden parties only.
pub fn count_evidence(connection: &mut Connection<'_>) -> Result<i64> {
    let sql = "SELECT count(*) FROM evidence e WHERE EXISTS (SELECT 1 FROM evidence_party ep \
               JOIN party p ON p.id = ep.party WHERE ep.evidence = e.id AND p.hidden = 0)";
    connection.query_one(sql, &[], |row| row.int(0)).map(Option::unwrap_or_default)
}
