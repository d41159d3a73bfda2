//! What a conversion came to, as an answer and as a part of the refusal of a second one.

use casebook_app::conversion::{Became, Item, Part, Reason, Receipt};
use casebook_app::domain::ids::ChangeSetId;
use serde::Serialize;
use utoipa::ToSchema;

/// What a part of a conversion is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConversionPart {
    /// The organization that the lead belongs to.
    Account,
    /// A person.
    Person,
    /// The deal.
    Deal,
    /// A link between a person and the account.
    Link,
    /// A field of a record.
    Field,
    /// A piece of evidence.
    Evidence,
}

/// Why something stays as it is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConversionReason {
    /// The lead is the same record before and after.
    SameRecord,
    /// It was there, and was chosen.
    Chosen,
    /// The person was linked to the account already.
    AlreadyLinked,
    /// The person belongs to another organization too.
    OtherAccount,
    /// The field has another value.
    HasAValue,
    /// The person took part in the deal already.
    AlreadyTakesPart,
}

/// Something that a conversion made, filled or left as it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ConversionItem {
    /// What it is.
    what: ConversionPart,
    /// The id of the record; null where a preview speaks of one that does not exist yet.
    #[schema(required)]
    record: Option<String>,
    /// Its name, the role of a link or of somebody in a deal, the value of a field or the kind of a piece of evidence.
    name: String,
    /// The field; null if the whole record is meant.
    #[schema(required)]
    field: Option<String>,
    /// Why it stays; null for what was made or filled.
    #[schema(required)]
    reason: Option<ConversionReason>,
}

/// The stage of the lead in a vocabulary, before and after.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ConversionStage {
    /// The vocabulary.
    vocabulary: String,
    /// The stage before; null if no rule held.
    #[schema(required)]
    before: Option<String>,
    /// The stage after.
    #[schema(required)]
    after: Option<String>,
}

/// The result of a conversion.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ConversionReceipt {
    /// The change set, which can be undone; null in a preview.
    #[schema(required, pattern = "^set_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    change_set: Option<String>,
    /// The account; null without one, and in a preview where it does not exist yet.
    #[schema(required, pattern = "^org_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    account: Option<String>,
    /// The deal; null without one, and in a preview where it does not exist yet.
    #[schema(required, pattern = "^deal_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    deal: Option<String>,
    /// What was made and filled.
    made: Vec<ConversionItem>,
    /// What stays as it is, with the reason.
    kept: Vec<ConversionItem>,
    /// The stage of the lead in each vocabulary, before and after.
    stages: Vec<ConversionStage>,
    /// Why the lead was converted without being qualified; null if it was.
    #[schema(required)]
    reason: Option<String>,
}

impl From<Part> for ConversionPart {
    fn from(part: Part) -> Self {
        match part {
            Part::Account => Self::Account,
            Part::Person => Self::Person,
            Part::Deal => Self::Deal,
            Part::Link => Self::Link,
            Part::Field => Self::Field,
            Part::Evidence => Self::Evidence,
        }
    }
}

impl From<Reason> for ConversionReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::SameRecord => Self::SameRecord,
            Reason::Chosen => Self::Chosen,
            Reason::AlreadyLinked => Self::AlreadyLinked,
            Reason::OtherAccount => Self::OtherAccount,
            Reason::HasAValue => Self::HasAValue,
            Reason::AlreadyTakesPart => Self::AlreadyTakesPart,
        }
    }
}

impl From<Item> for ConversionItem {
    fn from(Item { what, record, name, field, reason }: Item) -> Self {
        Self { what: what.into(), record, name, field, reason: reason.map(Into::into) }
    }
}

impl ConversionReceipt {
    /// What a conversion came to.
    pub(crate) fn of(change_set: Option<ChangeSetId>, receipt: Receipt) -> Self {
        let stage = |Became { vocabulary, before, after }| ConversionStage { vocabulary, before, after };
        Self {
            change_set: change_set.map(|id| id.to_string()),
            account: receipt.account.map(|id| id.to_string()),
            deal: receipt.deal.map(|id| id.to_string()),
            made: receipt.made.into_iter().map(Into::into).collect(),
            kept: receipt.kept.into_iter().map(Into::into).collect(),
            stages: receipt.stages.into_iter().map(stage).collect(),
            reason: receipt.reason,
        }
    }
}
