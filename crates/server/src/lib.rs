//! Casebook over HTTP.
//!
//! Everything under `/api/v1` is a use case: a handler parses, calls one, and writes the answer down. Until
//! there are accounts only programs on this machine are let in. Every refusal is a problem document with a
//! stable code, and the description of it all (OpenAPI 3.1) is written from the code.

mod answer;
mod assets;
mod blocking;
mod body;
mod changes;
mod clients;
mod connections;
mod error;
mod events;
mod evidence;
mod explain;
mod exports;
mod following;
mod funnel;
mod head;
mod headers;
mod health;
mod held;
mod history;
mod host;
mod housekeeping;
mod imports;
mod jobs;
mod json;
mod kinds;
mod links;
mod metrics;
mod once;
mod openapi;
mod organizations;
mod page;
mod paging;
mod parties;
mod patch;
mod path;
mod people;
mod plain;
mod prober;
mod query;
mod reference;
mod request_id;
mod router;
mod sample;
mod serve;
mod state;
mod stop;
mod stream;
mod trace;
mod uploads;
mod version;
mod vocabularies;
mod watch;
mod wire;

pub use blocking::Bounds;
pub use router::{bounded_router, description, router};
pub use serve::{Ended, ServeError, serve};
pub use state::Limits;
pub use stop::Leave;
