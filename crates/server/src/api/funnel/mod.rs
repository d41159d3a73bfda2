//! `/funnel`: how many came how far.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

mod lists;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::domain::lifecycle::funnel as domain;
use casebook_app::funnel::{
    Basis, FunnelReport, FunnelRequest, GroupField, funnel as funnel_now, funnel_watched,
};
use casebook_app::{DEFAULT_VOCABULARY, Result, Session};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::wire::{BasisWord, Edge, Moment, OfWord, at};
use crate::http::error::{Answer, Refusal};
use crate::http::limits::blocking::Stop;
use crate::http::request::query::Query;
use crate::state::Shared;
use lists::Lists;

/// Where the names stand that may be unknown.
const PLACES: [(&str, &str); 3] =
    [("vocabulary", "?vocabulary"), ("stage", "?cohort_stage"), ("field to group by", "?by")];

/// Which funnel.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The vocabulary; `journey` by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    vocabulary: Option<String>,
    /// People, organizations, or `all` (default).
    #[param(inline, value_type = OfWord, required = false)]
    of: Option<OfWord>,
    /// Only parties that reached the cohort stage at or after this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    from: Option<Moment>,
    /// Only parties that reached the cohort stage before this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    to: Option<Moment>,
    /// The time to count as of; a date means the end of that day. Now by default.
    #[param(inline, value_type = Moment, required = false)]
    as_of: Option<Moment>,
    /// `occurred` (default): what had happened by then, as known today. `recorded`: what had been recorded by then.
    #[param(inline, value_type = BasisWord, required = false)]
    basis: Option<BasisWord>,
    /// The cohort stage: parties enter the cohort when they first reach it. The first stage by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    cohort_stage: Option<String>,
    /// Return one funnel per value of a field: `source`, `owner`, `country`, `region`, `city`, `language`, `title`,
    /// `more.FIELD`, or one of them of the account: `account.FIELD`.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    by: Option<String>,
}

/// A funnel, or one per group.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum FunnelAnswer {
    /// One funnel.
    One(Funnel),
    /// One funnel per group.
    Many(FunnelGroups),
}

/// How many of a cohort reached each stage, and where the others stopped.
#[derive(Serialize, ToSchema)]
pub(crate) struct Funnel {
    /// The vocabulary.
    vocabulary: String,
    /// People, organizations, or all.
    of: OfWord,
    /// The time it is counted as of.
    #[schema(format = DateTime)]
    as_of: String,
    /// Number of parties in the cohort.
    cohort: u64,
    /// Number of parties that reached the cohort stage at an unknown time.
    undated: u64,
    /// URLs of the lists behind `cohort` and `undated`.
    lists: BTreeMap<String, String>,
    /// The cohort stage and those after it.
    stages: Vec<FunnelStage>,
}

/// One funnel per group, largest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FunnelGroups {
    /// The vocabulary.
    vocabulary: String,
    /// People, organizations, or all.
    of: OfWord,
    /// The time it is counted as of.
    #[schema(format = DateTime)]
    as_of: String,
    /// The groups; at most 200 of them, except by `source`.
    groups: Vec<FunnelGroup>,
    /// The smaller groups beyond these, added up; absent if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    others: Option<OtherGroups>,
}

/// Groups that are too many to be listed.
#[derive(Serialize, ToSchema)]
pub(crate) struct OtherGroups {
    /// Number of groups.
    groups: u64,
    /// Number of parties in their cohorts.
    cohort: u64,
    /// Number of their parties that reached the cohort stage at an unknown time.
    undated: u64,
}

/// The funnel of one group.
#[derive(Serialize, ToSchema)]
pub(crate) struct FunnelGroup {
    /// The value shared by the group; null for parties without one.
    #[schema(required)]
    key: Option<String>,
    /// Number of parties in the cohort.
    cohort: u64,
    /// Number of parties that reached the cohort stage at an unknown time.
    undated: u64,
    /// URLs of the lists behind `cohort` and `undated`.
    lists: BTreeMap<String, String>,
    /// The cohort stage and those after it.
    stages: Vec<FunnelStage>,
}

/// The numbers of one stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct FunnelStage {
    /// The stage.
    stage: String,
    /// Members that were in this stage or a later one by then.
    reached: u64,
    /// Of those who reached it, members that were in this stage itself.
    entered: u64,
    /// Of those who reached it, members that were only in a later stage.
    skipped: u64,
    /// Members that got this far and no further: `here + back + dropped`.
    furthest: u64,
    /// Of these, members still in this stage.
    here: u64,
    /// Of these, members now in an earlier stage or in none.
    back: u64,
    /// Of these, members that are lost, disqualified or former, by reason.
    dropped: BTreeMap<String, u64>,
    /// Members that had been here or later, fell below, and came back.
    returned: u64,
    /// Share of those who reached this stage that reached the next; null for the last stage.
    #[schema(required, minimum = 0, maximum = 1)]
    conversion: Option<f64>,
    /// Days within which half of those timed reached the next stage.
    #[schema(required, minimum = 0)]
    median_days: Option<f64>,
    /// The same for 75% of them.
    #[schema(required, minimum = 0)]
    p75_days: Option<f64>,
    /// The same for 90% of them.
    #[schema(required, minimum = 0)]
    p90_days: Option<f64>,
    /// Members that reached both this stage and the next at known times.
    timed: u64,
    /// URLs of the lists behind the numbers, by name; each list has exactly that many rows.
    lists: BTreeMap<String, String>,
    /// URLs of the lists of those who dropped out, by reason.
    dropped_lists: BTreeMap<String, String>,
}

