//! Reading a vocabulary's file, with all its problems, each at its place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::in_file;
use super::{MOST_STAGES, Stage, Vocabulary, VocabularyProblem};
use crate::kind::Kinds;
use crate::rules::{Rule, RuleError, line_and_column};
use crate::unknown::closest;

/// The largest file, in bytes.
const MOST_BYTES: usize = 500_000;
/// The longest text of one key, in characters.
const MOST_TEXT: usize = 2_000;
/// The longest title, in characters.
const MOST_TITLE: usize = 100;
/// The most actions of a stage.
const MOST_ACTIONS: usize = 20;

const VOCABULARY_KEYS: [&str; 4] = ["name", "title", "description", "stages"];
const STAGE_KEYS: [&str; 6] = ["name", "title", "definition", "rule", "goal", "actions"];

/// Reads the file. With kinds its rules are compiled, one for each stage; without, only parsed.
pub(super) fn read(
    text: &str,
    kinds: Option<&Kinds>,
) -> Result<(Vocabulary, Vec<Rule>), Vec<VocabularyProblem>> {
    let mut reading = Reading { text, kinds, problems: Vec::new(), rules: Vec::new(), broken: Vec::new() };
    if text.len() > MOST_BYTES {
        reading.report(
            0..0,
            format!("the file has {} bytes", text.len()),
            Some(format!("at most {MOST_BYTES}")),
        );
        return Err(reading.problems);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or_default();
        reading.report(span.clone(), error.message().trim().to_owned(), None);
        reading.broken.push(line_and_column(text, span.start).0);
    }
    let vocabulary = reading.vocabulary(root.get_ref());
    if reading.problems.is_empty() {
        return Ok((vocabulary, reading.rules));
    }
    reading.problems.sort();
    reading.problems.dedup();
    Err(reading.problems)
}

struct Reading<'t> {
    text: &'t str,
    kinds: Option<&'t Kinds>,
    problems: Vec<VocabularyProblem>,
    rules: Vec<Rule>,
    /// Lines that are no TOML: what was recovered of them says nothing.
    broken: Vec<usize>,
}

type Table<'i> = DeTable<'i>;

