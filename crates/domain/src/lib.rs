//! Casebook's domain: evidence, the rules over it, and the stages derived from both.
//!
//! Nothing in this crate reads a clock, performs I/O, awaits, logs or draws random numbers. Everything a
//! result depends on is an argument, so the same evidence gives the same history on every machine and in
//! every year.

pub mod access;
pub mod change;
pub mod conversion;
pub mod deals;
pub mod draft;
pub mod evidence;
pub mod facts;
pub mod filter;
pub mod frameworks;
pub mod ids;
pub mod key;
pub mod kind;
pub mod lifecycle;
pub mod likeness;
pub mod mail;
pub mod money;
pub mod numbers;
pub mod party;
pub mod phone;
pub mod quotes;
pub mod records;
pub mod rules;
pub mod spellings;
pub mod text;
pub mod time;
mod toml_file;
mod unknown;
pub mod vocabulary;
pub mod zone;

pub use toml_file::FileProblem;
pub use unknown::{Unknown, closest};
