//! What keeps a database going: its steps, whether it is sound, copies of it, and what processes share by it.

pub mod catalogue;
pub mod check;
mod checksums;
pub mod diagnose;
pub mod dump;
pub mod integrity;
pub mod lease;
pub(crate) mod lock;
pub mod migrate;
