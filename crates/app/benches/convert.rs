//! Converting leads: many in one change set, undoing that, and one at a time among them.
//!
//! The baseline is the import of the same leads in the same run: a row of it makes a party and a piece of evidence, where a
//! conversion makes a deal, often an account, a link, and two pieces.

mod support;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use casebook_app::conversion::{self, AccountRule, BulkConversion, Conversion, DealChoice};
use casebook_app::imports::{ImportRequest, PrepareOptions, prepare, run};
use casebook_app::records::RecordChange;
use casebook_app::verify::verify;
use casebook_app::{Session, Unwatched, changes, parties};
use casebook_domain::filter::{FieldIs, Filter, Leaf};
use support::raw_postgres::Schemas;
use support::{Arguments, Line, Outcome, head, now, open, timed};

const MAPPING: &str = "name = \"leads\"\nsystem = \"fair\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n\
    [fields]\nname = \"Name\"\nemail = \"Mail\"\ncompany = \"Company\"\nsource = \"Source\"\n\
    [[evidence]]\nkind = \"form_submitted\"\nat = \"Day\"\n";
/// Leads of one company.
const COLLEAGUES: u64 = 4;
/// Leads that are converted one at a time.
const SINGLES: usize = 200;

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let leads = arguments.size(5_000, 100_000);
    head();
    let folder = tempfile::tempdir()?;
    if arguments.sqlite {
        let session = open(&format!("sqlite:{}", folder.path().join("leads.db").display()))?;
        measure("SQLite", leads, folder.path(), &session)?;
    }
    if let Some(server) = &arguments.postgres {
        let made = Schemas::new(server)?;
        measure("PostgreSQL", leads, folder.path(), &open(&made.ours())?)?;
        made.drop()?;
    }
    Ok(())
}

fn measure(engine: &str, leads: u64, folder: &Path, session: &Session) -> Outcome<()> {
    let ((), import) = timed(|| imported(session, folder, leads))?;
    let mut singles = one_by_one(session)?;
    singles.sort_unstable();
    let p95 = singles.get(singles.len() * 95 / 100).copied().unwrap_or_default();
    let (report, converting) = timed(|| Ok(conversion::convert_all(session, &everybody(), &Unwatched)?))?;
    if report.converted != leads - SINGLES as u64 {
        return Err(format!("{report:?}").into());
    }
    let set = report.change_set.ok_or("a conversion without a change set")?;
    let (undone, undo) = timed(|| Ok(changes::undo(session, set, &Unwatched)?))?;
    if !undone.kept.is_empty() || !verify(session, &Unwatched)?.is_clean() {
        return Err(format!("{undone:?}").into());
    }
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    for (what, ours) in [("conversion of many", converting), ("its undo", undo)] {
        let ratio = Some(ours.as_secs_f64() / import.as_secs_f64());
        let what = format!("{what}, {engine}");
        let budget = if engine == "SQLite" { "≤ 20 s at 100,000" } else { "–" };
        Line { what: &what, size: leads, ours: seconds(ours), raw: seconds(import), ratio, budget }.print();
    }
    let (what, each) = (format!("one conversion, {engine}, p95"), import.as_secs_f64() * 1e3 / leads as f64);
    let ratio = Some(p95.as_secs_f64() * 1e3 / each);
    let ours = format!("{:.2} ms", p95.as_secs_f64() * 1e3);
    Line { what: &what, size: leads, ours, raw: format!("{each:.2} ms"), ratio, budget: "≤ 10 ms" }.print();
    Ok(())
}

fn imported(session: &Session, folder: &Path, leads: u64) -> Outcome<()> {
    let file = folder.join("leads.csv");
    let mut text = "Id,Name,Mail,Company,Source,Day\n".to_owned();
    for number in 0..leads {
        let (company, day) = (number / COLLEAGUES, number % 28 + 1);
        let source = if number < SINGLES as u64 { "single" } else { "fair" };
        writeln!(
            text,
            "{number},Lead {number},lead{number}@mill{company}.example,Mill {company},{source},2025-03-{day:02}"
        )?;
    }
    std::fs::write(&file, text)?;
    let options = PrepareOptions { mapping: Some(MAPPING.to_owned()), ..PrepareOptions::default() };
    let prepared = prepare(session, &file, options)?;
    let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run: false };
    let report = run(session, &request, &Unwatched)?;
    if report.evidence < leads { Err(format!("{report:?}").into()) } else { Ok(()) }
}

fn from(source: &str) -> Filter {
    Filter::Leaf(Leaf::Field("source".to_owned(), FieldIs::Is(source.to_owned())))
}

fn everybody() -> BulkConversion {
    BulkConversion {
        filter: from("fair"),
        account: AccountRule::MatchOrCreate,
        deal: Some(RecordChange { name: Some("{account}".to_owned()), ..RecordChange::default() }),
        reason: Some("met at the fair".to_owned()),
        request: "{}".to_owned(),
    }
}

/// How long each of some conversions takes, with a deal and without an account.
fn one_by_one(session: &Session) -> Outcome<Vec<Duration>> {
    let mut times = Vec::new();
    for lead in parties::ids(session, &from("single"))? {
        let deal = RecordChange { name: Some("A deal".to_owned()), ..RecordChange::default() };
        let asked = Conversion {
            deal: Some(DealChoice::Create(deal)),
            reason: Some("met at the fair".to_owned()),
            ..Conversion::default()
        };
        let start = now();
        conversion::convert(session, lead, asked)?;
        times.push(start.elapsed());
    }
    Ok(times)
}
