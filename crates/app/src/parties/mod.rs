//! The people and organizations one has a relationship with.

mod add;
mod duplicate;
mod edit;
mod facets;
mod filter;
mod find;
mod hide;
mod list;
mod resolve;
mod show;
mod similar;
mod sort;

pub(crate) use add::{ADDED, new_row};
pub use add::{Added, NewParty, add, add_unless_there};
pub use duplicate::{Duplicates, Match};
pub(crate) use edit::{EDITED, difference};
pub use edit::{edit, edit_if};
pub use facets::{Facet, MOST_FIELDS, facets};
pub use filter::{
    DEEPEST, EvidenceIs, EvidenceOf, FieldIs, Filter, ImportedIs, Leaf, MOST_ASKED, MOST_CONDITIONS, Point,
    StageIs, StageTest, Stretch,
};
pub use find::{FindRequest, Found, MOST_ROWS, Row, count, find, ids};
pub use hide::{hide, restore};
pub use list::{Listing, PartyFilter, list};
pub use resolve::resolve;
pub(crate) use show::stages_now;
pub use show::{Card, Link, StageNow, show};
pub use similar::{MOST_SIMILAR, SimilarRequest, similar};
pub use sort::{Sort, SortBy};
