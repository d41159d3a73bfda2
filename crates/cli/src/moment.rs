//! Times on the command line: a time, or a day that stands for its start or end.

use casebook_app::Session;
use casebook_app::domain::time::{Precision, Timestamp};
use casebook_app::evidence::When;

use crate::output::Failure;

/// Which edge a day stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its first instant.
    Start,
    /// Its last instant.
    End,
}

/// Reads a time. A date stands for one of the edges of that day.
pub fn moment(session: &Session, text: &str, edge: Edge) -> Result<Timestamp, Failure> {
    match When::parse(text)? {
        When::Now => Ok(session.now()),
        When::At(at, Precision::Day) => {
            let zone = session.zone()?;
            Ok(if edge == Edge::Start { zone.start_of(at) } else { zone.end_of(at).plus(-1) })
        }
        When::At(at, _) => Ok(at),
        When::Unknown => Err(Failure::usage("`unknown` is not allowed here; use a date or a time")),
    }
}
