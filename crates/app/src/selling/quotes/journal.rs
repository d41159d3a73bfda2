//! What the journal and the feed say of a change of a quote.

use casebook_domain::change::Action;
use casebook_domain::ids::DealId;
use casebook_domain::quotes::QuoteState;
use casebook_store::quote::{self, QuoteRow};
use serde::{Deserialize, Serialize};

use crate::desk::{About, Work};
use crate::error::{Error, Result};

/// What the feed calls a quote.
const QUOTE: &str = "quote";

/// What of a quote a change can change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Form {
    /// Its state.
    pub state: QuoteState,
    /// What it says, where that may change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// An entry of the journal about a quote.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Before the change; nothing of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Form>,
    /// After it.
    pub after: Option<Form>,
    /// The deal that an acceptance won.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won: Option<DealId>,
}

impl Form {
    /// The form of a row.
    pub fn of(row: &QuoteRow) -> Self {
        // What was sent never changes, so only the content of drafts has to be compared.
        let content = row.document.is_none().then(|| row.content.clone());
        Self { state: row.state, content, answer: row.answer.clone() }
    }
}

/// Stores a change of a draft, and notes it.
pub(super) fn write_draft(
    work: &mut Work<'_, '_>,
    before: &QuoteRow,
    after: QuoteRow,
    action: Action,
) -> Result<QuoteRow> {
    store(work, before, after, action, None, quote::write_draft)
}

/// Stores another state, answer or link of a quote, and notes it.
pub(super) fn move_on(
    work: &mut Work<'_, '_>,
    before: &QuoteRow,
    after: QuoteRow,
    action: Action,
    won: Option<DealId>,
) -> Result<QuoteRow> {
    store(work, before, after, action, won, quote::move_on)
}

fn store(
    work: &mut Work<'_, '_>,
    before: &QuoteRow,
    after: QuoteRow,
    action: Action,
    won: Option<DealId>,
    write: fn(&mut casebook_store::Connection<'_>, &QuoteRow) -> casebook_store::Result<bool>,
) -> Result<QuoteRow> {
    let after = QuoteRow { updated_at: work.now, ..after };
    if !write(work.connection, &after)? {
        return Err(Error::Stale { version: before.version });
    }
    note(work, Some(before), &after, action, won);
    Ok(QuoteRow { version: after.version + 1, ..after })
}

/// Notes a change of a quote in the journal and on the feed.
pub(super) fn note(
    work: &mut Work<'_, '_>,
    before: Option<&QuoteRow>,
    after: &QuoteRow,
    action: Action,
    won: Option<DealId>,
) {
    let entry = Entry { before: before.map(Form::of), after: Some(Form::of(after)), won };
    let detail = serde_json::to_string(&entry).unwrap_or_default();
    let row_key = Some(QUOTE.to_owned());
    work.enter(action, About { record: Some(after.id.0), row_key, party: None, detail });
    // Whom it is about stands with its evidence; this is for those who see the deal.
    work.announce(action, &after.id.to_string(), Vec::new());
}
