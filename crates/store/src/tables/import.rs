//! Imports: runs, rows as last imported, what a run did, and rejected rows.

use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::time::Timestamp;

use crate::error::Result;
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, Row, checksum, dialect, update};

/// A run of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRun {
    /// Its id.
    pub id: ImportId,
    /// The feed of its rows.
    pub feed: String,
    /// The file.
    pub file: String,
    /// The digest of the file.
    pub file_digest: String,
    /// The mapping, as written.
    pub mapping: String,
    /// The digest of the mapping.
    pub mapping_digest: String,
    /// `running`, `interrupted`, `done` or `undone`.
    pub state: String,
    /// Processed rows.
    pub rows_done: i64,
    /// Parties added.
    pub created: i64,
    /// Parties changed.
    pub updated: i64,
    /// Rows that changed nothing.
    pub unchanged: i64,
    /// Rejected rows.
    pub rejected: i64,
    /// Pieces of evidence added.
    pub evidence: i64,
    /// Its position in the file.
    pub position: i64,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Who ran it.
    pub recorded_by: String,
    /// Its receipt, as JSON.
    pub report: String,
}

const RUN: [&str; 18] = [
    "id",
    "feed",
    "file",
    "file_digest",
    "mapping",
    "mapping_digest",
    "state",
    "rows_done",
    "created",
    "updated",
    "unchanged",
    "rejected",
    "evidence",
    "position",
    "started_at",
    "finished_at",
    "recorded_by",
    "report",
];

fn run_values(run: &ImportRun) -> [Value<'_>; RUN.len()] {
    [
        run.id.into(),
        (&run.feed).into(),
        (&run.file).into(),
        (&run.file_digest).into(),
        (&run.mapping).into(),
        (&run.mapping_digest).into(),
        (&run.state).into(),
        run.rows_done.into(),
        run.created.into(),
        run.updated.into(),
        run.unchanged.into(),
        run.rejected.into(),
        run.evidence.into(),
        run.position.into(),
        run.started_at.into(),
        run.finished_at.into(),
        (&run.recorded_by).into(),
        (&run.report).into(),
    ]
}

fn read_run(row: &Row<'_>) -> Result<ImportRun> {
    Ok(ImportRun {
        id: ImportId(row.int(0)?),
        feed: row.string(1)?,
        file: row.string(2)?,
        file_digest: row.string(3)?,
        mapping: row.string(4)?,
        mapping_digest: row.string(5)?,
        state: row.string(6)?,
        rows_done: row.int(7)?,
        created: row.int(8)?,
        updated: row.int(9)?,
        unchanged: row.int(10)?,
        rejected: row.int(11)?,
        evidence: row.int(12)?,
        position: row.int(13)?,
        started_at: row.time(14)?,
        finished_at: row.opt_time(15)?,
        recorded_by: row.string(16)?,
        report: row.string(17)?,
    })
}

/// Stores a new run.
pub fn insert_run(connection: &mut Connection<'_>, run: &ImportRun) -> Result<()> {
    connection.insert_many("import_run", &RUN, &run_values(run))
}

/// Overwrites a run. Returns whether it existed.
pub fn update_run(connection: &mut Connection<'_>, run: &ImportRun) -> Result<bool> {
    let (key, set) = RUN.split_at(1);
    update::update_many(connection, ("import_run", &RUN), key, set, &run_values(run))
        .map(|touched| touched == 1)
}

/// One run.
pub fn run(connection: &mut Connection<'_>, id: ImportId) -> Result<Option<ImportRun>> {
    let sql = format!("SELECT {} FROM import_run WHERE id = $1", RUN.join(", "));
    connection.query_one(&sql, &[id.into()], read_run)
}

/// The runs before one, the latest first.
pub fn runs(connection: &mut Connection<'_>, before: Option<ImportId>, limit: i64) -> Result<Vec<ImportRun>> {
    let sql = format!("SELECT {} FROM import_run WHERE id < $1 ORDER BY id DESC LIMIT $2", RUN.join(", "));
    connection.query(&sql, &[before.map_or(i64::MAX, |id| id.0).into(), limit.into()], read_run)
}

