//! Tables from outside, and tables for outside.

pub mod export;
pub mod imports;
