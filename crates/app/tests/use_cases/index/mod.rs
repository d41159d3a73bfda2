//! The index in memory says what the database says.

mod filters;
mod funnels;
mod keeping;
mod pages;
mod plain;
mod snapshot;