/// The runs of a file in a feed, the latest first: to resume one, or to notice a repetition.
pub fn runs_of_file(
    connection: &mut Connection<'_>,
    feed: &str,
    file_digest: &str,
) -> Result<Vec<ImportRun>> {
    let sql = format!(
        "SELECT {} FROM import_run WHERE feed = $1 AND file_digest = $2 ORDER BY id DESC",
        RUN.join(", ")
    );
    connection.query(&sql, &[feed.into(), file_digest.into()], read_run)
}

/// The last runs of a feed, the latest first.
pub fn runs_of_feed(connection: &mut Connection<'_>, feed: &str, limit: i64) -> Result<Vec<ImportRun>> {
    let sql = format!("SELECT {} FROM import_run WHERE feed = $1 ORDER BY id DESC LIMIT $2", RUN.join(", "));
    connection.query(&sql, &[feed.into(), limit.into()], read_run)
}

/// A row of a feed as last imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The feed.
    pub feed: String,
    /// The row key within the feed.
    pub row_key: String,
    /// The party that it added or changed.
    pub party: Option<PartyId>,
    /// The run that imported it last.
    pub import: ImportId,
    /// The digest of the row.
    pub digest: String,
    /// The values it gave to fields, as JSON.
    pub fields: String,
    /// Its evidence, as JSON.
    pub evidence: String,
    /// Its outcome.
    pub state: String,
}

const ROW: [&str; 8] = ["feed", "row_key", "party", "import", "digest", "fields", "evidence", "state"];

fn row_values(row: &ImportRow) -> [Value<'_>; ROW.len()] {
    [
        (&row.feed).into(),
        (&row.row_key).into(),
        row.party.into(),
        row.import.into(),
        (&row.digest).into(),
        (&row.fields).into(),
        (&row.evidence).into(),
        (&row.state).into(),
    ]
}

// The first column is the number of the lookup, or of no interest.
fn read_row(row: &Row<'_>) -> Result<ImportRow> {
    Ok(ImportRow {
        feed: row.string(1)?,
        row_key: row.string(2)?,
        party: row.opt_int(3)?.map(PartyId),
        import: ImportId(row.int(4)?),
        digest: row.string(5)?,
        fields: row.string(6)?,
        evidence: row.string(7)?,
        state: row.string(8)?,
    })
}

