//! `/people/{id}/convert` and `/organizations/{id}/convert`: converting a lead, and what it can be converted into.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

pub(crate) mod many;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::conversion::{self, AccountChoice, Candidate, Conversion, DealChoice, Options};
use casebook_app::domain::conversion as domain;
use casebook_app::domain::ids::{PartyId, RecordId};
use casebook_app::domain::party::PartyKind;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::api::parties::PartyDraft;
use crate::api::records::{Form, RecordDraft};
use crate::api::wire::{DealIdText, PartyIdText};
use crate::http::error::{Answer, ConversionReceipt, Places, Problem};
use crate::http::request::body;
use crate::http::request::body::Object;
use crate::http::request::path::{Named, Organization, Person};
use crate::http::request::query::{NoParameters, Query};
use crate::http::response::answer::Created;
use crate::state::Shared;

/// How to convert.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Converting {
    /// Return what the conversion would come to now, and store nothing.
    #[serde(default)]
    #[param(required = false)]
    preview: bool,
}

/// Which organization becomes the account.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConversionAccount {
    /// A new organization, as `POST /api/v1/organizations` takes it.
    Create(Box<PartyDraft>),
    /// An existing organization.
    Link(PartyIdText),
}

/// Which deal the lead takes part in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConversionDeal {
    /// A new deal, as `POST /api/v1/deals` takes it. Its account and the lead are added to it.
    #[schema(value_type = NewDeal)]
    Create(Box<RecordDraft>),
    /// An existing deal.
    Join(DealIdText),
}

/// Stands in the description for a new deal, which is described from the declaration of deals.
struct NewDeal;

impl PartialSchema for NewDeal {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().into()
    }
}

impl ToSchema for NewDeal {}

/// What a lead is converted into.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConversionDraft {
    /// The account; null or absent for none. An organization becomes the account itself.
    #[serde(default)]
    #[schema(value_type = Option<ConversionAccount>, required = false)]
    account: Option<Object<ConversionAccount>>,
    /// The deal; null or absent for none.
    #[serde(default)]
    #[schema(value_type = Option<ConversionDeal>, required = false)]
    deal: Option<Object<ConversionDeal>>,
    /// Why it is converted; required if the lead is not qualified.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    reason: Option<String>,
}

/// A record that may be meant.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversionCandidate {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Where both agree.
    matched: Vec<ConversionMatch>,
}

/// A field in which a lead and a candidate agree.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversionMatch {
    /// `link`, `company`, `domain`, `email`, `phone` or `name`; of a deal, `people` or `account`.
    field: String,
    /// What both have.
    value: String,
}

/// What a lead can be converted into.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConversionOptions {
    /// Whether it can be converted without a reason.
    qualified: bool,
    /// The criteria that are not met, of the framework whose gate is nearest.
    missing: Vec<String>,
    /// What is missing by the gate of each framework in use, the nearest first; empty if it is qualified.
    gates: Vec<OpenGate>,
    /// The conversion in force; null if it has not been converted.
    #[schema(required)]
    converted: Option<ConversionReceipt>,
    /// The name for a new account; null if the lead does not say.
    #[schema(required)]
    account_name: Option<String>,
    /// Organizations that may be its account, the likeliest first.
    accounts: Vec<ConversionCandidate>,
    /// Others who may be the same.
    people: Vec<ConversionCandidate>,
    /// Open deals of the lead and of those organizations.
    deals: Vec<ConversionCandidate>,
}

/// What is missing by the gate of a framework.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpenGate {
    /// The framework.
    framework: String,
    /// Its title.
    title: String,
    /// What is missing, in words; empty if the gate holds and something later speaks against it.
    missing: Vec<String>,
}

impl OpenGate {
    fn of(gate: &domain::OpenGate) -> Self {
        let missing = gate.state.missing.iter().map(|one| one.needs.clone()).collect();
        Self { framework: gate.framework.clone(), title: gate.title.clone(), missing }
    }
}

impl ConversionDraft {
    fn read(self) -> Answer<Conversion> {
        let account = self.account.map(|Object(account)| account.read()).transpose()?;
        let deal = self.deal.map(|Object(deal)| deal.read()).transpose()?;
        Ok(Conversion { account, deal, reason: self.reason })
    }
}

impl ConversionAccount {
    fn read(self) -> Answer<AccountChoice> {
        match self {
            Self::Create(draft) => {
                let new = draft.read(PartyKind::Organization);
                new.map(AccountChoice::Create).map_err(|refused| refused.within("/account/create"))
            }
            Self::Link(id) => Ok(AccountChoice::Link(id.0)),
        }
    }
}

impl ConversionDeal {
    fn read(self) -> Answer<DealChoice> {
        match self {
            Self::Create(draft) => {
                let new = draft.read(Form::Flat);
                new.map(DealChoice::Create).map_err(|refused| refused.within("/deal/create"))
            }
            Self::Join(id) => Ok(DealChoice::Join(RecordId(id.0.0))),
        }
    }
}

impl From<Candidate> for ConversionCandidate {
    fn from(Candidate { id, name, matched }: Candidate) -> Self {
        let matched = matched.into_iter().map(|(field, value)| ConversionMatch { field, value }).collect();
        Self { id, name, matched }
    }
}

