//! The lists behind the numbers of a funnel: an address for each.

use std::collections::BTreeMap;

use casebook_app::domain::lifecycle::funnel as domain;
use casebook_app::funnel::{Basis, FunnelRequest, GroupField};
use serde_json::{Map, Value, json};

use crate::api::wire::{BasisWord, OfWord, at};

/// The numbers of a stage that have a list of their own; those dropped have one for each reason besides.
const NUMBERS: [&str; 9] =
    ["reached", "entered", "skipped", "furthest", "here", "back", "dropped", "returned", "timed"];

/// Makes the addresses of one funnel, or of one of its groups.
pub(super) struct Lists {
    condition: Map<String, Value>,
}

impl Lists {
    /// Those of the whole funnel. The request names the time at which one looks, so that the lists are those of
    /// that time, too.
    pub(super) fn of(request: &FunnelRequest) -> Self {
        let mut condition = Map::new();
        condition.insert("vocabulary".to_owned(), json!(request.vocabulary));
        if request.of.is_some() {
            condition.insert("of".to_owned(), json!(OfWord(request.of)));
        }
        for (name, time) in [("from", request.from), ("to", request.to), ("as_of", request.as_of)] {
            condition.extend(time.map(|time| (name.to_owned(), json!(at(time)))));
        }
        if request.basis != Basis::Occurred {
            condition.insert("basis".to_owned(), json!(BasisWord(request.basis)));
        }
        condition
            .extend(request.cohort_stage.as_ref().map(|stage| ("cohort_stage".to_owned(), json!(stage))));
        Self { condition }
    }

    /// Those of a group of it.
    pub(super) fn of_group(&self, field: &GroupField, value: Option<&str>) -> Self {
        let mut condition = self.condition.clone();
        let (name, group) = match (field, value) {
            // Those by source are addressed as ever.
            (&GroupField::SOURCE, Some(source)) => ("source", json!(source)),
            (&GroupField::SOURCE, None) => ("without_source", json!(true)),
            (field, value) => ("group", json!({ "field": field.to_string(), "value": value })),
        };
        condition.insert(name.to_owned(), group);
        Self { condition }
    }

    /// Of the numbers that speak of no stage.
    pub(super) fn whole(&self) -> BTreeMap<String, String> {
        ["cohort", "undated"].map(|number| (number.to_owned(), self.address(None, number, None))).into()
    }

    /// Of the numbers of a stage.
    pub(super) fn stage(&self, stage: &str) -> BTreeMap<String, String> {
        NUMBERS.map(|number| (number.to_owned(), self.address(Some(stage), number, None))).into()
    }

    /// Of those dropped, by reason.
    pub(super) fn dropped(&self, stage: &str, one: &domain::FunnelStage) -> BTreeMap<String, String> {
        let list = |reason: &String| (reason.clone(), self.address(Some(stage), "dropped", Some(reason)));
        one.dropped.keys().map(list).collect()
    }

    fn address(&self, stage: Option<&str>, number: &str, reason: Option<&str>) -> String {
        let mut condition = self.condition.clone();
        condition.insert("number".to_owned(), json!(number));
        condition.extend(stage.map(|stage| ("stage".to_owned(), json!(stage))));
        condition.extend(reason.map(|reason| ("reason".to_owned(), json!(reason))));
        let filter = json!({ "funnel": condition }).to_string();
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("filter", &filter).finish();
        format!("/api/v1/parties?{query}")
    }
}
