//! The server under load, over HTTP, on both engines, beside the raw engine doing the same reads and the same
//! durable commits.
//!
//! Client, server and engine share the machine. The baseline runs in the bench itself: no HTTP, no JSON, and
//! for SQLite no other process.

mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use casebook_testkit::bench::{Arguments, Line, Outcome, grouped, head, megabytes_of, processor_of, timed};
use support::asked::{Asked, COMMON, Pages, encoded};
use support::client::Client;
use support::load::{Bounds, Figures, repeat};
use support::promise::{self, Promise};
use support::raw::{Address, Raw};
use support::reads::Known;
use support::sample::{self, Copies};
use support::server::{Server, nap};
use support::{backends, writes};

/// How many at once.
const AT_ONCE: [usize; 2] = [1, 8];
/// Writes of each kind and load, at most: each of another party.
const WRITES: usize = 4_000;
/// The first thing that needs the index of all parties.
const FIRST_LIST: &str = "/api/v1/parties?limit=50";
/// How often it is asked for; each may take as long as the server lets an answer take.
const LISTS_TRIED: usize = 10;
/// What lists are called in the table.
const LIST: &str = "list page";
/// How long an idle server is left alone before its memory is read.
const REST: Duration = Duration::from_secs(2);

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    let sizes = match (arguments.size, arguments.quick) {
        (Some(size), _) => vec![size],
        (None, true) => vec![10_000],
        (None, false) => vec![10_000, 100_000, 1_000_000],
    };
    head();
    if arguments.sqlite {
        empty(&arguments, &Address::Sqlite(temporary.path().join("empty.db")), temporary.path())?;
    }
    if let Some(server) = &arguments.postgres {
        let address = Address::Postgres(sample::named(server, "bench_empty")?);
        let mut admin = Raw::open(&Address::Postgres(server.clone()))?;
        admin.run("DROP DATABASE IF EXISTS bench_empty WITH (FORCE)")?;
        admin.run("CREATE DATABASE bench_empty")?;
        empty(&arguments, &address, temporary.path())?;
        admin.run("DROP DATABASE bench_empty WITH (FORCE)")?;
    }
    for size in sizes {
        let sample = sample::prepared(folder, size)?;
        if arguments.sqlite {
            run(&arguments, size, sample::in_files(&sample, temporary.path())?, temporary.path())?;
        }
        if let Some(server) = &arguments.postgres {
            let copies = sample::in_server(&sample, server)?;
            run(&arguments, size, copies, temporary.path())?;
        }
    }
    Ok(())
}

/// A server on an empty workspace: how soon it answers, and what it takes when nobody asks.
fn empty(arguments: &Arguments, address: &Address, folder: &Path) -> Outcome<()> {
    // The first start makes the tables.
    drop(Server::start(&address.url(), folder)?);
    let mut starts = (0..5)
        .map(|_| Server::start(&address.url(), folder).map(|server| server.started))
        .collect::<Outcome<Vec<_>>>()?;
    starts.sort_unstable();
    let engine = address.engine();
    let started = starts.get(2).copied().unwrap_or_default();
    let budget = promise::at_most("≤ 300 ms", started.as_millis() <= 300);
    alone(&format!("cold start, {engine}"), 0, format!("{} ms", started.as_millis()), &budget);
    let server = Server::start(&address.url(), folder)?;
    if arguments.wants(LIST) {
        Client::connect(server.address)?.get(FIRST_LIST)?;
    }
    idle(&server, engine, 0);
    Ok(())
}

/// A figure that has no baseline.
fn alone(what: &str, size: u64, ours: String, budget: &str) {
    Line { what, size, ours, raw: "–".to_owned(), ratio: None, budget }.print();
}

fn idle(server: &Server, engine: &str, size: u64) {
    nap(REST);
    let (anonymous, resident) = memory(server);
    let budget =
        if size > 10_000 { "–".to_owned() } else { promise::at_most("≤ 40 MB", anonymous <= 40) };
    let ours = format!("{anonymous} MB (RSS {resident} MB)");
    alone(&format!("idle memory, {engine}"), size, ours, &budget);
}

/// Memory of its own, and all that is mapped.
fn memory(server: &Server) -> (u64, u64) {
    (megabytes_of(&server.process(), "RssAnon"), megabytes_of(&server.process(), "VmRSS"))
}

/// A server over sample data, and the raw engine over a copy of it.
struct Bench<'a> {
    arguments: &'a Arguments,
    size: u64,
    copies: Copies,
    server: Server,
    known: Known,
    asked: Asked,
    reads: Bounds,
    writes: Bounds,
}

