//! Reading a framework's file, with all its problems, each at its place.

use std::ops::Range;

use toml::de::DeValue;

use super::{Answer, Framework, FrameworkProblem, Gate, Question};
use crate::facts::{Criterion, Finding, LONGEST_CRITERION};
use crate::toml_file::{self, Found, MOST_TEXT, MOST_TITLE, Table, TomlFile, described, is_name};

/// The longest name of a framework or a reason, in bytes.
const LONGEST_NAME: usize = 60;
/// The most criteria of a framework.
const MOST_CRITERIA: usize = 30;
/// The most suggested answers of a criterion: as many as there are keys for them.
const MOST_ANSWERS: usize = 9;
/// The most reasons.
const MOST_REASONS: usize = 50;
/// The largest weight.
const MOST_WEIGHT: i64 = 100;

const FRAMEWORK_KEYS: [&str; 6] = ["name", "title", "description", "reasons", "gate", "criteria"];
const CRITERION_KEYS: [&str; 5] = ["name", "title", "question", "weight", "answers"];
const ANSWER_KEYS: [&str; 2] = ["text", "finding"];
const GATE_KEYS: [&str; 2] = ["minimum", "total"];

/// Reads the file.
pub(super) fn read(text: &str) -> Result<Framework, Vec<FrameworkProblem>> {
    toml_file::read(text, |file, root| Reading { file }.framework(root))
}

struct Reading<'r, 't> {
    file: &'r mut TomlFile<'t>,
}

impl Reading<'_, '_> {
    fn framework(&mut self, table: &Table<'_>) -> Framework {
        self.file.known_keys(table, &FRAMEWORK_KEYS);
        let criteria = self.criteria(table);
        self.file.duplicates(table, "criteria", "criterion");
        Framework {
            name: self.file.name(table, 0..0, "framework", LONGEST_NAME),
            title: self.file.text_of(table, 0..0, "title", MOST_TITLE, true),
            description: self.file.text_of(table, 0..0, "description", MOST_TEXT, false),
            reasons: self.reasons(table),
            gate: self.gate(table, &criteria),
            criteria,
        }
    }

    fn reasons(&mut self, table: &Table<'_>) -> Vec<String> {
        let reasons = self.file.texts(table, ("reasons", "framework"), (MOST_REASONS, MOST_TEXT));
        let values = table.get("reasons").and_then(|list| list.get_ref().as_array());
        for (value, word) in values.into_iter().flat_map(|list| list.iter()).zip(&reasons) {
            if value.get_ref().is_str() && !is_name(word, LONGEST_NAME) {
                let expected = format!("2 to {LONGEST_NAME} of a-z, 0-9 and _, such as `no_budget`");
                self.file.report(value.span(), format!("`{word}` is not a valid reason"), Some(expected));
            }
        }
        reasons
    }

    fn criteria(&mut self, table: &Table<'_>) -> Vec<Question> {
        const SECTION: &str = "a `[[criteria]]` section for each criterion";
        let Some(value) = table.get("criteria") else {
            if self.file.is_whole() {
                self.file.report(0..0, "the framework has no criteria", Some(SECTION.to_owned()));
            }
            return Vec::new();
        };
        let Some(criteria) = value.get_ref().as_array() else {
            self.file.unfit(value, "criteria", SECTION);
            return Vec::new();
        };
        if criteria.is_empty() {
            self.file.report(value.span(), "the framework has no criteria", Some(SECTION.to_owned()));
        }
        if let Some(first) = criteria.get(MOST_CRITERIA) {
            let message = format!("the framework has {} criteria", criteria.len());
            self.file.report(first.span(), message, Some(format!("at most {MOST_CRITERIA}")));
        }
        criteria.iter().take(MOST_CRITERIA).filter_map(|one| self.criterion(one)).collect()
    }

