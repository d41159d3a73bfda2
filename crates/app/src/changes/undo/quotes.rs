//! Taking back what happened to quotes.

use casebook_domain::change::Action;
use casebook_domain::ids::QuoteId;
use casebook_store::change_entry::ChangeEntry;

use super::records::CHANGED_SINCE;
use super::step::{MAY_BE_IN_USE, Step};
use crate::desk::Work;
use crate::error::Result;
use crate::quotes;

/// Why something stays: a number that was sent is never given again.
const NUMBER_STAYS_USED: &str = "number_stays_used";

impl Step<'_> {
    /// Takes back what an entry did to a quote. What was sent is withdrawn, and keeps its number.
    pub(super) fn take_quote_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        let Some(id) = entry.record.map(QuoteId) else { return Ok(()) };
        if entry.action == Action::QuoteLinked {
            // Whoever has the link uses it.
            self.report.keep(&id, Some("link"), MAY_BE_IN_USE);
            return Ok(());
        }
        let outcome = quotes::take_back(work, entry)?;
        self.restored.extend(outcome.changed.then_some(id.0));
        self.report.retracted += outcome.retracted;
        self.report.reopened.extend(outcome.reopened);
        if outcome.number_stays {
            self.report.keep(&id, Some("number"), NUMBER_STAYS_USED);
        }
        if outcome.changed_since {
            self.report.keep(&id, None, CHANGED_SINCE);
        }
        Ok(())
    }
}
