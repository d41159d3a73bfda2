//! A mapping under construction: columns are assigned meanings, and each assignment is noted.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::kind::Kinds;
use casebook_domain::text::fold;

use super::column::{Because, Column};
use super::dictionary::{Meaning, look_up};
use super::{GuessOptions, Question};
use crate::mapping::{Claim, Claims, EvidenceMapping, KindName, Mapping, Source};

/// What the guess works on.
pub struct Draft<'g> {
    /// The file's columns.
    pub columns: &'g [Column],
    /// The kinds of evidence that are registered.
    pub kinds: &'g Kinds,
    /// The user's options.
    pub options: &'g GuessOptions,
    /// The mapping so far.
    pub mapping: Mapping,
    /// What was assigned, and why.
    pub notes: Vec<String>,
    /// Questions that only the user can answer.
    pub questions: Vec<Question>,
}

/// The prefixes under which address books keep several addresses of one person.
const ADDRESSES: [&str; 9] =
    ["", "mailing ", "billing ", "home ", "business ", "work ", "primary ", "shipping ", "other "];

impl<'g> Draft<'g> {
    /// The columns of a meaning, in the order of the file.
    pub fn all(&self, meaning: Meaning) -> impl Iterator<Item = &'g Column> + use<'g> {
        self.columns.iter().filter(move |column| column.meaning == Some(meaning))
    }

    /// The first column of a meaning.
    pub fn first(&self, meaning: Meaning) -> Option<&'g Column> {
        self.all(meaning).next()
    }

    /// The header of the first column of a meaning.
    pub fn header(&self, meaning: Meaning) -> Option<String> {
        self.first(meaning).map(|column| column.header.clone())
    }

    /// The first column of a meaning that holds dates or none in the sample; any other is noted.
    pub fn date(&mut self, meaning: Meaning) -> Option<String> {
        let mut found = None;
        for column in self.all(meaning) {
            if column.holds_dates() {
                found.get_or_insert_with(|| column.header.clone());
            } else {
                self.notes.push(format!("`{}` has no readable dates; it is kept as a field.", column.header));
            }
        }
        found
    }

    /// Fills a field from all columns of its meanings, the first that is filled.
    pub fn fill(&mut self, field: &str, meanings: &[Meaning]) {
        let columns: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.meaning.is_some_and(|meaning| meanings.contains(&meaning)))
            .collect();
        self.fill_from(field, &columns);
    }

    /// Fills a field from the first column of a meaning alone.
    pub fn fill_once(&mut self, field: &str, meaning: Meaning) {
        let columns: Vec<&Column> = self.first(meaning).into_iter().collect();
        self.fill_from(field, &columns);
    }

    fn fill_from(&mut self, field: &str, columns: &[&Column]) {
        if columns.is_empty() {
            return;
        }
        for column in columns {
            let why = match &column.because {
                Because::Name => String::new(),
                Because::Misspelled(right) => format!(", read as a misspelling of `{right}`"),
                Because::Content => ", based on its values".to_owned(),
            };
            self.notes.push(format!("`{}` is read as {}{why}.", column.header, field.replace('_', " ")));
        }
        let columns = columns.iter().map(|column| column.header.clone()).collect();
        self.mapping.fields.insert(field.to_owned(), Source::First(columns));
    }

    /// Fills the parts of the address from one group of columns, so that two addresses are never mixed.
    pub fn fill_address(&mut self) {
        let parts = [
            ("street", Meaning::Street),
            ("city", Meaning::City),
            ("region", Meaning::Region),
            ("postal_code", Meaning::PostalCode),
            ("country", Meaning::Country),
        ];
        for prefix in ADDRESSES {
            let part = |column: &Column, meaning| {
                column.words.strip_prefix(prefix).and_then(look_up) == Some(meaning)
                    && (prefix.is_empty() || column.meaning.is_none())
            };
            let found: Vec<(&str, &Column)> = parts
                .iter()
                .filter_map(|(field, meaning)| {
                    Some((*field, self.columns.iter().find(|column| part(column, *meaning))?))
                })
                .collect();
            if !found.is_empty() {
                for (field, column) in found {
                    self.fill_from(field, &[column]);
                }
                return;
            }
        }
    }

    /// Notes, where ids name what other files bring, that these must have the same system.
    pub fn note_system(&mut self) {
        let (system, feed) = (&self.mapping.system, &self.mapping.name);
        if self.options.system.is_none() && system == feed {
            self.notes.push(format!(
                "Ids are those of `{system}`; import all files of one system with the same --system, so that they are linked."
            ));
        }
    }

    /// A claim of that kind at the time in that column.
    pub fn claim(&self, kind: &str, at: Option<String>) -> Option<Claim> {
        KindName::find(kind, self.kinds).map(|kind| Claim { at, ..Claim::of(kind) })
    }

    /// Adds evidence that every row gives (if its guard is filled).
    pub fn always(&mut self, claim: Option<Claim>, when: Option<String>) {
        if let Some(claim) = claim {
            self.mapping.evidence.push(EvidenceMapping { when, claims: Claims::Always(claim) });
        }
    }

    /// Adds evidence by the value of a column: all its values in the sample, and some common ones.
    pub fn by_value(&mut self, column: &Column, usual: &[&str], claim: impl Fn(&str) -> Option<Claim>) {
        let mut values = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for value in column.values.iter().map(String::as_str).chain(usual.iter().copied()) {
            if let Some(claim) = claim(value).filter(|_| seen.insert(fold(value))) {
                values.insert(value.to_owned(), Some(claim));
            }
        }
        if !values.is_empty() {
            let claims = Claims::ByValue { column: column.header.clone(), values };
            self.mapping.evidence.push(EvidenceMapping { when: None, claims });
        }
    }

    /// Adds evidence that a column claims with yes; no claims nothing.
    pub fn if_true(&mut self, column: &Column, claim: Option<&Claim>) {
        let Some(claim) = claim else { return };
        let mut values: BTreeMap<String, Option<Claim>> =
            [("true", true), ("yes", true), ("1", true), ("false", false), ("no", false), ("0", false)]
                .into_iter()
                .map(|(word, truth)| (word.to_owned(), truth.then(|| claim.clone())))
                .collect();
        for value in &column.values {
            let folded = fold(value);
            if ["ja", "oui", "si", "ano", "sim"].contains(&folded.as_str()) {
                values.insert(folded, Some(claim.clone()));
            } else if ["nein", "non", "ne", "nao"].contains(&folded.as_str()) {
                values.insert(folded, None);
            }
        }
        let claims = Claims::ByValue { column: column.header.clone(), values };
        self.mapping.evidence.push(EvidenceMapping { when: None, claims });
    }
}
