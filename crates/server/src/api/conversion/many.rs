//! `/parties/convert`: converting every lead that matches a filter, as one change set.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use casebook_app::Session;
use casebook_app::conversion::{self, AccountRule, BulkConversion, BulkConversionReport, Outcome, RowResult};
use casebook_app::domain::ids::{ChangeId, ChangeSetId};
use casebook_app::parties;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::NewDeal;
use crate::api::changes::of_page;
use crate::api::parties::InBody;
use crate::api::parties::filter::FilterTree;
use crate::api::records::{Form, RecordDraft};
use crate::api::waiting::{Bare, JobAnswer, Seconds, Waiting};
use crate::api::wire::{ChangeIdText, ChangeSetIdText, Job, PartyIdText};
use crate::background::control::Control;
use crate::background::output::{JobKind, JobOutput};
use crate::http::error::{Answer, Places, Problem};
use crate::http::request::body::{self, Object, of_value};
use crate::http::request::path::Named;
use crate::http::request::query::Query;
use crate::http::response::answer::Items;
use crate::state::Shared;

/// How to convert.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConvertingMany {
    /// Return what would come of the first 100 leads now, and store nothing.
    #[serde(default)]
    #[param(required = false)]
    preview: bool,
    /// Seconds to wait for the result; 10 by default. After that the work continues in the background.
    #[param(inline, value_type = Seconds, required = false)]
    wait: Option<Seconds>,
}

/// How the account of each lead is found. An organization becomes the account itself.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ManyAccount {
    /// The organization that the lead belongs to, else the one of its company's name, else a new one of that name.
    #[default]
    MatchOrCreate,
    /// The same, without making any.
    Match,
    /// No account.
    None,
    /// This organization for all.
    Link(PartyIdText),
}

/// Which leads are converted, and into what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManyDraft {
    /// Which leads.
    filter: FilterTree,
    /// How the account of each is found; `match_or_create` by default.
    #[serde(default)]
    #[schema(required = false)]
    account: ManyAccount,
    /// The deal that is opened for each lead; null or absent for none. In its name, `{lead}` and `{account}` stand for
    /// their names; `{account}` by default.
    #[serde(default)]
    #[schema(value_type = Option<NewDeal>, required = false)]
    deal: Option<Object<RecordDraft>>,
    /// Why leads that are not qualified are converted all the same; without a reason they are refused.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    reason: Option<String>,
}

/// Where a request names what is looked up: in its filter, and as the account of all.
pub(crate) struct InMany {
    filter: InBody,
    account: Option<String>,
}

impl Places for InMany {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        match what {
            "value" => Some(format!("/deal{given}")),
            "account" | "deal" => Some(format!("/{what}")),
            "party" if self.account.as_deref() == Some(given) => Some("/account/link".to_owned()),
            _ => self.filter.place_of(what, given),
        }
    }
}

impl ManyDraft {
    /// Reads a request, whose text is kept so that it can be resumed; returns where it names things as well.
    pub(crate) fn read(sent: Map<String, Value>) -> Answer<(BulkConversion, InMany)> {
        let request = Value::Object(sent.clone()).to_string();
        let Self { filter, account, deal, reason } = of_value(Value::Object(sent))?;
        let linked = if let ManyAccount::Link(id) = &account { Some(id.0.to_string()) } else { None };
        let places = InMany { filter: InBody { filter: Some(filter.clone()), sort: None }, account: linked };
        let filter = filter.read().map_err(|wrong| wrong.at("/filter"))?;
        let account = match account {
            ManyAccount::MatchOrCreate => AccountRule::MatchOrCreate,
            ManyAccount::Match => AccountRule::Match,
            ManyAccount::None => AccountRule::None,
            ManyAccount::Link(id) => AccountRule::Link(id.0),
        };
        let deal = deal.map(|Object(draft)| draft.read(Form::Flat)).transpose();
        let deal = deal.map_err(|refused| refused.within("/deal"))?;
        Ok((BulkConversion { filter, account, deal, reason, request }, places))
    }
}

/// What came of a lead.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeadOutcome {
    /// It was converted.
    Converted,
    /// It stayed as it was; `code` and `detail` say why.
    Refused,
}

/// What came of one lead.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LeadResult {
    /// The lead.
    party: PartyIdText,
    /// Its name.
    name: String,
    /// What came of it.
    outcome: LeadOutcome,
    /// Its account; null without one, and in a preview where it does not exist yet.
    #[schema(required, pattern = "^org_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    account: Option<String>,
    /// The deal that was opened; null without one, and in a preview.
    #[schema(required, pattern = "^deal_[0-7][0-9a-hjkmnp-tv-z]{12}$")]
    deal: Option<String>,
    /// The code of the reason why it was refused, as one conversion has it; null if it was converted.
    #[schema(required)]
    code: Option<String>,
    /// The reason as a sentence.
    #[schema(required)]
    detail: Option<String>,
}

impl From<RowResult> for LeadResult {
    fn from(RowResult { party, name, outcome }: RowResult) -> Self {
        let party = PartyIdText(party);
        match outcome {
            Outcome::Converted { account, deal } => Self {
                party,
                name,
                outcome: LeadOutcome::Converted,
                account: account.map(|id| id.to_string()),
                deal: deal.map(|id| id.to_string()),
                code: None,
                detail: None,
            },
            Outcome::Refused { code, detail } => Self {
                party,
                name,
                outcome: LeadOutcome::Refused,
                account: None,
                deal: None,
                code: Some(code),
                detail: Some(detail),
            },
        }
    }
}

