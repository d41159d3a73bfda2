//! Parties with much evidence: importing many deals of few organizations, undoing that, the next piece of a party with
//! a long history, and its page.
//!
//! The baseline does the same where each party has little: as many deals of as many organizations, and a party with ten
//! pieces.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use casebook_app::evidence::{MOST_AT_ONCE, NewEvidence, PageRequest, When, page, record, record_many};
use casebook_app::imports::{ImportRequest, PrepareOptions, prepare, run};
use casebook_app::parties::{self, NewParty};
use casebook_app::verify::verify;
use casebook_app::{Session, Unwatched, changes, explain, history};
use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_domain::time::{DAY, Precision};
use support::raw_postgres::Schemas;
use support::{Arguments, Line, Outcome, grouped, head, now, open, timed};

const MAPPING: &str = "name = \"deals\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\nexternal_id = \"Org\"\n\
    [deal]\nid = \"Deal\"\namount = \"Amount\"\ndefault_currency = \"EUR\"\n\
    [[evidence]]\nkind = \"deal_opened\"\nat = \"Opened\"\n[[evidence]]\nkind = \"deal_won\"\nat = \"Won\"\n";
const ORGANIZATIONS: u64 = 10;
/// Pieces of a party that has few.
const FEW: u64 = 10;
const TRIES: usize = 200;

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let deals = arguments.size(4_000, 20_000);
    let pieces = if arguments.quick { 5_000 } else { 50_000 };
    head();
    let folder = tempfile::tempdir()?;
    if arguments.sqlite {
        let mut count = 0;
        let mut fresh = || {
            count += 1;
            open(&format!("sqlite:{}", folder.path().join(format!("{count}.db")).display()))
        };
        measure("SQLite", (deals, pieces), folder.path(), &mut fresh)?;
    }
    if let Some(server) = &arguments.postgres {
        let mut schemas = Vec::new();
        let mut fresh = || {
            let made = Schemas::new(server)?;
            let session = open(&made.ours())?;
            schemas.push(made);
            Ok(session)
        };
        measure("PostgreSQL", (deals, pieces), folder.path(), &mut fresh)?;
        schemas.iter().try_for_each(Schemas::drop)?;
    }
    Ok(())
}

fn measure(
    engine: &str,
    (deals, pieces): (u64, u64),
    folder: &Path,
    fresh: &mut dyn FnMut() -> Outcome<Session>,
) -> Outcome<()> {
    for count in [deals / 5, deals] {
        let few = imported_and_undone(&fresh()?, folder, count, ORGANIZATIONS)?;
        let many = imported_and_undone(&fresh()?, folder, count, count)?;
        for (what, few, many) in [("import", few.0, many.0), ("undo", few.1, many.1)] {
            let what = format!("{what} of deals of {ORGANIZATIONS} organizations, {engine}");
            line(&what, count, (few, many), |time| format!("{:.2} s", time.as_secs_f64()), "≤ 3 s at 20,000");
        }
    }
    let session = fresh()?;
    let (long, short) = (party(&session, pieces)?, party(&session, FEW)?);
    for (what, budget, work) in [
        ("next piece", "p95 ≤ 10 ms", next_piece as fn(&Session, PartyId) -> Outcome<()>),
        ("page: card, history, explanation, 200 pieces", "≤ 30 ms", whole_page),
    ] {
        let (ours, raw) = (waits(&session, long, work)?, waits(&session, short, work)?);
        for (share, place) in [("p50", 50), ("p95", 95)] {
            let at = |waits: &[Duration]| waits.get(waits.len() * place / 100).copied().unwrap_or_default();
            let what = format!("{what}, {engine}, {share}");
            line(
                &what,
                pieces,
                (at(&ours), at(&raw)),
                |time| format!("{:.2} ms", time.as_secs_f64() * 1e3),
                budget,
            );
        }
    }
    Ok(())
}

