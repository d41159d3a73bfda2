//! Guessing what the columns of a file mean, from their headers and values.
//!
//! A guess claims no more than the file says: a source never creates a deal, a creation date is not a meeting.

mod column;
mod consent;
mod deals;
mod dictionary;
mod draft;
mod header;
mod histories;
mod ids;
mod kept;
pub mod own_export;
mod people;
mod rows_are;
mod sale;
mod shape;
mod shared_mail;
mod status;

use std::collections::BTreeSet;

use casebook_domain::kind::Kinds;
use casebook_domain::money::Currency;

use crate::dates::{AmbiguousDate, DateOrder, Orders, settle};
use crate::mapping::{Claims, Mapping, SharedMail};
use crate::read::Record;
use column::{Column, columns};
use draft::Draft;
pub use rows_are::RowsAre;
pub use shape::FileKind;

/// Options that the user sets.
#[derive(Clone, Debug, Default)]
pub struct GuessOptions {
    /// Whether `01/02/24` begins with its day, its month or its year.
    pub date_order: Option<DateOrder>,
    /// The zone of times that state none.
    pub zone: Option<String>,
    /// The currency of amounts that name none.
    pub currency: Option<Currency>,
    /// The feed's name, if not the file's.
    pub name: Option<String>,
    /// The external system that the ids belong to.
    pub system: Option<String>,
    /// Who people of different names are that have one email address.
    pub shared_mail: SharedMail,
    /// What the people of a list are to us, if the file does not say.
    pub rows_are: Option<RowsAre>,
    /// Whether the file has no header.
    pub headless: bool,
    /// Whether ambiguous dates become a question; otherwise there is no guess.
    pub leave_dates_open: bool,
}

/// A mapping that was guessed.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The mapping.
    pub mapping: Mapping,
    /// What the rows are.
    pub kind: FileKind,
    /// What was assigned and why, in plain sentences.
    pub notes: Vec<String>,
    /// Questions that would improve the mapping; it is usable without.
    pub questions: Vec<Question>,
}

/// A question that only the user can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The field of [`GuessOptions`] that answers it.
    pub option: &'static str,
    /// The question.
    pub text: String,
    /// The choices; none if the answer is free.
    pub choices: Vec<&'static str>,
}

/// Why no mapping can be guessed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuessError {
    /// Nothing distinguishes days from months or years.
    #[error(transparent)]
    AmbiguousDate(#[from] AmbiguousDate),
    /// The rows are pieces of evidence that Casebook has exported.
    #[error(
        "the file is an export of evidence of Casebook, which is not imported; import the file that the evidence came \
         from, or record it"
    )]
    OwnEvidence,
    /// No column identifies anyone.
    #[error(
        "no column looks like a name, email address, phone number, company or id (columns: {}); write a mapping that \
         says what they mean", .0.join(", ")
    )]
    NobodyNamed(Vec<String>),
}

/// Guesses a mapping for a file of these headers, of which `sample` holds the first records.
pub fn guess(
    headers: &[String],
    sample: &[Record],
    file_name: &str,
    kinds: &Kinds,
    options: &GuessOptions,
) -> Result<Guess, GuessError> {
    let mut columns = columns(headers, sample, !options.headless);
    if own_export::is_of_evidence(&columns) {
        return Err(GuessError::OwnEvidence);
    }
    let feed = options.name.clone().unwrap_or_else(|| shape::feed(file_name));
    let kind = shape::kind_of(&columns, &shape::feed(file_name));
    if kind == FileKind::Deals {
        deals::name_titles(&mut columns);
    }
    let mut mapping = Mapping::new(&feed, casebook_domain::party::PartyKind::Person);
    mapping.party.shared_mail = options.shared_mail;
    mapping.system = options.system.clone().unwrap_or_else(|| shape::system(&columns, &feed));
    if own_export::is_of_parties(&columns) {
        let notes = vec!["The file is an export of Casebook: `id` says whom a row is about.".to_owned()];
        own_export::parties(&columns, &mut mapping);
        return Ok(Guess { mapping, kind, notes, questions: Vec::new() });
    }
    let notes = vec![format!("Rows are read as {}.", kind.description())];
    let mut draft = Draft { columns: &columns, kinds, options, mapping, notes, questions: Vec::new() };
    match kind {
        FileKind::People => people::people(&mut draft),
        FileKind::Organizations => people::organizations(&mut draft),
        FileKind::Deals => deals::deals(&mut draft),
        FileKind::Interactions => deals::interactions(&mut draft),
        FileKind::Histories => histories::histories(&mut draft),
    }
    kept::note(&mut draft);
    let Draft { mut mapping, notes, mut questions, .. } = draft;
    refuse_nobody(&mapping, headers)?;
    settle_dates(&mut mapping, &columns, options, &mut questions)?;
    questions.extend(shared_mail::question(&mapping, headers, sample));
    // What keeps rows from being imported comes first.
    questions.sort_by_key(|question| question.option == rows_are::OPTION);
    Ok(Guess { mapping, kind, notes, questions })
}

fn refuse_nobody(mapping: &Mapping, headers: &[String]) -> Result<(), GuessError> {
    let identifying = ["name", "first_name", "last_name", "email", "phone"];
    let named = identifying.iter().any(|field| mapping.fields.contains_key(*field));
    let of_a_deal = mapping.party.known && mapping.deal.is_some();
    if named || !mapping.party.external_id.is_empty() || mapping.organization.is_some() || of_a_deal {
        return Ok(());
    }
    Err(GuessError::NobodyNamed(headers.iter().take(20).cloned().collect()))
}

/// Finds the order of every date column, and refuses or asks if one is ambiguous.
fn settle_dates(
    mapping: &mut Mapping,
    columns: &[Column],
    options: &GuessOptions,
    questions: &mut Vec<Question>,
) -> Result<(), GuessError> {
    mapping.dates.zone.clone_from(&options.zone);
    // A year of two digits comes first in columns that show nothing else; days and months have one order in all of them.
    if let Some(order) = options.date_order.filter(|order| *order != DateOrder::YearFirst) {
        mapping.dates.orders = Orders::all(order);
        return Ok(());
    }
    for header in times(mapping) {
        let Some(column) = columns.iter().find(|column| column.header == header) else { continue };
        let orders = match settle(&header, column.values.iter().map(String::as_str)) {
            Err(ambiguous) if options.date_order.is_some_and(|order| ambiguous.orders.contains(&order)) => {
                options.date_order.map(Orders::all).unwrap_or_default()
            }
            Err(ambiguous) if options.leave_dates_open => {
                questions.push(asked_for_order(&ambiguous));
                continue;
            }
            other => other?,
        };
        if orders != Orders::default() {
            mapping.dates.columns.insert(header, orders);
        }
    }
    Ok(())
}

fn asked_for_order(ambiguous: &AmbiguousDate) -> Question {
    Question {
        option: "date_order",
        text: ambiguous.to_string(),
        choices: ambiguous.orders.iter().map(|order| order.word()).collect(),
    }
}

fn times(mapping: &Mapping) -> BTreeSet<String> {
    let mut times = BTreeSet::new();
    for evidence in &mapping.evidence {
        match &evidence.claims {
            Claims::Always(claim) => times.extend(claim.at.clone()),
            Claims::ByValue { values, .. } => {
                times.extend(values.values().flatten().filter_map(|claim| claim.at.clone()));
            }
        }
    }
    times
}

#[cfg(test)]
mod tests;
