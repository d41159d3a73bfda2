//! Converting every lead that a filter fits, as one change set that can be undone as one.

mod account;
mod convert_all;
mod preview;
mod request;
mod results;

pub use convert_all::{convert_all, resume_conversion};
pub use preview::{MOST_PREVIEWED, Preview, preview_all};
pub use request::{AccountRule, BulkConversion, BulkConversionReport};
pub use results::{Outcome, RowResult, results};
