//! Appending one piece of evidence, derived and durable, beside the rest of a large database.
//!
//! The baseline commits one row of each table that an append writes, with the same durability, in a copy of
//! the same database: every transaction an `INSERT` of evidence and its participant, and an `UPDATE` of the
//! facts and of a period.

mod support;

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use casebook_app::Session;
use casebook_app::evidence::{NewEvidence, When, record};
use casebook_domain::ids::PartyId;
use rusqlite::Connection;
use support::{Arguments, Line, Outcome, grouped, head, now, open, sample};

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let parties = arguments.size(20_000, 1_000_000);
    let each = if arguments.quick { 500 } else { 3_000 };
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    let path = sample(folder, parties)?;
    let (ours, raw) = (temporary.path().join("ours.db"), temporary.path().join("raw.db"));
    std::fs::copy(&path, &ours)?;
    std::fs::copy(&path, &raw)?;
    let ids = some_parties(&path, 8 * each)?;
    let session = open(&format!("sqlite:{}", ours.display()))?;
    let writer = Mutex::new(support::raw_sqlite::writer(&raw)?);
    head();
    for threads in [1, 8] {
        let ours = at_once(threads, &ids, |id| append(&session, id))?;
        let raw = at_once(threads, &ids, |id| commit(&writer, id))?;
        let what = format!("append, SQLite, {threads} at once");
        let line = |what: &str, ours, raw, ratio, budget| {
            Line { what, size: parties, ours, raw, ratio, budget }.print();
        };
        let ratio = Some(ours.rate / raw.rate);
        let commits = |one: &Figures| format!("{} /s", grouped(one.rate as u64));
        line(&what, commits(&ours), commits(&raw), ratio, "≥ 0.5 × raw at 8");
        let waits = |one: &Figures| {
            format!("{:.1} / {:.1} ms", one.median.as_secs_f64() * 1e3, one.p95.as_secs_f64() * 1e3)
        };
        line(&format!("{what}: p50 / p95"), waits(&ours), waits(&raw), None, "p95 ≤ 10 ms");
    }
    Ok(())
}

struct Figures {
    rate: f64,
    median: Duration,
    p95: Duration,
}

/// Parties from all over the table.
fn some_parties(path: &Path, wanted: usize) -> Outcome<Vec<PartyId>> {
    let connection = Connection::open(path)?;
    let mut all =
        connection.prepare("SELECT id FROM party ORDER BY (id * 2654435761) % 1000003, id LIMIT ?1")?;
    let ids: Vec<i64> = all.query_map([wanted as i64], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids.into_iter().map(PartyId).collect())
}

fn at_once(
    threads: usize,
    ids: &[PartyId],
    work: impl Fn(PartyId) -> Outcome<()> + Sync,
) -> Outcome<Figures> {
    let share = ids.len() / 8;
    let start = now();
    let waits: Vec<Outcome<Vec<Duration>>> = std::thread::scope(|scope| {
        let run = |part: &[PartyId]| {
            part.iter()
                .map(|id| {
                    let start = now();
                    work(*id)?;
                    Ok(start.elapsed())
                })
                .collect()
        };
        let threads: Vec<_> =
            ids.chunks(share).take(threads).map(|part| scope.spawn(move || run(part))).collect();
        threads.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("a thread gave up".into()))).collect()
    });
    let spent = start.elapsed();
    let mut all: Vec<Duration> = waits.into_iter().collect::<Outcome<Vec<_>>>()?.concat();
    all.sort_unstable();
    let at = |share: usize| all.get(all.len() * share / 100).copied().unwrap_or_default();
    Ok(Figures { rate: all.len() as f64 / spent.as_secs_f64(), median: at(50), p95: at(95) })
}

fn append(session: &Session, party: PartyId) -> Outcome<()> {
    let new = NewEvidence { kind: "mail_answered".to_owned(), when: When::Now, ..NewEvidence::default() };
    record(session, party, new)?;
    Ok(())
}

fn commit(writer: &Mutex<Connection>, party: PartyId) -> Outcome<()> {
    let connection = writer.lock().map_err(|_| "a thread gave up")?;
    let run = |sql: &str| -> Outcome<()> {
        connection.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    };
    run("BEGIN IMMEDIATE")?;
    connection
        .prepare_cached(
            "INSERT INTO evidence (kind, occurred_at, precision, recorded_at, recorded_by, via, detail) \
             VALUES (34, 0, 0, 0, 'bench', 1, '')",
        )?
        .execute([])?;
    connection
        .prepare_cached("INSERT INTO evidence_party (party, evidence, role) VALUES (?1, ?2, 'subject')")?
        .execute([party.0, connection.last_insert_rowid()])?;
    connection
        .prepare_cached("UPDATE party_facts SET pieces = pieces + 1 WHERE party = ?1")?
        .execute([party.0])?;
    connection
        .prepare_cached("UPDATE standing_period SET entered_by = 1 WHERE party = ?1 AND seq = 0")?
        .execute([party.0])?;
    connection
        .prepare_cached(
            "UPDATE stage_period SET entered_by = 1 WHERE party = ?1 AND seq = 0 \
             AND vocabulary = (SELECT max(id) FROM vocabulary)",
        )?
        .execute([party.0])?;
    run("COMMIT")
}
