//! The people and organizations one has a relationship with.

mod add;
mod edit;
mod hide;
mod list;
mod resolve;
mod show;

pub use add::{NewParty, add};
pub use edit::edit;
pub use hide::{hide, restore};
pub use list::{Listing, PartyFilter, list};
pub use resolve::resolve;
pub use show::{Card, Link, StageNow, show};
