//! The operations of the API, noun by noun: a handler reads the request, calls a use case, and writes the answer.

pub(crate) mod changes;
pub(crate) mod conversion;
pub(crate) mod deals;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod exports;
pub(crate) mod frameworks;
pub(crate) mod funnel;
pub(crate) mod history;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod kinds;
pub(crate) mod links;
pub(crate) mod openapi;
pub(crate) mod operations;
pub(crate) mod parties;
pub(crate) mod pipelines;
pub(crate) mod qualification;
pub(crate) mod quotes;
pub(crate) mod records;
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod uploads;
pub(crate) mod vocabularies;
pub(crate) mod waiting;
pub(crate) mod wire;
