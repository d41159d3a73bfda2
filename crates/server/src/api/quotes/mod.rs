//! `/quotes`: what is offered in deals, and what its recipients answer.

mod actions;
mod decimal;
mod draft;
pub(crate) mod link;
mod one;
pub(crate) mod pdf;
pub(crate) mod public;
mod wire;

pub(crate) use actions::*;
pub(crate) use one::*;
pub(crate) use wire::CompanyBody;
