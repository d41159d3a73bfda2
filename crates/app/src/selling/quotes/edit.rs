//! Editing a draft.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::{QuoteId, RecordId};
use casebook_domain::quotes::{QuoteRefusal, QuoteState};
use casebook_store::quote::QuoteRow;

use super::draft::QuoteChange;
use super::journal::write_draft;
use super::prices;
use super::show::Quote;
use super::stored::{checked, content_of, locked, seen};
use crate::desk::Session;
use crate::error::{Error, Result};

/// Changes what a draft says, if the version of the row is one that the editor `expects`; else [`Error::Stale`]. What was sent
/// is refused.
pub fn edit_if(
    session: &Session,
    id: QuoteId,
    mut change: QuoteChange,
    price_list: Option<RecordId>,
    expects: impl Fn(i64) -> bool + Send + Sync + 'static,
) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    if let Some(lines) = &mut change.lines {
        let currency = session.read(|connection, _| content_of(&seen(session, connection, id)?))?.currency;
        prices::fill(session, lines, currency, price_list)?;
    }
    session.write(move |work| {
        let row = locked(work, id)?;
        if !expects(row.version) {
            return Err(Error::Stale { version: row.version });
        }
        ensure_draft(&row)?;
        let mut content = content_of(&row)?;
        change.apply(&mut content)?;
        checked(&content)?;
        let after = QuoteRow { content: content.to_text(), ..row.clone() };
        let row = if after == row { row } else { write_draft(work, &row, after, Action::QuoteEdited)? };
        Quote::of(work.connection, &work.words, work.session, row)
    })
}

/// Refuses to change what was sent, and what was given up.
pub(super) fn ensure_draft(row: &QuoteRow) -> Result<()> {
    match row.state {
        QuoteState::Draft => Ok(()),
        state => Err(Error::Quote(QuoteRefusal::Frozen(state))),
    }
}
