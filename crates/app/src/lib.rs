//! Casebook: app.

pub mod demo;
