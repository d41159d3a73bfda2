//! Recording what the recipient answered.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::deals::{DealState, Terms, WON};
use casebook_domain::ids::{DealId, QuoteId, RecordId};
use casebook_domain::kind::built_in as k;
use casebook_domain::quotes::{Answer, Content, QuoteRefusal, QuoteState, Totals};
use casebook_domain::records::{RecordType, Values};
use casebook_domain::zone;
use casebook_store::quote::QuoteRow;
use casebook_store::record::RecordRow;
use serde_json::json;

use super::evidence::happened;
use super::journal::move_on;
use super::show::Quote;
use super::stored::{answer_of, checked, content_of, deal_of, locked, state_on, today};
use crate::desk::{Definitions, Session, Work};
use crate::error::{Error, Result};
use crate::records::{RecordChange, edit_row, locked as locked_record};

/// The longest name or reason, in characters.
const LONGEST: usize = 1_000;

/// Records that the recipient has accepted a quote, and wins its deal, if its pipeline says so.
pub fn accept(session: &Session, id: QuoteId, name: &str, note: &str) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let answer = Answer { name: line("name", name)?, reason: line("note", note)?, ..Answer::default() };
    session.write(move |work| {
        let row = locked(work, id)?;
        let row = settle(work, &row, QuoteState::Accepted, answer.clone())?;
        Quote::of(work.connection, &work.words, work.session, row)
    })
}

/// Records that the recipient has declined a quote, and why.
pub fn decline(session: &Session, id: QuoteId, name: &str, reason: &str) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let answer = Answer { name: line("name", name)?, reason: line("reason", reason)?, ..Answer::default() };
    session.write(move |work| {
        let row = locked(work, id)?;
        let row = settle(work, &row, QuoteState::Declined, answer.clone())?;
        Quote::of(work.connection, &work.words, work.session, row)
    })
}

/// Stores the answer to a quote that is locked, and what follows from it.
pub(super) fn settle(
    work: &mut Work<'_, '_>,
    row: &QuoteRow,
    state: QuoteState,
    answer: Answer,
) -> Result<QuoteRow> {
    let content = content_of(row)?;
    ensure_open(work, row, &content)?;
    let answer = Answer { at: work.now.to_string(), ..answer };
    let text = serde_json::to_string(&answer).unwrap_or_default();
    let after = QuoteRow { state, answer: Some(text), ..row.clone() };
    if state != QuoteState::Accepted {
        let after = move_on(work, row, after, Action::QuoteDeclined, None)?;
        let entries = [("reason", answer.reason.as_str()), ("by", &answer.name)];
        happened(work, &after, k::PROPOSAL_DECLINED, &entries)?;
        return Ok(after);
    }
    let won = deal_to_win(work, row.deal)?;
    let after = move_on(work, row, after, Action::QuoteAccepted, won)?;
    let entries = [("by", answer.name.as_str()), ("note", &answer.reason)];
    happened(work, &after, k::PROPOSAL_ACCEPTED, &entries)?;
    if let Some(deal) = won {
        win(work, deal, &content)?;
    }
    Ok(after)
}

/// Refuses what was answered, taken back or not sent, and what expired.
fn ensure_open(work: &Work<'_, '_>, row: &QuoteRow, content: &Content) -> Result<()> {
    let refusal = match state_on(row, content, &today(&work.words, work.session)) {
        QuoteState::Sent => return Ok(()),
        QuoteState::Draft => QuoteRefusal::NotSent,
        QuoteState::Expired => QuoteRefusal::Expired(content.valid_until.clone().unwrap_or_default()),
        state => settled(work, row, state),
    };
    Err(Error::Quote(refusal))
}

/// What happened to a quote before.
pub(super) fn settled(work: &Work<'_, '_>, row: &QuoteRow, state: QuoteState) -> QuoteRefusal {
    let answer = answer_of(row).unwrap_or_default();
    let at = casebook_domain::time::Timestamp::parse_rfc3339(&answer.at).unwrap_or(row.updated_at);
    QuoteRefusal::Settled { state, on: zone::written(work.words.zone.day_of(at)), name: answer.name }
}

/// Whether accepting a quote wins a deal: its pipeline says so.
fn acceptance_wins(words: &Definitions, of: &RecordType, row: &RecordRow) -> bool {
    let terms = Terms::of(of, &Values::stored(of, &row.fields));
    words.pipelines.get_or_first(&terms.pipeline).quote_wins
}

/// The deal that an acceptance wins: one that is not won.
fn deal_to_win(work: &mut Work<'_, '_>, deal: DealId) -> Result<Option<DealId>> {
    let words = work.words.clone();
    let (of, row) = deal_of(work.connection, &words, deal)?;
    let is_won = row.state.as_deref() == Some(DealState::Won.word());
    Ok(Some(deal).filter(|_| !is_won && acceptance_wins(&words, &of, &row)))
}

/// Wins a deal as somebody does who changes its stage. A deal without an amount gets what was agreed.
fn win(work: &mut Work<'_, '_>, deal: DealId, content: &Content) -> Result<()> {
    let words = work.words.clone();
    let (of, _) = deal_of(work.connection, &words, deal)?;
    let row = locked_record(work, &of, RecordId(deal.0))?;
    let mut change = RecordChange::default();
    change.fields.insert("stage".to_owned(), WON.into());
    let has_amount = Terms::of(&of, &Values::stored(&of, &row.fields)).amount.is_some();
    if let Some(minor) = agreed(&checked(content)?.1).filter(|_| !has_amount) {
        let amount = json!({ "minor": minor, "currency": content.currency.code() });
        change.fields.insert("amount".to_owned(), amount);
    }
    edit_row(work, &of, &row, &change)?;
    Ok(())
}

/// What a deal is worth by its quote: all that is agreed, before tax; where a recurring line has no end, what is charged once.
fn agreed(totals: &Totals) -> Option<i64> {
    totals.agreed.as_ref().or(totals.once.as_ref()).map(|sum| sum.net)
}

/// A text of one line, or a few words.
pub(super) fn line(name: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return Err(Error::argument(name, format!("is longer than {LONGEST} characters")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::argument(name, "contains a control character"));
    }
    Ok(text.to_owned())
}
