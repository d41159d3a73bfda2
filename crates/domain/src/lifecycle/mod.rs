//! From evidence to facts, from facts to stages, from stages to the funnel.

mod criteria;
mod deals;
pub mod derive;
pub mod explain;
pub mod facts;
pub mod funnel;
pub mod history;
pub mod order;
mod purchases;
pub mod rules;
pub mod standing;
mod tallies;
mod track;
