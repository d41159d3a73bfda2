//! Casebook: server.
