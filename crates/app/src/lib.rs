//! Use cases: the only place where transactions, rules and derivation meet. One use case, one file.

pub mod changes;
pub mod desk;
mod error;
pub mod records;
mod relationships;
pub mod sample;
mod selling;
mod transfer;
pub mod upkeep;

/// What use cases are asked and answer in.
pub use casebook_domain as domain;
pub use casebook_index::{
    Amounts, DealFunnelGroup, DealFunnelReport, DealGroup, ExchangedAmounts, MOST_FUNNEL_GROUPS,
    NumbersGroup, RecordGroup, RecordRequest, Sums,
};
pub use casebook_index::{Source as IndexSource, Unusable as UnusableIndex};
/// Files for nobody but their owner.
pub use casebook_store::files;
pub use casebook_store::{Cancel, Clock, Error as StoreError, Steadiness, SystemClock};
/// How tables from outside are read.
pub use casebook_tables as tables;
pub use desk::progress::{Progress, Unwatched};
pub use desk::{Casebook, DEFAULT_VOCABULARY, Definitions, Session, Version};
pub use desk::{feed, projection, requests};
pub use error::{Error, Result};
pub use relationships::{
    conversion, evidence, explain, frameworks, funnel, history, kinds, links, organizations, parties,
    qualification, time_zone, vocabularies,
};
pub use selling::{company, deals, exchange_rates, pipelines, quotes};
pub use transfer::{export, imports};
pub use upkeep::{backup, doctor, open, rebuild, repair, restore, verify, views};
