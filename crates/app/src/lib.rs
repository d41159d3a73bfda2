//! Casebook: app.
