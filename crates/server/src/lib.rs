//! Casebook over HTTP.
//!
//! Until the screens and the API land this is a door: one page that says what Casebook does today, and a
//! health check. What is here stays: only programs on this machine are let in, and every refusal is a
//! problem document with a stable code.

mod error;
mod headers;
mod host;
mod page;
mod router;
mod serve;

pub use router::router;
pub use serve::{ServeError, serve};
