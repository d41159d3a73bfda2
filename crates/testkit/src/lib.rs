//! Casebook: testkit.
