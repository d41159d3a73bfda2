//! The API through its router, on both engines: a refusal beside each success.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod bounds;
mod changes;
mod clients;
mod clock;
mod contact_points;
mod conversion;
mod deal_groups;
mod deals;
mod description;
mod evidence;
mod evidence_numbers;
mod exchange_rates;
mod explain;
mod exports;
mod funnel;
mod health;
mod imports;
mod jobs;
mod kinds;
mod lists;
mod mistakes;
mod organization_tree;
mod own_fields;
mod parties;
mod party_records;
mod people;
mod pipelines;
mod protocol;
mod qualification;
mod quotes;
mod record_filters;
mod records;
mod sample;
mod schema;
mod server;
mod settings;
mod stranger;
mod vocabularies;
mod waiting;
mod writing;
