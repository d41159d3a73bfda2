//! Casebook: domain.
