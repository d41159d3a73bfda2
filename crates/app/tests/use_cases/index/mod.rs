//! The index in memory says what the database says.

mod accounts;
mod filters;
mod funnels;
mod keeping;
mod pages;
mod plain;
mod snapshot;
