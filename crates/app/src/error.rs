//! What can go wrong in a use case, in sentences for people and codes for programs.

use std::io;
use std::path::{Path, PathBuf};

use casebook_domain::conversion::Receipt;
use casebook_domain::draft::DraftError;
use casebook_domain::facts::Criterion;
use casebook_domain::filter::TooLarge;
use casebook_domain::frameworks::{FrameworkProblem, QualificationRefusal};
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::kind::KindError;
use casebook_domain::quotes::QuoteRefusal;
use casebook_domain::records::{DeclarationProblem, ValuesError};
use casebook_domain::vocabulary::VocabularyProblem;
use casebook_domain::{FileProblem, Unknown};
use casebook_tables::dates::AmbiguousDate;
use casebook_tables::mapping::MappingProblem;

/// The outcome of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A party that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The party.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// What both have: `email`, or `external` for an id elsewhere.
    pub by: &'static str,
}

/// Why a use case was refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store could not do it.
    #[error(transparent)]
    Store(casebook_store::Error),
    /// The evidence is not as its kind wants it.
    #[error(transparent)]
    Evidence(#[from] DraftError),
    /// A kind of one's own was refused.
    #[error(transparent)]
    Kind(#[from] KindError),
    /// Something that was named is not there.
    #[error("there is no {what} `{given}`{hint}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// As it was given.
        given: String,
        /// What to do instead, beginning with `; `, or nothing.
        hint: String,
    },
    /// A name fits several records.
    #[error("`{given}` matches {} records: {}; choose one of them", candidates.len(), candidates.join(", "))]
    Ambiguous {
        /// As it was given.
        given: String,
        /// What it fits, each in a form that fits it alone.
        candidates: Vec<String>,
    },
    /// Who is to be added, or whom an edit describes, seems to be there already.
    #[error("{}: {}; use it, or allow duplicates", is_or_are(.0), names_of(.0))]
    Duplicate(Vec<Match>),
    /// A lead that was converted before.
    #[error(
        "this lead was converted before; undo that first, or work with the account and the deal that it made"
    )]
    Converted(Box<(ChangeSetId, Receipt)>),
    /// A lead that is to be converted is not qualified, and nobody says why it is converted all the same.
    #[error("this lead is not qualified yet: {}; assess it, or give a reason", open_criteria(.0))]
    Unqualified(Vec<Criterion>),
    /// A deal is to enter a stage, and fields that the stage requires are empty.
    #[error("the stage `{stage}` requires {}; give it in the same change", fields.join(", "))]
    StageRequires {
        /// The stage, by name.
        stage: String,
        /// The fields that are empty, by name.
        fields: Vec<String>,
    },
    /// A quote is not in a state in which this can be done.
    #[error(transparent)]
    Quote(#[from] QuoteRefusal),
    /// Somebody has changed it since it was looked at.
    #[error(
        "someone else has changed it: it is now at version {version}; load it again and repeat your change"
    )]
    Stale {
        /// The version that is stored.
        version: i64,
    },
    /// A request's key was used for another request.
    #[error("the key was already used for another request; use a new key for each request")]
    KeyReused,
    /// A request with this key is being carried out, or was and its answer was lost.
    #[error(
        "a request with this key is in progress, or was carried out and its response was lost; check whether its \
         result is there"
    )]
    Repeated,
    /// An argument has no meaning; the sentence says what would have.
    #[error("{0}")]
    Usage(String),
    /// An argument has no meaning; the sentence says what would have.
    #[error("`{name}`: {detail}")]
    Argument {
        /// Which.
        name: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Nothing shows which numbers of a column's dates are days and which are months.
    #[error(transparent)]
    AmbiguousDate(AmbiguousDate),
    /// The session may not do it, whoever or whatever it is about.
    #[error("you are not allowed to do this; ask an administrator")]
    Forbidden,
    /// The request is understood and refused.
    #[error("{0}")]
    Refused(String),
    /// A vocabulary file has problems.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Vocabulary(Vec<VocabularyProblem>),
    /// A framework file has problems.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Framework(Vec<FrameworkProblem>),
    /// A change of the frameworks in use would drop criteria that rules of vocabularies name.
    #[error("`{framework}` would drop {}; change those first", named_criteria(lost))]
    CriteriaInUse {
        /// The framework that is to be changed or retired.
        framework: String,
        /// Each criterion with a vocabulary that names it.
        lost: Vec<(String, String)>,
    },
    /// A step of qualification does not follow from how a party stands.
    #[error("{0}")]
    Qualification(QualificationRefusal),
    /// The file of a pipeline has problems.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Pipeline(Vec<FileProblem>),
    /// The declaration of a record type has problems.
    #[error("{}", .0.iter().map(described).collect::<Vec<_>>().join("\n"))]
    Declaration(Vec<DeclarationProblem>),
    /// The values of a record do not fit its type.
    #[error(transparent)]
    Values(ValuesError),
    /// A mapping has problems.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Mapping(Vec<MappingProblem>),
    /// A file is not what its name promises.
    #[error("{0}")]
    Unreadable(String),
    /// A file could not be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The work was stopped on request; what was done so far is kept and can be taken up again.
    #[error("stopped; {0}")]
    Stopped(String),
}

