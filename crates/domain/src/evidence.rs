//! Evidence: immutable facts of what happened, when, who says so, and who took part.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ids::{DealId, EvidenceId, PartyId};
use crate::kind::KindCode;
use crate::money::Money;
use crate::time::{Precision, Timestamp};
use crate::zone::Zone;

/// How a piece of evidence reached the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// Someone entered it by hand.
    Form,
    /// A file was imported.
    Import,
    /// A program sent it.
    Api,
    /// The command line.
    Shell,
    /// Casebook itself wrote it, for example when a party is created.
    System,
    /// It is sample data.
    Demo,
}

impl Via {
    /// The word used in files and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Import => "import",
            Self::Api => "api",
            Self::Shell => "shell",
            Self::System => "system",
            Self::Demo => "demo",
        }
    }

    /// Reads [`Via::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Form, Self::Import, Self::Api, Self::Shell, Self::System, Self::Demo]
            .into_iter()
            .find(|via| via.word() == word)
    }
}

/// Further entries of a piece, by name: `reason`, `until`, `criterion`, `value`, … and custom ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail(pub BTreeMap<String, Value>);

/// The entry of a detail that holds the id of the fact in the system that it comes from: of a form, a call, an order.
pub const FACT_ID: &str = "id";

impl Detail {
    /// A text entry.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A time entry, RFC 3339.
    pub fn time(&self, name: &str) -> Option<Timestamp> {
        self.text(name).and_then(Timestamp::parse_rfc3339)
    }

    /// Canonical JSON: sorted names, no spaces; empty for no entries.
    pub fn canonical(&self) -> String {
        if self.0.is_empty() { String::new() } else { serde_json::to_string(&self.0).unwrap_or_default() }
    }

    /// Reads [`Detail::canonical`]; text that is no JSON object gives no entries.
    pub fn from_canonical(text: &str) -> Self {
        if text.is_empty() { Self::default() } else { Self(serde_json::from_str(text).unwrap_or_default()) }
    }
}

/// The role of the one participant whom a piece is about.
pub const SUBJECT: &str = "subject";

/// Who took part in a piece of evidence, and as what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    /// The person or organization.
    pub party: PartyId,
    /// `subject` for the one it is about; else what they were: `attendee`, `buyer`, `organization`, ….
    pub role: String,
}

/// A fact as it is stored. It is never edited; a mistake is retracted by another piece that names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// What happened.
    pub kind: KindCode,
    /// When, if that is known.
    pub occurred_at: Option<Timestamp>,
    /// How exactly the time is known.
    pub precision: Precision,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: String,
    /// How it was recorded.
    pub via: Via,
    /// The deal that it names.
    pub deal: Option<DealId>,
    /// The amount of money.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<String>,
    /// The other piece that it names: the one retracted, refunded, cancelled, ….
    pub names: Option<EvidenceId>,
    /// All other entries.
    pub detail: Detail,
    /// Who took part; exactly one is the subject.
    pub participants: Vec<Participant>,
}

/// A piece of evidence from the point of view of one participant: all that deriving that party needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The evidence's id.
    pub id: EvidenceId,
    /// What happened.
    pub kind: KindCode,
    /// When; `None` folds before everything dated.
    pub occurred_at: Option<Timestamp>,
    /// How exactly the time is known.
    pub precision: Precision,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Whether the party is the subject.
    pub subject: bool,
    /// The deal that it names.
    pub deal: Option<DealId>,
    /// The amount of money.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<String>,
    /// The other piece that it names.
    pub names: Option<EvidenceId>,
    /// All other entries.
    pub detail: Detail,
}

impl Piece {
    /// When it began: the instant at which it occurred, or at which its day begins in a zone.
    pub fn began_at(&self, zone: &Zone) -> Option<Timestamp> {
        self.occurred_at.map(|at| if self.precision.is_day() { zone.start_of(at) } else { at })
    }
}

impl Evidence {
    /// The piece from the point of view of `party`.
    pub fn piece_for(&self, party: PartyId) -> Piece {
        Piece {
            id: self.id,
            kind: self.kind,
            occurred_at: self.occurred_at,
            precision: self.precision,
            recorded_at: self.recorded_at,
            subject: self.participants.iter().any(|one| one.party == party && one.role == SUBJECT),
            deal: self.deal,
            amount: self.amount,
            product_line: self.product_line.clone(),
            names: self.names,
            detail: self.detail.clone(),
        }
    }
}

/// Every party that takes part in pieces of evidence, each once, in the order of ids.
pub fn parties_of(evidence: &[Evidence]) -> Vec<PartyId> {
    let mut parties: Vec<PartyId> =
        evidence.iter().flat_map(|one| one.participants.iter().map(|one| one.party)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}
