//! `/deals/funnel`: how many deals came how far in a pipeline, and what became of them.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use casebook_app::deals;
use casebook_app::domain::deals::{DealFunnel, DealRequest};
use casebook_app::domain::lifecycle::funnel as domain;
use casebook_app::domain::records::{DEAL_NUMBERS, GroupKey, Grouping, RecordType};
use casebook_app::domain::time::Timestamp;
use casebook_app::domain::zone::Zone;
use casebook_app::{DealFunnelGroup, DealFunnelReport, records};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

use super::amounts::DealAmounts;
use crate::api::records::FieldJson;
use crate::api::records::filter::{RecordFilterTree, filter_of};
use crate::api::wire::{Edge, Moment, at};
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::query::Query;
use crate::state::Shared;

/// Where the names stand that may be unknown.
const PLACES: [(&str, &str); 3] = [("pipeline", "?pipeline"), ("stage", "?cohort_stage"), ("by", "?by")];
/// Numbers of the whole funnel that have a list of their own.
const WHOLE: [&str; 6] = ["cohort", "undated", "won", "lost", "open", "elsewhere"];

/// Which funnel.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The pipeline; the first by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    pipeline: Option<String>,
    /// Only deals that reached the cohort stage at or after this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    from: Option<Moment>,
    /// Only deals that reached the cohort stage before this time; a date means its first instant.
    #[param(inline, value_type = Moment, required = false)]
    to: Option<Moment>,
    /// The time to count as of; a date means the end of that day. Now by default.
    #[param(inline, value_type = Moment, required = false)]
    as_of: Option<Moment>,
    /// The cohort stage: deals enter the cohort when they first reach it. The first stage by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    cohort_stage: Option<String>,
    /// Return one funnel per value of fields, as in groups of deals: `owner`, `product_line`, `account.country`,
    /// `opened_on:month`.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    by: Option<String>,
    /// Only deals that match this filter: JSON, in the form of `filter` in a search.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    filter: Option<String>,
}

/// The funnel of deals, or one per group.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = DealFunnelAnswer)]
pub(crate) enum FunnelAnswer {
    /// One funnel.
    One(FunnelBody),
    /// One funnel per group.
    Many(FunnelGroups),
}

/// How many deals reached each stage of a pipeline, and what became of them.
#[derive(Serialize, ToSchema)]
#[schema(as = DealFunnel)]
pub(crate) struct FunnelBody {
    /// The pipeline.
    pipeline: String,
    /// The time it is counted as of.
    #[schema(format = DateTime)]
    as_of: String,
    #[serde(flatten)]
    figures: DealFigures,
}

/// One funnel of deals per group.
#[derive(Serialize, ToSchema)]
#[schema(as = DealFunnelGroups)]
pub(crate) struct FunnelGroups {
    /// The pipeline.
    pipeline: String,
    /// The time it is counted as of.
    #[schema(format = DateTime)]
    as_of: String,
    /// The groups in the order of their values, those without a value last.
    groups: Vec<FunnelGroup>,
}

/// The funnel of a group of deals.
#[derive(Serialize, ToSchema)]
#[schema(as = DealFunnelGroup)]
pub(crate) struct FunnelGroup {
    /// The value shared by the group; null for deals without one, and where several fields make the groups.
    key: FieldJson,
    /// The values that its deals have in common, by field; null for none.
    by: BTreeMap<String, FieldJson>,
    #[serde(flatten)]
    figures: DealFigures,
}

/// The figures of a funnel of deals.
#[derive(Serialize, ToSchema)]
#[schema(as = DealFunnelFigures)]
pub(crate) struct DealFigures {
    /// Number of deals in the cohort: `open + won + lost + elsewhere`.
    cohort: u64,
    /// Number of deals that reached the cohort stage at an unknown time.
    undated: u64,
    /// Members that are worked on in the pipeline.
    open: u64,
    /// Members that were won in the pipeline.
    won: u64,
    /// Members that were lost in the pipeline.
    lost: u64,
    /// Members that are in another pipeline.
    elsewhere: u64,
    /// `won / (won + lost)`; null if none is closed.
    #[schema(required, minimum = 0, maximum = 1)]
    win_rate: Option<f64>,
    /// The amounts of the members, as they are today.
    amount: DealAmounts,
    /// The cohort stage and those after it; the last is `won`.
    stages: Vec<FunnelStage>,
    /// URLs of the lists behind the numbers, by name; each lists exactly that many deals.
    lists: BTreeMap<String, String>,
}

