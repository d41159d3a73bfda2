//! Pages of lists whose cursor is the position of the last item.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::error::{Answer, Mistake, Refusal};

/// Which page of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// The `next` of the previous page; omit for the first page.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    cursor: Option<String>,
    /// Maximum number of items; 50 by default.
    #[param(minimum = 1, maximum = 1000, nullable = false)]
    limit: Option<i64>,
}

const USUAL: i64 = 50;
const MOST: i64 = 1_000;

impl Paging {
    /// The position of the cursor, if there is one.
    pub(crate) fn after<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Answer<Option<T>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let invalid = || Refusal::invalid(vec![Mistake::new("?cursor", "this is not a `next` of this list")]);
        read(cursor).map(Some).ok_or_else(invalid)
    }

    /// How many items the page holds at most.
    pub(crate) fn limit(&self) -> Answer<i64> {
        let limit = self.limit.unwrap_or(USUAL);
        let invalid = || Refusal::invalid(vec![Mistake::new("?limit", format!("use 1 to {MOST}"))]);
        (1..=MOST).contains(&limit).then_some(limit).ok_or_else(invalid)
    }
}