impl Error {
    /// An error about a file.
    pub fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }

    /// The error that an argument has no meaning.
    pub fn argument(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Argument { name: name.into(), detail: detail.into() }
    }

    /// The error that something named is not there, without advice.
    pub fn not_found(what: &'static str, given: impl Into<String>) -> Self {
        Self::NotFound { what, given: given.into(), hint: String::new() }
    }

    /// Whether what was given as the address of a database is none.
    pub fn is_bad_address(&self) -> bool {
        matches!(self, Self::Store(casebook_store::Error::Address(_)))
    }

    /// Whether the database is damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Store(error) if error.as_damage().is_some())
    }

    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(casebook_store::Error::Clock { .. }) => "clock",
            Self::Store(_) => "store",
            Self::Evidence(_) => "evidence_refused",
            Self::Kind(_) => "kind_refused",
            Self::NotFound { .. } => "not_found",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Duplicate(_) => "duplicate",
            Self::Converted(_) => "already_converted",
            Self::Unqualified(_) => "not_qualified",
            Self::StageRequires { .. } => "stage_requires",
            Self::Quote(refusal) => refusal.code(),
            Self::Stale { .. } => "stale",
            Self::KeyReused => "key_reused",
            Self::Repeated => "repeated",
            Self::Usage(_) | Self::Argument { .. } | Self::AmbiguousDate(_) => "usage",
            Self::Forbidden => "forbidden",
            Self::Refused(_) => "refused",
            Self::Vocabulary(_) => "vocabulary_refused",
            Self::Framework(_) => "framework_refused",
            Self::CriteriaInUse { .. } => "criteria_in_use",
            Self::Qualification(refusal) => refusal.code(),
            Self::Pipeline(_) => "pipeline_refused",
            Self::Declaration(_) => "declaration_refused",
            Self::Values(_) => "values_refused",
            Self::Mapping(_) => "mapping_refused",
            Self::Unreadable(_) => "unreadable",
            Self::File { .. } => "file",
            Self::Stopped(_) => "stopped",
        }
    }
}

impl From<casebook_store::Error> for Error {
    fn from(error: casebook_store::Error) -> Self {
        match error {
            casebook_store::Error::Vocabulary(problems) => Self::Vocabulary(problems),
            other => Self::Store(other),
        }
    }
}

impl From<casebook_index::Error> for Error {
    fn from(error: casebook_index::Error) -> Self {
        match error {
            casebook_index::Error::Store(error) => error.into(),
            casebook_index::Error::Unknown(unknown) => unknown.into(),
            casebook_index::Error::TooLarge(filter) => filter.into(),
            casebook_index::Error::Unwritable { path, source } => Self::File { path, source },
            casebook_index::Error::Argument { name, message } => Self::argument(name, message),
            unanswered @ casebook_index::Error::Unanswered => Self::Refused(unanswered.to_string()),
        }
    }
}

impl From<Unknown> for Error {
    fn from(unknown: Unknown) -> Self {
        let Unknown { what, given, hint } = unknown;
        Self::NotFound { what, given, hint }
    }
}

impl From<TooLarge> for Error {
    fn from(filter: TooLarge) -> Self {
        Self::argument("filter", filter.to_string())
    }
}

impl casebook_store::Failure for Error {
    fn of_store(&self) -> Option<&casebook_store::Error> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

fn described(problem: &DeclarationProblem) -> String {
    let expected = problem.expected.as_ref().map(|expected| format!(": {expected}")).unwrap_or_default();
    format!("{}: {}{expected}", problem.path.join("/"), problem.message)
}

fn open_criteria(criteria: &[Criterion]) -> String {
    match criteria {
        [] => "it was rejected or disqualified".to_owned(),
        some => some.iter().map(Criterion::in_words).collect::<Vec<_>>().join(", ") + " not met",
    }
}

fn named_criteria(lost: &[(String, String)]) -> String {
    let named =
        lost.iter().map(|(criterion, of)| format!("`{criterion}`, which the vocabulary `{of}` names"));
    named.collect::<Vec<_>>().join(", and ")
}

fn is_or_are(found: &[Match]) -> &'static str {
    if found.len() == 1 { "this party already exists" } else { "similar parties already exist" }
}

fn names_of(found: &[Match]) -> String {
    let name = |one: &Match| format!("{} ({}, the same {})", one.name, one.party, one.by);
    found.iter().map(name).collect::<Vec<_>>().join(", ")
}
