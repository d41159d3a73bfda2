//! Use cases: the only place where transactions, rules and derivation meet. One use case, one file.

pub mod backup;
mod casebook;
pub mod changes;
pub mod demo;
pub mod doctor;
mod dump;
mod error;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod feed;
pub mod funnel;
pub mod history;
pub mod imports;
pub mod index;
pub mod kinds;
pub mod links;
pub mod parties;
mod progress;
pub mod projection;
pub mod rebuild;
pub mod repair;
pub mod requests;
pub mod restore;
mod upgrade;
pub mod verify;
pub mod vocabularies;
mod walk;
mod words;

pub use casebook::{Casebook, DEFAULT_VOCABULARY};
/// What use cases are asked and answer in.
pub use casebook_domain as domain;
/// Files for nobody but their owner.
pub use casebook_store::files;
pub use casebook_store::{Cancel, Clock, Error as StoreError, Steadiness, SystemClock};
/// How tables from outside are read.
pub use casebook_tables as tables;
pub use error::{Error, Result};
pub use progress::{Progress, Unwatched};
pub use words::{Version, Words};
