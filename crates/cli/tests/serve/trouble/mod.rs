//! Everything that can go wrong around a server, counted: how often it was tried, what was acknowledged, what of it
//! was lost or is there twice, and how long `/health` kept silent.
//!
//! Each test is a short form; `scripts/trouble` runs them long and prints their rows as one table.

mod backups;
mod clock;
mod damage;
mod full;
mod kills;
mod long;
mod mixed;
mod races;
mod silent;
mod slow;
mod small_disk;
mod stepped;
mod table;
mod watch;
