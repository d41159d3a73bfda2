//! Small records to test with.

use casebook_domain::evidence::{Detail, Evidence, Participant, SUBJECT, Via};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::party::PartyKind;
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::party::PartyRow;

use crate::FixedClock;

/// The `n`th person, with these fields.
pub fn person(n: i64, fields: &[(&str, &str)]) -> PartyRow {
    party(PartyId::new(n * 2, PartyKind::Person), fields)
}

/// The `n`th organization, with these fields.
pub fn organization(n: i64, fields: &[(&str, &str)]) -> PartyRow {
    party(PartyId::new(n * 2, PartyKind::Organization), fields)
}

fn party(id: PartyId, fields: &[(&str, &str)]) -> PartyRow {
    PartyRow {
        id,
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        hidden: false,
        version: 1,
        created_at: FixedClock::START,
        updated_at: FixedClock::START,
    }
}

/// A plain piece about one party.
pub fn evidence(n: i64, kind: KindCode, occurred_at: Option<Timestamp>, subject: PartyId) -> Evidence {
    Evidence {
        id: EvidenceId(n),
        kind,
        occurred_at,
        precision: if occurred_at.is_some() { Precision::Instant } else { Precision::Unknown },
        recorded_at: FixedClock::START,
        recorded_by: "ada".to_owned(),
        via: Via::Form,
        deal: None,
        amount: None,
        product_line: None,
        names: None,
        detail: Detail::default(),
        participants: vec![Participant { party: subject, role: SUBJECT.to_owned() }],
    }
}
