//! The people and organizations one has a relationship with.

mod add;
mod duplicate;
mod edit;
mod fields;
mod find;
mod hide;
mod imported;
mod keys;
mod lookup;
mod new;
mod resolve;
mod shared;
mod show;
mod similar;

pub use casebook_domain::filter::{
    EvidenceIs, EvidenceOf, FieldIs, Filter, ImportedIs, Leaf, MOST_CONDITIONS, Point, RecordIs, Sort,
    SortBy, StageIs, StageTest, Stretch,
};
pub use casebook_domain::lifecycle::history::StageNow;
pub use casebook_index::{Facet, FindRequest, Found, MOST_FIELDS, MOST_ROWS, Row};

pub use crate::error::Match;
pub use add::{Added, add, add_unless_there};
pub(crate) use add::{add_in, new_row};
pub use duplicate::Duplicates;
pub use edit::{edit, edit_if};
pub(crate) use edit::{edit_row, mails_in};
pub(crate) use fields::{check_field, difference, fitted, mails_among};
pub use find::{count, facets, find, first, ids};
pub use hide::{hide, restore};
pub(crate) use keys::{holders, lock_names, mail_key, take_mails};
pub(crate) use lookup::answered;
pub use new::NewParty;
pub use resolve::resolve;
pub(crate) use show::stages_now;
pub use show::{Card, Link, show};
pub use similar::{MOST_SIMILAR, SimilarRequest, similar};
