//! Importing tables: reading files, saying what their columns mean, and (beside these) putting them in store.

pub mod dates;
mod fuzz;
pub mod guess;
mod likeness;
pub mod mapping;
pub mod read;

#[doc(hidden)]
pub use fuzz::fuzz;
