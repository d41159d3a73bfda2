//! How a link stood before a change and after it, as the journal keeps it.

use casebook_domain::time::Timestamp;
use casebook_store::link::LinkRow;
use serde::{Deserialize, Serialize};

/// What can change of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkState {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    /// Whether it was taken back, as if it had never been.
    ended: bool,
}

/// One change of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkChange {
    /// Nothing if the link was made.
    pub before: Option<LinkState>,
    pub after: LinkState,
}

impl LinkState {
    /// How a link stands.
    pub fn of(link: &LinkRow) -> Self {
        Self { from: link.from_at, to: link.to_at, ended: link.ended }
    }

    /// The link as it stood then.
    pub fn given_to(self, link: &LinkRow) -> LinkRow {
        LinkRow { from_at: self.from, to_at: self.to, ended: self.ended, ..link.clone() }
    }

    /// How a link stands that is taken back.
    pub fn taken_back(self) -> Self {
        Self { ended: true, ..self }
    }
}

impl LinkChange {
    /// From one form of a link to another.
    pub fn between(before: Option<&LinkRow>, after: &LinkRow) -> Self {
        Self { before: before.map(LinkState::of), after: LinkState::of(after) }
    }

    /// The form in which it is stored.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads [`LinkChange::text`].
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
