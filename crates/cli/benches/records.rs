//! Records under load, over HTTP, on both engines: lists, boards and filters over links of the deals of a sample company,
//! and an edit of all of them with its undo. The baseline asks the engine for the same from the same rows.

#![expect(dead_code, reason = "the parts belong to the bench over HTTP, which needs all of them")]

#[path = "support/deals.rs"]
mod deals;
mod support;

use std::path::Path;
use std::time::Duration;

use casebook_testkit::bench::{Arguments, Line, Outcome, head, megabytes_of, timed};
use support::asked::encoded;
use support::client::Client;
use support::load::{Bounds, Figures, repeat};
use support::promise;
use support::raw::{Address, Raw};
use support::sample::{self, Copies};
use support::server::{Server, nap};

/// What is open and worth more than 5,000 euros.
const WORTH: &str = r#"{"and":[{"field":{"name":"state","is":"open"}},{"field":{"name":"amount","at_least":{"minor":500000,"currency":"EUR"}}}]}"#;
/// How often a list is asked for until the index of records is there.
const TRIES: usize = 30;

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    let size = arguments.size(10_000, 1_000_000);
    head();
    let sample = deals::with_deals(folder, size)?;
    if arguments.sqlite {
        run(&arguments, size, sample::in_files(&sample, temporary.path())?, temporary.path())?;
    }
    if let Some(server) = &arguments.postgres {
        run(&arguments, size, sample::in_server(&sample, server)?, temporary.path())?;
    }
    Ok(())
}

/// A server over sample data, and the raw engine over a copy of it.
struct Bench {
    size: u64,
    copies: Copies,
    server: Server,
    bounds: Bounds,
}

fn run(arguments: &Arguments, size: u64, copies: Copies, folder: &Path) -> Outcome<()> {
    let server = Server::start(&copies.ours.url(), folder)?;
    let mut client = Client::connect(server.address)?;
    let ((), first) = timed(|| first_list(&mut client))?;
    let time = Duration::from_secs(if arguments.quick { 1 } else { 4 });
    let bench = Bench { size, copies, server, bounds: Bounds { count: usize::MAX, time } };
    let deals = number_after(client.post("/api/v1/deals/count", "{}", 200)?, "\"count\":")?;
    bench.alone("deals, first list after a start", format!("{deals}; {} ms", first.as_millis()), "–");
    bench.reads()?;
    bench.edits(deals)?;
    let anonymous = megabytes_of(&bench.server.process(), "RssAnon");
    bench.alone(
        "memory after all that",
        format!("{anonymous} MB"),
        &promise::at_most("≤ 600 MB", anonymous <= 600),
    );
    let Bench { copies, server, .. } = bench;
    drop(server);
    copies.drop_databases()
}

