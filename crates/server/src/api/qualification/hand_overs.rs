//! The hand-overs that wait for sales.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::time::Timestamp;
use casebook_app::qualification::{self, HandOversRequest, WaitingParty};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::day;
use super::wire::occurred;
use crate::api::wire::{Moment, PartyIdText};
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::query::Query;
use crate::http::response::answer::Items;
use crate::state::Shared;

/// Which hand-overs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichHandOvers {
    /// Only those whose day is over.
    #[serde(default)]
    #[param(required = false)]
    overdue: bool,
    /// The `next` of the previous page; omit for the first page.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    cursor: Option<String>,
    /// Maximum number of items; 50 by default.
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    limit: Option<usize>,
}

/// A party that waits for sales.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingLead {
    /// The party.
    party: PartyIdText,
    /// Its name.
    name: String,
    /// Its owner.
    #[schema(required)]
    owner: Option<String>,
    /// When it was handed over; null if that is not known.
    #[schema(required, value_type = Option<Moment>)]
    handed_over_at: Option<String>,
    /// By whom.
    handed_over_by: String,
    /// The last day on which it is to be answered; null if it is not known when it was handed over.
    #[schema(required, format = Date)]
    due: Option<String>,
    /// Whether that day is over.
    overdue: bool,
}

const USUAL: usize = 50;
const MOST: usize = 1_000;

impl WhichHandOvers {
    fn read(&self) -> Answer<HandOversRequest> {
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Refusal::invalid(vec![Mistake::new("?limit", format!("use 1 to {MOST}"))]));
        }
        let after = match &self.cursor {
            None => None,
            Some(cursor) => {
                let read = cursor
                    .split_once(':')
                    .and_then(|(at, party)| Some((Timestamp(at.parse().ok()?), PartyId::parse(party)?)));
                let invalid =
                    || Refusal::invalid(vec![Mistake::new("?cursor", "this is not a `next` of this list")]);
                Some(read.ok_or_else(invalid)?)
            }
        };
        Ok(HandOversRequest { overdue: self.overdue, after, limit })
    }
}

impl From<WaitingParty> for WaitingLead {
    fn from(one: WaitingParty) -> Self {
        Self {
            party: PartyIdText(one.party),
            name: one.name,
            owner: one.owner,
            handed_over_at: occurred(&one.handed_over),
            handed_over_by: one.handed_over.recorded_by,
            due: one.due.map(day),
            overdue: one.overdue,
        }
    }
}

/// List the leads that wait for sales, those that wait longest first
#[utoipa::path(get, path = "/api/v1/qualification/hand-overs", operation_id = "list_hand_overs",
    tag = "qualification", params(WhichHandOvers),
    responses((status = 200, description = "A page of them", body = Items<WaitingLead>)))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(which): Query<WhichHandOvers>,
) -> Answer<Json<Items<WaitingLead>>> {
    let request = which.read()?;
    let found = shared.run(move |session, _| qualification::hand_overs(session, request)).await?;
    let next = found.next.map(|(at, party)| format!("{}:{party}", at.0));
    Ok(Json(Items { items: found.items.into_iter().map(Into::into).collect(), next }))
}
