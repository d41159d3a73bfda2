//! Upkeep of a database: migrations, integrity checks, copies, and what processes share.

pub mod catalogue;
pub mod check;
mod checksums;
pub mod diagnose;
pub mod dump;
pub mod integrity;
pub mod lease;
pub(crate) mod lock;
pub mod migrate;
pub mod views;
