//! Casebook over HTTP.
//!
//! Everything under `/api/v1` is a use case: a handler parses, calls one, and writes the answer down. Until
//! there are accounts only programs on this machine are let in. Every refusal is a problem document with a
//! stable code, and the description of it all (OpenAPI 3.1) is written from the code.

mod api;
mod background;
mod http;
mod idempotency;
mod router;
mod serve;
mod site;
mod state;
mod stop;

pub use api::conversion::many::read as read_bulk_conversion;
pub use api::records::filter::parties as read_party_filter;
pub use http::limits::Limits;
pub use http::limits::blocking::Bounds;
pub use router::{bounded_router, description, router};
pub use serve::{Ended, ServeError, serve};
pub use stop::Leave;