fn run(arguments: &Arguments, size: u64, copies: Copies, folder: &Path) -> Outcome<()> {
    let engine = copies.ours.engine();
    let server = Server::start(&copies.ours.url(), folder)?;
    alone(&format!("start, {engine}"), size, format!("{} ms", server.started.as_millis()), "–");
    let mut client = Client::connect(server.address)?;
    if arguments.wants(LIST) {
        let ((), first) = timed(|| first_list(&mut client))?;
        alone(&format!("first list after it, {engine}"), size, format!("{} ms", first.as_millis()), "–");
    }
    idle(&server, engine, size);
    let mut raw = Raw::open(&copies.raw)?;
    let known = Known::read(&mut raw)?;
    let (count, seconds) = if arguments.quick { (WRITES / 4, 1) } else { (WRITES, 4) };
    let asked = Asked::pick(&mut raw, AT_ONCE.len() * count)?;
    let reads = Bounds { count: usize::MAX, time: Duration::from_secs(seconds) };
    let writes = Bounds { count, time: Duration::from_secs(seconds) };
    let bench = Bench { arguments, size, copies, server, known, asked, reads, writes };
    bench.read()?;
    bench.write()?;
    let (anonymous, resident) = memory(&bench.server);
    let budget = promise::at_most("≤ 400 MB", anonymous <= 400);
    let ours = format!("{anonymous} MB (RSS {resident} MB)");
    alone(&format!("memory after all that, {engine}"), size, ours, &budget);
    let Bench { copies, server, .. } = bench;
    drop(server);
    copies.drop_databases()
}

/// Asks for the first list until it comes: while the index is being loaded, an answer can be refused.
fn first_list(client: &mut Client) -> Outcome<()> {
    for _ in 0..LISTS_TRIED {
        if client.get(FIRST_LIST).is_ok() {
            return Ok(());
        }
        nap(REST);
    }
    client.get(FIRST_LIST).map(|_| ())
}

