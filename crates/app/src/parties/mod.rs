//! The people and organizations one has a relationship with.

mod add;
mod duplicate;
mod edit;
mod find;
mod hide;
mod lookup;
mod resolve;
mod show;
mod similar;

pub use casebook_domain::filter::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, ImportedIs, Leaf, MOST_CONDITIONS, Point, Sort, SortBy, StageIs,
    StageTest, Stretch,
};
pub use casebook_domain::lifecycle::history::StageNow;
pub use casebook_index::{Facet, FindRequest, Found, MOST_FIELDS, MOST_ROWS, Row};

pub use add::{Added, NewParty, add, add_unless_there};
pub(crate) use add::{check_field, lock_names, new_row, take_mail};
pub(crate) use duplicate::mail_key;
pub use duplicate::{Duplicates, Match};
pub(crate) use edit::{difference, edit_row};
pub use edit::{edit, edit_if};
pub use find::{count, facets, find, first, ids};
pub use hide::{hide, restore};
pub use resolve::resolve;
pub(crate) use show::stages_now;
pub use show::{Card, Link, show};
pub use similar::{MOST_SIMILAR, SimilarRequest, similar};
