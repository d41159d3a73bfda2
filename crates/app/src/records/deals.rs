//! What follows from changing a deal: evidence, from which its stage, its dates and who takes part are derived again.

use casebook_domain::deals::{Appended, DEAL, Terms, changed, courses, live_in_order, opened};
use casebook_domain::draft::Draft;
use casebook_domain::ids::{DealId, EvidenceId, PartyId, RecordId};
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::{DAY, Timestamp};
use casebook_store::record::{self, RecordRow};
use casebook_store::{evidence, party};

use super::change::RecordChange;
use crate::desk::{Work, deals};
use crate::error::{Error, Result};
use crate::evidence::{append, retraction, stay_known};

/// Appends what a new deal says.
pub(super) fn follow_added(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    values: &Values,
) -> Result<()> {
    if of.name != DEAL {
        return Ok(());
    }
    let terms = Terms::of(of, values);
    ensure_sound(&terms, work.now)?;
    let closed = terms.closed_on.or_else(|| Terms::close_date(values));
    let deal = DealId(row.id.0);
    let appended = append(work, opened(deal, &terms, closed, work.now))?;
    // There is no other evidence of a new deal.
    let course = courses(&appended, &work.words.kinds, &work.words.zone).remove(&deal);
    let mut derived = values.clone();
    course.unwrap_or_default().apply(of, &mut derived);
    ensure_agrees(&Terms::of(of, &derived), &terms, terms.closed_on)
}

/// Appends and corrects what a change of a deal says that its evidence does not.
pub(super) fn follow_edited(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    (before, after): (&Values, &Values),
) -> Result<()> {
    let (was, is) = (Terms::of(of, before), Terms::of(of, after));
    if of.name != DEAL || was == is {
        return Ok(());
    }
    ensure_sound(&is, work.now)?;
    let evidence = deals::evidence_of(work.connection, std::slice::from_ref(row))?;
    let live = live_in_order(&evidence, &work.words.kinds, &work.words.zone);
    let closed = newly_given(was.closed_on, is.closed_on)
        .or_else(|| newly_given(Terms::close_date(before), Terms::close_date(after)));
    let deal = DealId(row.id.0);
    let plan = changed((deal, &live), (&was, &is), closed, work.now, &work.words.kinds);
    let drafts = drafts_of(work, plan)?;
    if drafts.is_empty() {
        // What no evidence can say does not stay in the record either.
        deals::derive(work, &[deal])?;
    } else {
        let appended = append(work, drafts)?;
        stay_known(work, &appended)?;
    }
    let Some(row) = record::get_many(work.connection, &[row.id])?.pop() else { return Ok(()) };
    let derived = Terms::of(of, &Values::stored(of, &row.fields));
    ensure_agrees(&derived, &is, newly_given(was.closed_on, is.closed_on))
}

fn drafts_of(work: &mut Work<'_, '_>, plan: Appended) -> Result<Vec<Draft>> {
    let ids: Vec<EvidenceId> = plan.retracted;
    let wrong = if ids.is_empty() { Vec::new() } else { evidence::get_many(work.connection, &ids)? };
    let retractions = wrong.iter().map(|one| retraction(work.now, one, "the deal was changed"));
    Ok(retractions.chain(plan.drafts).collect())
}

fn newly_given(before: Option<Timestamp>, after: Option<Timestamp>) -> Option<Timestamp> {
    after.filter(|_| before != after)
}

/// Evidence is about somebody, and about what has happened.
fn ensure_sound(terms: &Terms, now: Timestamp) -> Result<()> {
    for (field, day) in [("opened_on", terms.opened_on), ("closed_on", terms.closed_on)] {
        if day.is_some_and(|day| day > now.plus(DAY)) {
            let detail = "lies in the future; `close_date` says when a deal is expected to end";
            return Err(Error::argument(field, detail));
        }
    }
    if terms.participants().is_empty() {
        let detail = "a deal needs an account, or a person who takes part: its history is theirs";
        return Err(Error::argument("account", detail));
    }
    Ok(())
}

/// Refuses a change that evidence of a later date contradicts.
fn ensure_agrees(derived: &Terms, asked: &Terms, closed_on: Option<Timestamp>) -> Result<()> {
    let differs = [
        ("stage", derived.stage != asked.stage),
        ("amount", derived.amount != asked.amount),
        ("product_line", derived.product_line != asked.product_line),
        ("account", derived.account != asked.account),
        ("people", derived.people != asked.people),
    ];
    if let Some((field, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        let detail = "evidence of a later date says otherwise; correct that, or give a later date";
        return Err(Error::argument(field, detail));
    }
    if closed_on.is_some() && derived.closed_on != closed_on {
        let detail =
            "a deal is closed on the day on which it was last won or lost; say the stage too, or another day";
        return Err(Error::argument("closed_on", detail));
    }
    Ok(())
}

/// Locks the parties of records from which evidence follows and that are about to be changed, before the deals: evidence that is appended elsewhere locks in
/// that order.
pub(super) fn lock_parties(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    ids: &[RecordId],
    change: &RecordChange,
) -> Result<()> {
    if of.name != DEAL && of.evidence.is_empty() {
        return Ok(());
    }
    let mut values = Values::default();
    // What does not fit is refused when it is applied.
    let _ = values.change(of, &change.fields);
    let new = record::parties_in(RecordId(0), &values);
    let held = record::parties_of(work.connection, ids)?;
    let mut parties: Vec<PartyId> = held.iter().chain(&new).map(|one| one.party).collect();
    parties.sort_unstable();
    parties.dedup();
    party::lock_many(work.connection, &parties)?;
    Ok(())
}