fn line(
    what: &str,
    size: u64,
    (ours, raw): (Duration, Duration),
    text: impl Fn(Duration) -> String,
    budget: &str,
) {
    let ratio = Some(ours.as_secs_f64() / raw.as_secs_f64());
    Line { what, size, ours: text(ours), raw: text(raw), ratio, budget }.print();
}

/// How long it takes to import so many deals of so many organizations, and to undo that.
fn imported_and_undone(
    session: &Session,
    folder: &Path,
    deals: u64,
    organizations: u64,
) -> Outcome<(Duration, Duration)> {
    let file = folder.join(format!("{deals}-{organizations}.csv"));
    let mut text = "Org,Deal,Opened,Won,Amount\n".to_owned();
    for number in 0..deals {
        // In no order of time.
        let day = number * 7_919 % 28 + 1;
        let (month, year) = (number * 104_729 % 6 + 1, 2_010 + number * 15_485_863 % 15);
        let organization = number % organizations;
        writeln!(
            text,
            "o{organization},d{number},{year}-{month:02}-{day:02},{year}-{:02}-{day:02},{}.00",
            month + 6,
            number % 9_000 + 100
        )?;
    }
    std::fs::write(&file, text)?;
    let (report, import) = timed(|| {
        let options = PrepareOptions { mapping: Some(MAPPING.to_owned()), ..PrepareOptions::default() };
        let prepared = prepare(session, &file, options)?;
        let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run: false };
        Ok(run(session, &request, &Unwatched)?)
    })?;
    if report.evidence != 2 * deals || !verify(session, &Unwatched)?.is_clean() {
        return Err(format!("{report:?}").into());
    }
    let id = report.import.ok_or("an import without an id")?;
    let (undone, undo) = timed(|| Ok(changes::undo_import(session, id, &Unwatched)?))?;
    if undone.retracted != 2 * deals || !verify(session, &Unwatched)?.is_clean() {
        return Err(format!("{undone:?}").into());
    }
    Ok((import, undo))
}

/// A party with so many pieces: mostly calls, and a deal now and then.
fn party(session: &Session, pieces: u64) -> Outcome<PartyId> {
    let fields = [("name".to_owned(), format!("Party of {}", grouped(pieces)))].into_iter().collect();
    let new = NewParty { kind: PartyKind::Organization, fields, external: Vec::new() };
    let party = parties::add(session, new)?;
    let start = session.now().plus(-(pieces as i64) * DAY / 20);
    let all: Vec<u64> = (0..pieces).collect();
    for some in all.chunks(MOST_AT_ONCE) {
        let piece = |number: &u64| {
            let kind = if number.is_multiple_of(50) { "deal_opened" } else { "call_held" };
            let when = When::At(start.plus(*number as i64 * DAY / 20), Precision::Instant);
            let note = ("note".to_owned(), format!("About matter {number}, and what came of it").into());
            (party, NewEvidence { kind: kind.to_owned(), when, detail: BTreeMap::from([note]) })
        };
        for one in record_many(session, some.iter().map(piece).collect())? {
            one?;
        }
    }
    Ok(party)
}

fn waits(
    session: &Session,
    party: PartyId,
    work: fn(&Session, PartyId) -> Outcome<()>,
) -> Outcome<Vec<Duration>> {
    let mut waits = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let start = now();
        work(session, party)?;
        waits.push(start.elapsed());
    }
    waits.sort_unstable();
    Ok(waits)
}

fn next_piece(session: &Session, party: PartyId) -> Outcome<()> {
    record(session, party, NewEvidence { kind: "call_held".to_owned(), ..NewEvidence::default() })?;
    Ok(())
}

/// What the screen of a party asks for.
fn whole_page(session: &Session, party: PartyId) -> Outcome<()> {
    parties::show(session, party)?;
    history::history(session, party)?;
    explain::explain(session, party, "journey", None)?;
    page(session, party, PageRequest { after: None, limit: 200, newest_first: true })?;
    Ok(())
}
