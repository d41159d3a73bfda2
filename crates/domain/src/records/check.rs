//! What a declaration must fulfil.

use std::collections::BTreeSet;

use super::DeclarationProblem;
use super::declaration::{MOST_FIELDS, RecordType};
use super::field::Field;
use super::kind::FieldKind;
use super::value::FieldValue;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;
/// The longest description or help, in characters.
const LONGEST_TEXT: usize = 2_000;
/// The most choices of a field, and the most roles.
pub const MOST_CHOICES: usize = 200;
/// The most rules of a type by which evidence follows.
pub const MOST_RULES: usize = 20;
/// Names that every record has by itself, or that stand for something else in a filter or path.
const RESERVED: [&str; 15] = [
    "external",
    "id",
    "type",
    "name",
    "fields",
    "owner",
    "state",
    "hidden",
    "created_at",
    "updated_at",
    "version",
    "text",
    "and",
    "or",
    "not",
];
/// Paths under which no records are listed, because something else is.
const RESERVED_PLURALS: [&str; 5] = ["search", "count", "bulk", "facets", "export"];

/// The problems of a declaration, in its order.
pub(super) fn problems(of: &RecordType) -> Vec<DeclarationProblem> {
    let mut checking = Checking { path: Vec::new(), problems: Vec::new() };
    checking.record_type(of);
    checking.problems
}

struct Checking {
    path: Vec<String>,
    problems: Vec<DeclarationProblem>,
}

impl Checking {
    fn report(&mut self, at: &str, message: String, expected: Option<&str>) {
        let path = self.path.iter().cloned().chain([at.to_owned()]).collect();
        self.problems.push(DeclarationProblem { path, message, expected: expected.map(str::to_owned) });
    }

    fn within(&mut self, place: &dyn ToString, check: impl FnOnce(&mut Self)) {
        self.path.push(place.to_string());
        check(self);
        self.path.pop();
    }

    fn name(&mut self, at: &str, name: &str) {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_good = (2..=60).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(letters);
        if !is_good {
            let expected = "2 to 60 of a-z, 0-9 and _, beginning with a letter";
            self.report(at, format!("`{}` is not a valid name", short(name)), Some(expected));
        }
    }

    fn text(&mut self, at: &str, text: &str, most: usize, needed: bool) {
        if needed && text.trim().is_empty() {
            self.report(at, format!("`{at}` is empty"), None);
        }
        if text.chars().count() > most {
            self.report(at, format!("`{at}` is longer than {most} characters"), None);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.report(at, format!("`{at}` contains a control character"), None);
        }
    }

