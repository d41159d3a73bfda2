//! From evidence to facts, from facts to stages, from stages to the funnel.

pub mod facts;
pub mod funnel;
pub mod history;
pub mod rules;
