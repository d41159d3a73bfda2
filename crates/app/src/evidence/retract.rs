//! Taking evidence back, and taking that back.

use casebook_domain::draft::Draft;
use casebook_domain::evidence::{Detail, Evidence};
use casebook_domain::ids::EvidenceId;
use casebook_domain::kind::built_in as k;
use casebook_domain::time::Precision;
use casebook_store::evidence;

use super::append::append;
use crate::casebook::{Casebook, Work};
use crate::error::{Error, Result};

/// Retracts a piece of evidence. Retracting a retraction is how it is undone.
pub fn retract(casebook: &Casebook, id: EvidenceId, reason: &str) -> Result<Evidence> {
    let reason = reason.to_owned();
    casebook.write(move |work| {
        let found = evidence::get_many(work.connection, &[id])?;
        let named = found.first().ok_or_else(|| Error::not_found("evidence", id.to_string()))?;
        let draft = retraction(work, named, &reason);
        let mut appended = append(work, vec![draft], None)?;
        appended.pop().ok_or_else(|| Error::Refused("nothing was retracted".to_owned()))
    })
}

/// A retraction of `named`, with its participants, dated now.
pub(crate) fn retraction(work: &Work<'_, '_>, named: &Evidence, reason: &str) -> Draft {
    let detail = [("reason".to_owned(), reason.into())].into_iter().collect();
    Draft {
        kind: k::RETRACTED,
        occurred_at: Some(work.now),
        precision: Precision::Instant,
        deal: None,
        amount: None,
        product_line: None,
        names: Some(named.id),
        detail: Detail(detail),
        participants: named.participants.clone(),
    }
}