impl Reading<'_> {
    fn report(&mut self, span: Range<usize>, message: String, expected: Option<String>) {
        let (line, column) = line_and_column(self.text, span.start);
        if !self.broken.contains(&line) {
            self.problems.push(VocabularyProblem { line, column, message, expected });
        }
    }

    fn vocabulary(&mut self, table: &Table<'_>) -> Vocabulary {
        self.known_keys(table, &VOCABULARY_KEYS);
        let vocabulary = Vocabulary {
            name: self.name(table, 0..0, "vocabulary"),
            title: self.text_of(table, 0..0, "title", MOST_TITLE, true),
            description: self.text_of(table, 0..0, "description", MOST_TEXT, false),
            stages: self.stages(table),
        };
        self.duplicates(table);
        vocabulary
    }

    fn known_keys(&mut self, table: &Table<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let expected = match closest(key.get_ref(), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of `{}`", known.join("`, `")),
            };
            self.report(key.span(), format!("there is no key `{}`", key.get_ref()), Some(expected));
        }
    }

    fn missing(&mut self, whole: Range<usize>, key: &str) {
        // Where the file is no TOML, a key may well be there, in a part that could not be read.
        if self.broken.is_empty() {
            self.report(whole, format!("the key `{key}` is missing"), None);
        }
    }

    fn text_at(&mut self, value: &Spanned<DeValue<'_>>, key: &str, most: usize) -> String {
        let DeValue::String(text) = value.get_ref() else {
            let message = format!("`{key}` is {}", described(value.get_ref()));
            self.report(value.span(), message, Some("text in quotes".into()));
            return String::new();
        };
        if text.chars().count() > most {
            self.report(
                value.span(),
                format!("`{key}` is too long"),
                Some(format!("at most {most} characters")),
            );
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
            self.report(value.span(), format!("`{key}` contains a control character"), None);
        }
        text.as_ref().to_owned()
    }

    fn text_of(
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

    fn name(&mut self, table: &Table<'_>, whole: Range<usize>, of: &str) -> String {
        let name = self.text_of(table, whole, "name", MOST_TEXT, true);
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let good = (2..=60).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(letters);
        if let Some(value) =
            table.get("name").filter(|value| !good && value.get_ref().is_str() && !name.is_empty())
        {
            let expected = "2 to 60 of a-z, 0-9 and _, beginning with a letter".to_owned();
            self.report(value.span(), format!("`{name}` is not a valid name for a {of}"), Some(expected));
        }
        name
    }

    fn stages(&mut self, table: &Table<'_>) -> Vec<Stage> {
        let expected = || Some("a `[[stages]]` section for each stage".to_owned());
        let Some(value) = table.get("stages") else {
            if self.broken.is_empty() {
                self.report(0..0, "the vocabulary has no stages".into(), expected());
            }
            return Vec::new();
        };
        let Some(stages) = value.get_ref().as_array() else {
            let message = format!("`stages` is {}", described(value.get_ref()));
            self.report(value.span(), message, expected());
            return Vec::new();
        };
        if stages.is_empty() {
            self.report(value.span(), "the vocabulary has no stages".into(), expected());
        }
        if let Some(first) = stages.get(MOST_STAGES) {
            let message = format!("the vocabulary has {} stages", stages.len());
            self.report(first.span(), message, Some(format!("at most {MOST_STAGES}")));
        }
        stages.iter().take(MOST_STAGES).map(|stage| self.stage(stage)).collect()
    }

    fn stage(&mut self, value: &Spanned<DeValue<'_>>) -> Stage {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("this stage is {}", described(value.get_ref()));
            self.report(value.span(), message, Some("a `[[stages]]` section".into()));
            return Stage::default();
        };
        let whole = value.span();
        self.known_keys(table, &STAGE_KEYS);
        Stage {
            name: self.name(table, whole.clone(), "stage"),
            title: self.text_of(table, whole.clone(), "title", MOST_TITLE, true),
            definition: self.text_of(table, whole.clone(), "definition", MOST_TEXT, true),
            rule: self.rule(table, whole.clone()),
            goal: self.text_of(table, whole, "goal", MOST_TEXT, false),
            actions: self.actions(table),
        }
    }

    fn rule(&mut self, table: &Table<'_>, whole: Range<usize>) -> String {
        let Some(value) = table.get("rule") else {
            self.missing(whole, "rule");
            return String::new();
        };
        let DeValue::String(text) = value.get_ref() else {
            return self.text_at(value, "rule", MOST_TEXT);
        };
        let result = match self.kinds {
            Some(kinds) => Rule::compile(text, kinds).map(|rule| self.rules.push(rule)),
            None => Rule::check_syntax(text),
        };
        if let Err(error) = result {
            self.rule_problem(value, text, error);
        }
        text.as_ref().to_owned()
    }

    fn rule_problem(&mut self, value: &Spanned<DeValue<'_>>, text: &str, error: RuleError) {
        let raw = self.text.get(value.span()).unwrap_or_default();
        let start = value.span().start + in_file(raw, text, error.offset);
        self.report(start..start, error.message, error.expected);
    }

    fn actions(&mut self, table: &Table<'_>) -> Vec<String> {
        let Some(value) = table.get("actions") else { return Vec::new() };
        let Some(actions) = value.get_ref().as_array() else {
            let message = format!("`actions` is {}", described(value.get_ref()));
            self.report(value.span(), message, Some("a list of texts in quotes".into()));
            return Vec::new();
        };
        if let Some(first) = actions.get(MOST_ACTIONS) {
            let message = format!("the stage has {} actions", actions.len());
            self.report(first.span(), message, Some(format!("at most {MOST_ACTIONS}")));
        }
        actions.iter().map(|action| self.text_at(action, "actions", MOST_TEXT)).collect()
    }

    fn duplicates(&mut self, table: &Table<'_>) {
        let stages = table.get("stages").and_then(|stages| stages.get_ref().as_array());
        let mut seen: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for stage in stages.into_iter().flat_map(|stages| stages.iter()) {
            let Some(name) = stage.get_ref().get("name") else { continue };
            let Some(word) = name.get_ref().as_str().filter(|word| !word.is_empty()) else { continue };
            let line = line_and_column(self.text, name.span().start).0;
            if let Some(first) = seen.get(word) {
                let message = format!("the stage `{word}` already exists on line {first}");
                self.report(name.span(), message, Some("another name".into()));
            } else {
                seen.insert(word.to_owned().into(), line);
            }
        }
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}
