//! Importing tables: reading files, saying what their columns mean, and (beside these) putting them in store.

pub mod dates;
mod likeness;
pub mod mapping;
pub mod read;
