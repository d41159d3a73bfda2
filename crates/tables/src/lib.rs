//! Foreign tables: reading them as they are, mapping their columns, and what their rows say.
//!
//! It knows the domain and files, and nothing of what is stored: the same bytes and mapping give the same rows
//! everywhere.

pub mod dates;
mod fuzz;
pub mod guess;
pub mod mapping;
mod nearest;
pub mod read;
mod rejected;
pub mod spreadsheet;

#[doc(hidden)]
pub use fuzz::fuzz;
pub use rejected::{REJECTED_COLUMNS, Rejected};
