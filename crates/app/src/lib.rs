//! Use cases: the only place where transactions, rules and derivation meet. One use case, one file.

pub mod demo;
