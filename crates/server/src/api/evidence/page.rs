//! Which page of a party's evidence is asked for, and that page.

use casebook_app::domain::kind::Kinds;
use casebook_app::evidence;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::wire::Evidence;
use crate::api::wire::EvidenceIdText;
use crate::http::error::{Answer, Mistake, Refusal};

/// The most pieces of a page, which is also how many it has where no number is given.
const MOST: usize = 1_000;

/// Which page of the evidence.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// `occurred_at` (default), the order in which pieces count, or `-occurred_at`, the reverse.
    #[param(required = false, nullable = false, pattern = "^-?occurred_at$")]
    sort: Option<String>,
    /// The `next` of the previous page; omit for the first page.
    #[param(inline, value_type = EvidenceIdText, required = false)]
    cursor: Option<EvidenceIdText>,
    /// Maximum number of pieces; 1,000 by default.
    #[param(minimum = 1, maximum = 1000, required = false)]
    limit: Option<usize>,
}

/// A page of a party's evidence.
#[derive(Serialize, ToSchema)]
pub(crate) struct EvidencePage {
    /// The pieces.
    items: Vec<Evidence>,
    /// The cursor of the next page; null if this is the last one.
    #[schema(required)]
    next: Option<String>,
    /// Number of pieces on all pages.
    total: usize,
}

impl Page {
    /// The request for the use case.
    pub(crate) fn read(&self) -> Answer<evidence::PageRequest> {
        let limit = self.limit.unwrap_or(MOST);
        if !(1..=MOST).contains(&limit) {
            return Err(Refusal::invalid(vec![Mistake::new("?limit", format!("use 1 to {MOST}"))]));
        }
        let newest_first = match self.sort.as_deref() {
            None | Some("occurred_at") => false,
            Some("-occurred_at") => true,
            Some(_) => {
                let detail = "use `occurred_at` or `-occurred_at`";
                return Err(Refusal::invalid(vec![Mistake::new("?sort", detail)]));
            }
        };
        let after = self.cursor.map(|id| id.0);
        Ok(evidence::PageRequest { after, limit, newest_first })
    }
}

impl EvidencePage {
    /// The page as the wire has it.
    pub(crate) fn of(kinds: &Kinds, page: evidence::Page) -> Self {
        let evidence::Page { items, next, total } = page;
        let items = items.into_iter().map(|one| Evidence::of(kinds, one)).collect();
        Self { items, next: next.map(|id| id.to_string()), total }
    }
}
