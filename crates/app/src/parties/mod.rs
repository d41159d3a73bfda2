//! The people and organizations one has a relationship with.

mod add;
mod duplicate;
mod edit;
mod facets;
mod find;
mod hide;
mod list;
mod resolve;
mod show;
mod similar;

pub use casebook_domain::filter::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, ImportedIs, Leaf, MOST_CONDITIONS, Point, Sort, SortBy, StageIs,
    StageTest, Stretch,
};

pub(crate) use add::{ADDED, new_row};
pub use add::{Added, NewParty, add, add_unless_there};
pub use duplicate::{Duplicates, Match};
pub(crate) use edit::{EDITED, difference};
pub use edit::{edit, edit_if};
pub use facets::{Facet, MOST_FIELDS, facets};
pub use find::{FindRequest, Found, MOST_ROWS, Row, count, find, ids};
pub use hide::{hide, restore};
pub use list::{Listing, PartyFilter, list};
pub use resolve::resolve;
pub(crate) use show::stages_now;
pub use show::{Card, Link, StageNow, show};
pub use similar::{MOST_SIMILAR, SimilarRequest, similar};