    fn each_once<'n>(&mut self, at: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for (place, name) in names.enumerate() {
            if !seen.insert(name) {
                self.within(&at, |inside| {
                    inside.report(
                        &place.to_string(),
                        format!("`{}` is there twice", short(name)),
                        Some("another name"),
                    );
                });
            }
        }
    }

    fn record_type(&mut self, of: &RecordType) {
        self.name("name", &of.name);
        self.name("plural", &of.plural);
        if of.name == of.plural {
            self.report(
                "plural",
                format!("`{}` is the name for one as well", short(&of.plural)),
                Some("another name for several"),
            );
        }
        if RESERVED_PLURALS.contains(&of.plural.as_str()) {
            self.report(
                "plural",
                format!("`{}` stands for something else in paths", of.plural),
                Some("another name"),
            );
        }
        self.text("title", &of.title, LONGEST_TITLE, true);
        self.text("plural_title", of.plural_title.as_deref().unwrap_or_default(), LONGEST_TITLE, false);
        self.text("name_title", of.name_title.as_deref().unwrap_or_default(), LONGEST_TITLE, false);
        self.text("description", &of.description, LONGEST_TEXT, false);
        if of.fields.len() > MOST_FIELDS {
            self.report("fields", format!("{} fields are too many", of.fields.len()), Some("at most 500"));
        }
        self.each_once("fields", of.fields.iter().map(|field| field.name.as_str()));
        for (place, field) in of.fields.iter().enumerate() {
            self.within(&"fields", |inside| inside.within(&place, |inside| inside.field(field)));
        }
        self.rules(of);
        for (place, column) in of.columns.iter().enumerate() {
            if of.field(column).is_none()
                && !["owner", "state", "created_at", "updated_at"].contains(&column.as_str())
            {
                let names = of.fields.iter().map(|field| field.name.as_str());
                let message = crate::Unknown::among("field", &short(column), names).to_string();
                self.within(&"columns", |inside| inside.report(&place.to_string(), message, None));
            }
        }
    }

    fn rules(&mut self, of: &RecordType) {
        if of.evidence.len() > MOST_RULES {
            self.report("evidence", format!("{} rules are too many", of.evidence.len()), Some("at most 20"));
        }
        for (place, rule) in of.evidence.iter().enumerate() {
            self.within(&"evidence", |inside| {
                inside.within(&place, |inside| {
                    for (key, message) in rule.mistakes(of) {
                        inside.report(key, message, None);
                    }
                });
            });
        }
    }

    fn field(&mut self, field: &Field) {
        self.name("name", &field.name);
        if RESERVED.contains(&field.name.as_str()) {
            self.report("name", format!("every record has `{}` by itself", field.name), Some("another name"));
        }
        self.text("title", &field.title, LONGEST_TITLE, true);
        self.text("help", &field.help, LONGEST_TEXT, false);
        self.text("section", field.section.as_deref().unwrap_or_default(), LONGEST_TITLE, false);
        self.kind(field);
        if let Some(default) = &field.default
            && let Err(error) = FieldValue::read(field, default)
        {
            self.report("default", error.message, None);
        }
    }

    /// What only some kinds can have, and must have.
    fn kind(&mut self, field: &Field) {
        let kind = field.kind;
        if kind == FieldKind::File {
            self.report("kind", "files are not stored yet".into(), Some("another kind"));
        }
        let unique = matches!(
            kind,
            FieldKind::Text | FieldKind::Number | FieldKind::Email | FieldKind::Phone | FieldKind::Url
        );
        for (is_set, can_have, at) in [
            (!field.choices.is_empty(), kind == FieldKind::Choice, "choices"),
            (!field.types.is_empty(), kind == FieldKind::Record, "types"),
            (field.of.is_some(), kind == FieldKind::Party, "of"),
            (!field.roles.is_empty(), kind == FieldKind::Party, "roles"),
            (field.unique, unique && !field.multiple, "unique"),
            (field.searched, kind.is_text(), "searched"),
            (field.multiple, !matches!(kind, FieldKind::YesNo | FieldKind::LongText), "multiple"),
        ] {
            if is_set && !can_have {
                self.report(
                    at,
                    format!("a field of the kind `{}` cannot have `{at}` here", kind.name()),
                    None,
                );
            }
        }
        if kind == FieldKind::Choice {
            self.choices(field);
        }
        if kind == FieldKind::Record && field.types.is_empty() {
            self.report(
                "types",
                "the types of records are missing".into(),
                Some("a list such as [\"deal\"]"),
            );
        }
        self.each_once("roles", field.roles.iter().map(|role| role.name.as_str()));
        for (place, role) in field.roles.iter().enumerate() {
            self.within(&"roles", |inside| {
                inside.within(&place, |inside| {
                    inside.name("name", &role.name);
                    inside.text("title", &role.title, LONGEST_TITLE, true);
                });
            });
        }
    }

    fn choices(&mut self, field: &Field) {
        if field.choices.is_empty() {
            self.report(
                "choices",
                "the choices are missing".into(),
                Some("a list such as [\"small\", \"large\"]"),
            );
        }
        if field.choices.len() > MOST_CHOICES {
            self.report(
                "choices",
                format!("{} choices are too many", field.choices.len()),
                Some("at most 200"),
            );
        }
        self.each_once("choices", field.choices.iter().map(|choice| choice.name.as_str()));
        for (place, choice) in field.choices.iter().enumerate() {
            self.within(&"choices", |inside| {
                inside.within(&place, |inside| {
                    inside.text("name", &choice.name, LONGEST_TITLE, true);
                    inside.text("title", &choice.title, LONGEST_TITLE, true);
                    if choice.name.trim() != choice.name {
                        inside.report("name", "a choice neither begins nor ends with a space".into(), None);
                    }
                });
            });
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn built_in_types_have_no_problems() {
        assert_eq!(RecordType::built_in().len(), 5);
    }

    #[rstest]
    #[case("name = \"x\"", "name", "`x` is not a valid name")]
    #[case("plural = \"visit\"", "plural", "`visit` is the name for one as well")]
    #[case("plural = \"search\"", "plural", "`search` stands for something else in paths")]
    #[case("title = \" \"", "title", "`title` is empty")]
    #[case("columns = [\"plase\"]", "columns/0", "there is no field `plase`; did you mean `place`?")]
    #[case(
        "fields = [{name = \"owner\", title = \"Owner\", kind = \"user\"}]",
        "fields/0/name",
        "every record has `owner` by itself"
    )]
    #[case(
        "fields = [{name = \"size\", title = \"Size\", kind = \"choice\"}]",
        "fields/0/choices",
        "the choices are missing"
    )]
    #[case(
        "fields = [{name = \"size\", title = \"Size\", kind = \"choice\", choices = [\"s\", \"s\"]}]",
        "fields/0/choices/1",
        "`s` is there twice"
    )]
    #[case(
        "fields = [{name = \"paper\", title = \"Paper\", kind = \"file\"}]",
        "fields/0/kind",
        "files are not stored yet"
    )]
    #[case(
        "fields = [{name = \"size\", title = \"Size\", kind = \"number\", searched = true}]",
        "fields/0/searched",
        "a field of the kind `number` cannot have `searched` here"
    )]
    #[case(
        "fields = [{name = \"on\", title = \"On\", kind = \"date\", default = \"soon\"}]",
        "fields/0/default",
        "`on` is `soon`; expected a date such as 2026-03-03"
    )]
    #[case(
        "fields = [{name = \"of\", title = \"Of\", kind = \"record\"}]",
        "fields/0/types",
        "the types of records are missing"
    )]
    fn each_problem_is_reported_with_its_place(
        #[case] line: &str,
        #[case] path: &str,
        #[case] message: &str,
    ) {
        let usual = [
            "name = \"visit\"",
            "plural = \"visits\"",
            "title = \"Visit\"",
            "fields = [{name = \"place\", title = \"Place\", kind = \"text\"}]",
        ];
        let key = |line: &str| line.split(' ').next().map(str::to_owned);
        let mut lines: Vec<&str> = usual.into_iter().filter(|usual| key(usual) != key(line)).collect();
        lines.insert(0, line);
        let problems = RecordType::parse(&lines.join("\n")).unwrap_err();
        let found: Vec<_> = problems.iter().map(|one| (one.path.join("/"), one.message.clone())).collect();
        assert!(found.contains(&(path.to_owned(), message.to_owned())), "{found:?}");
    }

    #[test]
    fn a_declaration_reads_back_from_its_json() {
        for declared in RecordType::built_in().iter().chain(RecordType::parties()) {
            let json = serde_json::to_value(declared).unwrap();
            assert_eq!(serde_json::from_value::<RecordType>(json).unwrap(), *declared);
        }
    }
}
