//! Links between people and organizations: who has which role where, since when.

mod add;
mod end;
mod list;
mod state;

pub use add::{NewLink, add};
pub(crate) use add::{add_among, note};
pub use casebook_store::link::LinkRow;
pub use end::{end, take_back};
pub use list::{Linked, get, of_party};
pub(crate) use state::{LinkChange, LinkState};
