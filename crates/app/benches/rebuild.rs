//! Deriving everything anew on SQLite, checking it, and the funnel over it.
//!
//! Before the rebuild every stored fact is made to look like one of an earlier version, so that all that is
//! derived of every party has to be replaced. Its baseline writes the same rows of the same three tables into
//! an empty database. The others have none: they read.

mod support;

use std::time::Duration;

use casebook_app::funnel::{FunnelRequest, funnel};
use casebook_app::rebuild::rebuild;
use casebook_app::verify::verify;
use casebook_app::{Session, Unwatched};
use support::raw_sqlite::DERIVED;
use support::{
    Arguments, Line, Outcome, Steps, forget_peak, head, open, peak_megabytes, processor, sample, timed,
};

fn main() -> Outcome<()> {
    let arguments = Arguments::read();
    let parties = arguments.size(20_000, 1_000_000);
    let temporary = tempfile::tempdir()?;
    let folder = arguments.data.as_deref().unwrap_or(temporary.path());
    let path = sample(folder, parties)?;
    let session = open(&format!("sqlite:{}", path.display()))?;
    let spoil = "UPDATE party_facts SET projection_version = 0";
    support::raw_sqlite::writer(&path)?.execute_batch(spoil)?;
    head();
    forget_peak();
    let steps = Steps::default();
    let ours = costs(|| Ok(rebuild(&session, &steps)?))?;
    let rebuilt = peak_megabytes();
    let again = costs(|| Ok(rebuild(&session, &Unwatched)?))?;
    forget_peak();
    let verified = costs(|| match verify(&session, &Unwatched)?.differences.len() {
        0 => Ok(0),
        some => Err(format!("{some} differences").into()),
    })?;
    let checked = peak_megabytes();
    let funnels = quickest(5, || funnel_of(&session))?;
    let raw = support::raw_sqlite::copy(&path, &temporary.path().join("raw.db"), &DERIVED, steps.count())?;
    let ratio = Some(raw.as_secs_f64() / ours.time.as_secs_f64());
    let line =
        |what, ours, raw, ratio, budget| Line { what, size: parties, ours, raw, ratio, budget }.print();
    let none = || "–".to_owned();
    line("rebuild, SQLite", ours.text(), format!("{:.1} s", raw.as_secs_f64()), ratio, "≤ 60 s at 1 M");
    line("rebuild: peak memory", format!("{rebuilt} MB"), none(), None, "≤ 500 MB");
    line("rebuild, nothing to repair", again.text(), none(), None, "–");
    line("verify, SQLite", verified.text(), none(), None, "–");
    line("verify: peak memory", format!("{checked} MB"), none(), None, "–");
    line("funnel, SQLite", format!("{} ms", funnels.as_millis()), none(), None, "≤ 300 ms at 1 M");
    Ok(())
}

/// What something took: by the clock, and of the processors.
struct Costs {
    time: Duration,
    processor: f64,
}

impl Costs {
    fn text(&self) -> String {
        format!("{:.1} s ({:.0} s of processor)", self.time.as_secs_f64(), self.processor)
    }
}

fn costs(work: impl FnOnce() -> Outcome<u64>) -> Outcome<Costs> {
    let before = processor();
    let (_, time) = timed(work)?;
    Ok(Costs { time, processor: processor() - before })
}

fn funnel_of(session: &Session) -> Outcome<()> {
    let request = FunnelRequest { vocabulary: "journey".to_owned(), ..FunnelRequest::default() };
    funnel(session, &request)?;
    Ok(())
}

fn quickest(tries: u32, mut work: impl FnMut() -> Outcome<()>) -> Outcome<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..tries {
        best = best.min(timed(&mut work)?.1);
    }
    Ok(best)
}