/// Get a funnel: how many reached each stage, and where the others stopped
#[utoipa::path(get, path = "/api/v1/funnel", operation_id = "get_funnel", tag = "funnel",
    params(Asked),
    responses((status = 200, description = "The funnel, or one per group", body = FunnelAnswer)))]
pub(crate) async fn funnel(
    State(shared): State<Shared>,
    Query(asked): Query<Asked>,
) -> Answer<Json<FunnelAnswer>> {
    let of = asked.of.unwrap_or(OfWord(None));
    let by = asked.by.as_deref().map(GroupField::read).transpose();
    let by = by.map_err(|unknown| Refusal::naming(unknown.into(), &PLACES))?;
    let zone = shared.run(|session, _| session.zone()).await?;
    let edge = |moment: Option<Moment>, edge| moment.map(|moment| moment.edge(edge, &zone));
    let request = FunnelRequest {
        vocabulary: asked.vocabulary.unwrap_or_else(|| DEFAULT_VOCABULARY.to_owned()),
        of: of.0,
        from: edge(asked.from, Edge::Start),
        to: edge(asked.to, Edge::Start),
        as_of: edge(asked.as_of, Edge::End),
        basis: asked.basis.map(|word| word.0).unwrap_or_default(),
        cohort_stage: asked.cohort_stage,
        by: by.clone(),
    };
    // Named, so that the lists behind the numbers are those of the same time.
    let request =
        FunnelRequest { as_of: Some(request.as_of.unwrap_or_else(|| shared.session().now())), ..request };
    let (lists, as_of) = (Lists::of(&request), request.as_of.map(at).unwrap_or_default());
    let report = shared.run_naming(&PLACES, move |session, stop| computed(session, &request, stop)).await?;
    let context = Context { of, as_of, lists };
    Ok(Json(match by {
        Some(by) => context.grouped(report, &by),
        None => context.single(report)?,
    }))
}

/// From the index in memory, or by a replay of what was known then, which takes longer and can be stopped.
fn computed(session: &Session, request: &FunnelRequest, stop: &Stop) -> Result<FunnelReport> {
    match request.basis {
        Basis::Occurred => funnel_now(session, request),
        Basis::Recorded => funnel_watched(session, request, stop),
    }
}

/// What an answer has besides the numbers.
struct Context {
    of: OfWord,
    as_of: String,
    lists: Lists,
}

impl Context {
    fn single(self, report: FunnelReport) -> Answer<FunnelAnswer> {
        let FunnelReport { vocabulary, stages: names, groups, .. } = report;
        let (_, funnel) =
            groups.into_iter().next().ok_or_else(|| Refusal::internal("a funnel without a group"))?;
        Ok(FunnelAnswer::One(Funnel {
            vocabulary,
            of: self.of,
            as_of: self.as_of,
            cohort: funnel.cohort,
            undated: funnel.undated,
            lists: self.lists.whole(),
            stages: stages_of(&names, funnel, &self.lists),
        }))
    }

    fn grouped(self, report: FunnelReport, by: &GroupField) -> FunnelAnswer {
        let FunnelReport { vocabulary, stages: names, groups, others } = report;
        let group = |(key, funnel): (Option<String>, domain::Funnel)| {
            let lists = self.lists.of_group(by, key.as_deref());
            FunnelGroup {
                cohort: funnel.cohort,
                undated: funnel.undated,
                lists: lists.whole(),
                stages: stages_of(&names, funnel, &lists),
                key,
            }
        };
        let groups = groups.into_iter().map(group).collect();
        let others = others.map(|domain::OtherGroups { groups, cohort, undated }| OtherGroups {
            groups,
            cohort,
            undated,
        });
        FunnelAnswer::Many(FunnelGroups { vocabulary, of: self.of, as_of: self.as_of, groups, others })
    }
}

fn stages_of(names: &[String], funnel: domain::Funnel, lists: &Lists) -> Vec<FunnelStage> {
    let stage = |one: domain::FunnelStage| {
        let name = names.get(usize::from(one.stage)).cloned().unwrap_or_default();
        FunnelStage {
            lists: lists.stage(&name),
            dropped_lists: lists.dropped(&name, &one),
            stage: name,
            reached: one.reached,
            entered: one.entered,
            skipped: one.skipped,
            furthest: one.furthest,
            here: one.here,
            back: one.back,
            dropped: one.dropped,
            returned: one.returned,
            conversion: one.conversion,
            median_days: one.median_days,
            p75_days: one.p75_days,
            p90_days: one.p90_days,
            timed: one.timed,
        }
    };
    funnel.stages.into_iter().map(stage).collect()
}
