//! What a row says, read from its cells alone as the documents say that files are read.

use super::cell::{Cell, Says};
use super::facts::{Fact, Sale};
use super::mapping::{fields, keys};
use super::table::{Column, File, Holds as H, Of};

/// A name by which a party, or a sale, is known: what kind of name, and the name.
pub type Key = (&'static str, String);

#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    pub is_person: bool,
    /// Its id first.
    pub keys: Vec<Key>,
    pub fields: Vec<(String, String)>,
    /// The account: its id and its name.
    pub account: Option<Vec<Key>>,
    pub facts: Vec<Fact>,
    pub sale: Option<Sale>,
    /// Who else takes part.
    pub contact: Option<String>,
    /// Values that could not be understood, with their columns.
    pub unknown: Vec<(String, String)>,
    pub must_exist: bool,
    /// What stands in the row, for details that are not looked at.
    pub texts: Vec<String>,
}

impl Meaning {
    /// Whether two rows are one: another owner of the sale alone does not make it another row.
    pub fn is_same(&self, other: &Self) -> bool {
        let without_owner = |one: &Self| {
            let sale = one.sale.clone().map(|sale| Sale { owner: None, ..sale });
            Self { sale, ..one.clone() }
        };
        without_owner(self) == without_owner(other)
    }
}

/// What a row says; nothing if it is refused.
pub fn meaning(file: &File, row: &[Cell]) -> Option<Meaning> {
    // Rows that a guess knows by all their cells are two where one has no date and the other one of zeros.
    let is_known_by_all = file.is_guessed && file.of == Of::Activities;
    let is_blank = |cell: &Cell| cell.is_empty() && !(is_known_by_all && cell.text.starts_with("0000"));
    let text = |cell: &Cell| if is_blank(cell) { String::new() } else { cell.text.trim().to_owned() };
    let texts = row.iter().map(text).collect();
    let mut reading = Reading { file, row, used: vec![false; row.len()], unknown: Vec::new(), texts };
    reading.all()
}

/// A row under way: which of its cells something has been made of, and which could not be understood.
pub struct Reading<'r> {
    pub file: &'r File,
    pub row: &'r [Cell],
    pub used: Vec<bool>,
    pub unknown: Vec<usize>,
    pub texts: Vec<String>,
}

impl Reading<'_> {
    fn all(&mut self) -> Option<Meaning> {
        let is_person = !matches!(self.file.of, Of::Accounts | Of::AccountSales);
        let mut all = self.fields();
        let id = self.take(if is_person { H::PersonId } else { H::AccountId });
        let account = if self.file.of == Of::People { self.account(&mut all) } else { None };
        if id.is_none() && !all.iter().any(|(name, _)| IDENTIFYING.contains(&name.as_str())) {
            return None;
        }
        let contact = self.contact();
        let keys = self.keys(id, &all);
        let (facts, sale) = self.facts(keys.first()).ok()?;
        all.extend(self.rest());
        let unknown = self.unknown.iter().filter(|place| !self.used[**place]);
        let unknown =
            unknown.map(|place| (self.column(*place).header.clone(), self.row[*place].text.clone()));
        let unknown = unknown.collect();
        let must_exist = self.file.of == Of::Activities;
        let texts = std::mem::take(&mut self.texts);
        Some(Meaning {
            is_person,
            keys,
            fields: all,
            account,
            facts,
            sale,
            contact,
            unknown,
            must_exist,
            texts,
        })
    }

    pub fn column(&self, place: usize) -> &Column {
        &self.file.columns[place]
    }

    /// The places of mapped columns that hold any of this, in the order of the file.
    pub fn places(&self, holds: &[H]) -> Vec<usize> {
        let is_meant = |place: &usize| {
            let column = self.column(*place);
            holds.contains(&column.holds) && column.is_mapped
        };
        (0..self.row.len()).filter(is_meant).collect()
    }

    /// The text of the first column that holds this; whatever stands there is used.
    pub fn take(&mut self, holds: H) -> Option<String> {
        let place = *self.places(&[holds]).first()?;
        self.used[place] = true;
        let cell = &self.row[place];
        (!cell.is_empty()).then(|| cell.text.clone())
    }

    fn fields(&mut self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (name, holds) in fields(self.file) {
            for place in self.places(&holds) {
                let cell = &self.row[place];
                if cell.is_misfit() {
                    self.unknown.push(place);
                } else if cell.is_empty() {
                    self.used[place] = true;
                } else {
                    // A cell with more is kept whole as well.
                    self.used[place] = cell.says != Says::Several;
                    all.push((name.to_owned(), cell.first().to_owned()));
                    break;
                }
            }
        }
        let part = |name: &str| all.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
        if part("name").is_none() {
            let parts: Vec<String> = ["first_name", "last_name"].into_iter().filter_map(part).collect();
            if !parts.is_empty() {
                all.push(("name".to_owned(), parts.join(" ")));
            }
        }
        all
    }

    fn account(&mut self, all: &mut Vec<(String, String)>) -> Option<Vec<Key>> {
        let (id, name) = (self.take(H::AccountId), self.take(H::Company));
        all.extend(name.iter().map(|name| ("company".to_owned(), name.clone())));
        let keys: Vec<Key> =
            id.map(|id| ("id", id)).into_iter().chain(name.map(|name| ("name", name))).collect();
        (!keys.is_empty()).then_some(keys)
    }

    fn contact(&mut self) -> Option<String> {
        let place = *self.places(&[H::Contact]).first()?;
        let cell = &self.row[place];
        if cell.is_misfit() {
            return None;
        }
        self.used[place] = true;
        if cell.is_empty() {
            return None;
        }
        Some(cell.text.clone())
    }

    fn keys(&self, id: Option<String>, all: &[(String, String)]) -> Vec<Key> {
        let value = |name: &str| all.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
        let named = keys(self.file).into_iter().find_map(|key| {
            let parts: Option<Vec<String>> = key.split('+').map(value).collect();
            Some((key, parts?.join(" | ")))
        });
        let mut keys: Vec<Key> = id.map(|id| ("id", id)).into_iter().chain(named).collect();
        if keys.is_empty() {
            let cells = self.row.iter().map(|cell| cell.text.trim());
            keys.push(("content", cells.collect::<Vec<_>>().join("\u{1}")));
        }
        keys
    }

    /// Everything else is kept under its own header.
    fn rest(&self) -> Vec<(String, String)> {
        let left = (0..self.row.len()).filter(|place| !self.used[*place]);
        let left = left.filter(|place| !self.row[*place].text.trim().is_empty());
        left.map(|place| (self.column(place).own_name(), self.row[place].text.trim().to_owned())).collect()
    }
}

const IDENTIFYING: [&str; 6] = ["name", "first_name", "last_name", "email", "phone", "company"];
