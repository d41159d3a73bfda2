//! The index in memory: how long it takes to load, how much it takes, and how quickly it answers.

mod support;

use std::path::Path;
use std::time::Duration;

use casebook_app::Session;
use casebook_app::evidence::{NewEvidence, When, record};
use casebook_app::funnel::{FunnelRequest, funnel};
use casebook_app::parties::{
    self, FieldIs, Filter, FindRequest, Leaf, Sort, SortBy, StageIs, StageTest, facets, find,
};
use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use support::{Arguments, Line, Outcome, grouped, head, now, open, sample, timed};

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let parties = arguments.size(20_000, 1_000_000);
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    let path = sample(folder, parties)?;
    let ours = temporary.path().join("ours.db");
    std::fs::copy(&path, &ours)?;
    head();
    measure(&ours, parties)
}

fn measure(path: &Path, parties: u64) -> Outcome<()> {
    let session = open(&format!("sqlite:{}", path.display()))?;
    let line = |what: &str, ours: String, budget: &str| {
        Line { what, size: parties, ours, raw: "–".to_owned(), ratio: None, budget }.print();
    };
    let before = anonymous_bytes();
    let ((), time) = timed(|| Ok(session.load_index()?))?;
    line("load", format!("{:.1} s", time.as_secs_f64()), "–");
    let taken = anonymous_bytes();
    let each = taken.saturating_sub(before) / parties.max(1);
    line("memory of the index, a party", format!("{each} bytes"), "≤ 230 bytes");
    let rounds = 200;
    for (what, request, budget) in requests(&session)? {
        let waits = repeated(rounds, || Ok(find(&session, &request)?))?;
        line(&format!("{what}: p50 / p95"), waits, budget);
    }
    let pages = pages(&session, 200)?;
    line("pages of 50 one behind the other: p50 / p95", pages, "p95 ≤ 20 ms");
    for vocabulary in ["journey", "inbound"] {
        let request = FunnelRequest { vocabulary: vocabulary.to_owned(), ..FunnelRequest::default() };
        let waits = repeated(20, || Ok(funnel(&session, &request)?))?;
        line(&format!("funnel of {vocabulary}: p50 / p95"), waits, "≤ 300 ms");
    }
    let fields = ["kind", "standing", "stage.journey", "source", "owner"];
    let waits = repeated(50, || Ok(facets(&session, &Filter::default(), &fields)?))?;
    line("counts by five fields: p50 / p95", waits, "–");
    let some: Vec<PartyId> = parties::ids(&session, &Filter::default())?.into_iter().step_by(97).collect();
    let mut ids = some.iter().cycle();
    let waits = repeated(rounds, || {
        let new = NewEvidence { kind: "mail_answered".to_owned(), when: When::Now, ..NewEvidence::default() };
        record(&session, *ids.next().ok_or("nobody")?, new)?;
        Ok(find(&session, &FindRequest { limit: 50, ..FindRequest::default() })?)
    })?;
    line("append and the page after it: p50 / p95", waits, "–");
    let megabytes = |bytes: u64| format!("{} MB", grouped(bytes / 1_000_000));
    line("RssAnon of the process at the end", megabytes(anonymous_bytes()), "≤ 400 MB");
    Ok(())
}

/// What is asked, by name, with the budget.
fn requests(session: &Session) -> Outcome<Vec<(&'static str, FindRequest, &'static str)>> {
    let field =
        |name: &str, value: &str| Filter::Leaf(Leaf::Field(name.to_owned(), FieldIs::Is(value.to_owned())));
    let stage = |stage: &str| {
        let test = StageTest::OneOf(vec![stage.to_owned()]);
        Filter::Leaf(Leaf::Stage(StageIs { vocabulary: "journey".to_owned(), test }))
    };
    let person = || Filter::Leaf(Leaf::Kind(PartyKind::Person));
    let list = |filter, by, descending| {
        let sort = Sort { by, descending, then: None };
        FindRequest { filter, sort, cursor: None, limit: 50 }
    };
    let both = |one, other| Filter::All(vec![one, other]);
    let text = |query: &str| list(Filter::text(query), SortBy::Name, false);
    let rare = rare_name(session)?;
    let (page, search) = ("p95 ≤ 20 ms", "p95 ≤ 30 ms");
    Ok(vec![
        ("page, two filters, by name", list(both(person(), stage("customer")), SortBy::Name, false), page),
        ("page, two filters, newest first", list(both(stage("lead"), person()), SortBy::Updated, true), page),
        (
            "page, two filters, by last evidence",
            list(both(person(), stage("customer")), SortBy::LastEvidence, true),
            page,
        ),
        ("page, all, by last evidence", list(Filter::default(), SortBy::LastEvidence, true), page),
        ("page, all, by stage", list(Filter::default(), SortBy::Stage("journey".to_owned()), true), page),
        ("page, all, by company", list(Filter::default(), SortBy::Field("company"), false), page),
        ("page, all, by city", list(Filter::default(), SortBy::Field("city"), false), page),
        (
            "page, two rare filters",
            list(both(field("city", "Zürich"), stage("advocate")), SortBy::Name, false),
            page,
        ),
        ("search, nobody", text("qzxwv"), search),
        ("search, one party", text(&rare), search),
        ("search, `GmbH`", text("GmbH"), search),
        ("search, `a`", text("a"), search),
        ("search, `example`, newest first", list(Filter::text("example"), SortBy::Created, true), search),
        ("search, two words", text("GmbH an"), search),
    ])
}

/// The whole name of somebody in the middle.
fn rare_name(session: &Session) -> Outcome<String> {
    let ids = parties::ids(session, &Filter::Leaf(Leaf::Kind(PartyKind::Person)))?;
    let id = ids.get(ids.len() / 2).ok_or("nobody is there")?;
    let card = parties::show(session, *id)?;
    Ok(card.fields.get("email").or(card.fields.get("name")).cloned().unwrap_or_default())
}

fn pages(session: &Session, pages: usize) -> Outcome<String> {
    let mut request = FindRequest { limit: 50, ..FindRequest::default() };
    repeated(pages, || {
        request.cursor = find(session, &request)?.next;
        Ok(())
    })
}

/// The median and the 95th of a hundred times that something takes.
fn repeated<T>(times: usize, mut work: impl FnMut() -> Outcome<T>) -> Outcome<String> {
    let mut all: Vec<Duration> = Vec::with_capacity(times);
    let spent = support::processor();
    for _ in 0..times {
        let start = now();
        work()?;
        all.push(start.elapsed());
    }
    all.sort_unstable();
    let at = |share: usize| all.get(times * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let each = (support::processor() - spent) * 1e3 / times as f64;
    Ok(format!("{:.2} / {:.2} ms, {each:.2} ms of a core", at(50), at(95)))
}

/// How much memory of its own the process has; 0 where the system does not report it.
fn anonymous_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
