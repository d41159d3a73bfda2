//! Tables from outside: reading them as they are found, saying what their columns mean, and what their rows tell.
//!
//! It knows the domain and files, and nothing of what is stored: the same bytes and the same mapping give the same
//! rows wherever they are read.

pub mod dates;
mod fuzz;
pub mod guess;
pub mod mapping;
mod nearest;
pub mod read;
mod rejected;

#[doc(hidden)]
pub use fuzz::fuzz;
pub use rejected::{REJECTED_COLUMNS, Rejected};
