//! Casebook: use cases.

pub mod imports;
