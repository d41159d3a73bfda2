//! Reading a vocabulary's file, with all its problems, each at its place.

use std::ops::Range;

use toml::de::DeValue;

use super::{MOST_STAGES, Stage, Vocabulary, VocabularyProblem};
use crate::facts::Criterion;
use crate::kind::Kinds;
use crate::rules::{Rule, RuleError};
use crate::toml_file::{self, Found, MOST_TEXT, MOST_TITLE, Table, TomlFile, described};

/// The longest name, in bytes.
const LONGEST_NAME: usize = 60;
/// The most actions of a stage.
const MOST_ACTIONS: usize = 20;

const VOCABULARY_KEYS: [&str; 4] = ["name", "title", "description", "stages"];
const STAGE_KEYS: [&str; 6] = ["name", "title", "definition", "rule", "goal", "actions"];

/// What the names in rules stand for.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    pub kinds: &'n Kinds,
    pub criteria: &'n [Criterion],
}

/// Reads the file. With names its rules are compiled, one for each stage; without, only parsed.
pub(super) fn read(
    text: &str,
    names: Option<Names<'_>>,
) -> Result<(Vocabulary, Vec<Rule>), Vec<VocabularyProblem>> {
    toml_file::read(text, |file, root| {
        let mut reading = Reading { file, names, rules: Vec::new() };
        let vocabulary = reading.vocabulary(root);
        (vocabulary, reading.rules)
    })
}

struct Reading<'r, 't> {
    file: &'r mut TomlFile<'t>,
    names: Option<Names<'r>>,
    rules: Vec<Rule>,
}

impl Reading<'_, '_> {
    fn vocabulary(&mut self, table: &Table<'_>) -> Vocabulary {
        self.file.known_keys(table, &VOCABULARY_KEYS);
        let vocabulary = Vocabulary {
            name: self.file.name(table, 0..0, "vocabulary", LONGEST_NAME),
            title: self.file.text_of(table, 0..0, "title", MOST_TITLE, true),
            description: self.file.text_of(table, 0..0, "description", MOST_TEXT, false),
            stages: self.stages(table),
        };
        self.file.duplicates(table, "stages", "stage");
        vocabulary
    }

    fn stages(&mut self, table: &Table<'_>) -> Vec<Stage> {
        let expected = || Some("a `[[stages]]` section for each stage".to_owned());
        let Some(value) = table.get("stages") else {
            if self.file.is_whole() {
                self.file.report(0..0, "the vocabulary has no stages", expected());
            }
            return Vec::new();
        };
        let Some(stages) = value.get_ref().as_array() else {
            self.file.unfit(value, "stages", "a `[[stages]]` section for each stage");
            return Vec::new();
        };
        if stages.is_empty() {
            self.file.report(value.span(), "the vocabulary has no stages", expected());
        }
        if let Some(first) = stages.get(MOST_STAGES) {
            let message = format!("the vocabulary has {} stages", stages.len());
            self.file.report(first.span(), message, Some(format!("at most {MOST_STAGES}")));
        }
        stages.iter().take(MOST_STAGES).map(|stage| self.stage(stage)).collect()
    }

    fn stage(&mut self, value: &Found<'_>) -> Stage {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("this stage is {}", described(value.get_ref()));
            self.file.report(value.span(), message, Some("a `[[stages]]` section".into()));
            return Stage::default();
        };
        let whole = value.span();
        self.file.known_keys(table, &STAGE_KEYS);
        Stage {
            name: self.file.name(table, whole.clone(), "stage", LONGEST_NAME),
            title: self.file.text_of(table, whole.clone(), "title", MOST_TITLE, true),
            definition: self.file.text_of(table, whole.clone(), "definition", MOST_TEXT, true),
            rule: self.rule(table, whole.clone()),
            goal: self.file.text_of(table, whole, "goal", MOST_TEXT, false),
            actions: self.file.texts(table, ("actions", "stage"), (MOST_ACTIONS, MOST_TEXT)),
        }
    }

    fn rule(&mut self, table: &Table<'_>, whole: Range<usize>) -> String {
        let Some(value) = table.get("rule") else {
            self.file.missing(whole, "rule");
            return String::new();
        };
        let DeValue::String(text) = value.get_ref() else {
            return self.file.text_at(value, "rule", MOST_TEXT);
        };
        let result = match self.names {
            Some(names) => Rule::compile(text, names.kinds, names.criteria).map(|rule| self.rules.push(rule)),
            None => Rule::check_syntax(text),
        };
        if let Err(error) = result {
            self.rule_problem(value, text, error);
        }
        text.as_ref().to_owned()
    }

    fn rule_problem(&mut self, value: &Found<'_>, text: &str, error: RuleError) {
        let start = self.file.within(value, text, error.offset);
        self.file.report(start..start, error.message, error.expected);
    }
}