/// The rows of these keys in a feed, one result each, in their order.
pub fn rows(connection: &mut Connection<'_>, feed: &str, keys: &[&str]) -> Result<Vec<Option<ImportRow>>> {
    let mut found = vec![None; keys.len()];
    let pairs: Vec<(&str, &str)> = keys.iter().map(|key| (feed, *key)).collect();
    connection.for_each_pair(&ROW.join(", "), "import_row", ["feed", "row_key"], &pairs, |place, row| {
        if let Some(answer) = found.get_mut(place) {
            *answer = Some(read_row(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// The feeds whose rows say something of deals, those that were imported last first.
pub fn feeds_of_deals(connection: &mut Connection<'_>) -> Result<Vec<String>> {
    let sql = "SELECT feed FROM import_run WHERE mapping LIKE '%[deal]%' GROUP BY feed ORDER BY MAX(id) DESC";
    connection.query(sql, &[], |row| row.string(0))
}

/// The keys of a feed's rows that are in force, behind one of them, in their order: each with its party and the run that
/// imported it last.
pub fn keys_after(
    connection: &mut Connection<'_>,
    feed: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, Option<PartyId>, ImportId)>> {
    let sql = "SELECT row_key, party, import FROM import_row WHERE feed = $1 AND row_key > $2 AND state = 'live' \
               ORDER BY row_key LIMIT $3";
    connection.query(sql, &[feed.into(), after.into(), limit.into()], |row| {
        Ok((row.string(0)?, row.opt_int(1)?.map(PartyId), ImportId(row.int(2)?)))
    })
}

/// The parties of the rows of a feed that a run has imported last.
pub fn parties_of_run(connection: &mut Connection<'_>, feed: &str, run: ImportId) -> Result<Vec<PartyId>> {
    let sql = "SELECT DISTINCT party FROM import_row WHERE feed = $1 AND import = $2 AND party IS NOT NULL";
    connection.query(sql, &[feed.into(), run.into()], |row| Ok(PartyId(row.int(0)?)))
}

/// Stores rows that are known to be new to their feed.
pub fn insert_rows(connection: &mut Connection<'_>, rows: &[ImportRow]) -> Result<()> {
    let mut batch = Batch::default();
    add_rows_to(&mut batch, rows);
    connection.run(&batch)
}

/// Lets a batch store rows that are known to be new to their feed.
pub fn add_rows_to<'r>(batch: &mut Batch<'r>, rows: &'r [ImportRow]) {
    batch.insert("import_row", &ROW, rows.iter().flat_map(row_values).collect());
}

/// Stores rows, replacing those with the same keys.
pub fn put_rows(connection: &mut Connection<'_>, rows: &[ImportRow]) -> Result<()> {
    let flat = checksum::added("import_row", &ROW, rows.iter().flat_map(row_values).collect());
    let sql = "INSERT INTO import_row (feed, row_key, party, import, digest, fields, evidence, state, checksum) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (feed, row_key) DO UPDATE SET \
               party = excluded.party, import = excluded.import, digest = excluded.digest, \
               fields = excluded.fields, evidence = excluded.evidence, state = excluded.state, \
               checksum = excluded.checksum";
    connection.execute_many(sql, ROW.len() + 1, &flat).map(|_| ())
}

/// Removes rows; for undoing the run that first imported them.
pub fn delete_rows(connection: &mut Connection<'_>, feed: &str, keys: &[&str]) -> Result<u64> {
    let flat: Vec<Value<'_>> = keys.iter().flat_map(|key| [feed.into(), (*key).into()]).collect();
    connection.execute_many("DELETE FROM import_row WHERE feed = $1 AND row_key = $2", 2, &flat)
}

/// A rejected row of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReject {
    /// The run.
    pub import: ImportId,
    /// Its number among the run's rejected rows, from 0.
    pub seq: i64,
    /// The line of the file, from 1.
    pub line: i64,
    /// The column at fault; empty if it is the whole row.
    pub column_name: String,
    /// The digest of the row.
    pub value: String,
    /// Why it was rejected.
    pub reason: String,
    /// The whole row.
    pub record: String,
}

/// Stores rejected rows of a run.
pub fn insert_rejects(connection: &mut Connection<'_>, rejects: &[ImportReject]) -> Result<()> {
    let row = |one: &ImportReject| -> [Value<'static>; 7] {
        [
            one.import.into(),
            one.seq.into(),
            one.line.into(),
            one.column_name.clone().into(),
            one.value.clone().into(),
            one.reason.clone().into(),
            one.record.clone().into(),
        ]
    };
    let flat: Vec<Value<'_>> = rejects.iter().flat_map(row).collect();
    let columns = ["import", "seq", "line", "column_name", "value", "reason", "record"];
    connection.insert_many("import_reject", &columns, &flat)
}

/// The rejected rows of a run after a place in their order; -1 for the first.
pub fn rejects_after(
    connection: &mut Connection<'_>,
    import: ImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<ImportReject>> {
    let sql = "SELECT import, seq, line, column_name, value, reason, record FROM import_reject \
               WHERE import = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    connection.query(sql, &[import.into(), after.into(), limit.into()], |row| {
        Ok(ImportReject {
            import: ImportId(row.int(0)?),
            seq: row.int(1)?,
            line: row.int(2)?,
            column_name: row.string(3)?,
            value: row.string(4)?,
            reason: row.string(5)?,
            record: row.string(6)?,
        })
    })
}

/// The current rows of these parties from other runs than `run`.
pub fn rows_of_others(
    connection: &mut Connection<'_>,
    parties: &[PartyId],
    run: ImportId,
) -> Result<Vec<ImportRow>> {
    // Two ranges of the index, before the run and behind it: its own rows, which may be thousands, are not read.
    let (columns, of_parties) = (ROW.join(", "), dialect::among(connection.engine(), 1));
    let rows = |side| {
        format!(
            "SELECT 0, {columns} FROM import_row WHERE party {of_parties} AND import {side} $2 AND state = 'live'"
        )
    };
    let sql = format!("{} UNION ALL {}", rows("<"), rows(">"));
    connection.query(&sql, &[id_list(parties, |id| id.0), run.into()], read_row)
}
