//! A column as the guess sees it: what its header and values suggest that it holds.

use std::collections::HashSet;

use casebook_domain::mail;

use super::dictionary::{Meaning, look_up, misspelled};
use super::header::{Entity, plain, prefixed};
use crate::dates::{is_date, is_no_date};
use crate::mapping::{is_empty_mark, phone};
use crate::read::Record;

/// A column of the file.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub header: String,
    /// Its name in plain words, without the prefix.
    pub words: String,
    /// The entity named by its prefix.
    pub entity: Option<Entity>,
    /// What it holds.
    pub meaning: Option<Meaning>,
    /// Why that is believed.
    pub because: Because,
    /// Its non-empty values in the sample.
    pub values: Vec<String>,
    /// Its cells in the sample, row by row, empty where there is no value.
    pub cells: Vec<String>,
}

/// Why a column is believed to hold what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its header is in the dictionary.
    Name,
    /// Its header is close to this one.
    Misspelled(&'static str),
    /// Its values look like it.
    Content,
}

/// Guesses every column.
pub fn columns(headers: &[String], sample: &[Record], has_header: bool) -> Vec<Column> {
    let mut columns: Vec<Column> =
        headers.iter().enumerate().map(|(place, header)| column(place, header, sample)).collect();
    for column in &mut columns {
        column.correct_by_content(has_header);
    }
    if !has_header {
        name_by_content(&mut columns);
    }
    prefer_what_is_plainer(&mut columns);
    columns
}

fn column(place: usize, header: &str, sample: &[Record]) -> Column {
    let (entity, rest) = prefixed(header).map_or((None, header), |(entity, rest)| (Some(entity), rest));
    let words = plain(rest);
    let cells = sample.iter().map(|record| record.cells.get(place).map_or("", |cell| cell.trim()));
    let cells: Vec<String> =
        cells.map(|cell| if is_empty_mark(cell) { String::new() } else { cell.to_owned() }).collect();
    let values = cells.iter().filter(|cell| !cell.is_empty()).cloned().collect();
    let (meaning, because) =
        match entity.and_then(|entity| of_entity(entity, &words)).or_else(|| look_up(&words)) {
            Some(meaning) => (Some(meaning), Because::Name),
            None => match misspelled(&words) {
                Some((right, meaning)) => (Some(meaning), Because::Misspelled(right)),
                None => (None, Because::Content),
            },
        };
    Column { header: header.to_owned(), words, entity, meaning, because, values, cells }
}

/// Headers that mean something else after a prefix.
fn of_entity(entity: Entity, words: &str) -> Option<Meaning> {
    let named =
        ["name", "title", "nazev", "titel", "titulo", "titre", "nombre", "nom", "nome"].contains(&words);
    match entity {
        Entity::Organization if named => Some(Meaning::Company),
        Entity::Organization if words == "id" => Some(Meaning::OrganizationId),
        Entity::Person if words == "id" => Some(Meaning::PersonId),
        Entity::Deal if named => Some(Meaning::DealTitle),
        Entity::Deal => match words {
            "value" | "hodnota" | "wert" | "valor" | "valeur" => Some(Meaning::Amount),
            "id" | "pipedrive system id" => Some(Meaning::DealId),
            "deal created" | "created" => Some(Meaning::Created),
            _ => None,
        },
        Entity::Activity => match words {
            "type" => Some(Meaning::InteractionType),
            "due date" | "date" => Some(Meaning::InteractionDate),
            _ => None,
        },
        _ => None,
    }
}

impl Column {
    /// Whether at least four of five values pass.
    pub fn mostly(&self, passes: impl Fn(&str) -> bool) -> bool {
        let passing = self.values.iter().filter(|value| passes(value)).count();
        !self.values.is_empty() && passing * 5 >= self.values.len() * 4
    }

    /// Whether any value passes.
    pub fn sometimes(&self, passes: impl Fn(&str) -> bool) -> bool {
        self.values.iter().any(|value| passes(value))
    }

    /// Whether each row has a value of its own, as far as it has one.
    pub fn is_distinct(&self) -> bool {
        let distinct: HashSet<&String> = self.values.iter().collect();
        distinct.len() == self.values.len() && !self.values.is_empty()
    }

    /// Whether the values read as dates, apart from those that stand for none.
    pub fn holds_dates(&self) -> bool {
        let given = || self.values.iter().filter(|value| !is_no_date(value));
        given().filter(|value| is_date(value)).count() * 5 >= given().count() * 4
    }

    fn correct_by_content(&mut self, has_header: bool) {
        let open = matches!(self.meaning, None | Some(Meaning::Contact));
        let of_somebody = matches!(self.meaning, Some(Meaning::Name | Meaning::Email | Meaning::Phone));
        let mail = |value: &str| {
            let found = mail::find(value);
            found.addresses.len() == 1 && !found.says_more
        };
        let found = if (open || of_somebody) && self.mostly(mail) {
            Some(Meaning::Email)
        } else if (of_somebody || self.meaning == Some(Meaning::Contact) || !has_header)
            && self.mostly(is_plainly_a_phone)
        {
            Some(Meaning::Phone)
        } else if self.meaning.is_none() && !has_header && self.mostly(|value| value.starts_with("http")) {
            Some(Meaning::Website)
        } else if self.meaning == Some(Meaning::Contact) {
            Some(Meaning::Name)
        } else {
            self.meaning
        };
        if found != self.meaning && self.meaning != Some(Meaning::Contact) {
            self.because = Because::Content;
        }
        self.meaning = found;
    }
}

fn is_plainly_a_phone(value: &str) -> bool {
    phone(value).is_some_and(|phone| phone.digits.len() >= 7 && phone.is_whole) && !is_date(value)
}

/// Without headers, the first column of words is taken for names.
fn name_by_content(columns: &mut [Column]) {
    let wordy = |value: &str| {
        value.contains(char::is_alphabetic) && !value.contains(|c: char| c.is_ascii_digit() || c == '@')
    };
    if let Some(column) = columns.iter_mut().find(|column| column.meaning.is_none() && column.mostly(wordy)) {
        column.meaning = Some(Meaning::Name);
    }
}

/// Some headers mean one thing alone and another beside a plainer one.
fn prefer_what_is_plainer(columns: &mut [Column]) {
    let has = |columns: &[Column], meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    let first_names = has(columns, Meaning::FirstName);
    let last_names = has(columns, Meaning::LastName);
    let job_titles = has(columns, Meaning::JobTitle);
    let sources = has(columns, Meaning::Source);
    for column in columns {
        column.meaning = match (column.meaning, column.words.as_str()) {
            (Some(Meaning::Name), "nom") if first_names && !last_names => Some(Meaning::LastName),
            (Some(Meaning::Name), "nombre" | "nome" | "jmeno") if last_names && !first_names => {
                Some(Meaning::FirstName)
            }
            (Some(Meaning::Title), _) => (!job_titles).then_some(Meaning::JobTitle),
            (Some(Meaning::Platform), _) => (!sources).then_some(Meaning::Source),
            (meaning, _) => meaning,
        };
    }
}
