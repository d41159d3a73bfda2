//! Casebook: store.
