//! Why a command failed, for people and for programs.

use casebook_app::Error;
use casebook_app::domain::vocabulary::VocabularyProblem;
use casebook_app::tables::mapping::MappingProblem;
use serde_json::{Value, json};

use super::receipt::receipt_json;

/// Why a command failed.
pub struct Failure {
    code: &'static str,
    /// The sentence.
    pub message: String,
    /// What else a program may want to know, beside code and message.
    detail: Option<(&'static str, Value)>,
}

impl Failure {
    /// The arguments are wrong; the message says what would be right.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: "usage", message: message.into(), detail: None }
    }

    /// Something other than a use case failed.
    pub fn other(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), detail: None }
    }

    /// The same failure in other words.
    #[must_use]
    pub fn saying(mut self, message: String) -> Self {
        self.message = message;
        self
    }

    /// The code to exit with.
    pub fn exit(&self) -> u8 {
        if self.code == "usage" { super::USAGE } else { super::FAILED }
    }

    /// `{"error":{"code":…,"message":…}}`.
    pub fn json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some((name, value)) = &self.detail {
            error[*name] = value.clone();
        }
        json!({ "error": error })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let detail = match &error {
            Error::Ambiguous { candidates, .. } => Some(("candidates", json!(candidates))),
            Error::Vocabulary(problems) | Error::Framework(problems) | Error::Pipeline(problems) => {
                Some(("problems", of_declaration(problems)))
            }
            Error::CriteriaInUse { lost, .. } => Some(("criteria", of_lost(lost))),
            Error::Converted(first) => Some(("receipt", receipt_json(Some(first.0), &first.1))),
            Error::Mapping(problems) => Some(("problems", of_mapping(problems))),
            _ => None,
        };
        let code = if error.is_bad_address() { "usage" } else { error.code() };
        Self { code, message: error.to_string(), detail }
    }
}

/// Criteria with the vocabularies that name them.
fn of_lost(lost: &[(String, String)]) -> Value {
    lost.iter().map(|(criterion, of)| json!({ "criterion": criterion, "vocabulary": of })).collect()
}

/// The problems of the file of a vocabulary or a framework.
fn of_declaration(problems: &[VocabularyProblem]) -> Value {
    let one = |problem: &VocabularyProblem| {
        let VocabularyProblem { line, column, message, expected } = problem;
        json!({ "line": line, "column": column, "message": message, "expected": expected })
    };
    problems.iter().map(one).collect()
}

/// The problems of a mapping.
fn of_mapping(problems: &[MappingProblem]) -> Value {
    let one = |problem: &MappingProblem| {
        let MappingProblem { line, column, message, expected } = problem;
        json!({ "line": line, "column": column, "message": message, "expected": expected })
    };
    problems.iter().map(one).collect()
}
