//! The funnel of deals: how many came how far in a pipeline, and what became of them.

use casebook_domain::access::Noun;
use casebook_domain::deals::{DEAL, DealRequest};
use casebook_domain::records::{Grouping, RecordFilter};
pub use casebook_index::DealFunnelReport;

use crate::desk::Session;
use crate::error::Result;
use crate::exchange_rates;
use crate::records::{answered, grouping_needs, record_type};

/// Computes the funnel of the deals that fit a filter, or one for each group.
pub fn funnel(
    session: &Session,
    request: &DealRequest,
    filter: &RecordFilter,
    by: Option<&Grouping>,
) -> Result<DealFunnelReport> {
    let of = record_type(session, DEAL)?;
    let filter = answered(session, filter)?.into_owned();
    // Whoever does not see the workspace sees a funnel of no deals.
    let is_seen = session.scope(Noun::Workspace).is_all();
    let filter = if is_seen { filter } else { RecordFilter::Any(Vec::new()) };
    let needs = by.map(|by| grouping_needs(session, by)).transpose()?;
    let grouping = by.zip(needs.as_ref());
    let rates = exchange_rates::get(session)?;
    Ok(session.records().deal_funnel(&session.reader(), &of, &filter, (request, &rates), grouping)?)
}
