//! One quote, and what is handed out of it.

use casebook_domain::ids::{QuoteId, RecordId};
use casebook_domain::quotes::{Answer, Content, Document, LineAmounts, QuoteState, Totals};
use casebook_store::quote::QuoteRow;
use casebook_store::{Connection, record};

use super::stored::{answer_of, checked, content_of, document_of, seen, state_on, today};
use crate::desk::{Definitions, Session};
use crate::error::Result;
use crate::selling::company;

/// A version of a quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// As it is stored.
    pub row: QuoteRow,
    /// How it stands today.
    pub state: QuoteState,
    /// The name of its deal.
    pub deal_name: String,
    /// What it says.
    pub content: Content,
    /// What each line comes to.
    pub amounts: Vec<LineAmounts>,
    /// What it comes to.
    pub totals: Totals,
    /// What the recipient answered.
    pub answer: Option<Answer>,
}

impl Quote {
    /// A stored quote as it stands today.
    pub(super) fn of(
        connection: &mut Connection<'_>,
        words: &Definitions,
        session: &Session,
        row: QuoteRow,
    ) -> Result<Self> {
        let content = content_of(&row)?;
        let (amounts, totals) = match document_of(&row)? {
            Some(document) => (document.amounts, document.totals),
            None => checked(&content)?,
        };
        let deal = record::get_many(connection, &[RecordId(row.deal.0)])?.pop();
        Ok(Self {
            state: state_on(&row, &content, &today(words, session)),
            deal_name: deal.map(|deal| deal.name).unwrap_or_default(),
            answer: answer_of(&row),
            content,
            amounts,
            totals,
            row,
        })
    }
}

/// A version of a quote.
pub fn show(session: &Session, id: QuoteId) -> Result<Quote> {
    session.read(|connection, words| {
        let row = seen(session, connection, id)?;
        Quote::of(connection, words, session, row)
    })
}

/// What is handed out of a version: exactly what was sent, or of a draft what would be sent now.
pub fn document(session: &Session, id: QuoteId) -> Result<Document> {
    session.read(|connection, _| {
        let row = seen(session, connection, id)?;
        if let Some(document) = document_of(&row)? {
            return Ok(document);
        }
        let content = content_of(&row)?;
        let (amounts, totals) = checked(&content)?;
        Ok(Document {
            number: row.number.map(|number| number.to_string()),
            version: row.edition,
            sent_on: None,
            sender: company::stored(connection)?,
            content,
            amounts,
            totals,
        })
    })
}