impl From<Options> for ConversionOptions {
    fn from(options: Options) -> Self {
        let candidates = |all: Vec<Candidate>| all.into_iter().map(Into::into).collect();
        Self {
            qualified: options.qualified,
            missing: options.missing.iter().map(ToString::to_string).collect(),
            gates: options.gates.iter().map(OpenGate::of).collect(),
            converted: options.converted.map(|(set, receipt)| ConversionReceipt::of(Some(set), receipt)),
            account_name: options.account_name,
            accounts: candidates(options.accounts),
            people: candidates(options.people),
            deals: candidates(options.deals),
        }
    }
}

/// Where the body names what a conversion looks up.
struct InConversion {
    party: PartyId,
}

impl Places for InConversion {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        match what {
            // The lead itself is named by the address.
            "party" | "organization" if given != self.party.to_string() => Some("/account/link".to_owned()),
            "record" => Some("/deal/join".to_owned()),
            "value" => Some(format!("/deal/create{given}")),
            _ => {
                let (part, field) = what.split_once('.')?;
                ["account", "deal"].contains(&part).then(|| format!("/{part}/create/{field}"))
            }
        }
    }
}

/// Convert a person
///
/// Links the account, opens or joins the deal and records the conversion in one change set, which can be undone at any
/// time through `POST /api/v1/changes/{id}/undo`. The person stays the same record.
#[utoipa::path(post, path = "/api/v1/people/{id}/convert", operation_id = "convert_person", tag = "people",
    params(("id" = PartyIdText, Path, description = "The lead"), Converting), request_body = ConversionDraft,
    responses(
        (status = 200, description = "What the conversion would come to", body = ConversionReceipt),
        (status = 201, description = "What the conversion came to", body = ConversionReceipt,
            headers(("Location" = String, description = "The address of the change set"))),
        (status = 409, description = "It was converted before; see `receipt`. Or the account is a duplicate; see `matches`",
            body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn person(
    State(shared): State<Shared>,
    Named(Person(id)): Named<Person>,
    Query(converting): Query<Converting>,
    body::Json(draft): body::Json<ConversionDraft>,
) -> Answer<Response> {
    converted(&shared, id, &converting, draft).await
}

/// Convert an organization
///
/// The organization becomes the account, with the people who belong to it. Otherwise like the conversion of a person.
#[utoipa::path(post, path = "/api/v1/organizations/{id}/convert", operation_id = "convert_organization",
    tag = "organizations",
    params(("id" = PartyIdText, Path, description = "The lead"), Converting), request_body = ConversionDraft,
    responses(
        (status = 200, description = "What the conversion would come to", body = ConversionReceipt),
        (status = 201, description = "What the conversion came to", body = ConversionReceipt,
            headers(("Location" = String, description = "The address of the change set"))),
        (status = 409, description = "It was converted before; see `receipt`", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn organization(
    State(shared): State<Shared>,
    Named(Organization(id)): Named<Organization>,
    Query(converting): Query<Converting>,
    body::Json(draft): body::Json<ConversionDraft>,
) -> Answer<Response> {
    converted(&shared, id, &converting, draft).await
}

/// Get what a person can be converted into
#[utoipa::path(get, path = "/api/v1/people/{id}/convert/options", operation_id = "get_conversion_options_of_person",
    tag = "people", params(("id" = PartyIdText, Path, description = "The lead")),
    responses((status = 200, description = "The candidates, with what they match by", body = ConversionOptions)))]
pub(crate) async fn options_of_person(
    State(shared): State<Shared>,
    Named(Person(id)): Named<Person>,
    _: Query<NoParameters>,
) -> Answer<Json<ConversionOptions>> {
    options(&shared, id).await
}

/// Get what an organization can be converted into
#[utoipa::path(get, path = "/api/v1/organizations/{id}/convert/options",
    operation_id = "get_conversion_options_of_organization", tag = "organizations",
    params(("id" = PartyIdText, Path, description = "The lead")),
    responses((status = 200, description = "The candidates, with what they match by", body = ConversionOptions)))]
pub(crate) async fn options_of_organization(
    State(shared): State<Shared>,
    Named(Organization(id)): Named<Organization>,
    _: Query<NoParameters>,
) -> Answer<Json<ConversionOptions>> {
    options(&shared, id).await
}

async fn options(shared: &Shared, id: PartyId) -> Answer<Json<ConversionOptions>> {
    let options = shared.run(move |session, _| conversion::options(session, id)).await?;
    Ok(Json(options.into()))
}

async fn converted(
    shared: &Shared,
    id: PartyId,
    converting: &Converting,
    draft: ConversionDraft,
) -> Answer<Response> {
    let (conversion, places) = (draft.read()?, InConversion { party: id });
    if converting.preview {
        let work = move |session: &_, _: &_| conversion::preview(session, id, conversion);
        let receipt = shared.run_naming(&places, work).await?;
        return Ok(Json(ConversionReceipt::of(None, receipt)).into_response());
    }
    let work = move |session: &_, _: &_| conversion::convert(session, id, conversion);
    let (set, receipt) = shared.run_naming(&places, work).await?;
    let receipt = Json(ConversionReceipt::of(Some(set), receipt));
    Ok(Created(format!("/api/v1/changes/{set}"), receipt).into_response())
}