impl Bench<'_> {
    fn read(&self) -> Outcome<()> {
        let (known, asked) = (&self.known, &self.asked);
        if self.arguments.wants(LIST) {
            let mut client = Client::connect(self.server.address)?;
            let pages = Pages::fetched(known, &mut Raw::open(&self.copies.raw)?, &mut client)?;
            self.compare(
                LIST,
                &promise::LIST,
                self.reads,
                |client, number| client.get(pick::<String>(&pages.paths, number)).map(|_| ()),
                |raw, number| known.list(raw, pick(&pages.lists, number)).map(|_| ()),
            )?;
        }
        let find = |client: &mut Client, fragment: &str| {
            client.get(&format!("/api/v1/parties?limit=50&q={}", encoded(fragment))).map(|_| ())
        };
        self.compare(
            "search, rare",
            &promise::SEARCH,
            self.reads,
            |client, number| find(client, pick::<String>(&asked.rare, number)),
            |raw, number| known.search(raw, pick::<String>(&asked.rare, number)).map(|_| ()),
        )?;
        self.compare(
            "search, common",
            &promise::SEARCH,
            self.reads,
            |client, number| find(client, COMMON[number % COMMON.len()]),
            |raw, number| known.search(raw, &COMMON[number % COMMON.len()].to_lowercase()).map(|_| ()),
        )?;
        self.compare(
            "party page",
            &promise::PAGE,
            self.reads,
            |client, number| {
                client.get(&format!("/api/v1/parties/{}", pick(&asked.parties, number))).map(|_| ())
            },
            |raw, number| known.page(raw, pick(&asked.parties, number).0).map(|_| ()),
        )?;
        self.compare(
            "funnel",
            &promise::FUNNEL,
            self.reads,
            |client, _| client.get("/api/v1/funnel?vocabulary=journey").map(|_| ()),
            |raw, _| known.funnel(raw).map(|_| ()),
        )
    }

    fn write(&self) -> Outcome<()> {
        let (known, asked) = (&self.known, &self.asked);
        let before = self.evidence()?;
        let mut done = self.compare_writes(
            "append",
            &promise::APPEND,
            |client, number| {
                let party = pick(&asked.parties, number);
                let body = format!(
                    r#"{{"kind":"mail_answered","participants":[{{"party":"{party}","role":"subject"}}]}}"#
                );
                client.post("/api/v1/evidence", &body, 201).map(|_| ())
            },
            |raw, number| known.append(raw, number, pick(&asked.parties, number).0),
        )?;
        done += self.compare_writes(
            "create",
            &promise::CREATE,
            |client, number| client.post("/api/v1/people", &writes::person(number), 201).map(|_| ()),
            |raw, number| known.create(raw, number),
        )?;
        // Nothing that was acknowledged may be missing.
        match self.evidence()? - before {
            found if found == done => Ok(()),
            found => Err(format!("{done} pieces were acknowledged, {found} are there").into()),
        }
    }

    /// How many pieces of evidence Casebook's database holds.
    fn evidence(&self) -> Outcome<usize> {
        let rows = Raw::open(&self.copies.ours)?.rows("SELECT count(*) FROM evidence", &[])?;
        match rows.first().map(Vec::as_slice) {
            Some([support::raw::Value::Int(count)]) => Ok(*count as usize),
            _ => Err("evidence cannot be counted".into()),
        }
    }

    fn compare(
        &self,
        what: &str,
        promise: &Promise,
        bounds: Bounds,
        ours: impl Fn(&mut Client, usize) -> Outcome<()> + Sync,
        raw: impl Fn(&mut Raw, usize) -> Outcome<()> + Sync,
    ) -> Outcome<()> {
        for at_once in AT_ONCE.into_iter().filter(|_| self.arguments.wants(what)) {
            let mut raws = (0..at_once).map(|_| Raw::open(&self.copies.raw)).collect::<Outcome<Vec<_>>>()?;
            let raw = repeat(&mut raws, bounds, &raw)?;
            self.compared(what, at_once, promise, &self.ours(at_once, bounds, &ours)?, &raw);
        }
        Ok(())
    }

    /// The same for writes, each with a number of its own; returns how many of ours were done.
    fn compare_writes(
        &self,
        what: &str,
        promise: &Promise,
        ours: impl Fn(&mut Client, usize) -> Outcome<()> + Sync,
        raw: impl Fn(&mut Raw, usize) -> Outcome<()> + Sync,
    ) -> Outcome<usize> {
        let mut done = 0;
        for (round, at_once) in AT_ONCE.into_iter().enumerate().filter(|_| self.arguments.wants(what)) {
            let from = round * self.writes.count;
            let mut raws = self.writers(at_once)?;
            let raw = repeat(&mut raws, self.writes, |one: &mut Arc<Mutex<Raw>>, number| {
                raw(&mut *one.lock().map_err(|_| "a thread gave up")?, from + number)
            })?;
            let ours =
                self.ours(at_once, self.writes, &|client: &mut Client, number| ours(client, from + number))?;
            done += ours.figures.count;
            self.compared(what, at_once, promise, &ours, &raw);
        }
        Ok(done)
    }

    /// Connections that write: one for everybody where the engine lets one write at a time, which is quicker
    /// there than having them fight for it.
    fn writers(&self, at_once: usize) -> Outcome<Vec<Arc<Mutex<Raw>>>> {
        let open = || -> Outcome<_> { Ok(Arc::new(Mutex::new(Raw::open(&self.copies.raw)?))) };
        match self.copies.raw {
            Address::Sqlite(_) => Ok(vec![open()?; at_once]),
            Address::Postgres(_) => (0..at_once).map(|_| open()).collect(),
        }
    }

    fn ours(
        &self,
        at_once: usize,
        bounds: Bounds,
        work: &(impl Fn(&mut Client, usize) -> Outcome<()> + Sync),
    ) -> Outcome<Ours> {
        let mut clients = self.server.clients(at_once)?;
        let process = self.server.process();
        let before = (processor_of(&process), backends::processor(&self.copies.ours)?);
        let figures = repeat(&mut clients, bounds, work)?;
        let each = |before: f64, after: f64| (after - before) * 1e3 / figures.count.max(1) as f64;
        let server = each(before.0, processor_of(&process));
        let engine = each(before.1, backends::processor(&self.copies.ours)?);
        Ok(Ours { figures, server, engine })
    }

    fn compared(&self, what: &str, at_once: usize, promise: &Promise, ours: &Ours, raw: &Figures) {
        let engine = self.copies.ours.engine();
        let share = ours.figures.rate / raw.rate;
        let budget = promise.text(self.size, at_once, &ours.figures, share);
        let behind = match self.copies.ours {
            Address::Sqlite(_) => String::new(),
            Address::Postgres(_) => format!(" + {:.2}", ours.engine),
        };
        Line {
            what: &format!("{what}, {engine}, {at_once} at once"),
            size: self.size,
            ours: format!("{}; CPU {:.2}{behind} ms", text(&ours.figures), ours.server),
            raw: text(raw),
            ratio: Some(share),
            budget: &budget,
        }
        .print();
    }
}

/// What came of requests to the server, and what each took of the processors, in milliseconds: in the server, and
/// in the engine's own processes.
struct Ours {
    figures: Figures,
    server: f64,
    engine: f64,
}

fn text(figures: &Figures) -> String {
    let milliseconds = |length: Duration| length.as_secs_f64() * 1e3;
    let rate =
        if figures.rate < 10.0 { format!("{:.1}", figures.rate) } else { grouped(figures.rate as u64) };
    format!("{rate}/s; {:.2} / {:.2} ms", milliseconds(figures.median), milliseconds(figures.p95))
}

/// One of a list, in turn.
fn pick<T>(list: &[T], number: usize) -> &T {
    &list[number % list.len()]
}
