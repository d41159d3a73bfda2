//! Errors of use cases and databases as refusals.

use axum::http::StatusCode as S;
use casebook_app::Error;
use casebook_app::domain::kind::KindError;
use casebook_app::domain::records::DeclarationProblem;
use casebook_app::parties::Match;

use super::{ConversionReceipt, Matching, Mistake, Refusal};
use crate::http::error::pointer::escaped;

/// What is said of a field that has to be filled.
pub(super) const MISSING: &str = "is required in this stage";

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (code, text) = (error.code(), error.to_string());
        match error {
            Error::Store(error) => of_store(&error),
            Error::NotFound { .. } => Self::new(S::NOT_FOUND, code, text),
            Error::Forbidden => Self::new(S::FORBIDDEN, code, text),
            Error::Kind(KindError::Taken(_))
            | Error::Refused(_)
            | Error::Ambiguous { .. }
            | Error::Quote(_)
            | Error::Repeated
            | Error::CriteriaInUse { .. }
            | Error::Qualification(_) => Self::new(S::CONFLICT, code, text),
            Error::Duplicate(found) => {
                let matching =
                    |one: Match| Matching { party: one.party.to_string(), name: one.name, by: one.by };
                let matches = found.into_iter().map(matching).collect();
                Self { matches, ..Self::new(S::CONFLICT, code, text) }
            }
            Error::Converted(first) => {
                let (set, receipt) = *first;
                let receipt = Some(Box::new(ConversionReceipt::of(Some(set), receipt)));
                Self { receipt, ..Self::new(S::CONFLICT, code, text) }
            }
            Error::Unqualified(_) => Self { code, ..Self::invalid(vec![Mistake::new("/reason", text)]) },
            Error::StageRequires { fields, .. } => {
                let missing = |field: &String| Mistake::new(format!("/{}", escaped(field)), MISSING);
                Self { code, detail: text, ..Self::invalid(fields.iter().map(missing).collect()) }
            }
            Error::Stale { .. } => Self::new(S::PRECONDITION_FAILED, code, text),
            Error::KeyReused => Self { code, ..Self::invalid(vec![Mistake::new("Idempotency-Key", text)]) },
            Error::Vocabulary(problems) | Error::Pipeline(problems) => {
                let places = problems.iter().map(|one| Mistake::new("/toml", text_of(one))).collect();
                Self { code, ..Self::invalid(places) }
            }
            Error::Framework(problems) => {
                let places = problems.iter().map(|one| Mistake::new("/toml", text_of(one))).collect();
                Self { code, ..Self::invalid(places) }
            }
            Error::Declaration(problems) => {
                let places = problems.iter().map(|one| Mistake::new(pointer_of(&one.path), described(one)));
                Self { code, ..Self::invalid(places.collect()) }
            }
            Error::Values(refused) => {
                let place = format!("/fields{}", pointer_of(&refused.path()));
                Self { code, ..Self::invalid(vec![Mistake::new(place, text)]) }
            }
            Error::Mapping(problems) => {
                let places = problems.iter().map(|one| Mistake::new("/mapping", one.to_string())).collect();
                Self { code, ..Self::invalid(places) }
            }
            Error::Argument { name, detail } => {
                Self { code, ..Self::invalid(vec![Mistake::new(format!("/{}", escaped(&name)), detail)]) }
            }
            Error::Evidence(refused) => {
                let pointer = refused.place().into_iter().fold(String::new(), |all, name| all + "/" + name);
                Self { code, ..Self::invalid(vec![Mistake::new(pointer, text)]) }
            }
            Error::Kind(KindError::Malformed(_)) => {
                Self { code, ..Self::invalid(vec![Mistake::new("/name", text)]) }
            }
            Error::Kind(_) | Error::Usage(_) | Error::AmbiguousDate(_) | Error::Unreadable(_) => {
                Self::new(S::UNPROCESSABLE_ENTITY, code, text)
            }
            Error::Stopped(_) => Self::new(S::SERVICE_UNAVAILABLE, code, text),
            _ => Self::internal(text),
        }
    }
}

/// A path as a JSON pointer.
pub(crate) fn pointer_of(path: &[String]) -> String {
    path.iter().fold(String::new(), |all, step| format!("{all}/{}", escaped(step)))
}

fn described(problem: &DeclarationProblem) -> String {
    match &problem.expected {
        Some(expected) => format!("{}; expected {expected}", problem.message),
        None => problem.message.clone(),
    }
}

fn text_of(problem: &casebook_app::domain::vocabulary::VocabularyProblem) -> String {
    match &problem.expected {
        Some(question) if question.ends_with('?') => format!("{problem}; {question}"),
        Some(expected) => format!("{problem}; expected {expected}"),
        None => problem.to_string(),
    }
}

/// A failure of the database. The engine's own message goes to the log alone: it may name files and hosts.
fn of_store(error: &casebook_app::StoreError) -> Refusal {
    use casebook_app::StoreError as Store;
    let (status, code, detail) = match error {
        Store::NulInText => {
            return Refusal::new(S::UNPROCESSABLE_ENTITY, "invalid", error.to_string());
        }
        Store::TooManyFields { field, .. } => {
            let pointer = format!("/more/{}", escaped(field));
            let refused = Refusal::invalid(vec![Mistake::new(pointer, error.to_string())]);
            return Refusal { code: "too_many_fields", ..refused };
        }
        Store::Clock { .. } => {
            return Refusal::new(S::SERVICE_UNAVAILABLE, "clock_not_believed", error.to_string());
        }
        Store::NewerSchema { .. } => {
            return Refusal::new(S::SERVICE_UNAVAILABLE, "newer_schema", error.to_string());
        }
        Store::OlderSchema { .. } | Store::ChangedStep { .. } | Store::MissingStep { .. } => {
            return Refusal::new(S::SERVICE_UNAVAILABLE, "schema_mismatch", error.to_string());
        }
        Store::Conflict { .. } => {
            (S::CONFLICT, "conflict", "This record already exists. Load it and change that one.")
        }
        Store::Busy(_) => (
            S::SERVICE_UNAVAILABLE,
            "busy",
            "The database is busy. Nothing was written; try again in a moment.",
        ),
        Store::Cancelled => {
            (S::SERVICE_UNAVAILABLE, "stopped", "The request was cancelled. Nothing was written.")
        }
        Store::Unavailable(_) | Store::Refused(_) => (
            S::SERVICE_UNAVAILABLE,
            "database_unavailable",
            "The database cannot be reached. Check that it is running, then try again.",
        ),
        Store::OutcomeUnknown(_) => (
            S::GATEWAY_TIMEOUT,
            "outcome_unknown",
            "The connection to the database was lost during the commit, so the change may or may not have been written. \
             Send the request again with the same `Idempotency-Key`, or check whether the change is there.",
        ),
        Store::ReadOnly(_) => (
            S::SERVICE_UNAVAILABLE,
            "database_read_only",
            "The database is read-only. Check the permissions of the file and its folder.",
        ),
        _ if error.as_damage().is_some() => (
            S::SERVICE_UNAVAILABLE,
            "database_damaged",
            "The database is damaged, and nothing more is written to it. Restore a backup, then restart Casebook.",
        ),
        Store::DiskFull(_) => (
            S::INSUFFICIENT_STORAGE,
            "disk_full",
            "The database disk is full. Nothing was recorded; free some space, then try again.",
        ),
        other => return Refusal::internal(other.to_string()),
    };
    Refusal { cause: Some(error.to_string().into()), ..Refusal::new(status, code, detail) }
}
