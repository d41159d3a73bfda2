//! Selling: the pipelines that deals go through and what became of deals, the company that offers, and its quotes.

pub mod company;
pub mod deals;
pub mod exchange_rates;
pub mod pipelines;
pub mod quotes;
