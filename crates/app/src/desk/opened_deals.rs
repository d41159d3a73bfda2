//! Deals that a write opens while its evidence waits: each is stored once, together with what its evidence comes to.

use std::collections::BTreeSet;
use std::sync::Arc;

use casebook_domain::deals::{DEAL, DealState, Terms, courses};
use casebook_domain::evidence::{Evidence, Participant};
use casebook_domain::ids::DealId;
use casebook_domain::records::{RecordType, Values};
use casebook_store::record::RecordRow;
use casebook_store::record_key::unique_keys;

use super::Work;
use super::deals::{insert_rows, projected};
use crate::error::Result;

/// A deal whose row is stored with its evidence.
#[derive(Clone, Debug)]
pub(crate) struct OpenedDeal {
    row: RecordRow,
    values: Values,
    participants: Vec<Participant>,
}

impl OpenedDeal {
    fn id(&self) -> DealId {
        DealId(self.row.id.0)
    }
}

/// Lets a new record wait for the evidence that waits, if it is an open deal without keys: nothing else asks for such a
/// one before. Returns whether it waits.
pub(crate) fn wait(work: &mut Work<'_, '_>, of: &RecordType, row: &RecordRow, values: &Values) -> bool {
    let Some(waiting) = work.waiting.as_mut().filter(|_| of.name == DEAL) else { return false };
    let terms = Terms::of(of, values);
    let waits = terms.state() == DealState::Open && unique_keys(of, values).is_empty();
    if waits {
        let participants = terms.participants();
        waiting.deals.push(OpenedDeal { row: row.clone(), values: values.clone(), participants });
    }
    waits
}

/// Who takes part in a deal that waits; nothing if it does not.
pub(crate) fn participants_waiting(work: &Work<'_, '_>, deal: DealId) -> Option<Vec<Participant>> {
    let found = work.waiting.as_ref()?.deals.iter().rfind(|one| one.id() == deal)?;
    Some(found.participants.clone())
}

/// Stores deals that have waited with what this evidence comes to, which is all that there is of them; returns which they
/// are.
pub(crate) fn store(
    work: &mut Work<'_, '_>,
    opened: Vec<OpenedDeal>,
    appended: &[Evidence],
) -> Result<BTreeSet<DealId>> {
    let ids: BTreeSet<DealId> = opened.iter().map(OpenedDeal::id).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let of = Arc::clone(work.words.record_type(DEAL)?);
    let own = appended.iter().filter(|one| one.deal.is_some_and(|deal| ids.contains(&deal)));
    let own: Vec<Evidence> = own.cloned().collect();
    let courses = courses(&own, work.words.deal_rules());
    let row = |one: OpenedDeal| {
        let course = courses.get(&one.id());
        projected(&of, &one.row, one.values, course)
    };
    let (rows, values): (Vec<RecordRow>, Vec<Values>) = opened.into_iter().map(row).unzip();
    insert_rows(work, &rows, &values, &courses)?;
    Ok(ids)
}
