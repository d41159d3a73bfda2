//! Writing a new quote, and seeing what one would come to.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::deals::Terms;
use casebook_domain::ids::{DealId, PartyId, QuoteId};
use casebook_domain::party::Fields;
use casebook_domain::quotes::{Content, QuoteState, Recipient};
use casebook_domain::records::Values;
use casebook_store::quote::{self, QuoteRow};
use casebook_store::{Connection, party};

use super::draft::QuoteDraft;
use super::journal::note;
use super::prices;
use super::show::Quote;
use super::stored::{checked, deal_of};
use crate::desk::{Definitions, Session, Work};
use crate::error::Result;

/// Fields of an address, in the order of lines.
const ADDRESS: [&[&str]; 4] = [&["street"], &["postal_code", "city"], &["region"], &["country"]];

/// Adds a quote to a deal, as a draft.
pub fn add(session: &Session, draft: QuoteDraft) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let draft = filled(session, draft)?;
    session.write(move |work| {
        let row = new_row(work, &draft)?;
        quote::insert(work.connection, &row)?;
        note(work, None, &row, Action::QuoteAdded, None);
        Quote::of(work.connection, &work.words, work.session, row)
    })
}

/// What [`add()`] would come to now. Nothing is stored.
pub fn preview(session: &Session, draft: QuoteDraft) -> Result<Quote> {
    session.may(Subject::Workspace)?;
    let draft = filled(session, draft)?;
    session.read(|connection, words| {
        let content = completed(connection, words, &draft)?;
        let row = row_of(QuoteId(0), draft.deal, &content, session);
        Quote::of(connection, words, session, row)
    })
}

/// The draft with what the catalogue knows of its lines.
pub(super) fn filled(session: &Session, mut draft: QuoteDraft) -> Result<QuoteDraft> {
    if let Some(lines) = &mut draft.says.lines {
        prices::fill(session, lines, draft.currency, draft.price_list)?;
    }
    Ok(draft)
}

fn new_row(work: &mut Work<'_, '_>, draft: &QuoteDraft) -> Result<QuoteRow> {
    let words = work.words.clone();
    let content = completed(work.connection, &words, draft)?;
    let row = row_of(QuoteId(work.session.next_id()), draft.deal, &content, work.session);
    Ok(QuoteRow { created_at: work.now, updated_at: work.now, ..row })
}

fn row_of(id: QuoteId, deal: DealId, content: &Content, session: &Session) -> QuoteRow {
    let now = session.now();
    QuoteRow {
        id,
        deal,
        state: QuoteState::Draft,
        number: None,
        edition: 1,
        content: content.to_text(),
        document: None,
        digest: None,
        token: None,
        sent_at: None,
        answer: None,
        version: 1,
        created_at: now,
        created_by: session.actor().to_owned(),
        updated_at: now,
    }
}

/// What a new quote says: what is asked for, and for the rest what the deal knows.
fn completed(connection: &mut Connection<'_>, words: &Definitions, draft: &QuoteDraft) -> Result<Content> {
    let (of, row) = deal_of(connection, words, draft.deal)?;
    let terms = Terms::of(&of, &Values::stored(&of, &row.fields));
    let first = terms.account.or(terms.people.first().map(|one| one.party));
    let mut content = Content {
        title: row.name.chars().take(200).collect(),
        currency: draft.currency,
        language: draft.says.language.unwrap_or_default(),
        recipient: recipient(connection, first)?,
        valid_until: None,
        introduction: String::new(),
        terms: String::new(),
        lines: Vec::new(),
    };
    draft.says.apply(&mut content)?;
    checked(&content)?;
    Ok(content)
}

fn recipient(connection: &mut Connection<'_>, party: Option<PartyId>) -> Result<Recipient> {
    let Some(id) = party else { return Ok(Recipient::default()) };
    let Some(row) = party::get(connection, id)? else { return Ok(Recipient::default()) };
    let name = row.fields.get("name").cloned().unwrap_or_default();
    let name = name.chars().filter(|c| !c.is_control()).take(200).collect();
    Ok(Recipient { party: Some(id), name, address: address(&row.fields) })
}

/// The postal address as it is printed.
fn address(fields: &Fields) -> String {
    let line = |names: &&[&str]| {
        let parts = names.iter().filter_map(|name| fields.get(*name)).map(|text| text.trim());
        let parts: Vec<&str> = parts.filter(|text| !text.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let lines: Vec<String> = ADDRESS.iter().filter_map(line).collect();
    let text = lines.join("\n");
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(1_000).collect()
}
