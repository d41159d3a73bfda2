//! From evidence to facts, from facts to stages, from stages to the funnel.

mod checkpoints;
mod criteria;
mod deals;
pub mod derivation;
pub mod derive;
pub mod explain;
pub mod facts;
pub mod funnel;
pub mod history;
mod ledger;
mod liveness;
pub mod order;
mod payments;
#[cfg(test)]
mod plain;
mod purchase;
mod purchases;
pub mod rules;
pub mod standing;
mod tallies;
mod track;
