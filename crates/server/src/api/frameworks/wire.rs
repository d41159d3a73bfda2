//! Frameworks on the wire.

use casebook_app::domain::frameworks as domain;
use casebook_app::frameworks::{FrameworkTryReport, Listed, Switched};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::vocabularies::VocabularyTried;
use crate::api::waiting::JobAnswer;
use crate::api::wire::FindingWord;
use crate::background::output::JobOutput;

/// A framework of qualification.
#[derive(Serialize, ToSchema)]
pub(crate) struct Framework {
    /// Its name in URLs.
    name: String,
    /// Its title.
    title: String,
    /// Its description.
    description: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it is in use.
    in_use: bool,
    /// Whether a framework of this name comes with Casebook.
    built_in: bool,
    /// What is asked about.
    criteria: Vec<FrameworkCriterion>,
    /// What has to be found for a party to be qualified.
    gate: FrameworkGate,
    /// The reasons for which a party is rejected or disqualified.
    reasons: Vec<String>,
}

/// A framework with its text.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkText {
    /// Its name in URLs.
    name: String,
    /// Its title.
    title: String,
    /// Its description.
    description: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it is in use.
    in_use: bool,
    /// Whether a framework of this name comes with Casebook.
    built_in: bool,
    /// What is asked about.
    criteria: Vec<FrameworkCriterion>,
    /// What has to be found for a party to be qualified.
    gate: FrameworkGate,
    /// The reasons for which a party is rejected or disqualified.
    reasons: Vec<String>,
    /// Its text (TOML), including comments.
    toml: String,
}

/// A framework that was only checked.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkChecked {
    /// Its name in URLs.
    name: String,
    /// Its title.
    title: String,
    /// Its description.
    description: String,
    /// What is asked about.
    criteria: Vec<FrameworkCriterion>,
    /// What has to be found for a party to be qualified.
    gate: FrameworkGate,
    /// The reasons for which a party is rejected or disqualified.
    reasons: Vec<String>,
}

/// A criterion with the question that is asked about it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkCriterion {
    /// Its name in rules and evidence.
    name: String,
    /// Its title.
    title: String,
    /// The question.
    question: String,
    /// How much it counts.
    #[schema(minimum = 0, maximum = 100)]
    weight: u32,
    /// Suggested answers.
    answers: Vec<FrameworkAnswer>,
}

/// A suggested answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkAnswer {
    /// What it says.
    text: String,
    /// The finding that it stands for.
    finding: FindingWord,
}

/// What has to be found for a party to be qualified. Everything that it asks for has to hold.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkGate {
    /// The least finding for each of these criteria.
    minimum: Vec<FrameworkMinimum>,
    /// The points that are needed; null if none are. Of a criterion that is partly met half the weight counts.
    #[schema(required, minimum = 1)]
    total: Option<u32>,
    /// All points that there are.
    most: u32,
    /// The gate in words.
    words: String,
}

/// The least finding for a criterion.
#[derive(Serialize, ToSchema)]
pub(crate) struct FrameworkMinimum {
    /// The criterion.
    criterion: String,
    /// The least finding.
    finding: FindingWord,
}

/// The preview of a framework.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrameworkTried {
    /// The framework's name.
    framework: String,
    /// What would come of each vocabulary in use that asks whether a party is qualified.
    vocabularies: Vec<VocabularyTried>,
}

/// A framework that was put to use, or out of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrameworkSwitched {
    /// The framework's name.
    name: String,
    /// Its version number.
    #[schema(minimum = 1)]
    version: i64,
    /// Whether it was so already.
    unchanged: bool,
    /// The vocabularies that were derived anew.
    vocabularies: Vec<String>,
}

impl FrameworkCriterion {
    pub(crate) fn of(one: &domain::Question) -> Self {
        Self {
            name: one.criterion.to_string(),
            title: one.title.clone(),
            question: one.question.clone(),
            weight: one.weight,
            answers: answers(one),
        }
    }
}

/// The suggested answers of a question.
pub(crate) fn answers(one: &domain::Question) -> Vec<FrameworkAnswer> {
    let answer =
        |one: &domain::Answer| FrameworkAnswer { text: one.text.clone(), finding: FindingWord(one.finding) };
    one.answers.iter().map(answer).collect()
}

impl FrameworkGate {
    fn of(framework: &domain::Framework) -> Self {
        let minimum = |(criterion, finding): &(casebook_app::domain::facts::Criterion, _)| FrameworkMinimum {
            criterion: criterion.to_string(),
            finding: FindingWord(*finding),
        };
        Self {
            minimum: framework.gate.minimum.iter().map(minimum).collect(),
            total: framework.gate.total,
            most: framework.most_points(),
            words: framework.gate_in_words(),
        }
    }
}

impl FrameworkChecked {
    pub(crate) fn of(framework: &domain::Framework) -> Self {
        Self {
            name: framework.name.clone(),
            title: framework.title.clone(),
            description: framework.description.clone(),
            criteria: framework.criteria.iter().map(FrameworkCriterion::of).collect(),
            gate: FrameworkGate::of(framework),
            reasons: framework.reasons.clone(),
        }
    }
}

impl Framework {
    pub(crate) fn of(listed: &Listed) -> Self {
        let FrameworkChecked { name, title, description, criteria, gate, reasons } =
            FrameworkChecked::of(&listed.framework);
        let Listed { version, in_use, built_in, .. } = *listed;
        Self { name, title, description, version, in_use, built_in, criteria, gate, reasons }
    }
}

impl FrameworkText {
    pub(crate) fn of(listed: Listed) -> Self {
        let Framework { name, title, description, version, in_use, built_in, criteria, gate, reasons } =
            Framework::of(&listed);
        let toml = listed.source;
        Self { name, title, description, version, in_use, built_in, criteria, gate, reasons, toml }
    }
}

impl From<FrameworkTryReport> for FrameworkTried {
    fn from(report: FrameworkTryReport) -> Self {
        let vocabularies = report.vocabularies.into_iter().map(Into::into).collect();
        Self { framework: report.framework, vocabularies }
    }
}

impl From<Switched> for FrameworkSwitched {
    fn from(switched: Switched) -> Self {
        let Switched { name, version, unchanged, vocabularies } = switched;
        Self { name, version, unchanged, vocabularies }
    }
}

impl JobAnswer for FrameworkTried {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::TryFramework(report) = output { Some(report.into()) } else { None }
    }
}

impl JobAnswer for FrameworkSwitched {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::UseFramework(switched) = output { Some(switched.into()) } else { None }
    }
}