/// The numbers of one stage.
#[derive(Serialize, ToSchema)]
#[schema(as = DealFunnelStage)]
pub(crate) struct FunnelStage {
    /// The stage.
    stage: String,
    /// Its title.
    title: String,
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
    /// Of these, members now in an earlier stage or in another pipeline.
    back: u64,
    /// Of these, members that are lost, by reason.
    dropped: BTreeMap<String, u64>,
    /// Members that had been here or later, fell below or were lost, and came back.
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
    /// URLs of the lists behind the numbers, by name.
    lists: BTreeMap<String, String>,
    /// URLs of the lists of those that dropped out, by reason.
    dropped_lists: BTreeMap<String, String>,
}

/// Get the funnel of deals: how many reached each stage of a pipeline, and what became of the others
#[utoipa::path(get, path = "/api/v1/deals/funnel", operation_id = "get_deal_funnel", tag = "deals",
    params(Asked),
    responses((status = 200, description = "The funnel, or one per group", body = FunnelAnswer)))]
pub(crate) async fn funnel(
    State(shared): State<Shared>,
    Query(asked): Query<Asked>,
) -> Answer<Json<FunnelAnswer>> {
    let of = shared.run(|session, _| records::record_type(session, "deal")).await?;
    let zone = shared.run(|session, _| session.zone()).await?;
    let grouping = asked.by.as_deref().map(|by| grouping(&of, by)).transpose()?;
    let tree = asked.filter.as_deref().map(tree).transpose()?;
    let filter = filter_of(&of, tree.as_ref())?;
    let edge = |moment: Option<Moment>, edge| moment.map(|moment| moment.edge(edge, &zone));
    let request = DealRequest {
        pipeline: asked.pipeline,
        from: edge(asked.from, Edge::Start),
        to: edge(asked.to, Edge::Start),
        at: edge(asked.as_of, Edge::End),
        cohort_stage: asked.cohort_stage,
    };
    // Named, so that the lists behind the numbers are those of the same time.
    let request = DealRequest { at: Some(request.at.unwrap_or_else(|| shared.session().now())), ..request };
    let (keys, asked_for) = (grouping.clone(), request.clone());
    let report = shared
        .run_naming(&PLACES, move |session, _| deals::funnel(session, &asked_for, &filter, keys.as_ref()))
        .await?;
    let writing = Writing { report: &report, request: &request, filter: tree.as_ref(), zone: &zone };
    writing.body(grouping.as_ref().map(|grouping| grouping.by.as_slice())).map(Json)
}

fn grouping(of: &RecordType, by: &str) -> Answer<Grouping> {
    let read = Grouping::parse(of, by, None);
    read.map_err(|error| Refusal::invalid(vec![Mistake::new("?by", error.to_string())]))
}

fn tree(text: &str) -> Answer<RecordFilterTree> {
    let read = serde_json::from_str(text);
    read.map_err(|error| Refusal::invalid(vec![Mistake::new("?filter", error.to_string())]))
}

/// What an answer is written from.
struct Writing<'w> {
    report: &'w DealFunnelReport,
    request: &'w DealRequest,
    filter: Option<&'w RecordFilterTree>,
    zone: &'w Zone,
}

