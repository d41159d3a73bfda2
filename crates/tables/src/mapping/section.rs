//! Reading a mapping's TOML: the known keys, unknown ones, and their places.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{MappingProblem, Places};
use crate::nearest::nearest;

/// The state of reading a text.
pub struct Reading<'t> {
    text: &'t str,
    /// All problems.
    pub problems: Vec<MappingProblem>,
    /// Where columns are named.
    pub places: Places,
}

impl<'t> Reading<'t> {
    /// No problems yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, problems: Vec::new(), places: Places::default() }
    }

    fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// Adds a problem.
    pub fn problem(&mut self, span: &Range<usize>, message: impl Into<String>, expected: Vec<String>) {
        let (line, column) = self.place(span.start);
        self.problems.push(MappingProblem { line, column, message: message.into(), expected });
    }

    /// A column's name; its place is noted.
    pub fn column(&mut self, found: Spanned<String>) -> String {
        let place = self.place(found.span().start);
        let name = found.into_inner();
        self.places.0.entry(name.clone()).or_insert(place);
        name
    }
}

/// A table of the text, with the keys that were read.
pub struct Section<'d, 't> {
    table: &'d DeTable<'t>,
    /// Its place.
    pub span: Range<usize>,
    asked: Vec<&'static str>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl<'d, 't> Section<'d, 't> {
    /// The whole text.
    pub fn whole(table: &'d Spanned<DeTable<'t>>) -> Self {
        Self { table: table.get_ref(), span: 0..0, asked: Vec::new() }
    }

    /// The value as a table.
    pub fn of(value: &'d Value<'t>, reading: &mut Reading<'_>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self { table, span: value.span(), asked: Vec::new() }),
            other => {
                let message = format!("this is {}, not a table", other.type_str());
                reading.problem(&value.span(), message, vec!["[a table]".to_owned()]);
                None
            }
        }
    }

    /// The value of that name, if there is one.
    pub fn value(&mut self, name: &'static str) -> Option<&'d Value<'t>> {
        self.asked.push(name);
        self.table.get(name)
    }

    /// The table of that name.
    pub fn section(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Option<Self> {
        Self::of(self.value(name)?, reading)
    }

    /// The tables of that name, `[[name]]`.
    pub fn sections(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Vec<Self> {
        let Some(value) = self.value(name) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(all) => all.iter().filter_map(|one| Self::of(one, reading)).collect(),
            _ => Self::of(value, reading).into_iter().collect(),
        }
    }

    /// The text of that name.
    pub fn text(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Option<Spanned<String>> {
        text(self.value(name)?, reading)
    }

    /// The column of that name.
    pub fn column(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Option<String> {
        let found = self.text(name, reading)?;
        Some(reading.column(found))
    }

    /// The texts of that name: one or a list.
    pub fn texts(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Vec<Spanned<String>> {
        self.value(name).map(|value| texts(value, reading)).unwrap_or_default()
    }

    /// The columns of that name: one or a list.
    pub fn columns(&mut self, name: &'static str, reading: &mut Reading<'_>) -> Vec<String> {
        let found = self.texts(name, reading);
        found.into_iter().map(|column| reading.column(column)).collect()
    }

    /// The truth of that name, false if absent.
    pub fn flag(&mut self, name: &'static str, reading: &mut Reading<'_>) -> bool {
        let Some(value) = self.value(name) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            reading.problem(
                &value.span(),
                format!("`{name}` is {}", value.get_ref().type_str()),
                owned(&["true", "false"]),
            );
            false
        })
    }

    /// Every entry of the table, whatever its name.
    pub fn entries(&self) -> impl Iterator<Item = (Spanned<String>, &'d Value<'t>)> + use<'d, 't> {
        self.table.iter().map(|(name, value)| (Spanned::new(name.span(), name.get_ref().to_string()), value))
    }

    /// The texts by name in the table of that name.
    pub fn pairs(
        &mut self,
        name: &'static str,
        reading: &mut Reading<'_>,
    ) -> BTreeMap<String, Spanned<String>> {
        let Some(section) = self.section(name, reading) else { return BTreeMap::new() };
        section.entries().filter_map(|(key, value)| Some((key.into_inner(), text(value, reading)?))).collect()
    }

    /// Keys that were not read are problems.
    pub fn finish(self, reading: &mut Reading<'_>) {
        for (name, _) in self.entries() {
            let known = name.get_ref().as_str();
            if !self.asked.contains(&known) {
                let near = nearest(known, self.asked.iter().copied());
                let expected = if near.is_empty() { owned(&self.asked) } else { near };
                reading.problem(&name.span(), format!("`{known}` is not allowed here"), expected);
            }
        }
    }
}

/// The value as text.
pub fn text(value: &Value<'_>, reading: &mut Reading<'_>) -> Option<Spanned<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(Spanned::new(value.span(), text.to_string())),
        other => {
            reading.problem(
                &value.span(),
                format!("this is {}, not a text", other.type_str()),
                owned(&["\"a text\""]),
            );
            None
        }
    }
}

/// The value as one text or a list of them.
pub fn texts(value: &Value<'_>, reading: &mut Reading<'_>) -> Vec<Spanned<String>> {
    match value.get_ref() {
        DeValue::Array(all) => all.iter().filter_map(|one| text(one, reading)).collect(),
        _ => text(value, reading).into_iter().collect(),
    }
}

/// The texts, owned.
pub fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
