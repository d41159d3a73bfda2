//! `casebook serve` as programs meet it: several servers, many clients, and whatever can go wrong around them.
//!
//! `CASEBOOK_CROWD_SECONDS` sets how long a crowd writes, `CASEBOOK_KILL_ROUNDS` how often a server is killed.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod chance;
mod client;
mod cluster;
mod crowd;
mod follower;
mod node;
mod proxy;
mod shell;
mod verdict;

mod bad_input;
mod damaged;
mod disk;
mod every_kind;
mod failing;
mod killed;
mod killed_bulk;
mod log;
mod protected;
mod silence;
mod slow_clients;
mod stopping;
#[cfg(feature = "opentelemetry")]
mod traces;
mod trouble;
mod two_nodes;
mod uploads;
mod wide_type;
