//! The binary as users run it: arguments in; exit code, stdout and stderr out; on both engines.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod backup;
mod change;
mod convert;
mod evidence;
mod exchange_rates;
mod export;
mod framework;
mod funnel;
mod import;
mod party;
#[cfg(unix)]
mod permissions;
mod projection;
mod quote;
mod record;
mod shell;
mod usage;
mod vocabulary;