/// Posts work that may go on as a job, and waits for its end; returns the answer, or the job.
fn finished(client: &mut Client, path: &str, json: &str) -> Outcome<String> {
    let (mut status, body) = client.sent(path, json)?;
    let mut answer = String::from_utf8_lossy(body).into_owned();
    while status == 202 {
        nap(Duration::from_millis(50));
        let id = answer.split_once(r#""id":""#).and_then(|(_, rest)| rest.split_once('"'));
        let (id, _) = id.ok_or("a job has no id")?;
        answer = String::from_utf8_lossy(client.get(&format!("/api/v1/jobs/{id}"))?).into_owned();
        status = if answer.contains(r#""state":"running""#) { 202 } else { 200 };
    }
    if status == 200 { Ok(answer) } else { Err(format!("{path} answered {status}: {answer}").into()) }
}

fn first_list(client: &mut Client) -> Outcome<()> {
    for _ in 0..TRIES {
        let parties = client.get("/api/v1/parties?limit=1").is_ok();
        if parties && client.get("/api/v1/deals?limit=1").is_ok() {
            return Ok(());
        }
        nap(Duration::from_secs(1));
    }
    client.get("/api/v1/deals?limit=1").map(|_| ())
}

impl Bench {
    fn reads(&self) -> Outcome<()> {
        let page = format!("/api/v1/deals?limit=50&sort=-amount&filter={}", encoded(WORTH));
        let amount = self.json("amount", "minor");
        let listed = format!(
            "SELECT id, name, owner, fields FROM record WHERE type = 'deal' AND hidden = 0 AND state = 'open' \
             AND {amount} >= 500000 ORDER BY {amount} DESC LIMIT 50"
        );
        self.compare("page of 50 deals", 20, |client| client.get(&page).map(|_| ()), &listed)?;
        let board = r#"{"by":"stage","sum":"amount"}"#;
        let stage = self.text("stage");
        let summed = format!(
            "SELECT {stage}, count(*), CAST(sum({amount}) AS TEXT) FROM record WHERE type = 'deal' AND hidden = 0 GROUP BY 1"
        );
        let groups = "/api/v1/deals/groups";
        self.compare("board of deals", 30, |client| client.post(groups, board, 200).map(|_| ()), &summed)?;
        let reached = "SELECT stage, count(DISTINCT deal) FROM deal_period GROUP BY 1";
        let funnel = "/api/v1/deals/funnel";
        self.compare("funnel of deals", 300, |client| client.get(funnel).map(|_| ()), reached)?;
        let linked = format!(
            r#"{{"filter":{{"and":[{{"kind":"person"}},{{"in_record":{{"type":"deal","filter":{WORTH}}}}}]}},"limit":50}}"#
        );
        let joined = format!(
            "SELECT p.id, p.name FROM party p WHERE p.kind = 1 AND p.hidden = 0 AND p.id IN (SELECT l.party FROM record r \
             JOIN record_party l ON l.record = r.id WHERE r.type = 'deal' AND r.hidden = 0 AND r.state = 'open' \
             AND {amount} >= 500000) ORDER BY p.id LIMIT 50"
        );
        let search = "/api/v1/parties/search";
        self.compare(
            "people in open deals",
            50,
            |client| client.post(search, &linked, 200).map(|_| ()),
            &joined,
        )
    }

    fn edits(&self, deals: u64) -> Outcome<()> {
        // A server closes connections on which nothing was asked for long, as while the engine was.
        let mut client = Client::connect(self.server.address)?;
        let body = r#"{"filter":{"and":[]},"set":{"owner":"bench"}}"#;
        let (set, edit) = timed(|| {
            let at = finished(&mut client, "/api/v1/deals/bulk?wait=25", body)?;
            let set = at.split("\"change_set\":\"").nth(1).and_then(|rest| rest.split('"').next());
            Ok(set.ok_or("the edit was not done in time")?.to_owned())
        })?;
        let undo = format!("/api/v1/changes/{set}/undo?wait=25");
        let ((), undone) = timed(|| finished(&mut client, &undo, "{}").map(|_| ()))?;
        for (what, took) in [("edit of all deals", edit), ("its undo", undone)] {
            let hundred_thousand = took.as_secs_f64() * 100_000.0 / deals.max(1) as f64;
            let budget = promise::at_most("≤ 10 s for 100,000", hundred_thousand <= 10.0);
            self.alone(
                what,
                format!("{:.1} s; {hundred_thousand:.1} s for 100,000", took.as_secs_f64()),
                &budget,
            );
        }
        Ok(())
    }

    fn compare(
        &self,
        what: &str,
        milliseconds: u64,
        ours: impl Fn(&mut Client) -> Outcome<()> + Sync,
        sql: &str,
    ) -> Outcome<()> {
        let mut raws = vec![Raw::open(&self.copies.raw)?];
        let raw = repeat(&mut raws, self.bounds, |raw, _| raw.rows(sql, &[]).map(|_| ()))?;
        let ours = repeat(&mut self.server.clients(1)?, self.bounds, |client, _| ours(client))?;
        let is_kept = ours.p95 <= Duration::from_millis(milliseconds);
        Line {
            what: &format!("{what}, {}", self.copies.ours.engine()),
            size: self.size,
            ours: text(&ours),
            raw: text(&raw),
            ratio: Some(ours.rate / raw.rate),
            budget: &promise::at_most(&format!("p95 ≤ {milliseconds} ms"), is_kept),
        }
        .print();
        Ok(())
    }

    fn alone(&self, what: &str, ours: String, budget: &str) {
        let what = format!("{what}, {}", self.copies.ours.engine());
        Line { what: &what, size: self.size, ours, raw: "–".to_owned(), ratio: None, budget }.print();
    }

    /// A number in the values of a record.
    fn json(&self, field: &str, part: &str) -> String {
        match self.copies.raw {
            Address::Sqlite(_) => format!("(fields -> '{field}' ->> '{part}')"),
            Address::Postgres(_) => format!("(fields::jsonb -> '{field}' ->> '{part}')::bigint"),
        }
    }

    fn text(&self, field: &str) -> String {
        match self.copies.raw {
            Address::Sqlite(_) => format!("fields ->> '{field}'"),
            Address::Postgres(_) => format!("fields::jsonb ->> '{field}'"),
        }
    }
}

fn text(figures: &Figures) -> String {
    let milliseconds = |length: Duration| length.as_secs_f64() * 1e3;
    format!(
        "{:.1}/s; {:.2} / {:.2} ms",
        figures.rate,
        milliseconds(figures.median),
        milliseconds(figures.p95)
    )
}

/// The number behind a name in JSON.
fn number_after(json: &[u8], name: &str) -> Outcome<u64> {
    let text = String::from_utf8_lossy(json);
    let rest = text.split(name).nth(1).ok_or("there is no such number")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}
