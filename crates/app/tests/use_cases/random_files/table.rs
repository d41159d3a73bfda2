//! A file of columns in any order, with lines that are no rows.

use std::collections::BTreeSet;

use super::cell::{Cell, Says};
use super::dice::Dice;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    PersonId,
    AccountId,
    SaleId,
    FactId,
    FullName,
    FirstName,
    LastName,
    Mail,
    OtherMail,
    Phone,
    OtherPhone,
    Company,
    /// A standard field of that name.
    Field(&'static str),
    /// Something that nobody knows.
    Free,
    Created,
    Status,
    OptOut,
    OptedOutAt,
    OptIn,
    /// Where somebody visited a booth, if they did.
    Booth,
    SaleTitle,
    Stage,
    Amount,
    Currency,
    Closed,
    Reason,
    Product,
    SaleOwner,
    /// The address of somebody who takes part.
    Contact,
    ActivityType,
    ActivityAt,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub holds: Holds,
    pub header: String,
    /// Whether the mapping names it; what it does not name is kept under its own header.
    pub is_mapped: bool,
}

impl Column {
    /// The name under which its cells are kept where nothing else is made of them.
    pub fn own_name(&self) -> String {
        const STANDARD: [&str; 8] =
            ["name", "email", "phone", "company", "owner", "source", "note", "language"];
        let is_taken = STANDARD.contains(&self.header.as_str())
            || matches!(self.holds, Holds::Field(name) if name == self.header);
        if is_taken { format!("{} (as given)", self.header) } else { self.header.clone() }
    }
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    People,
    Accounts,
    /// Sales to accounts.
    AccountSales,
    /// Sales to people.
    PersonSales,
    Activities,
}

#[derive(Clone, Debug)]
pub enum Line {
    Row(Vec<Cell>),
    /// The header once more, a total, the foot of a report.
    NoRow(Vec<String>),
    Blank(&'static str),
}

#[derive(Clone, Debug)]
pub struct File {
    pub of: Of,
    pub feed: String,
    pub system: String,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    /// Whether Casebook has to find out what the columns mean.
    pub is_guessed: bool,
    /// What ids of deals end with, where they are those of no other file: a row about a deal of another file corrects what
    /// that said, which the model does not know.
    pub sales: String,
    pub delimiter: char,
    /// The name of the zone of times that name none, and how far it is ahead of UTC, in minutes.
    pub zone: (&'static str, i64),
    pub is_comma: bool,
    /// Whether a mapping says that the date of a record is when its details were learned.
    pub is_learned: bool,
}

impl File {
    /// The place of the first column that holds this.
    pub fn place(&self, holds: Holds) -> Option<usize> {
        self.columns.iter().position(|column| column.holds == holds)
    }

    pub fn header(&self, holds: Holds) -> Option<&str> {
        self.place(holds).map(|place| self.columns[place].header.as_str())
    }

    /// What a row has in the first column that holds this, if it is filled.
    pub fn cell<'r>(&self, row: &'r [Cell], holds: Holds) -> Option<&'r Cell> {
        self.place(holds).map(|place| &row[place]).filter(|cell| !cell.is_empty())
    }

    pub fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.lines.iter().filter_map(|line| if let Line::Row(row) = line { Some(row) } else { None })
    }

    pub fn no_rows(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line, Line::NoRow(_))).count()
    }

    /// Whether an id or an address stands in several rows.
    pub fn people_come_again(&self) -> bool {
        let comes_again = |place: usize| {
            let cells = self.rows().map(|row| &row[place]).filter(|cell| !cell.is_empty());
            let texts: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
            texts.iter().collect::<BTreeSet<_>>().len() < texts.len()
        };
        let tells = |place: &usize| {
            matches!(self.columns[*place].holds, Holds::PersonId | Holds::Mail | Holds::OtherMail)
        };
        (0..self.columns.len()).filter(tells).any(comes_again)
    }

    /// The file as it is written.
    pub fn text(&self) -> String {
        let mut text = self.written(self.columns.iter().map(|column| column.header.as_str()));
        for line in &self.lines {
            let line = match line {
                Line::Row(row) => self.written(without_end(row).iter().map(|cell| cell.text.as_str())),
                Line::NoRow(cells) => self.written(cells.iter().map(String::as_str)),
                Line::Blank(blank) => format!("{}\n", blank.replace('|', &self.delimiter.to_string())),
            };
            text.push_str(&line);
        }
        text
    }

    fn written<'c>(&self, cells: impl Iterator<Item = &'c str>) -> String {
        let quoted = |cell: &str| {
            let is_quoted = cell.contains([self.delimiter, '"', '\n']);
            if is_quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
        };
        cells.map(quoted).collect::<Vec<_>>().join(&self.delimiter.to_string()) + "\n"
    }

    /// Adds lines that are no rows: between the rows, and at the foot.
    pub fn add_no_rows(&mut self, dice: &mut Dice) {
        let any_place = |file: &Self, dice: &mut Dice| dice.below(file.lines.len() + 1);
        if dice.is_one_of(4) {
            let again = self.columns.iter().map(|column| column.header.clone()).collect();
            self.lines.insert(any_place(self, dice), Line::NoRow(again));
        }
        if dice.is_one_of(6) {
            let more = (0..=self.columns.len()).map(|place| format!("{place} too many")).collect();
            let place = 1.min(self.lines.len());
            self.lines.insert(place, Line::NoRow(more));
        }
        for _ in 0..dice.below(3) {
            let blank = *dice.pick(&["", "||", "  "]);
            self.lines.insert(any_place(self, dice), Line::Blank(blank));
        }
        if dice.is_one_of(3) {
            let mut total = vec![String::new(); self.columns.len()];
            "Total".clone_into(&mut total[0]);
            "17".clone_into(&mut total[self.columns.len() - 1]);
            self.lines.push(Line::NoRow(total));
        }
        for foot in ["Generated by Ledger on 2025-01-02", "Copyright 2025 Ledger", "All rights reserved"] {
            if dice.is_one_of(4) {
                self.lines.push(Line::NoRow(vec![foot.to_owned()]));
            }
        }
    }
}

/// Some programs leave out empty cells at the end of a row.
fn without_end(row: &[Cell]) -> &[Cell] {
    let filled = row.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
    if row.len().is_multiple_of(2) { &row[..filled] } else { row }
}

/// What programs write where there is nothing.
pub fn nothing(dice: &mut Dice, is_date: bool) -> Cell {
    let marks: &[&str] = if is_date { &["", "", "0000-00-00", "N/A"] } else { &["", "", "N/A", "-"] };
    Cell { text: (*dice.pick(marks)).to_owned(), says: Says::Nothing }
}
