//! Looking after a database: opening it in its present form, checking, deriving anew, backing up and restoring.

pub mod backup;
pub mod doctor;
mod dump;
mod open;
pub mod rebuild;
pub mod repair;
pub mod restore;
pub(crate) mod upgrade;
pub mod verify;
pub mod views;

pub use open::open;
