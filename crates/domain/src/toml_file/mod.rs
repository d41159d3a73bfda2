//! Reading a declaration in TOML with all its problems, each at its place.

mod place;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::rules::line_and_column;
use crate::unknown::closest;

/// The largest file, in bytes.
const MOST_BYTES: usize = 500_000;
/// The longest text of one key, in characters.
pub(crate) const MOST_TEXT: usize = 2_000;
/// The longest title, in characters.
pub(crate) const MOST_TITLE: usize = 100;

/// A problem in a declaration's file, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct FileProblem {
    /// The line in the file, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What is expected there, if known.
    pub expected: Option<String>,
}

pub(crate) type Table<'i> = DeTable<'i>;
pub(crate) type Found<'i> = Spanned<DeValue<'i>>;

/// A file that is being read, with the problems found so far.
pub(crate) struct TomlFile<'t> {
    text: &'t str,
    problems: Vec<FileProblem>,
    /// Lines that are no TOML: what was recovered of them says nothing.
    broken: Vec<usize>,
}

/// Reads a file by `read`, which is handed its table. Answers with every problem if there is one.
pub(crate) fn read<'t, T>(
    text: &'t str,
    read: impl FnOnce(&mut TomlFile<'t>, &Table<'t>) -> T,
) -> Result<T, Vec<FileProblem>> {
    let mut file = TomlFile { text, problems: Vec::new(), broken: Vec::new() };
    if text.len() > MOST_BYTES {
        let expected = Some(format!("at most {MOST_BYTES}"));
        file.report(0..0, format!("the file has {} bytes", text.len()), expected);
        return Err(file.problems);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or_default();
        file.report(span.clone(), error.message().trim().to_owned(), None);
        file.broken.push(line_and_column(text, span.start).0);
    }
    let found = read(&mut file, root.get_ref());
    if file.problems.is_empty() {
        return Ok(found);
    }
    file.problems.sort();
    file.problems.dedup();
    Err(file.problems)
}

impl TomlFile<'_> {
    /// Notes a problem, unless its line is no TOML anyway.
    pub fn report(&mut self, span: Range<usize>, message: impl Into<String>, expected: Option<String>) {
        let (line, column) = line_and_column(self.text, span.start);
        if !self.broken.contains(&line) {
            self.problems.push(FileProblem { line, column, message: message.into(), expected });
        }
    }

    /// Whether all of it is TOML.
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// The place in the file of a byte of a text's value.
    pub fn within(&self, value: &Found<'_>, text: &str, offset: usize) -> usize {
        let raw = self.text.get(value.span()).unwrap_or_default();
        value.span().start + place::in_file(raw, text, offset)
    }

    /// Reports every key that is not among those known.
    pub fn known_keys(&mut self, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let expected = match closest(key.get_ref(), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of `{}`", known.join("`, `")),
            };
            self.report(key.span(), format!("there is no key `{}`", key.get_ref()), Some(expected));
        }
    }

    /// Reports that a key is missing.
    pub fn missing(&mut self, whole: Range<usize>, key: &str) {
        // Where the file is no TOML, a key may well be there, in a part that could not be read.
        if self.broken.is_empty() {
            self.report(whole, format!("the key `{key}` is missing"), None);
        }
    }

    /// A value that has to be text of at most so many characters.
    pub fn text_at(&mut self, value: &Found<'_>, key: &str, most: usize) -> String {
        let DeValue::String(text) = value.get_ref() else {
            self.unfit(value, key, "text in quotes");
            return String::new();
        };
        if text.chars().count() > most {
            let expected = Some(format!("at most {most} characters"));
            self.report(value.span(), format!("`{key}` is too long"), expected);
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
            self.report(value.span(), format!("`{key}` contains a control character"), None);
        }
        text.as_ref().to_owned()
    }

    /// The text of a key; empty if it is absent, which is a problem where it is `needed`.
    pub fn text_of(
        &mut self,
        table: &Table<'_>,
        whole: Range<usize>,
        key: &str,
        most: usize,
        needed: bool,
    ) -> String {
        let Some(value) = table.get(key) else {
            if needed {
                self.missing(whole, key);
            }
            return String::new();
        };
        let text = self.text_at(value, key, most);
        if needed && text.trim().is_empty() && value.get_ref().is_str() {
            self.report(value.span(), format!("`{key}` is empty"), None);
        }
        text
    }

    /// The name of `of`, which commands, addresses and rules use: at most so many bytes.
    pub fn name(&mut self, table: &Table<'_>, whole: Range<usize>, of: &str, most: usize) -> String {
        let name = self.text_of(table, whole, "name", MOST_TEXT, true);
        let good = is_name(&name, most);
        if let Some(value) =
            table.get("name").filter(|value| !good && value.get_ref().is_str() && !name.is_empty())
        {
            let expected = format!("2 to {most} of a-z, 0-9 and _, beginning with a letter");
            self.report(value.span(), format!("`{name}` is not a valid name for a {of}"), Some(expected));
        }
        name
    }

    /// The sections of a list such as `[[stages]]`, at most so many; none if it is no list.
    pub fn sections<'v, 'i>(
        &mut self,
        value: &'v Found<'i>,
        (key, of): (&str, &str),
        most: usize,
    ) -> Vec<&'v Found<'i>> {
        let Some(all) = value.get_ref().as_array() else {
            self.unfit(value, key, &format!("a `[[{key}]]` section for each"));
            return Vec::new();
        };
        if let Some(first) = all.get(most) {
            let message = format!("the {of} has {} {key}", all.len());
            self.report(first.span(), message, Some(format!("at most {most}")));
        }
        all.iter().take(most).collect()
    }

    /// The texts of a list of at most so many, each of at most so many characters; none if it is absent.
    pub fn texts(
        &mut self,
        table: &Table<'_>,
        (key, of): (&str, &str),
        (most, longest): (usize, usize),
    ) -> Vec<String> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(texts) = value.get_ref().as_array() else {
            self.unfit(value, key, "a list of texts in quotes");
            return Vec::new();
        };
        if let Some(first) = texts.get(most) {
            self.report(
                first.span(),
                format!("the {of} has {} {key}", texts.len()),
                Some(format!("at most {most}")),
            );
        }
        texts.iter().map(|one| self.text_at(one, key, longest)).collect()
    }

    /// Reports names that occur twice in a list of tables.
    pub fn duplicates(&mut self, table: &Table<'_>, key: &str, of: &str) {
        let list = table.get(key).and_then(|list| list.get_ref().as_array());
        let mut seen: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for one in list.into_iter().flat_map(|list| list.iter()) {
            let Some(name) = one.get_ref().get("name") else { continue };
            let Some(word) = name.get_ref().as_str().filter(|word| !word.is_empty()) else { continue };
            let line = line_and_column(self.text, name.span().start).0;
            if let Some(first) = seen.get(word) {
                let message = format!("the {of} `{word}` already exists on line {first}");
                self.report(name.span(), message, Some("another name".into()));
            } else {
                seen.insert(word.to_owned().into(), line);
            }
        }
    }

    /// Reports a value that is of another type than expected.
    pub fn unfit(&mut self, value: &Found<'_>, key: &str, expected: &str) {
        let message = format!("`{key}` is {}", described(value.get_ref()));
        self.report(value.span(), message, Some(expected.into()));
    }
}

/// Whether a text can be a name of at most so many bytes.
pub(crate) fn is_name(name: &str, most: usize) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (2..=most).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(letters)
}

/// What a value is, in words.
pub(crate) fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}