impl Writing<'_> {
    fn body(&self, by: Option<&[GroupKey]>) -> Answer<FunnelAnswer> {
        let (pipeline, as_of) = (self.report.pipeline.name.clone(), at(self.report.at));
        let Some(by) = by else {
            let only = self.report.groups.first();
            let only = only.ok_or_else(|| Refusal::internal("the funnel came out without a group"))?;
            return Ok(FunnelAnswer::One(FunnelBody { pipeline, as_of, figures: self.figures(only, None)? }));
        };
        let groups = self.report.groups.iter().map(|group| self.group(by, group)).collect::<Answer<_>>()?;
        Ok(FunnelAnswer::Many(FunnelGroups { pipeline, as_of, groups }))
    }

    fn group(&self, by: &[GroupKey], group: &DealFunnelGroup) -> Answer<FunnelGroup> {
        let values = by.iter().map(GroupKey::name).zip(group.values.iter().cloned().map(FieldJson));
        let condition = Grouping::condition(by, &group.values, self.zone);
        let key = match &group.values[..] {
            [only] => only.clone(),
            _ => Value::Null,
        };
        Ok(FunnelGroup {
            key: FieldJson(key),
            by: values.collect(),
            figures: self.figures(group, Some(&condition))?,
        })
    }

    fn figures(&self, group: &DealFunnelGroup, condition: Option<&Value>) -> Answer<DealFigures> {
        let lists = Lists { writing: self, condition };
        let outcomes = group.outcomes;
        let ladder = DealFunnel::of(&self.report.pipeline, self.request, self.report.at);
        let ladder = ladder.map_err(|error| Refusal::internal(error.to_string()))?;
        let stage = |one: &domain::FunnelStage| lists.stage(ladder.stage(one.stage), one);
        Ok(DealFigures {
            cohort: group.funnel.cohort,
            undated: group.funnel.undated,
            open: outcomes.open,
            won: outcomes.won,
            lost: outcomes.lost,
            elsewhere: group.elsewhere,
            win_rate: outcomes.win_rate(),
            amount: DealAmounts::of(&group.amounts, group.exchanged.as_ref()),
            stages: group.funnel.stages.iter().map(stage).collect::<Answer<Vec<_>>>()?,
            lists: WHOLE
                .iter()
                .map(|number| Ok(((*number).to_owned(), lists.of(None, number, None)?)))
                .collect::<Answer<_>>()?,
        })
    }
}

/// The lists behind the numbers of a funnel, or of one of its groups.
struct Lists<'f> {
    writing: &'f Writing<'f>,
    condition: Option<&'f Value>,
}

impl Lists<'_> {
    fn stage(&self, name: &str, one: &domain::FunnelStage) -> Answer<FunnelStage> {
        let stage_of = self.writing.report.pipeline.stage(name);
        let numbers = DEAL_NUMBERS.iter().filter(|number| !WHOLE.contains(number));
        let lists = numbers.map(|number| Ok(((*number).to_owned(), self.of(Some(name), number, None)?)));
        let dropped = one.dropped.keys();
        let dropped =
            dropped.map(|reason| Ok((reason.clone(), self.of(Some(name), "dropped", Some(reason))?)));
        Ok(FunnelStage {
            lists: lists.collect::<Answer<_>>()?,
            dropped_lists: dropped.collect::<Answer<_>>()?,
            stage: name.to_owned(),
            title: stage_of.map_or_else(|| name.to_owned(), |stage| stage.title.clone()),
            reached: one.reached,
            entered: one.entered,
            skipped: one.skipped,
            furthest: one.furthest,
            here: one.here,
            back: one.back,
            dropped: one.dropped.clone(),
            returned: one.returned,
            conversion: one.conversion,
            median_days: one.median_days,
            p75_days: one.p75_days,
            p90_days: one.p90_days,
            timed: one.timed,
        })
    }

    /// The list behind a number: those in the number itself, in the group, and that were asked for.
    fn of(&self, stage: Option<&str>, number: &str, reason: Option<&str>) -> Answer<String> {
        let request = self.writing.request;
        let mut condition = Map::new();
        let mut put = |key: &str, value: Option<&str>| {
            condition.extend(value.map(|value| (key.to_owned(), json!(value))));
        };
        put("pipeline", Some(&self.writing.report.pipeline.name));
        put("number", Some(number));
        put("stage", stage);
        put("reason", reason);
        put("cohort_stage", request.cohort_stage.as_deref());
        let time = |time: Option<Timestamp>| time.map(at);
        put("from", time(request.from).as_deref());
        put("to", time(request.to).as_deref());
        put("at", time(request.at).as_deref());
        let own = json!({ "funnel": condition });
        let asked = self.writing.filter.map(serde_json::to_value).transpose();
        let asked = asked.map_err(|error| Refusal::internal(error.to_string()))?;
        let mut parts: Vec<Value> =
            [Some(own), self.condition.cloned(), asked].into_iter().flatten().collect();
        let whole = if parts.len() == 1 { parts.remove(0) } else { json!({ "and": parts }) };
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("filter", &whole.to_string())
            .finish();
        Ok(format!("/api/v1/deals?{query}"))
    }
}