/// The result of converting many leads.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LeadsConverted {
    /// The change set, to undo all of it; null if no party matches.
    #[schema(required)]
    change_set: Option<ChangeSetIdText>,
    /// Number of parties that match the filter.
    matched: u64,
    /// Number of parties converted.
    converted: u64,
    /// Number of parties refused, which stay as they were.
    refused: u64,
    /// The first 100 of them; `GET /api/v1/changes/{id}/conversions` lists all.
    refusals: Vec<LeadResult>,
}

impl From<BulkConversionReport> for LeadsConverted {
    fn from(report: BulkConversionReport) -> Self {
        let BulkConversionReport { change_set, matched, converted, refused, refusals } = report;
        let refusals = refusals.into_iter().map(Into::into).collect();
        Self { change_set: change_set.map(ChangeSetIdText), matched, converted, refused, refusals }
    }
}

/// What converting many leads would come to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeadsPreviewed {
    /// Number of parties that match the filter.
    matched: u64,
    /// What would come of the first 100 of them.
    items: Vec<LeadResult>,
}

/// What came of converting many leads, or, with `preview`, what would.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ManyAnswer {
    /// What came of it.
    Converted(LeadsConverted),
    /// What would come of it.
    Previewed(LeadsPreviewed),
}

impl JobAnswer for ManyAnswer {
    fn of(output: JobOutput) -> Option<Self> {
        if let JobOutput::ConvertLeads(report) = output { Some(Self::Converted(report.into())) } else { None }
    }
}

/// Convert all leads that match a filter
///
/// Each lead is converted as by `POST /api/v1/people/{id}/convert`, entirely or not at all, in one change set with one
/// undo. It runs as a job: stopped or interrupted, it can be resumed or undone.
#[utoipa::path(post, path = "/api/v1/parties/convert", operation_id = "convert_parties", tag = "parties",
    params(ConvertingMany), request_body = ManyDraft,
    responses(
        (status = 200, description = "What came of it, or would", body = ManyAnswer),
        (status = 202, description = "Still running; follow it at `Location`", body = Job,
            headers(("Location" = String, description = "The job's address"))),
        (status = 409, description = "It was stopped", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn convert(
    State(shared): State<Shared>,
    Query(ConvertingMany { preview, wait }): Query<ConvertingMany>,
    body::Json(sent): body::Json<Map<String, Value>>,
) -> Answer<Response> {
    let (asked, places) = ManyDraft::read(sent)?;
    if preview {
        let tried = shared.run_naming(&places, move |session, _| conversion::preview_all(session, &asked));
        let conversion::Preview { matched, rows } = tried.await?;
        let items = rows.into_iter().map(Into::into).collect();
        return Ok(Json(ManyAnswer::Previewed(LeadsPreviewed { matched, items })).into_response());
    }
    // What fits no lead is refused before the work begins, at its place.
    let checked = asked.clone();
    let check = move |session: &Session, _: &_| {
        checked.check(session)?;
        parties::count(session, &checked.filter)
    };
    shared.run_naming(&places, check).await?;
    let convert = move |session: &Session, control: &Control| {
        conversion::convert_all(session, &asked, control).map(JobOutput::ConvertLeads)
    };
    let waiting = Waiting::of(wait);
    let converted =
        waiting.run::<ManyAnswer>(&shared, shared.session(), JobKind::ConvertLeads, convert).await?;
    Ok(Bare(converted).into_response())
}

/// Which results.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResultPage {
    /// Only leads that were refused.
    #[serde(default)]
    #[param(required = false)]
    refused: bool,
    /// The `next` of the previous page; omit for the first page.
    #[param(inline, value_type = ChangeIdText, required = false)]
    cursor: Option<ChangeIdText>,
    /// Maximum number of results; 50 by default.
    #[param(minimum = 1, maximum = 200, required = false)]
    limit: Option<usize>,
}

/// List what came of each lead of a conversion
///
/// In the order in which they were converted or refused.
#[utoipa::path(get, path = "/api/v1/changes/{id}/conversions", operation_id = "list_conversions_of_change", tag = "changes",
    params(("id" = ChangeSetIdText, Path, description = "The change set"), ResultPage),
    responses((status = 200, description = "A page", body = Items<LeadResult>)))]
pub(crate) async fn results(
    State(shared): State<Shared>,
    Named(id): Named<ChangeSetId>,
    Query(page): Query<ResultPage>,
) -> Answer<Json<Items<LeadResult>>> {
    let limit = of_page(page.limit)?;
    let after: Option<ChangeId> = page.cursor.map(|id| id.0);
    let refused = page.refused;
    // One more than asked for shows whether there is a next page.
    let list = move |session: &Session, _: &_| conversion::results(session, id, refused, after, limit + 1);
    let mut rows = shared.run(list).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(id, _)| id.to_string());
    Ok(Json(Items { items: rows.into_iter().map(|(_, row)| row.into()).collect(), next }))
}

/// Reads a request to convert many leads, as the API takes it; a sentence says what is wrong with one that is none.
pub fn read(sent: Map<String, Value>) -> Result<BulkConversion, String> {
    ManyDraft::read(sent).map(|(asked, _)| asked).map_err(|refusal| refusal.detail().to_owned())
}