    fn criterion(&mut self, value: &Found<'_>) -> Option<Question> {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("this criterion is {}", described(value.get_ref()));
            self.file.report(value.span(), message, Some("a `[[criteria]]` section".into()));
            return None;
        };
        let whole = value.span();
        self.file.known_keys(table, &CRITERION_KEYS);
        let name = self.file.name(table, whole.clone(), "criterion", LONGEST_CRITERION);
        let question = self.file.text_of(table, whole.clone(), "question", MOST_TEXT, true);
        let title = self.file.text_of(table, whole, "title", MOST_TITLE, true);
        // One that cannot be read leaves room for any total, which is reported by itself.
        let unread = if table.get("weight").is_some() { MOST_WEIGHT as u32 } else { 1 };
        let weight = self.number(table, "weight", 0..=MOST_WEIGHT).unwrap_or(unread);
        let answers = self.answers(table);
        let criterion = Criterion::from_word(&name)?;
        Some(Question { criterion, title, question, weight, answers })
    }

    fn number(&mut self, table: &Table<'_>, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<u32> {
        let value = table.get(key)?;
        let DeValue::Integer(number) = value.get_ref() else {
            self.file.unfit(value, key, "a whole number");
            return None;
        };
        let found = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let fits =
            found.filter(|number| range.contains(number)).and_then(|number| u32::try_from(number).ok());
        if fits.is_none() {
            let expected = format!("from {} to {}", range.start(), range.end());
            self.file.report(value.span(), format!("`{key}` is out of range"), Some(expected));
        }
        fits
    }

    fn answers(&mut self, table: &Table<'_>) -> Vec<Answer> {
        let Some(value) = table.get("answers") else { return Vec::new() };
        let Some(answers) = value.get_ref().as_array() else {
            self.file.unfit(value, "answers", "a list such as [{ text = \"Yes\", finding = \"met\" }]");
            return Vec::new();
        };
        if let Some(first) = answers.get(MOST_ANSWERS) {
            let message = format!("the criterion has {} answers", answers.len());
            self.file.report(first.span(), message, Some(format!("at most {MOST_ANSWERS}")));
        }
        answers.iter().take(MOST_ANSWERS).filter_map(|one| self.answer(one)).collect()
    }

    fn answer(&mut self, value: &Found<'_>) -> Option<Answer> {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("this answer is {}", described(value.get_ref()));
            let expected = "a section such as { text = \"Yes\", finding = \"met\" }";
            self.file.report(value.span(), message, Some(expected.into()));
            return None;
        };
        self.file.known_keys(table, &ANSWER_KEYS);
        let text = self.file.text_of(table, value.span(), "text", MOST_TEXT, true);
        let Some(finding) = table.get("finding") else {
            self.file.missing(value.span(), "finding");
            return None;
        };
        Some(Answer { text, finding: self.finding(finding, "finding", &Finding::ALL)? })
    }

    fn finding(&mut self, value: &Found<'_>, key: &str, among: &[Finding]) -> Option<Finding> {
        let word = self.file.text_at(value, key, MOST_TEXT);
        let found = Finding::from_word(&word).filter(|finding| among.contains(finding));
        if found.is_none() && value.get_ref().is_str() {
            let known: Vec<String> = among.iter().map(|one| format!("\"{}\"", one.word())).collect();
            let expected = format!("one of {}", known.join(", "));
            self.file.report(value.span(), format!("`{word}` is not a finding here"), Some(expected));
        }
        found
    }

    fn gate(&mut self, table: &Table<'_>, criteria: &[Question]) -> Gate {
        const EXPECTED: &str = "`minimum` findings, a `total`, or both";
        let Some(value) = table.get("gate") else {
            self.file.missing(0..0, "gate");
            return Gate::default();
        };
        let Some(gate) = value.get_ref().as_table() else {
            self.file.unfit(value, "gate", EXPECTED);
            return Gate::default();
        };
        self.file.known_keys(gate, &GATE_KEYS);
        if GATE_KEYS.iter().all(|key| gate.get(*key).is_none()) {
            self.file.report(value.span(), "the gate asks for nothing", Some(EXPECTED.into()));
        }
        let named =
            table.get("criteria").and_then(|list| list.get_ref().as_array()).map_or(0, |list| list.len());
        let most: u32 = criteria.iter().map(|one| one.weight).sum();
        let most = if named == criteria.len() { most.max(1) } else { u32::MAX };
        let total = self.number(gate, "total", 1..=i64::from(most));
        Gate { total, minimum: self.minimum(gate, value.span(), criteria) }
    }

    fn minimum(
        &mut self,
        gate: &Table<'_>,
        whole: Range<usize>,
        criteria: &[Question],
    ) -> Vec<(Criterion, Finding)> {
        let Some(value) = gate.get("minimum") else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            self.file.unfit(value, "minimum", "a section such as { budget = \"met\" }");
            return Vec::new();
        };
        if table.is_empty() {
            self.file.report(
                whole,
                "the gate asks for nothing",
                Some("a least finding for a criterion".into()),
            );
        }
        let names: Vec<&str> = criteria.iter().map(|one| one.criterion.word()).collect();
        self.file.known_keys(table, &names);
        let mut found = Vec::new();
        for one in criteria {
            let Some(value) = table.get(one.criterion.word()) else { continue };
            let least = self.finding(value, one.criterion.word(), &[Finding::Partly, Finding::Met]);
            found.extend(least.map(|least| (one.criterion, least)));
        }
        found
    }
}
