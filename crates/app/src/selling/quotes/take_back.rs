//! Taking back what an entry of the journal did to a quote.

use casebook_domain::change::Action;
use casebook_domain::deals::DealState;
use casebook_domain::ids::{DealId, QuoteId, RecordId};
use casebook_domain::kind::built_in as k;
use casebook_domain::quotes::QuoteState;
use casebook_store::change_entry::ChangeEntry;
use casebook_store::quote::{self, QuoteRow};
use casebook_store::record;

use super::evidence::{ANSWERED, take_back as take_evidence_back};
use super::journal::{Entry, Form, move_on, write_draft};
use super::stored::locked;
use crate::desk::Work;
use crate::error::Result;

/// What taking an entry back came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Whether the quote is as it was, or withdrawn where it cannot be.
    pub changed: bool,
    /// Whether something stays because somebody changed it since.
    pub changed_since: bool,
    /// Whether its number stays used.
    pub number_stays: bool,
    /// Pieces of evidence that were retracted besides those of the change set.
    pub retracted: u64,
    /// The deal that is open again.
    pub reopened: Option<DealId>,
}

/// Takes back what an entry did to a quote, if it is still as the entry left it.
pub(crate) fn take_back(work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<Outcome> {
    let noted: Entry = serde_json::from_str(&entry.detail).unwrap_or_default();
    let (Some(id), Some(after)) = (entry.record.map(QuoteId), noted.after) else {
        return Ok(Outcome::default());
    };
    let Ok(row) = locked(work, id) else { return Ok(Outcome::default()) };
    let target = target_of(entry.action, noted.before, &row);
    if Form::of(&row) == target {
        return Ok(Outcome::default());
    }
    if Form::of(&row) != after || opens_a_second(work, &row, &target)? {
        return Ok(Outcome { changed_since: true, ..Outcome::default() });
    }
    let back = QuoteRow { state: target.state, answer: target.answer, ..row.clone() };
    match target.content.filter(|content| *content != row.content && row.state == QuoteState::Draft) {
        Some(content) => {
            write_draft(work, &row, QuoteRow { content, ..back }, Action::QuoteTakenBack)?;
        }
        None => {
            move_on(work, &row, back, Action::QuoteTakenBack, None)?;
        }
    }
    let retracted = match entry.action {
        Action::QuoteSent => take_evidence_back(work, &row, &[k::PROPOSAL_SENT])?,
        Action::QuoteAccepted | Action::QuoteDeclined => take_evidence_back(work, &row, &ANSWERED)?,
        _ => 0,
    };
    Ok(Outcome {
        changed: true,
        number_stays: entry.action == Action::QuoteSent,
        retracted,
        reopened: reopened(work, noted.won)?,
        ..Outcome::default()
    })
}

/// What a quote is to be again. What was sent cannot be a draft again, and what was added cannot vanish: both are withdrawn.
fn target_of(action: Action, before: Option<Form>, row: &QuoteRow) -> Form {
    let withdrawn = Form { state: QuoteState::Withdrawn, ..Form::of(row) };
    match (action, before) {
        (Action::QuoteSent, _) | (_, None) => withdrawn,
        (_, Some(before)) => before,
    }
}

/// Whether two versions of a quote would be open at once.
fn opens_a_second(work: &mut Work<'_, '_>, row: &QuoteRow, target: &Form) -> Result<bool> {
    let Some(number) = row.number.filter(|_| target.state == QuoteState::Sent) else { return Ok(false) };
    let editions = quote::lock_editions(work.connection, number)?;
    let is_open = |one: &QuoteRow| matches!(one.state, QuoteState::Sent | QuoteState::Accepted);
    Ok(editions.iter().any(|one| one.id != row.id && is_open(one)))
}

/// The deal that was won, if it is open now.
fn reopened(work: &mut Work<'_, '_>, won: Option<DealId>) -> Result<Option<DealId>> {
    let Some(deal) = won else { return Ok(None) };
    let row = record::get_many(work.connection, &[RecordId(deal.0)])?.pop();
    Ok(row.filter(|row| row.state.as_deref() == Some(DealState::Open.word())).map(|_| deal))
}
