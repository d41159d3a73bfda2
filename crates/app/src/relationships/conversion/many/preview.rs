//! What converting many leads would come to for the first of them.

use casebook_domain::ids::PartyId;
use casebook_store::party;

use super::convert_all::convert_each;
use super::request::BulkConversion;
use super::results::{Outcome, RowResult};
use crate::desk::Session;
use crate::error::Result;
use crate::parties::ids;

/// The most leads that a preview tries.
pub const MOST_PREVIEWED: usize = 100;

/// What converting many leads would come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// How many parties fit.
    pub matched: u64,
    /// What would come of the first of them; what is not there yet has no id.
    pub rows: Vec<RowResult>,
}

/// Tries the first leads, and takes it back.
pub fn preview_all(session: &Session, asked: &BulkConversion) -> Result<Preview> {
    asked.check(session)?;
    let mut leads = ids(session, &asked.filter)?;
    let matched = leads.len() as u64;
    leads.truncate(MOST_PREVIEWED);
    let tried = asked.clone();
    let mut rows = session.rehearse(move |work| convert_each(work, &leads, &tried))?;
    forget_unborn(session, &mut rows)?;
    Ok(Preview { matched, rows })
}

/// Removes the ids of what the preview made, since it is not there.
fn forget_unborn(session: &Session, rows: &mut [RowResult]) -> Result<()> {
    let accounts: Vec<PartyId> = rows.iter().filter_map(|row| row.outcome.account()).collect();
    let found = session.read(move |connection, _| Ok(party::get_many(connection, &accounts)?))?;
    for row in rows {
        if let Outcome::Converted { account, deal } = &mut row.outcome {
            *account = account.filter(|id| found.iter().any(|one| one.id == *id));
            // Each deal is opened by the conversion.
            *deal = None;
        }
    }
    Ok(())
}
