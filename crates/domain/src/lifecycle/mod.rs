//! From facts to stages and standings, from stages to the funnel.

mod checkpoints;
pub mod derivation;
pub mod derive;
pub mod explain;
pub mod funnel;
pub mod history;
mod liveness;
pub mod order;
pub mod places;
pub mod standing;
mod track;
