//! Converting a lead into a contact of an account with a deal.
//!
//! The lead stays the same record, so nothing is moved and nothing can be lost on the way. One use case serves the API,
//! the screens, the shell and the preview.

mod account;
mod convert;
mod deal;
mod known;
mod lead;
mod many;
mod options;
mod request;
mod seen;

pub use casebook_domain::conversion::{Became, Item, Part, Reason, Receipt};
pub use convert::{convert, preview};
pub use many::{
    AccountRule, BulkConversion, BulkConversionReport, MOST_PREVIEWED, Outcome, Preview, RowResult,
    convert_all, preview_all, results, resume_conversion,
};
pub use options::{Candidate, Options, options};
pub use request::{AccountChoice, Conversion, DealChoice};
